import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import type { Contract } from "../http/endpoint.ts";
import { after, limit, page } from "../http/pagination.ts";
import { NOTHING } from "../http/parameters.ts";
import { asOf } from "../wire/common.ts";
import { product } from "../wire/product.ts";

const PRODUCT_ID = /^[a-z_]+-\d{1,10}$/;
export const productId = z.string().regex(PRODUCT_ID, "must be a product type, or chain, then - and digits");
const INDEXED = ["index-not-ready", "database-gone"] as const;

/** The catalogue decides which types and lenders there are to filter by. */
export function listProducts({ productTypes, lenders }: Catalogue) {
  return {
    operationId: "listProducts",
    method: "get",
    path: "/v1/products",
    tag: "Products",
    summary: "Financial products",
    description:
      "In the order of their ids, as their lenders offer them on the chain now; retired ones too. What is not published " +
      "there is shown as the catalogue has it.",
    params: NOTHING,
    query: z.strictObject({
      type: z.enum(productTypes.map(({ id }) => id) as [string, ...string[]]).optional(),
      lender: z.enum(lenders.map(({ code }) => code) as [string, ...string[]]).optional(),
      limit,
      after: after(PRODUCT_ID),
    }),
    response: z.strictObject({ asOf, catalogueVersion: z.string(), items: z.array(product), page }),
    responseDescription: "A page of the products.",
    problems: INDEXED,
  } as const satisfies Contract;
}

export const getProduct = {
  operationId: "getProduct",
  method: "get",
  path: "/v1/products/{id}",
  tag: "Products",
  summary: "One financial product",
  description: "With the criteria that decide who may have it.",
  params: z.strictObject({ id: productId }),
  query: NOTHING,
  response: z.strictObject({ asOf, catalogueVersion: z.string(), product }),
  responseDescription: "The product.",
  problems: ["product-unknown", ...INDEXED],
} as const satisfies Contract;
