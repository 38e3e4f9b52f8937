import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import type { Contract } from "../http/endpoint.ts";
import { after, limit, page } from "../http/pagination.ts";
import { uscc } from "../http/parameters.ts";
import { access, asOf } from "../wire/common.ts";
import { company } from "../wire/company.ts";
import { statement } from "../wire/statement.ts";

/** The catalogue decides which schemas and facts there are to filter by. */
export function listFacts({ schemaByName, factById }: Catalogue) {
  return {
    operationId: "listFacts",
    method: "get",
    path: "/v1/companies/{uscc}/facts",
    tag: "Companies",
    summary: "Everything that was ever attested about one company",
    description: "Statements in the order of the chain, the last one first, with those that were replaced or revoked.",
    params: z.strictObject({ uscc }),
    query: z.strictObject({
      schema: z
        .string()
        .refine((name) => schemaByName.has(name), "is no schema of the catalogue; /v1/schemas lists them")
        .optional()
        .meta({ description: "Only statements of this schema.", example: "tax.invoice_month.v1" }),
      fact: z
        .string()
        .refine((id) => factById.has(id), "is no fact of the catalogue; /v1/schemas lists them")
        .optional()
        .meta({ description: "Only this fact, in whichever version of its schema.", example: "tax.credit_grade" }),
      limit,
      after: after(/^\d{1,18}$/),
    }),
    response: z.strictObject({ asOf, access, company, items: z.array(statement), page }),
    responseDescription: "A page of the history.",
    problems: ["company-unknown", "index-not-ready", "database-gone"],
  } as const satisfies Contract;
}
