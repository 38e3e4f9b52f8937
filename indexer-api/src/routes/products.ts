import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { paged } from "../http/pagination.ts";
import { findProduct } from "../use-cases/matching.ts";
import { ledgerProducts } from "../use-cases/products.ts";
import type { Services } from "../use-cases/services.ts";
import { asOfBlock } from "../wire/common.ts";
import { productView } from "../wire/product.ts";
import { getProduct, listProducts } from "./products.contract.ts";

export function productsEndpoint({ catalogue, ledger }: Services): Endpoint {
  return endpoint(listProducts(catalogue), ({ query: { type, lender, limit, after } }) =>
    ledger.read(async (db, block) => {
      const rows = (await ledgerProducts(db, catalogue))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .filter((product) => type === undefined || product.type === type)
        .filter((product) => lender === undefined || product.lender === lender)
        .filter((product) => after === undefined || product.id > after);
      const { items, page } = paged(rows, limit, ({ id }) => id);
      return {
        asOf: asOfBlock(block),
        catalogueVersion: catalogue.version,
        items: items.map((item) => productView(item, catalogue)),
        page,
      };
    }),
  );
}

export function productEndpoint({ catalogue, ledger }: Services): Endpoint {
  return endpoint(getProduct, ({ params: { id } }) =>
    ledger.read(async (db, block) => {
      const product = await findProduct(db, id, catalogue);
      return {
        asOf: asOfBlock(block),
        catalogueVersion: catalogue.version,
        product: productView(product, catalogue),
      };
    }),
  );
}
