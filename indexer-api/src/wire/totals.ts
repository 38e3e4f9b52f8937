import { z } from "zod";
import { LOAN_STATE_NAMES } from "../lending/states.ts";
import type { LoanTotals } from "../use-cases/loans.ts";
import { integer } from "./common.ts";

export const totals = z
  .strictObject({
    cases: z.array(z.strictObject({ state: z.enum(LOAN_STATE_NAMES), count: z.int() })),
    principalFen: integer,
    feesFen: integer,
    interestFen: integer.meta({ description: "To the day of the answer's block, each loan's in whole fen." }),
    outstandingFen: integer.meta({ description: "All three, on loans that run or are in default." }),
    defaultedFen: integer.meta({ description: "Part of it on loans in default." }),
    securedFen: integer.meta({ description: "What live liens secure." }),
  })
  .meta({ id: "LoanTotals", description: "Over all cases, not only those of the page. Amounts in fen." });

export function totalsView({ cases, ...amounts }: LoanTotals): z.output<typeof totals> {
  return {
    cases: [...cases].map(([state, count]) => ({ state, count })),
    principalFen: amounts.principalFen.toString(),
    feesFen: amounts.feesFen.toString(),
    interestFen: amounts.interestFen.toString(),
    outstandingFen: amounts.outstandingFen.toString(),
    defaultedFen: amounts.defaultedFen.toString(),
    securedFen: amounts.securedFen.toString(),
  };
}
