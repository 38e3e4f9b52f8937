import { changeBetween, NO_CHANGE } from "./change.ts";
import type { CompanyChange } from "./change.ts";
import { setBit } from "./bits.ts";
import { canHold, movedWithinDay, removeProduct, setProduct } from "./compile.ts";
import type { Compiled } from "./compile.ts";
import type { FeatureSpec } from "./features.ts";
import { eligibleOfIds, matchIds, roomForBits } from "./match-one.ts";
import type { ProductBits } from "./match-one.ts";
import type { Quantiser } from "./quantiser.ts";
import { quantiserOf } from "./quantiser.ts";
import type { Rows } from "./rows.ts";
import { FAILED, judgeAll, judgeOf, MET } from "./term-judge.ts";
import type { TermJudge } from "./term-judge.ts";
import type { Term } from "./terms.ts";
import type { CompanyValues } from "./values.ts";

/** Products as masks, all companies as the ids that go with them, and the products that the masks cannot judge yet. */
export class MatchState {
  readonly features: readonly FeatureSpec[];
  readonly compiled: Compiled;
  readonly quantiser: Quantiser;
  /** By slot: products judged one by one on raw values, until all are compiled anew. */
  readonly apart = new Map<number, { readonly terms: readonly Term[]; readonly judges: readonly TermJudge[] }>();
  rows: Rows;
  /** For whoever compares a company with what it was. */
  readonly before: ProductBits;
  readonly after: ProductBits;
  /** `asOf` as ages are compared with it. */
  readonly now: number;
  readonly #ids: Uint8Array;
  readonly #oldIds: Uint8Array;

  constructor(compiled: Compiled, rows: Rows) {
    this.features = compiled.features;
    this.compiled = compiled;
    this.quantiser = quantiserOf(compiled);
    this.rows = rows;
    this.before = roomForBits(compiled.words);
    this.after = roomForBits(compiled.words);
    this.now = Number(compiled.asOf);
    this.#ids = new Uint8Array(rows.width);
    this.#oldIds = new Uint8Array(rows.width);
  }

  /** Into the masks when they can judge it, else apart. */
  setProduct(slot: number, terms: readonly Term[]): void {
    this.removeProduct(slot);
    if (!setProduct(this.compiled, slot, terms)) this.#setApart(slot, terms);
  }

  /** How many products would be judged apart if this one came. */
  apartWith(slot: number, terms: readonly Term[]): number {
    return this.apart.size - (this.apart.has(slot) ? 1 : 0) + (canHold(this.compiled, terms) ? 0 : 1);
  }

  removeProduct(slot: number): void {
    removeProduct(this.compiled, slot);
    this.apart.delete(slot);
  }

  /** The same at another second of the same day: what lies ahead begins later. The rows are the same, and shared. */
  movedTo(asOf: bigint): MatchState {
    const state = new MatchState(movedWithinDay(this.compiled, asOf), this.rows);
    for (const [slot, { terms }] of this.apart) state.#setApart(slot, terms);
    return state;
  }

  #setApart(slot: number, terms: readonly Term[]): void {
    const { features, asOf } = this.compiled;
    this.apart.set(slot, { terms, judges: terms.map((term) => judgeOf(features, term, asOf)) });
  }

  match(values: CompanyValues, into: ProductBits): ProductBits {
    this.quantiser.one(values, this.#ids);
    return this.#matchIds(values, into);
  }

  /** @param values asked for only where products are judged apart */
  matchRow(row: number, values: () => CompanyValues, into: ProductBits): ProductBits {
    this.rows.get(row, this.#ids);
    return this.#matchIds(this.apart.size === 0 ? undefined : values(), into);
  }

  /**
   * What a company gains and loses when its values become others; `storeMatched` then stores these.
   * @param row where it is, null for one that comes
   * @param old asked for only where products are judged apart
   */
  change(row: number | null, old: (row: number) => CompanyValues, values: CompanyValues): CompanyChange {
    const [before, after] = [this.before.eligible, this.after.eligible];
    this.quantiser.one(values, this.#ids);
    if (row === null) before.fill(0);
    else {
      this.rows.get(row, this.#oldIds);
      if (this.apart.size === 0 && areEqual(this.#ids, this.#oldIds)) return NO_CHANGE;
      eligibleOfIds(this.compiled, this.#oldIds, before);
      if (this.apart.size > 0) this.addApart(old(row), before);
    }
    eligibleOfIds(this.compiled, this.#ids, after);
    if (this.apart.size > 0) this.addApart(values, after);
    return changeBetween(before, after);
  }

  store(row: number, values: CompanyValues): void {
    this.quantiser.one(values, this.#ids);
    this.storeMatched(row);
  }

  /** The company that `match` or `change` was asked for last. */
  storeMatched(row: number): void {
    this.rows.set(row, this.#ids);
  }

  #matchIds(values: CompanyValues | undefined, into: ProductBits): ProductBits {
    const bits = matchIds(this.compiled, this.#ids, 0, into);
    if (values === undefined || this.apart.size === 0) return bits;
    this.addApart(values, bits.eligible, bits.open);
    return bits;
  }

  /** Puts in the products judged apart. */
  addApart(values: CompanyValues, eligible: Uint32Array, open?: Uint32Array): void {
    for (const [slot, { judges }] of this.apart) {
      const outcome = judgeAll(judges, values);
      if ((outcome & FAILED) !== 0) continue;
      if (open !== undefined) setBit(open, slot);
      if (outcome === MET) setBit(eligible, slot);
    }
  }
}

function areEqual(some: Uint8Array, others: Uint8Array): boolean {
  for (let place = 0; place < some.length; place++) if (some[place] !== others[place]) return false;
  return true;
}
