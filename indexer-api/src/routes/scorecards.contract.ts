import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { NOTHING } from "../http/parameters.ts";
import { family } from "../http/score-parameters.ts";
import { asOf, hexData } from "../wire/common.ts";
import { scorecard, scorecardSummary } from "../wire/scorecard.ts";

const INDEXED = ["index-not-ready", "database-gone"] as const;

export const listScorecards = {
  operationId: "listScorecards",
  method: "get",
  path: "/v1/scorecards",
  tag: "Scores",
  summary: "The scorecards, catalogue and chain side by side",
  description: "Every version of every family, and which is in force. Scorecards are public.",
  params: NOTHING,
  query: NOTHING,
  response: z.strictObject({ asOf, items: z.array(scorecardSummary) }),
  responseDescription: "All scorecards.",
  problems: INDEXED,
} as const satisfies Contract;

export const getScorecard = {
  operationId: "getScorecard",
  method: "get",
  path: "/v1/scorecards/{family}/{version}",
  tag: "Scores",
  summary: "One version of a scorecard, whole",
  description:
    "Inputs, bins, points, words and provenance of the catalogue's document, and the bytes: those of the chain when it is " +
    "published there, else those that the catalogue would publish.",
  params: z.strictObject({
    family: family.unwrap(),
    version: z
      .string()
      .regex(/^[1-9]\d{0,8}$/, "must be a whole number above 0")
      .transform(Number)
      .meta({ type: "integer", example: 1 }),
  }),
  query: NOTHING,
  response: z.strictObject({
    asOf,
    summary: scorecardSummary,
    bytes: hexData.meta({ description: "As contracts/scoring/ScoreModel.sol describes them." }),
    modelHash: hexData.meta({ description: "keccak256 of `bytes`." }),
    scorecard: scorecard.nullable().meta({ description: "Null for a model of which the catalogue knows nothing." }),
  }),
  responseDescription: "The scorecard.",
  problems: ["scorecard-unknown", ...INDEXED],
} as const satisfies Contract;
