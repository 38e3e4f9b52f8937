import { entitiesById } from "../data/entities.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { paged } from "../http/pagination.ts";
import { findCompany } from "../use-cases/company.ts";
import { declarationsOf } from "../use-cases/declarations.ts";
import type { Declaration } from "../use-cases/declarations.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { declarationView } from "../wire/declaration.ts";
import { listDeclarations } from "./declarations.contract.ts";

export function declarationsEndpoint({ catalogue, ledger, policy }: Services): Endpoint {
  return endpoint(listDeclarations, ({ params: { uscc }, query: { state = null, limit, after } }) =>
    ledger.read(async (db, block) => {
      const company = await findCompany(db, uscc);
      const before = after === undefined ? null : BigInt(after);
      const view = { db, block, catalogue, policy };
      const found = await declarationsOf(view, company, { state, before, limit: limit + 1 });
      const { items, page } = paged(found, limit, ({ visible }) => visible.row.cursor.toString());
      const entities = await entitiesById(db, [...new Set(items.flatMap(othersOf))]);
      return {
        asOf: asOfBlock(block),
        access: accessOf(policy),
        company,
        items: items.map((one) => declarationView(one, catalogue, entities)),
        page,
      };
    }),
  );
}

/** Whom a declaration names, and who answered. */
function othersOf({ counterparty, answers }: Declaration): string[] {
  return [counterparty, ...answers.map((one) => one.counterparty)].filter((id) => id !== null);
}
