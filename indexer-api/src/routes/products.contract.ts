import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import type { Contract } from "../http/endpoint.ts";
import { after, limit, page } from "../http/pagination.ts";
import { NOTHING } from "../http/parameters.ts";
import { product } from "../wire/product.ts";

/** The catalogue decides which types and lenders there are to filter by. */
export function listProducts({ productTypes, lenders }: Catalogue) {
  return {
    operationId: "listProducts",
    method: "get",
    path: "/v1/products",
    tag: "Products",
    summary: "Financial products",
    description: "In the order of their ids.",
    params: NOTHING,
    query: z.strictObject({
      type: z.enum(productTypes.map(({ id }) => id) as [string, ...string[]]).optional(),
      lender: z.enum(lenders.map(({ code }) => code) as [string, ...string[]]).optional(),
      limit,
      after: after(/^[a-z_]+-\d{3}$/),
    }),
    response: z.strictObject({ catalogueVersion: z.string(), items: z.array(product), page }),
    responseDescription: "A page of the catalogue.",
    problems: [],
  } as const satisfies Contract;
}

export const getProduct = {
  operationId: "getProduct",
  method: "get",
  path: "/v1/products/{id}",
  tag: "Products",
  summary: "One financial product",
  description: "With the criteria that decide who may have it.",
  params: z.strictObject({ id: z.string().regex(/^[a-z_]+-\d{3}$/, "must be a product type, - and three digits") }),
  query: NOTHING,
  response: z.strictObject({ catalogueVersion: z.string(), product }),
  responseDescription: "The product.",
  problems: ["product-unknown"],
} as const satisfies Contract;
