import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { after, limit, page } from "../http/pagination.ts";
import { uscc } from "../http/parameters.ts";
import { family } from "../http/score-parameters.ts";
import { access, asOf } from "../wire/common.ts";
import { company } from "../wire/company.ts";
import { rating } from "../wire/rating.ts";

export const listRatings = {
  operationId: "listRatings",
  method: "get",
  path: "/v1/companies/{uscc}/ratings",
  tag: "Scores",
  summary: "What was certified of one company on the chain",
  description:
    "The last one first, each with its standing at the block of this response. The chain keeps the last rating of each " +
    "family; earlier ones are told by its events. Ratings are public, whoever asks.",
  params: z.strictObject({ uscc }),
  query: z.strictObject({
    family: family.unwrap().optional().meta({ description: "Only ratings by this family of scorecards." }),
    limit,
    after: after(/^\d{1,18}$/),
  }),
  response: z.strictObject({ asOf, access, company, items: z.array(rating), page }),
  responseDescription: "A page of ratings.",
  problems: ["company-unknown", "index-not-ready", "database-gone"],
} as const satisfies Contract;
