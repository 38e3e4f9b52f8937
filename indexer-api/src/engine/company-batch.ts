import { changeBetween } from "./change.ts";
import type { CompanyChange } from "./change.ts";
import { entriesLike, writeEntries } from "./column-entries.ts";
import type { ColumnArray, Columns } from "./columns.ts";
import { STEP } from "./kernel-layout.ts";
import { Kernel } from "./kernel.ts";
import type { KernelCode } from "./kernel.ts";
import { BLOCK, Rows } from "./rows.ts";
import type { MatchState } from "./state.ts";
import type { CompanyValues } from "./values.ts";

/** From so many companies on, a batch costs less than one company after the other. */
export const FEWEST_IN_BATCH = 256;

/** Companies whose values become others: at most `BLOCK`, of different rows. */
export interface Replacement {
  readonly rows: Uint32Array;
  /** In the order of `rows`. */
  readonly values: readonly CompanyValues[];
}

/**
 * Companies that there are get other values, many at once: raw values are stored column by column, and a kernel, which
 * is of one set of columns, makes their ids and matches them before and after.
 */
export class CompanyBatch {
  readonly key: string;
  readonly #kernel: Kernel;
  /** Raw values, feature after feature, `BLOCK` apart. */
  readonly #raw: Float64Array;
  /** By feature: the same as entries of its column. */
  readonly #entries: readonly ColumnArray[];
  readonly #ids: Rows;
  /** What was eligible: `words` for each company. */
  readonly #before: Uint32Array;
  readonly #after: Uint32Array;

  constructor(code: KernelCode, { compiled, rows }: MatchState, columns: readonly ColumnArray[]) {
    this.key = code.key;
    this.#kernel = new Kernel(code, compiled, columns);
    this.#raw = new Float64Array(columns.length * BLOCK);
    this.#entries = columns.map((column) => entriesLike(column, BLOCK));
    this.#ids = new Rows(rows.width, BLOCK);
    this.#before = new Uint32Array(BLOCK * compiled.words);
    this.#after = new Uint32Array(BLOCK * compiled.words);
  }

  /** Stores values and ids in `columns` and `state`. @returns in the order of the rows */
  replace(state: MatchState, columns: Columns, companies: Replacement): CompanyChange[] {
    const { rows, values } = companies;
    const { words } = state.compiled;
    this.#kernel.setMasks(state.compiled);
    state.rows.gather(rows, this.#ids);
    this.#match(state, rows.length, this.#before);
    if (state.apart.size > 0) addApart(state, (at) => columns.get(rows[at] as number), rows.length, this.#before);
    this.#take(values);
    this.#quantise(state, values);
    this.#match(state, rows.length, this.#after);
    if (state.apart.size > 0) addApart(state, (at) => values[at] as CompanyValues, rows.length, this.#after);
    columns.setMany(rows, this.#entries, values);
    state.rows.scatter(rows, this.#ids);
    const changes = new Array<CompanyChange>(values.length);
    for (let at = 0; at < changes.length; at++) {
      changes[at] = changeBetween(this.#before, this.#after, at * words, words);
    }
    return changes;
  }

  /** Raw values of one feature of the companies that were replaced last, and others behind them. */
  valuesOf(feature: number): Float64Array {
    return this.#raw.subarray(feature * BLOCK, (feature + 1) * BLOCK);
  }

  #take(values: readonly CompanyValues[]): void {
    const [raw, features] = [this.#raw, this.#entries.length];
    for (let at = 0; at < values.length; at++) {
      const own = (values[at] as CompanyValues).raw;
      for (let feature = 0; feature < features; feature++) raw[feature * BLOCK + at] = own[feature] as number;
    }
    for (const [feature, entries] of this.#entries.entries()) {
      writeEntries(entries, raw.subarray(feature * BLOCK, feature * BLOCK + values.length));
    }
  }

  #quantise({ quantiser, rows: { width } }: MatchState, values: readonly CompanyValues[]): void {
    this.#kernel.quantise(this.#entries, 0);
    this.#kernel.storeIds(this.#ids, 0);
    const ids = new Uint8Array(width);
    for (let at = 0; at < values.length; at++) {
      const one = values[at] as CompanyValues;
      // Where a double only says that a number is beyond all doubles.
      if (one.wide.size === 0) continue;
      quantiser.one(one, ids);
      this.#ids.set(at, ids);
    }
  }

  #match({ compiled: { words, columns } }: MatchState, companies: number, into: Uint32Array): void {
    this.#kernel.loadIds(this.#ids, 0, columns.keys());
    for (let at = 0; at < companies; at += STEP) into.set(this.#kernel.match("met", at), at * words);
  }
}

function addApart(
  state: MatchState,
  valuesAt: (at: number) => CompanyValues,
  companies: number,
  eligible: Uint32Array,
): void {
  const { words } = state.compiled;
  for (let at = 0; at < companies; at++) {
    state.addApart(valuesAt(at), eligible.subarray(at * words, (at + 1) * words));
  }
}
