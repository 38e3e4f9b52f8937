import { entityIdOf } from "../../../catalogue/index.ts";
import type { Catalogue } from "../../../catalogue/index.ts";
import { lenderDecisions } from "../data/lender-decisions.ts";
import type { Queryable } from "../data/follow-state.ts";
import { streamVersion } from "../data/stream-version.ts";
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
  readonly #ofLists = new WeakMap<readonly LedgerProduct[], PreparedRanking>();

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
    this.#prepared = prepareRanking(Array.from(bySlot), this.#catalogue);
    this.#products = products;
    return this.#prepared;
  }

  /** @param products by slot; of the same list the same is returned */
  ofList(products: readonly LedgerProduct[]): PreparedRanking {
    const known = this.#ofLists.get(products);
    if (known !== undefined) return known;
    const prepared = prepareRanking(products, this.#catalogue);
    this.#ofLists.set(products, prepared);
    return prepared;
  }
}

/** What was counted last of a list of products: decisions are rare, and counting goes through all loans. */
const counted = new WeakMap<
  readonly LedgerProduct[],
  { readonly version: string; readonly decisions: readonly LenderDecisions[] }
>();

/** What lenders decided on the ledger so far, by their code. */
export async function decisionsOf(
  db: Queryable,
  products: readonly LedgerProduct[],
): Promise<readonly LenderDecisions[]> {
  const version = await streamVersion(db, ["loans"]);
  const known = counted.get(products);
  if (known !== undefined && known.version === version) return known.decisions;
  const codes = new Map(
    products.map(({ onChain, lenderRef }) => [onChain?.lender ?? entityIdOf(lenderRef.uscc), lenderRef.code]),
  );
  const decisions = (await lenderDecisions(db)).flatMap(({ lender, offered, declined }) => {
    const code = codes.get(lender);
    return code === undefined ? [] : [{ lender: code, offered, declined }];
  });
  if (version !== null) counted.set(products, { version, decisions });
  return decisions;
}

function areSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || (a.length === b.length && a.every((one, index) => one === b[index]));
}
