import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { uscc } from "../http/parameters.ts";
import { family } from "../http/score-parameters.ts";
import { access, asOf, hexData, integer, time } from "../wire/common.ts";
import { company } from "../wire/company.ts";
import { argument } from "../wire/prepared.ts";
import { evidence } from "../wire/score.ts";
import { modelRef } from "../wire/score-model.ts";
import { SCORE_PROBLEMS } from "./score.contract.ts";

export const getScoreCertificate = {
  operationId: "getScoreCertificate",
  method: "get",
  path: "/v1/companies/{uscc}/score/certificate",
  tag: "Scores",
  summary: "The calls by which anyone reaches the same score on the chain",
  description:
    "`evaluate` is an eth_call that returns `expected`; `certify` is a transaction, which any wallet may send, that computes " +
    "the same and keeps it as a rating. Nobody has to believe this service: the contract opens every statement against the " +
    "attestation registry and refuses one that is not current, and one that is left out.",
  params: z.strictObject({ uscc }),
  query: z.strictObject({ family }),
  response: z.strictObject({
    asOf,
    access,
    company,
    model: modelRef,
    expected: z
      .strictObject({
        total: z.int(),
        gradeNumber: z.int().meta({ description: "From 1 for the worst; 0: too little is known for a grade." }),
        grade: z.string().nullable(),
        coverageBps: z.int(),
        expiresAt: time.meta({ description: "0 without evidence." }),
        points: hexData.meta({ description: "int16 for each characteristic, two bytes each." }),
      })
      .meta({ description: "What the contract returns while this certificate is valid." }),
    validity: z.strictObject({
      until: time.nullable().meta({
        description: "The last second at which all of the evidence counts; null without evidence.",
      }),
      changesAt: time.nullable().meta({
        description: "The first second at which the number may differ though no fact changed; null: never.",
      }),
      endsEarlierEn: z.string(),
      endsEarlierZh: z.string(),
    }),
    evaluate: z
      .strictObject({ to: hexData, data: hexData, function: z.string(), arguments: z.array(argument) })
      .meta({ description: "An eth_call." }),
    certify: z
      .strictObject({
        transaction: z.strictObject({ chainId: integer, to: hexData, value: integer, data: hexData }),
        function: z.string(),
      })
      .nullable()
      .meta({ description: "For any wallet to sign and send; null without evidence, which the contract refuses." }),
    evidence: z.array(evidence),
  }),
  responseDescription: "The certificate.",
  problems: SCORE_PROBLEMS,
} as const satisfies Contract;
