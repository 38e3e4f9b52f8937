import type { Catalogue } from "../../../catalogue/index.ts";
import { applyPolicy } from "../access/policy.ts";
import { statementHistory } from "../data/statements.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { paged } from "../http/pagination.ts";
import { readStatement } from "../ledger/statement.ts";
import { findCompany } from "../use-cases/company.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { statementView } from "../wire/statement.ts";
import { listFacts } from "./facts.contract.ts";

export function factsEndpoint({ catalogue, ledger, policy }: Services): Endpoint {
  return endpoint(listFacts(catalogue), ({ params: { uscc }, query: { schema, fact, limit, after } }) =>
    ledger.read(async (db, block) => {
      const company = await findCompany(db, uscc);
      const rows = await statementHistory(db, {
        subject: company.entityId,
        schemaIds: schemaIdsOf(catalogue, schema, fact),
        before: after === undefined ? null : BigInt(after),
        limit: limit + 1,
      });
      const { items, page } = paged(rows, limit, ({ cursor }) => cursor.toString());
      const view = (row: (typeof items)[number]) =>
        statementView(applyPolicy(policy, readStatement(row, catalogue, block.time)), catalogue, fact);
      return { asOf: asOfBlock(block), access: accessOf(policy), company, items: items.map(view), page };
    }),
  );
}

/** The schemas that both filters leave; null when there is no filter. */
function schemaIdsOf({ schemas }: Catalogue, name: string | undefined, fact: string | undefined): string[] | null {
  if (name === undefined && fact === undefined) return null;
  return schemas
    .filter((schema) => name === undefined || schema.name === name)
    .filter((schema) => fact === undefined || schema.fields.some(({ id }) => id === fact))
    .map(({ id }) => id);
}
