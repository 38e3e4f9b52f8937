import { assetsById, assetsOf } from "../data/assets.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { paged } from "../http/pagination.ts";
import { Problem } from "../http/problem.ts";
import { partiesOf, pledgeable } from "../use-cases/collateral.ts";
import { findCompany } from "../use-cases/company.ts";
import type { Services } from "../use-cases/services.ts";
import { assetView } from "../wire/asset.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { getAsset, listCollateral } from "./collateral.contract.ts";

export function collateralEndpoint({ catalogue, ledger, policy }: Services): Endpoint {
  return endpoint(listCollateral, ({ params: { uscc }, query: { limit, after } }) =>
    ledger.read(async (db, block) => {
      const company = await findCompany(db, uscc);
      const rows = await assetsOf(db, company.entityId, { after: after ?? null, limit: limit + 1 });
      const { items, page } = paged(rows, limit, ({ assetId }) => assetId);
      const found = await pledgeable(db, items, block.time);
      const entities = await partiesOf(db, found);
      return {
        asOf: asOfBlock(block),
        access: accessOf(policy),
        company,
        items: found.map((one) => assetView(one, { catalogue, policy, entities })),
        page,
      };
    }),
  );
}

export function assetEndpoint({ catalogue, ledger, policy }: Services): Endpoint {
  return endpoint(getAsset, ({ params: { id } }) =>
    ledger.read(async (db, block) => {
      const [found] = await pledgeable(db, await assetsById(db, [id]), block.time);
      if (!found) throw new Problem("asset-unknown", `The ledger has no asset ${id}.`);
      const entities = await partiesOf(db, [found]);
      return {
        asOf: asOfBlock(block),
        access: accessOf(policy),
        asset: assetView(found, { catalogue, policy, entities }),
      };
    }),
  );
}
