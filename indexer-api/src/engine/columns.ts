import { packSet, unpackSet } from "./values.ts";
import type { CompanyValues } from "./values.ts";
import type { FeatureSpec } from "./features.ts";

/**
 * One feature of all companies, an entry each, in memory that threads share. Numbers start out in 32 bits and move to
 * doubles when one does not fit.
 *
 * | array | of | unknown |
 * | --- | --- | --- |
 * | Int32Array | number, age | -2^31 |
 * | Float64Array | number, age | NaN |
 * | Uint8Array | label: its place + 1 | 0 |
 * | Uint16Array | set of at most 8 labels: what holds in the lower byte, what is unknown in the upper | by label |
 * | Uint32Array | set of more: `packSet` | by label |
 */
export type ColumnArray = (Int32Array | Float64Array | Uint8Array | Uint16Array | Uint32Array) & {
  buffer: SharedArrayBuffer;
};

export const UNKNOWN_INT32 = -(2 ** 31);
const LARGEST_INT32 = 2 ** 31 - 1;
const SMALL_SET = 8;
const LOWER_BYTE = 0xff;

/** The features of companies by row, from which any criterion can be judged. */
export class Columns {
  readonly #features: readonly FeatureSpec[];
  readonly #arrays: ColumnArray[];
  /** By feature: the exact numbers of the rows that stand at ±`WIDE`. */
  readonly #wide: Map<number, bigint>[];
  #capacity: number;

  constructor(features: readonly FeatureSpec[], capacity: number) {
    this.#features = features;
    this.#capacity = capacity;
    this.#arrays = features.map((feature) => emptyColumn(feature, capacity));
    this.#wide = features.map(() => new Map<number, bigint>());
  }

  get features(): readonly FeatureSpec[] {
    return this.#features;
  }

  get capacity(): number {
    return this.#capacity;
  }

  /** The arrays by feature. They are replaced by others when a column grows or widens. */
  get arrays(): readonly ColumnArray[] {
    return this.#arrays;
  }

  /** Exact numbers beyond doubles, by feature and row. */
  get wide(): readonly ReadonlyMap<number, bigint>[] {
    return this.#wide;
  }

  /** Bytes of all arrays. */
  get bytes(): number {
    return this.#arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Makes room for so many companies at least; those that there are stay. */
  reserve(capacity: number): void {
    if (capacity <= this.#capacity) return;
    for (const [index, feature] of this.#features.entries()) {
      const old = this.#arrays[index] as ColumnArray;
      const larger = emptyLike(old, feature, capacity);
      larger.set(old);
      this.#arrays[index] = larger;
    }
    this.#capacity = capacity;
  }

  /** @throws RangeError for a row that there is no room for, where a typed array would keep nothing and say nothing. */
  set(row: number, { raw, wide }: CompanyValues): void {
    if (!(row >= 0 && row < this.#capacity)) {
      throw new RangeError(`row ${row}: there is room for rows 0 to ${this.#capacity - 1}`);
    }
    for (let feature = 0; feature < this.#arrays.length; feature++) {
      this.#setOne(row, feature, raw[feature] as number);
      const exact = this.#wide[feature] as Map<number, bigint>;
      if (exact.size > 0) exact.delete(row);
    }
    for (const [feature, value] of wide) this.#wide[feature]?.set(row, value);
  }

  get(row: number): CompanyValues {
    const raw = new Float64Array(this.#arrays.length);
    const wide = new Map<number, bigint>();
    for (let feature = 0; feature < raw.length; feature++) {
      raw[feature] = valueAt(this.#arrays[feature] as ColumnArray, row);
      const exact = this.#wide[feature]?.get(row);
      if (exact !== undefined) wide.set(feature, exact);
    }
    return { raw, wide };
  }

  #setOne(row: number, feature: number, value: number): void {
    const array = this.#arrays[feature] as ColumnArray;
    if (array instanceof Float64Array) array[row] = value;
    else if (array instanceof Int32Array) this.#setInt32(array, row, feature, value);
    else if (array instanceof Uint8Array) array[row] = Number.isNaN(value) ? 0 : value + 1;
    else array[row] = array instanceof Uint16Array ? halved(value) : value;
  }

  #setInt32(array: Int32Array, row: number, feature: number, value: number): void {
    if (Number.isNaN(value)) array[row] = UNKNOWN_INT32;
    else if (value > UNKNOWN_INT32 && value <= LARGEST_INT32) array[row] = value;
    else {
      const doubles = widened(array);
      doubles[row] = value;
      this.#arrays[feature] = doubles;
    }
  }
}

/** What `CompanyValues.raw` has for an entry of a column. */
export function valueAt(array: ColumnArray, row: number): number {
  const entry = array[row] as number;
  if (array instanceof Float64Array) return entry;
  if (array instanceof Int32Array) return entry === UNKNOWN_INT32 ? Number.NaN : entry;
  if (array instanceof Uint8Array) return entry === 0 ? Number.NaN : entry - 1;
  return array instanceof Uint16Array ? packSet({ holds: entry & LOWER_BYTE, unknown: entry >>> 8 }) : entry;
}

function halved(packed: number): number {
  const { holds, unknown } = unpackSet(packed);
  return holds | (unknown << 8);
}

function emptyColumn(feature: FeatureSpec, capacity: number): ColumnArray {
  const bytes = (each: number) => new SharedArrayBuffer(capacity * each);
  switch (feature.kind) {
    case "label":
      return new Uint8Array(bytes(1));
    case "set": {
      const array = feature.labels.length <= SMALL_SET ? new Uint16Array(bytes(2)) : new Uint32Array(bytes(4));
      return blank(array, feature);
    }
    default:
      return blank(new Int32Array(bytes(4)), feature);
  }
}

function emptyLike(old: ColumnArray, feature: FeatureSpec, capacity: number): ColumnArray {
  if (!(old instanceof Float64Array)) return emptyColumn(feature, capacity);
  return new Float64Array(new SharedArrayBuffer(capacity * 8)).fill(Number.NaN);
}

/** Fills a column with "unknown", where that is not nought. */
function blank(array: ColumnArray, { labels }: FeatureSpec): ColumnArray {
  const all = 2 ** labels.length - 1;
  if (array instanceof Int32Array) array.fill(UNKNOWN_INT32);
  else array.fill(array instanceof Uint16Array ? all << 8 : packSet({ holds: 0, unknown: all }));
  return array;
}

function widened(array: Int32Array): ColumnArray {
  const doubles = new Float64Array(new SharedArrayBuffer(array.length * 8));
  for (let row = 0; row < array.length; row++) {
    const entry = array[row] as number;
    doubles[row] = entry === UNKNOWN_INT32 ? Number.NaN : entry;
  }
  return doubles;
}
