import type { Catalogue } from "../../../catalogue/index.ts";
import type { Queryable } from "../data/follow-state.ts";
import { shown } from "../http/input.ts";
import { Problem } from "../http/problem.ts";
import type { WrongFact } from "../wire/own-facts.ts";
import { ledgerProducts } from "./products.ts";
import type { LedgerProduct } from "./products.ts";

/** @throws Problem product-unknown */
export async function findProduct(db: Queryable, id: string, catalogue: Catalogue): Promise<LedgerProduct> {
  const product = (await ledgerProducts(db, catalogue)).find((known) => known.id === id);
  if (product) return product;
  throw new Problem("product-unknown", `There is no product ${id}; /v1/products lists them.`);
}

/** @throws Problem naming each value that breaks a rule */
export function refuseFacts(wrong: readonly WrongFact[]): never {
  const errors = wrong.map(({ feature, value, rule }) => ({
    field: `body.features.${feature}`,
    value: shown(value),
    rule,
  }));
  throw new Problem("invalid-input", errors.map(({ field, rule }) => `${field}: ${rule}`).join("; "), { errors });
}
