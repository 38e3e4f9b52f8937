import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import type { Contract } from "../http/endpoint.ts";
import { after, limit, page } from "../http/pagination.ts";
import { NOTHING } from "../http/parameters.ts";
import { family } from "../http/score-parameters.ts";
import { CREDIT_GRADE } from "../scoring/credit-grade.ts";
import { access, asOf, hexData, integer, time } from "../wire/common.ts";
import { gradeRef } from "../wire/grade.ts";

const PROBLEMS = ["consent-needed", "scorecard-unknown", "index-not-ready", "database-gone"] as const;
/** Of companies that have points but no grade. */
export const NO_GRADE = "none";

const total = z
  .string()
  .regex(/^\d{1,4}$/, "must be a whole number from 0 to 1000")
  .transform(Number)
  .refine((points) => points <= 1000, "must be at most 1000")
  .optional();

/** No total is both: an empty list would look like an answer. */
function refuseEmptyRange(
  { minTotal, maxTotal }: { minTotal?: number | undefined; maxTotal?: number | undefined },
  context: z.RefinementCtx,
): void {
  if (minTotal === undefined || maxTotal === undefined || minTotal <= maxTotal) return;
  context.addIssue({ code: "custom", path: ["minTotal"], message: `must be at most maxTotal, which is ${maxTotal}` });
  context.addIssue({ code: "custom", path: ["maxTotal"], message: `must be at least minTotal, which is ${minTotal}` });
}

const pending = integer.meta({
  description: "Companies of which something arrived that is not yet in their row; 0 when all rows are up to date.",
});

/** The catalogue decides which grades and cities there are to filter by. */
export function listScores({ featureById, divisions }: Catalogue) {
  const labels = featureById.get(CREDIT_GRADE)?.values?.map(({ label }) => label) ?? [];
  return {
    operationId: "listScores",
    method: "get",
    path: "/v1/scores",
    tag: "Scores",
    summary: "The scores of all companies",
    description:
      "Of every company about which a statement of the model's schemas was ever made, in the order of entity ids. Rows are " +
      "computed anew as facts arrive, expire and age; each says at which block that was.",
    params: NOTHING,
    query: z
      .strictObject({
        family,
        grade: z
          .enum([...labels, NO_GRADE])
          .optional()
          .meta({ description: `Label of a grade, or ${NO_GRADE}.` }),
        minTotal: total.meta({ type: "integer", description: "Lowest total." }),
        maxTotal: total.meta({ type: "integer", description: "Highest total." }),
        region: z
          .enum(divisions.map(({ code }) => code) as [string, ...string[]])
          .optional()
          .meta({ description: "City of the company's registration (GB/T 2260)." }),
        limit,
        after: after(/^0x[0-9a-f]{64}$/),
      })
      .superRefine(refuseEmptyRange),
    response: z.strictObject({
      asOf,
      access,
      family: z.string(),
      pending,
      items: z.array(
        z.strictObject({
          entityId: hexData,
          uscc: z.string().nullable().meta({ description: "Null for a company that is not registered." }),
          region: z.string().nullable(),
          version: z.int(),
          total: z.int(),
          grade: gradeRef.nullable(),
          coverageBps: z.int(),
          lowest: z.int(),
          highest: z.int(),
          expiresAt: time.nullable(),
          computed: z.strictObject({ block: integer, time }),
        }),
      ),
      page,
    }),
    responseDescription: "A page of scores.",
    problems: PROBLEMS,
  } as const satisfies Contract;
}

/** The catalogue decides which cities there are to filter by. */
export function summariseScores({ divisions }: Catalogue) {
  return {
    operationId: "summariseScores",
    method: "get",
    path: "/v1/scores/summary",
    tag: "Scores",
    summary: "How many companies have each grade",
    description: "Counted from the rows of /v1/scores, from the best grade to the worst.",
    params: NOTHING,
    query: z.strictObject({
      family,
      region: z.enum(divisions.map(({ code }) => code) as [string, ...string[]]).optional(),
    }),
    response: z.strictObject({
      asOf,
      access,
      family: z.string(),
      pending,
      companies: integer,
      ungraded: integer.meta({ description: "With points, but too little known for a grade." }),
      grades: z.array(gradeRef.extend({ companies: integer })),
    }),
    responseDescription: "The counts.",
    problems: PROBLEMS,
  } as const satisfies Contract;
}
