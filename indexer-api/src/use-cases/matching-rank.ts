import { entityIdOf } from "../../../catalogue/index.ts";
import type { Catalogue } from "../../../catalogue/index.ts";
import { lenderDecisions } from "../data/lender-decisions.ts";
import type { Queryable } from "../data/follow-state.ts";
import { defaultBpsByTotal } from "../engine/rank/default-probability.ts";
import type { LenderDecisions } from "../engine/rank/history.ts";
import { prepareRanking } from "../engine/rank/prepare.ts";
import type { PreparedRanking } from "../engine/rank/prepare.ts";
import { PLATFORM_FAMILY } from "../scoring/credit-grade.ts";
import type { LedgerProduct } from "./products.ts";
import type { Services } from "./services.ts";

/** What of the engine tells which product has which slot. */
interface Slotted {
  readonly products: readonly LedgerProduct[];
  slotOf(id: string): number | undefined;
}

/** Ranking by the catalogue's assumptions and the platform's scale; prepared anew only when products change. */
export class Ranking {
  readonly #catalogue: Catalogue;
  readonly #defaultBps: Uint16Array;
  #products: readonly LedgerProduct[] = [];
  #prepared: PreparedRanking;

  constructor({ catalogue, models }: Pick<Services, "catalogue" | "models">) {
    const model = models.findLast(({ card }) => card.family === PLATFORM_FAMILY);
    if (model === undefined) throw new Error(`the catalogue has no scorecard of the family ${PLATFORM_FAMILY}`);
    this.#catalogue = catalogue;
    this.#defaultBps = defaultBpsByTotal(model.card.scale);
    this.#prepared = prepareRanking([], catalogue);
  }

  /** By total score: see `marginsByTotal`. */
  get defaultBpsByTotal(): Uint16Array {
    return this.#defaultBps;
  }

  /** Default probability of a total; null without one. */
  defaultBps(total: number | null): number | null {
    return total === null ? null : (this.#defaultBps[total] ?? null);
  }

  /** Of all products of the engine, by slot. */
  of(engine: Slotted): PreparedRanking {
    const { products } = engine;
    if (areSame(products, this.#products)) return this.#prepared;
    const bySlot: LedgerProduct[] = [];
    for (const product of products) bySlot[engine.slotOf(product.id) as number] = product;
    this.#prepared = this.ofList(Array.from(bySlot));
    this.#products = products;
    return this.#prepared;
  }

  /** @param products by slot */
  ofList(products: readonly (LedgerProduct | undefined)[]): PreparedRanking {
    return prepareRanking(products, this.#catalogue);
  }
}

/** What lenders decided on the ledger so far, by their code. */
export async function decisionsOf(db: Queryable, products: readonly LedgerProduct[]): Promise<LenderDecisions[]> {
  const codes = new Map(
    products.map(({ onChain, lenderRef }) => [onChain?.lender ?? entityIdOf(lenderRef.uscc), lenderRef.code]),
  );
  return (await lenderDecisions(db)).flatMap(({ lender, offered, declined }) => {
    const code = codes.get(lender);
    return code === undefined ? [] : [{ lender: code, offered, declined }];
  });
}

function areSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
