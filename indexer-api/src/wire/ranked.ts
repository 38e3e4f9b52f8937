import { z } from "zod";
import { INSTRUMENTS } from "../engine/rank/prepare.ts";
import type { PreparedRanking } from "../engine/rank/prepare.ts";
import type { RankQuestion } from "../engine/rank/question.ts";
import type { RankedProduct } from "../engine/rank/rank.ts";
import { reasonsOf } from "../engine/rank/reasons.ts";
import { integer } from "./common.ts";

const ppm = z.int().meta({ description: "Millionths of the loan a year; 100 are a basis point." });

export const reason = z
  .strictObject({ part: z.string(), textEn: z.string(), textZh: z.string() })
  .meta({ id: "Reason" });

/** Why a product has its place. */
export const rank = z
  .strictObject({
    place: z.int().meta({ description: "From 1 on, the best first." }),
    instrument: z.enum(INSTRUMENTS).meta({ description: "Loans come before bonds, bonds before equity." }),
    figurePpm: ppm.meta({
      description:
        "The sum of the four parts, by which products are ordered: of an instrument first those that need no security, or " +
        "one that was offered, then the others.",
    }),
    parts: z.strictObject({ interestPpm: ppm, feesPpm: ppm, misfitPpm: ppm, applyingPpm: ppm }),
    approvalBps: z.int().meta({ description: "Probability that an application succeeds." }),
    amountFen: integer.meta({ description: "What is asked for, or the reference amount, within the product's range." }),
    tenorMonths: z.int(),
    costFenPerYear: integer.meta({ description: "Interest and fees on that amount." }),
    reasons: z.array(reason).meta({ description: "The same in sentences." }),
  })
  .meta({ id: "Rank", description: "docs/ranking.md derives it." });

export function rankView(
  prepared: PreparedRanking,
  ranked: RankedProduct,
  question: RankQuestion,
): z.output<typeof rank> {
  const { place, instrument, figurePpm, approvalBps, tenorMonths, amountFen, costFenPerYear } = ranked;
  const { interestPpm, feesPpm, misfitPpm, applyingPpm } = ranked;
  return {
    ...{ place, instrument, figurePpm, approvalBps, tenorMonths },
    parts: { interestPpm, feesPpm, misfitPpm, applyingPpm },
    amountFen: BigInt(amountFen).toString(),
    costFenPerYear: BigInt(costFenPerYear).toString(),
    reasons: reasonsOf(prepared, ranked, question),
  };
}
