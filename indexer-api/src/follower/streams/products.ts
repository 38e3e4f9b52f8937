import { z } from "zod";
import { hash, hex, int8, label } from "../shapes.ts";
import { defineStream, storeIn } from "./stream.ts";

const product = z.object({
  productId: int8,
  lender: z.object({ id: hash }),
  code: z.string(),
  type: z.string(),
  version: int8,
  retired: z.boolean(),
  publishedAt: int8,
});

export const products = defineStream({
  name: "products",
  select: "productId lender { id } code type version retired publishedAt",
  shape: product,
  store: storeIn<z.output<typeof product> & { cursor: bigint }>("products", ["product_id"], {
    product_id: { type: "bigint", of: ({ productId }) => productId },
    lender: { type: "bytea", of: ({ lender }) => lender.id },
    code: { type: "text", of: ({ code }) => withoutNul(code) },
    type: { type: "text", of: ({ type }) => withoutNul(type) },
    version: { type: "bigint", of: ({ version }) => version },
    retired: { type: "boolean", of: ({ retired }) => retired },
    published_at: { type: "bigint", of: ({ publishedAt }) => publishedAt },
  }),
});

const version = z.object({
  product: z.object({ productId: int8 }),
  version: int8,
  minAmountFen: int8,
  maxAmountFen: int8,
  minTenorMonths: int8,
  maxTenorMonths: int8,
  minRateBps: int8,
  maxRateBps: int8,
  collateralKinds: z.array(label),
  settlementToken: hex.length(42).nullable(),
  criteria: hex,
});

export const productVersions = defineStream({
  name: "productVersions",
  select:
    "product { productId } version minAmountFen maxAmountFen minTenorMonths maxTenorMonths minRateBps maxRateBps " +
    "collateralKinds settlementToken criteria",
  shape: version,
  store: storeIn<z.output<typeof version> & { cursor: bigint }>("product_versions", ["product_id", "version"], {
    product_id: { type: "bigint", of: (row) => row.product.productId },
    version: { type: "bigint", of: (row) => row.version },
    min_amount_fen: { type: "bigint", of: ({ minAmountFen }) => minAmountFen },
    max_amount_fen: { type: "bigint", of: ({ maxAmountFen }) => maxAmountFen },
    min_tenor_months: { type: "bigint", of: ({ minTenorMonths }) => minTenorMonths },
    max_tenor_months: { type: "bigint", of: ({ maxTenorMonths }) => maxTenorMonths },
    min_rate_bps: { type: "bigint", of: ({ minRateBps }) => minRateBps },
    max_rate_bps: { type: "bigint", of: ({ maxRateBps }) => maxRateBps },
    collateral_kinds: { type: "jsonb", of: ({ collateralKinds }) => JSON.stringify(collateralKinds) },
    settlement_token: { type: "bytea", of: ({ settlementToken }) => settlementToken },
    criteria: { type: "bytea", of: ({ criteria }) => criteria },
  }),
});

/** A lender may name a product as it likes; PostgreSQL's text holds every character but this one. */
function withoutNul(text: string): string {
  return text.replaceAll("\0", "\uFFFD");
}
