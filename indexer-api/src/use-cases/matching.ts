import type { Catalogue } from "../../../catalogue/index.ts";
import type { Queryable } from "../data/follow-state.ts";
import type { MatchEngine } from "../engine/engine.ts";
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

/** @throws Problem product-unknown when nobody is matched with it: there is no such product, it is retired or unreadable */
export function matchableSlot(engine: MatchEngine<LedgerProduct>, id: string): number {
  const slot = engine.slotOf(id);
  if (slot !== undefined) return slot;
  throw new Problem("product-unknown", `No company is matched with ${id}: it is unknown, retired or cannot be read.`);
}
