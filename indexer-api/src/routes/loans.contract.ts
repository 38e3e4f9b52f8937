import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { after, limit, page } from "../http/pagination.ts";
import { applicationId, NOTHING, uscc } from "../http/parameters.ts";
import { LOAN_STATE_NAMES } from "../lending/states.ts";
import { application, applicationSummary } from "../wire/application.ts";
import { access, asOf } from "../wire/common.ts";
import { company } from "../wire/company.ts";
import { totals } from "../wire/totals.ts";

const INDEXED = ["index-not-ready", "database-gone"] as const;

const query = z.strictObject({
  state: z.enum(LOAN_STATE_NAMES).optional(),
  limit,
  after: after(/^[1-9]\d{0,18}$/),
});

const response = z.strictObject({ asOf, access, company, totals, items: z.array(applicationSummary), page });

export const listCompanyLoans = {
  operationId: "listCompanyLoans",
  method: "get",
  path: "/v1/companies/{uscc}/loans",
  tag: "Loans",
  summary: "Applications and loans of one company",
  description: "The newest first, with what is owed today; totals over all of them.",
  params: z.strictObject({ uscc }),
  query,
  response,
  responseDescription: "A page of cases.",
  problems: ["company-unknown", ...INDEXED],
} as const satisfies Contract;

export const listLenderLoans = {
  operationId: "listLenderLoans",
  method: "get",
  path: "/v1/lenders/{uscc}/loans",
  tag: "Loans",
  summary: "Applications to one lender, and all that it has outstanding",
  description:
    "The newest first. Before acceptance a case is that of the lender whose product was applied for, then of the one " +
    "that has the loan.",
  params: z.strictObject({ uscc }),
  query,
  response,
  responseDescription: "A page of cases.",
  problems: ["company-unknown", ...INDEXED],
} as const satisfies Contract;

export const getApplication = {
  operationId: "getApplication",
  method: "get",
  path: "/v1/applications/{id}",
  tag: "Loans",
  summary: "One case, from the application to the end of the loan",
  description: "Its terms, what is owed today, and what is expected next, from whom and until when.",
  params: z.strictObject({ id: applicationId }),
  query: NOTHING,
  response: z.strictObject({ asOf, access, application }),
  responseDescription: "The case.",
  problems: ["application-unknown", ...INDEXED],
} as const satisfies Contract;
