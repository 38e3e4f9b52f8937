import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { after, limit, page } from "../http/pagination.ts";
import { uscc } from "../http/parameters.ts";
import { family } from "../http/score-parameters.ts";
import { access, agencyRef, asOf, hexData, integer, names, time } from "../wire/common.ts";
import { company } from "../wire/company.ts";
import { gradeRef } from "../wire/grade.ts";
import { rating } from "../wire/rating.ts";
import { modelRef } from "../wire/score-model.ts";
import { SCORE_PROBLEMS } from "./score.contract.ts";

/** Of the ratings beside a history; `/ratings` has all of them. */
export const HISTORY_RATINGS = 20;

const event = z.strictObject({
  kind: z.enum(["attested", "revoked", "expired"]),
  attestationId: hexData,
  schema: z.string(),
  ...names,
  agency: agencyRef,
});

const moment = z
  .strictObject({
    time,
    block: integer.nullable().meta({ description: "Null when evidence expired and no block did it." }),
    total: z.int(),
    grade: gradeRef.nullable(),
    coverageBps: z.int(),
    difference: z.int().nullable().meta({ description: "Against the moment before; null for the first." }),
    events: z.array(event),
    characteristics: z
      .array(z.strictObject({ code: z.string(), ...names, before: z.int(), after: z.int() }))
      .meta({ description: "Those whose points changed; empty for the first moment." }),
  })
  .meta({ id: "ScoreMoment" });

export const getScoreHistory = {
  operationId: "getScoreHistory",
  method: "get",
  path: "/v1/companies/{uscc}/score/history",
  tag: "Scores",
  summary: "How the score of one company came to be what it is",
  description:
    "Every moment at which a statement of the model's schemas arrived or was revoked, or one that counted expired, the last " +
    "one first, with the score right then. All moments are scored by the model in force now, so that they can be compared; " +
    "what was certified by older models is in `ratings`. A score also moves as days pass; that makes no moment of its own.",
  params: z.strictObject({ uscc }),
  query: z.strictObject({ family, limit, after: after(/^\d{1,18}$/) }),
  response: z.strictObject({
    asOf,
    access,
    company,
    model: modelRef,
    items: z.array(moment),
    page,
    ratings: z
      .array(rating)
      .meta({ description: `The newest ${HISTORY_RATINGS} of the family; the same on every page.` }),
  }),
  responseDescription: "A page of the history.",
  problems: SCORE_PROBLEMS,
} as const satisfies Contract;
