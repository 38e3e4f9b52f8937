import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { uscc } from "../http/parameters.ts";
import { family } from "../http/score-parameters.ts";
import { access, asOf, names } from "../wire/common.ts";
import { company } from "../wire/company.ts";
import { outcome, score } from "../wire/score.ts";
import { modelRef } from "../wire/score-model.ts";

const MOST_CHANGES = 100;

/** What may go wrong wherever a company is scored. */
export const SCORE_PROBLEMS = [
  "consent-needed",
  "company-unknown",
  "scorecard-unknown",
  "model-not-in-force",
  "model-unknown",
  "index-not-ready",
  "database-gone",
] as const;

export const getScore = {
  operationId: "getScore",
  method: "get",
  path: "/v1/companies/{uscc}/score",
  tag: "Scores",
  summary: "The credit score of one company, and why it is that",
  description:
    "By the model in force on the chain, from every current statement of the model's schemas: the number that " +
    "`Scorecard.evaluate` returns. Each characteristic shows its inputs, its bin and what the best bin would bring; " +
    "`reasons` are what is known or withheld and cost points, the costliest first; `missing` says what is not known, who " +
    "could attest it and what it could be worth, the most first; `range` says how sure the total is.",
  params: z.strictObject({ uscc }),
  query: z.strictObject({ family }),
  response: z.strictObject({ asOf, access, company, model: modelRef, score }),
  responseDescription: "The score.",
  problems: SCORE_PROBLEMS,
} as const satisfies Contract;

export const simulateScore = {
  operationId: "simulateScore",
  method: "post",
  path: "/v1/companies/{uscc}/score/simulate",
  tag: "Scores",
  summary: "What the score would be if",
  description:
    "Facts are given as people write them; null means not stated. Statements are lost first; then a fact of a schema " +
    "without a current statement makes one that states nothing else. What no characteristic uses is named in " +
    "`withoutEffect`. The time is that of the block.",
  params: z.strictObject({ uscc }),
  query: z.strictObject({}),
  body: z
    .strictObject({
      family,
      changes: z
        .array(
          z.strictObject({
            fact: z.string().max(100, "must be the id of a fact").meta({ example: "tax.arrears_amount" }),
            value: z
              .union([z.string().max(200, "must have 200 characters at most"), z.boolean()], {
                error: "must be text, true, false or null",
              })
              .nullable()
              .meta({ example: "0" }),
          }),
        )
        .max(MOST_CHANGES, `must have ${MOST_CHANGES} entries at most`)
        .default([]),
      statementsLost: z
        .array(z.string().max(100, "must be the name of a schema").meta({ example: "pbc.credit.v1" }))
        .max(MOST_CHANGES, `must have ${MOST_CHANGES} entries at most`)
        .default([])
        .meta({
          description:
            "Schemas whose statement would have expired, or been revoked by its agency. What a company takes back itself " +
            "counts as left out: give its facts as null instead.",
        }),
    })
    .meta({ id: "SimulateRequest" }),
  response: z.strictObject({
    asOf,
    access,
    company,
    model: modelRef,
    now: outcome,
    then: outcome,
    difference: z.int().meta({ description: "Points that the total would gain." }),
    characteristics: z
      .array(
        z.strictObject({
          code: z.string(),
          ...names,
          now: z.int(),
          then: z.int(),
          difference: z.int(),
          stateNow: z.enum(["known", "withheld", "unknown"]),
          stateThen: z.enum(["known", "withheld", "unknown"]),
        }),
      )
      .meta({ description: "Those that would differ, in points or in what is known." }),
    withoutEffect: z.array(z.strictObject({ name: z.string(), reasonEn: z.string(), reasonZh: z.string() })),
  }),
  responseDescription: "The score now, and as it would be.",
  problems: [...SCORE_PROBLEMS, "body-too-large", "media-type-unsupported"],
} as const satisfies Contract;
