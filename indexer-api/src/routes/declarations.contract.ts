import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { after, limit, page } from "../http/pagination.ts";
import { uscc } from "../http/parameters.ts";
import { DECLARATION_STATES } from "../use-cases/declarations.ts";
import { access, asOf } from "../wire/common.ts";
import { company } from "../wire/company.ts";
import { declaration } from "../wire/declaration.ts";

export const listDeclarations = {
  operationId: "listDeclarations",
  method: "get",
  path: "/v1/companies/{uscc}/declarations",
  tag: "Companies",
  summary: "What one company declares about itself, and who else stands by it",
  description:
    "Assets, liabilities and transactions as the company stated them, the newest first: declared by itself alone, " +
    "countersigned or rejected by the counterparty that it names, confirmed or rejected by an agency. An answer belongs to " +
    "exactly one statement: a newer one about the same item starts again.",
  params: z.strictObject({ uscc }),
  query: z.strictObject({
    state: z.enum(DECLARATION_STATES).optional(),
    limit,
    after: after(/^\d{1,19}$/),
  }),
  response: z.strictObject({ asOf, access, company, items: z.array(declaration), page }),
  responseDescription: "A page of declarations.",
  problems: ["company-unknown", "index-not-ready", "database-gone"],
} as const satisfies Contract;
