import { z } from "zod";
import { ENTITY_KINDS, ENTITY_STATUSES } from "../data/entities.ts";
import type { Contract } from "../http/endpoint.ts";
import { after, limit, page } from "../http/pagination.ts";
import { NOTHING } from "../http/parameters.ts";
import { asOf } from "../wire/common.ts";
import { company } from "../wire/company.ts";

export const listCompanies = {
  operationId: "listCompanies",
  method: "get",
  path: "/v1/companies",
  tag: "Companies",
  summary: "Registered companies and institutions",
  description: "In the order of their codes. Companies that agencies only attest about are not listed: ask by code.",
  params: NOTHING,
  query: z.strictObject({
    kind: z.enum(ENTITY_KINDS).optional(),
    status: z.enum(ENTITY_STATUSES).optional(),
    q: z
      .string()
      .transform((text) => text.trim().toUpperCase())
      .pipe(z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{1,18}$/, "must be the first 1 to 18 characters of a code"))
      .optional()
      .meta({ type: "string", description: "What the code begins with.", example: "914401" }),
    limit,
    after: after(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  }),
  response: z.strictObject({ asOf, items: z.array(company), page }),
  responseDescription: "A page of the register.",
  problems: ["index-not-ready", "database-gone"],
} as const satisfies Contract;
