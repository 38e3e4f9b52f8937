import { movedWithinDay, removeProduct, setProduct } from "./compile.ts";
import type { Compiled } from "./compile.ts";
import type { FeatureSpec } from "./features.ts";
import { matchIds, roomForBits } from "./match-one.ts";
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
  readonly #ids: Uint8Array;

  constructor(compiled: Compiled, rows: Rows) {
    this.features = compiled.features;
    this.compiled = compiled;
    this.quantiser = quantiserOf(compiled);
    this.rows = rows;
    this.before = roomForBits(compiled.words);
    this.after = roomForBits(compiled.words);
    this.#ids = new Uint8Array(rows.width);
  }

  /** Into the masks when they can judge it, else apart. */
  setProduct(slot: number, terms: readonly Term[]): void {
    this.removeProduct(slot);
    if (!setProduct(this.compiled, slot, terms)) this.#setApart(slot, terms);
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

  store(row: number, values: CompanyValues): void {
    this.quantiser.one(values, this.#ids);
    this.storeMatched(row);
  }

  /** The company that `match` was asked for last. */
  storeMatched(row: number): void {
    this.rows.set(row, this.#ids);
  }

  #matchIds(values: CompanyValues | undefined, into: ProductBits): ProductBits {
    const bits = matchIds(this.compiled, this.#ids, 0, into);
    if (values === undefined || this.apart.size === 0) return bits;
    for (const [slot, { judges }] of this.apart) {
      const outcome = judgeAll(judges, values);
      if ((outcome & FAILED) !== 0) continue;
      setBit(bits.open, slot);
      if (outcome === MET) setBit(bits.eligible, slot);
    }
    return bits;
  }
}

function setBit(bits: Uint32Array, slot: number): void {
  bits[slot >>> 5] = (bits[slot >>> 5] as number) | (1 << (slot & 31));
}
