import { entitiesById } from "../data/entities.ts";
import { eventsOf } from "../data/loans.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { paged } from "../http/pagination.ts";
import { loadCase } from "../use-cases/case.ts";
import { findCompany } from "../use-cases/company.ts";
import { listCases, totalsOf } from "../use-cases/loans.ts";
import type { Services } from "../use-cases/services.ts";
import { applicationSummaryView, applicationView } from "../wire/application.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { totalsView } from "../wire/totals.ts";
import { getApplication, listCompanyLoans, listLenderLoans } from "./loans.contract.ts";

export function companyLoansEndpoint(services: Services): Endpoint {
  return loansEndpoint(listCompanyLoans, "borrower", services);
}

export function lenderLoansEndpoint(services: Services): Endpoint {
  return loansEndpoint(listLenderLoans, "lender", services);
}

function loansEndpoint(
  contract: typeof listCompanyLoans | typeof listLenderLoans,
  as: "borrower" | "lender",
  { ledger, policy }: Services,
): Endpoint {
  return endpoint(contract, ({ params: { uscc }, query: { state, limit, after } }) =>
    ledger.read(async (db, block) => {
      const company = await findCompany(db, uscc);
      const party = { of: company.entityId, as };
      const states = state === undefined ? null : [state];
      const before = after === undefined ? null : BigInt(after);
      const found = await listCases(db, { ...party, states, before, limit: limit + 1 }, block.time);
      const { items, page } = paged(found, limit, ({ loan }) => loan.loanId.toString());
      return {
        asOf: asOfBlock(block),
        access: accessOf(policy),
        company,
        totals: totalsView(await totalsOf(db, party, block.time)),
        items: items.map(applicationSummaryView),
        page,
      };
    }),
  );
}

export function applicationEndpoint({ catalogue, ledger, policy }: Services): Endpoint {
  return endpoint(getApplication, ({ params: { id } }) =>
    ledger.read(async (db, block) => {
      const found = await loadCase({ db, block }, id);
      const events = await eventsOf(db, id);
      const others = events.map(({ counterparty }) => counterparty).filter((entity) => entity !== null);
      const entities = new Map([...found.entities, ...(await entitiesById(db, others))]);
      return {
        asOf: asOfBlock(block),
        access: accessOf(policy),
        application: applicationView({ ...found, entities }, events, { catalogue, policy }),
      };
    }),
  );
}
