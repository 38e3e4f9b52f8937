import type { Criterion } from "../../../catalogue/index.ts";
import type { SlottedTerms } from "./dimensions.ts";
import type { FeatureSpec } from "./features.ts";
import { RequestFits } from "./request.ts";
import type { LoanTerms } from "./request.ts";
import { Slots } from "./slots.ts";
import { CriterionError, termsOf } from "./terms.ts";
import type { Term } from "./terms.ts";

/** What the engine needs of a product. `id` is unique among its products. */
export interface MatchProduct extends LoanTerms {
  readonly id: string;
  readonly criteria: readonly Criterion[];
  readonly annualRateBps: { readonly min: number; readonly max: number };
}

/** The products with their slots, terms and what they lend. */
export class ProductSet<P extends MatchProduct> {
  readonly slots = new Slots<P>();
  readonly requests = new RequestFits();
  readonly #features: readonly FeatureSpec[];
  readonly #terms = new Map<number, readonly Term[]>();

  constructor(features: readonly FeatureSpec[]) {
    this.#features = features;
  }

  /** All anew: products that stay keep their slots. @throws as `termsOf`; RangeError for an id that comes twice. */
  with(products: readonly P[]): ProductSet<P> {
    const ids = new Set(products.map(({ id }) => id));
    const set = this.#copy((product) => ids.has(product.id));
    const seen = new Set<string>();
    for (const product of products) {
      if (seen.has(product.id)) throw new RangeError(`product ${product.id}: comes twice, ids must be unique`);
      seen.add(product.id);
      set.put(product, this.termsOf(product));
    }
    return set;
  }

  /** @throws CriterionError naming the product, the criterion and the rule. */
  termsOf({ id, criteria }: Pick<P, "id" | "criteria">): Term[] {
    try {
      return termsOf(this.#features, criteria);
    } catch (error) {
      if (error instanceof CriterionError) error.message = `product ${id}: ${error.message}`;
      throw error;
    }
  }

  /** @returns its slot */
  put(product: P, terms: readonly Term[], at?: number): number {
    const slot = this.slots.put(product, at);
    this.#terms.set(slot, terms);
    this.requests.set(slot, product);
    return slot;
  }

  /** @returns the slot that is free now, undefined when there is no such product */
  remove(id: string): number | undefined {
    const slot = this.slots.remove(id);
    if (slot === undefined) return undefined;
    this.#terms.delete(slot);
    this.requests.remove(slot);
    return slot;
  }

  /** @throws RangeError when the slot is free. */
  termsAt(slot: number): readonly Term[] {
    this.slots.at(slot);
    return this.#terms.get(slot) as readonly Term[];
  }

  slotted(): SlottedTerms[] {
    return [...this.#terms].map(([slot, terms]) => ({ slot, terms }));
  }

  #copy(keep: (product: P) => boolean): ProductSet<P> {
    const set = new ProductSet<P>(this.#features);
    for (const product of this.slots.products.filter(keep)) {
      const slot = this.slots.slotOf(product.id) as number;
      set.put(product, this.termsAt(slot), slot);
    }
    return set;
  }
}
