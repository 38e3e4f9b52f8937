import { featureSpecsOf } from "../engine/features.ts";
import type { PreparedProducts } from "../engine/improve-products.ts";
import { improve, prepareProducts } from "../engine/improve.ts";
import { numberAt } from "../engine/values.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { matchableProducts } from "../match-store/matchable.ts";
import { findCompany } from "../use-cases/company.ts";
import { matchableCompany } from "../use-cases/matching-company.ts";
import { ledgerProducts } from "../use-cases/products.ts";
import type { LedgerProduct } from "../use-cases/products.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { improvementView } from "../wire/improvement.ts";
import { matchingView } from "../wire/matching.ts";
import { companyImprovements, MOST_SINGLE } from "./improvements.contract.ts";

export function improvementsEndpoint(services: Services): Endpoint {
  const { catalogue, ledger, policy, matching } = services;
  const features = featureSpecsOf(catalogue);
  const prepared = new WeakMap<readonly LedgerProduct[], PreparedProducts<LedgerProduct>>();
  const preparedOf = (products: readonly LedgerProduct[]) => {
    const known = prepared.get(products) ?? prepareProducts(features, products);
    prepared.set(products, known);
    return known;
  };
  return endpoint(companyImprovements, ({ params: { uscc }, query: request }) =>
    ledger.read(async (db, block) => {
      const company = await findCompany(db, uscc);
      const { products } = matchableProducts(await ledgerProducts(db, catalogue), features);
      const { values, withheld } = await matchableCompany(db, company, block, services);
      const found = improve(preparedOf(products), values, block.time, { request, withheld });
      const startOf = (feature: string) =>
        numberAt(
          values,
          features.findIndex(({ id }) => id === feature),
        ) ?? undefined;
      const view = (one: (typeof found.single)[number]) => improvementView(one, catalogue, startOf);
      return {
        ...{ asOf: asOfBlock(block), access: accessOf(policy), matching: matchingView(matching), company },
        open: found.open,
        single: found.single.slice(0, MOST_SINGLE).map(view),
        best: found.best.map(view),
        ifAttested: found.ifAttested.map(view),
      };
    }),
  );
}
