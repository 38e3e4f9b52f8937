import type { FeatureSpec } from "../engine/features.ts";
import { CriterionError, termsOf } from "../engine/terms.ts";
import type { LedgerProduct } from "../use-cases/products.ts";

/** A product that is offered, and that nobody can be matched with. */
export interface UnmatchableProduct {
  readonly product: string;
  readonly problem: string;
}

/** All products that are offered, each in one list. */
export interface MatchableProducts {
  readonly products: readonly LedgerProduct[];
  readonly unmatchable: readonly UnmatchableProduct[];
}

/** What was made of a list of products, which stays the same while no product changes. */
const sorted = new WeakMap<
  readonly LedgerProduct[],
  { readonly features: readonly FeatureSpec[]; readonly matchable: MatchableProducts }
>();

/** Of all products those that are offered, and whose criteria can be read and judged; with the others that are offered. */
export function matchableProducts(all: readonly LedgerProduct[], features: readonly FeatureSpec[]): MatchableProducts {
  const known = sorted.get(all);
  if (known?.features === features) return known.matchable;
  const matchable = sort(all, features);
  sorted.set(all, { features, matchable });
  return matchable;
}

function sort(all: readonly LedgerProduct[], features: readonly FeatureSpec[]): MatchableProducts {
  const offered = all.filter(({ onChain }) => onChain?.retired !== true);
  const judged = offered.map((product) => [product, problemOf(product, features)] as const);
  return {
    products: judged.filter(([, problem]) => problem === null).map(([product]) => product),
    unmatchable: judged.flatMap(([{ id }, problem]) => (problem === null ? [] : [{ product: id, problem }])),
  };
}

function problemOf({ criteria, criteriaProblem }: LedgerProduct, features: readonly FeatureSpec[]): string | null {
  if (criteriaProblem !== null) return criteriaProblem;
  try {
    termsOf(features, criteria);
    return null;
  } catch (error) {
    if (error instanceof CriterionError) return error.message;
    throw error;
  }
}
