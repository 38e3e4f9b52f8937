import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import type { Contract } from "../http/endpoint.ts";
import { loanRequestShape } from "../http/loan-request.ts";
import { NOTHING } from "../http/parameters.ts";
import { names, time } from "../wire/common.ts";
import { matching } from "../wire/matching.ts";
import { rank } from "../wire/ranked.ts";

const MAX_SCORE = 1000;
/** So many come with their reasons. */
export const BEST = 5;

const best = z
  .strictObject({
    id: z.string(),
    ...names,
    lender: z.string(),
    annualRateBps: z.strictObject({ min: z.int(), max: z.int() }),
    rank,
  })
  .meta({ id: "BestProduct" });

/** By feature id; each value is checked by `OwnFacts`, which knows the catalogue. */
export const ownFeatures = z
  .custom<Readonly<Record<string, unknown>>>(isObject, "must be a JSON object of values by feature id")
  .meta({
    ...{ type: "object", additionalProperties: true },
    description:
      "Values by feature id; absent or null: unknown. Numbers are whole, in the chain unit (fen, basis points), as decimal text " +
      "or as JSON numbers below 2^53; an age is the day from which it counts, or whole months; a set is the list of labels " +
      "that hold, or `{ holds, unknown }`. /v1/features has ids, units and labels.",
    example: { annual_sales: "900000000", firm_age_months: "2015-03-01", tax_credit_grade: "A", red_flags: [] },
  });

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The catalogue decides which kinds of security there are. */
export function matchOwn(catalogue: Catalogue) {
  return {
    operationId: "matchOwn",
    method: "post",
    path: "/v1/match",
    tag: "Matching",
    summary: "Facts of one's own against all products",
    description:
      "For a company that is nowhere on the ledger, or to see what would be. Nothing is stored, and nothing is asked of the " +
      "database. The grade comes as the feature `credit_grade`; a score beside it ranks more exactly.",
    params: NOTHING,
    query: NOTHING,
    body: z
      .strictObject({
        features: ownFeatures,
        request: z.strictObject(loanRequestShape(catalogue)).optional().meta({ description: "Left out: not judged." }),
        scoreTotal: z
          .int("must be a whole number")
          .min(0, "must be at least 0")
          .max(MAX_SCORE, `must be at most ${MAX_SCORE}`)
          .optional()
          .meta({ description: "Total by the platform's scorecard, where it is known.", example: 620 }),
      })
      .meta({ id: "OwnMatchRequest" }),
    response: z.strictObject({
      asOf: time.meta({ description: "The moment that ages are counted to, unix seconds." }),
      matching,
      counts: z.strictObject({ products: z.int(), eligible: z.int(), unknown: z.int(), refused: z.int() }),
      eligible: z.array(z.string()).meta({ description: "Ids of products of which every criterion is met." }),
      best: z.array(best).meta({ description: `The best ${BEST} of the eligible, best first.` }),
      unknown: z
        .array(z.string())
        .meta({ description: "Ids of products of which none fails, but some cannot be judged." }),
    }),
    responseDescription: "Products that fit, by id.",
    problems: ["match-loading", "body-too-large", "media-type-unsupported"],
  } as const satisfies Contract;
}
