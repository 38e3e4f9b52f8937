import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { NOTHING } from "../http/parameters.ts";
import { access, integer, time } from "../wire/common.ts";
import { matching } from "../wire/matching.ts";

export const matchingStatus = {
  operationId: "matchingStatus",
  method: "get",
  path: "/v1/matching",
  tag: "Matching",
  summary: "How far matching is",
  description: "Answers at any time, also while products and companies are loaded, and without a database.",
  params: NOTHING,
  query: NOTHING,
  response: z.strictObject({
    access,
    matching,
    products: z
      .int()
      .nullable()
      .meta({ description: "Products that companies are matched with; null while `starting`." }),
    features: z.array(z.string()).meta({ description: "Ids of the features, in the engine's order." }),
    asOf: time.nullable().meta({ description: "The moment that ages are counted to; null while `starting`." }),
    change: integer.meta({ description: "The last change of features that is taken into account." }),
  }),
  responseDescription: "Progress and counts.",
  problems: [],
} as const satisfies Contract;
