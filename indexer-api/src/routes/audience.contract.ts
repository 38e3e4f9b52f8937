import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import { draftCriterion } from "../http/draft-criterion.ts";
import type { Contract } from "../http/endpoint.ts";
import { NOTHING } from "../http/parameters.ts";
import { access, time } from "../wire/common.ts";
import { quantity } from "../wire/feature.ts";
import { matching } from "../wire/matching.ts";
import { criterion } from "../wire/product.ts";

const MAX_CRITERIA = 1_000;
/** Of a thousand criteria, as /v1/products shows them. */
const MAX_BODY_BYTES = 524_288;
const counts = { eligible: z.int(), unknown: z.int(), refused: z.int() };

const place = z.int().meta({ description: "Place of a criterion, from 0." });

/** The catalogue decides which features there are. */
export function draftAudience(catalogue: Catalogue) {
  return {
    operationId: "draftAudience",
    method: "post",
    path: "/v1/products/audience",
    tag: "Matching",
    summary: "Who a draft product would be for",
    description:
      "Counts over all companies before anything is published: how many each criterion costs, alone and in their order, and how " +
      "the count moves when a threshold moves. Nothing is stored. Amount, tenor and security play no part: companies do not ask " +
      "here.",
    params: NOTHING,
    query: NOTHING,
    maxBodyBytes: MAX_BODY_BYTES,
    body: z
      .strictObject({
        criteria: z
          .array(draftCriterion(catalogue), "must be a list")
          .max(MAX_CRITERIA, `must have ${MAX_CRITERIA} criteria at most`)
          .meta({ description: "In the form in which /v1/products shows them." }),
      })
      .meta({ id: "DraftProduct" }),
    response: z.strictObject({
      asOf: time,
      ...{ access, matching },
      counts: z.strictObject({ companies: z.int(), ...counts }),
      criteria: z.array(
        criterion.extend({
          sameAs: place.nullable().meta({ description: "An earlier criterion that says the same." }),
          failed: z.int(),
          unknown: z.int(),
          refusedByItAlone: z.int().meta({ description: "Fail it and no other." }),
          gainedWithout: z.int().meta({ description: "Would be eligible without it." }),
          after: z.strictObject(counts).meta({ description: "With this criterion and those before it." }),
          curves: z.array(
            z.strictObject({
              end: z.enum(["least", "most"]).meta({ description: "Which threshold moves." }),
              points: z.array(z.strictObject({ threshold: quantity, eligible: z.int() })),
            }),
          ),
        }),
      ),
      contradictions: z.array(z.array(place)).meta({ description: "Criteria that nobody can meet together." }),
    }),
    responseDescription: "Counts of companies.",
    problems: ["consent-needed", "match-loading", "body-too-large", "media-type-unsupported"],
  } as const satisfies Contract;
}
