import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { NOTHING, uscc } from "../http/parameters.ts";
import { access, agencyRef, asOf } from "../wire/common.ts";
import { company } from "../wire/company.ts";
import { schemaRef, statement } from "../wire/statement.ts";

/** Items of one schema in a profile; the history has all of them. */
export const PROFILE_ITEMS = 20;

export const getProfile = {
  operationId: "getProfile",
  method: "get",
  path: "/v1/companies/{uscc}",
  tag: "Companies",
  summary: "What is known about one company now",
  description:
    "The newest statement of each schema, grouped by the agency that issued it, with its standing: expired and revoked " +
    `statements are shown as such. Of a schema that is about items (patents, declarations) the newest ${PROFILE_ITEMS}.`,
  params: z.strictObject({ uscc }),
  query: NOTHING,
  response: z.strictObject({
    asOf,
    access,
    company,
    counts: z
      .strictObject({ current: z.int(), expired: z.int(), revoked: z.int() })
      .meta({ description: "Of the statements shown, by standing." }),
    agencies: z.array(z.strictObject({ agency: agencyRef, statements: z.array(statement) })),
    items: z
      .array(z.strictObject({ schema: schemaRef, count: z.string(), shown: z.int() }))
      .meta({ description: "For each schema that is about items: how many the company has, and how many are shown." }),
  }),
  responseDescription: "The profile.",
  problems: ["company-unknown", "index-not-ready", "database-gone"],
} as const satisfies Contract;
