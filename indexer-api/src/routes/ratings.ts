import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { paged } from "../http/pagination.ts";
import { findCompany } from "../use-cases/company.ts";
import { ratingsOf } from "../use-cases/ratings.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { ratingView } from "../wire/rating.ts";
import { listRatings } from "./ratings.contract.ts";

export function ratingsEndpoint(services: Services): Endpoint {
  const { catalogue, ledger, policy } = services;
  return endpoint(listRatings, ({ params: { uscc }, query: { family, limit, after } }) =>
    ledger.read(async (db, block) => {
      const company = await findCompany(db, uscc);
      const before = after === undefined ? null : BigInt(after);
      const query = { subject: company.entityId, family: family ?? null, before, limit: limit + 1 };
      const ratings = await ratingsOf(db, query, block, services);
      const { items, page } = paged(ratings, limit, ({ row }) => row.cursor.toString());
      return {
        ...{ asOf: asOfBlock(block), access: accessOf(policy), company, page },
        items: items.map((one) => ratingView(one, catalogue)),
      };
    }),
  );
}
