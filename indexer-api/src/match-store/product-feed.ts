import { isDeepStrictEqual } from "node:util";
import type { Logger } from "pino";
import type { Catalogue } from "../../../catalogue/index.ts";
import type { Queryable } from "../data/follow-state.ts";
import type { MatchEngine } from "../engine/engine.ts";
import { featureSpecsOf } from "../engine/features.ts";
import { ledgerProducts } from "../use-cases/products.ts";
import type { LedgerProduct } from "../use-cases/products.ts";
import { matchableProducts } from "./matchable.ts";

/** When more than so many are others, all are set at once. */
const FEW = 16;

/** The products that are matched, as the ledger has them. */
export async function productsToMatch(
  db: Queryable,
  catalogue: Catalogue,
  log: Logger,
): Promise<readonly LedgerProduct[]> {
  const { products, unmatchable } = matchableProducts(await ledgerProducts(db, catalogue), featureSpecsOf(catalogue));
  for (const { product, problem } of unmatchable)
    log.warn({ product, problem }, "nobody can be matched with a product");
  return products;
}

/** Makes the engine's products those given. */
export async function replaceProducts(
  engine: MatchEngine<LedgerProduct>,
  products: readonly LedgerProduct[],
): Promise<void> {
  const before = new Map(engine.products.map((product) => [product.id, product]));
  const ids = new Set(products.map(({ id }) => id));
  const changed = products.filter((product) => !isDeepStrictEqual(before.get(product.id), product));
  const gone = [...before.keys()].filter((id) => !ids.has(id));
  if (changed.length + gone.length > FEW) return engine.setProducts(products);
  for (const id of gone) await engine.removeProduct(id);
  for (const product of changed) await engine.setProduct(product);
}
