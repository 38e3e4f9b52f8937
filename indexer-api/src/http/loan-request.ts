import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";

const MAX_TENOR_MONTHS = 360;

/** What a company asks a product for; the catalogue decides which kinds of security there are. */
export function loanRequestShape({ requestProperties }: Pick<Catalogue, "requestProperties">) {
  const securities = requestProperties.find(({ id }) => id === "security_offered")?.values ?? [];
  return {
    amountFen: z
      .string("must be a whole number as text")
      .regex(/^[1-9]\d{0,29}$/, "must be a whole number of fen above 0, as text, with 30 digits at most")
      .transform((text) => BigInt(text))
      .optional()
      .meta({ type: "string", description: "Amount asked for, in fen, as decimal text.", example: "100000000" }),
    tenorMonths: z
      .int("must be a whole number of months")
      .min(1, "must be at least 1")
      .max(MAX_TENOR_MONTHS, `must be at most ${MAX_TENOR_MONTHS}`)
      .optional()
      .meta({ description: "For how long, in months.", example: 12 }),
    securityOffered: z
      .array(z.enum(securities.map(({ label }) => label) as [string, ...string[]]))
      .max(securities.length, `must name ${securities.length} kinds at most`)
      .optional()
      .meta({ description: "Kinds of security that the company can give.", example: ["real_estate"] }),
  };
}
