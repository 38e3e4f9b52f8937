import { listEntities } from "../data/entities.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { endpoint } from "../http/endpoint.ts";
import { paged } from "../http/pagination.ts";
import type { Services } from "../use-cases/services.ts";
import { asOfBlock } from "../wire/common.ts";
import { companyView } from "../wire/company.ts";
import { listCompanies } from "./companies.contract.ts";

export function companiesEndpoint({ ledger }: Services): Endpoint {
  return endpoint(listCompanies, ({ query: { kind, status, q, limit, after } }) =>
    ledger.read(async (db, block) => {
      const filter = { kind: kind ?? null, status: status ?? null, prefix: q ?? null, after: after ?? null };
      const rows = await listEntities(db, { ...filter, limit: limit + 1 });
      const { items, page } = paged(rows, limit, ({ uscc }) => uscc);
      return { asOf: asOfBlock(block), items: items.map((row) => companyView(row.uscc, row.entityId, row)), page };
    }),
  );
}
