import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { paged } from "../http/pagination.ts";
import { Problem } from "../http/problem.ts";
import type { Services } from "../use-cases/services.ts";
import { productView } from "../wire/product.ts";
import { getProduct, listProducts } from "./products.contract.ts";

export function productsEndpoint({ catalogue }: Services): Endpoint {
  const byId = [...catalogue.products].sort((a, b) => (a.id < b.id ? -1 : 1));
  return endpoint(listProducts(catalogue), ({ query: { type, lender, limit, after } }) => {
    const rows = byId
      .filter((product) => type === undefined || product.type === type)
      .filter((product) => lender === undefined || product.lender === lender)
      .filter((product) => after === undefined || product.id > after);
    const { items, page } = paged(rows, limit, ({ id }) => id);
    return { catalogueVersion: catalogue.version, items: items.map((item) => productView(item, catalogue)), page };
  });
}

export function productEndpoint({ catalogue }: Services): Endpoint {
  return endpoint(getProduct, ({ params: { id } }) => {
    const product = catalogue.productById.get(id);
    if (!product) throw new Problem("product-unknown", `There is no product ${id}; /v1/products lists them.`);
    return { catalogueVersion: catalogue.version, product: productView(product, catalogue) };
  });
}
