import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { uscc } from "../http/parameters.ts";
import { access, asOf } from "../wire/common.ts";
import { company } from "../wire/company.ts";
import { improvement } from "../wire/improvement.ts";
import { matching } from "../wire/matching.ts";

export const MOST_SINGLE = 50;
const MAX_TENOR = "must be a whole number of months from 1 to 360";

export const companyImprovements = {
  operationId: "companyImprovements",
  method: "get",
  path: "/v1/companies/{uscc}/improvements",
  tag: "Matching",
  summary: "What would open more products to a company",
  description:
    "Each change of one fact that opens more products than it closes, and the best set of one, of two and of three changes " +
    "within the company's reach: that which opens the most products less those that it closes. What rests on an unknown fact " +
    "turning out well is `conditional`, and comes apart. Nothing is advised that would harm a company, that nobody can " +
    "change, or about what the access policy withholds. All other facts, and the score, are taken to stay " +
    "as they are. With an amount and a tenor only products that lend them count.",
  params: z.strictObject({ uscc }),
  query: z.strictObject({
    amountFen: z
      .string()
      .regex(/^[1-9]\d{0,29}$/, "must be a whole number of fen above 0, with 30 digits at most")
      .transform((text) => BigInt(text))
      .optional()
      .meta({ type: "string", description: "Amount asked for, in fen." }),
    tenorMonths: z
      .string()
      .regex(/^[1-9]\d{0,2}$/, MAX_TENOR)
      .transform(Number)
      .pipe(z.number().max(360, MAX_TENOR))
      .optional()
      .meta({ type: "integer", description: "For how long." }),
  }),
  response: z.strictObject({
    ...{ asOf, access, matching, company },
    open: z.int().meta({ description: "Products open now." }),
    single: z.array(improvement).meta({ description: `One change each, most products first; ${MOST_SINGLE} at most.` }),
    best: z
      .array(improvement)
      .meta({ description: "The best set of one, two and three; a larger one only where it opens more. All certain." }),
    ifAttested: z
      .array(improvement)
      .meta({ description: "The like with unknown facts turning out well, where that opens more than `best`." }),
  }),
  responseDescription: "Changes, and the products that they open.",
  problems: ["company-unknown", "index-not-ready", "database-gone"],
} as const satisfies Contract;
