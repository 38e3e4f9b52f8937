import { scatter } from "./column-entries.ts";
import { packSet, unpackSet } from "./values.ts";
import type { CompanyValues } from "./values.ts";
import type { FeatureSpec } from "./features.ts";

/**
 * One feature of all companies, an entry each, in memory that threads share. Numbers start out in 8 bits and ages in 32;
 * the column moves to the next of the four arrays that holds a number which does not fit.
 *
 * | array | of | unknown |
 * | --- | --- | --- |
 * | Int8Array, Int16Array, Int32Array | number, age | the least there is: -2^7, -2^15, -2^31 |
 * | Float64Array | number, age | NaN |
 * | Uint8Array | label: its place + 1 | 0 |
 * | Uint16Array | set of at most 8 labels: what holds in the lower byte, what is unknown in the upper | by label |
 * | Uint32Array | set of more: `packSet` | by label |
 */
export type ColumnArray = NumberArray | ((Uint8Array | Uint16Array | Uint32Array) & { buffer: SharedArrayBuffer });

/** A column of numbers or ages. */
export type NumberArray = (Int8Array | Int16Array | Int32Array | Float64Array) & { buffer: SharedArrayBuffer };

interface NumberArrayType {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer): NumberArray;
}

/** From the narrowest to the widest. */
const NUMBER_ARRAYS = [Int8Array, Int16Array, Int32Array, Float64Array] as unknown as readonly NumberArrayType[];
/** Hardly a day fits less. */
const AGE_BYTES = 4;
const SMALL_SET = 8;
const LOWER_BYTE = 0xff;

/** The features of companies by row, from which any criterion can be judged. */
export class Columns {
  readonly #features: readonly FeatureSpec[];
  readonly #arrays: ColumnArray[];
  /** By feature: the exact numbers of the rows that stand at ±`WIDE`. */
  readonly #wide: Map<number, bigint>[];
  #capacity: number;

  /** @param largest by feature: a number that its column is to hold from the start; 0 unless said */
  constructor(features: readonly FeatureSpec[], capacity: number, largest: readonly number[] = []) {
    this.#features = features;
    this.#capacity = capacity;
    this.#arrays = features.map((feature, index) => emptyColumn(feature, capacity, largest[index] ?? 0));
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

  /**
   * Many at once. @param rows for all of which there is room
   * @param entries by feature, of its column's type: of these rows' companies
   */
  setMany(rows: Uint32Array, entries: readonly ColumnArray[], values: readonly CompanyValues[]): void {
    for (const [feature, array] of this.#arrays.entries()) {
      scatter(array, entries[feature] as ColumnArray, rows);
      const exact = this.#wide[feature] as Map<number, bigint>;
      if (exact.size > 0) for (const row of rows) exact.delete(row);
    }
    for (let at = 0; at < values.length; at++) {
      const { wide } = values[at] as CompanyValues;
      if (wide.size === 0) continue;
      for (const [feature, value] of wide) this.#wide[feature]?.set(rows[at] as number, value);
    }
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

  /** Has a column of numbers hold these, and keep what it has. */
  makeRoomFor(feature: number, value: number): void {
    const array = this.#arrays[feature] as ColumnArray;
    if (isNumberArray(array) && !fits(array, value)) this.#arrays[feature] = widened(array, value);
  }

  /** Has all columns hold the numbers of these companies. */
  makeRoomForAll(values: readonly CompanyValues[]): void {
    for (let feature = 0; feature < this.#arrays.length; feature++) {
      const array = this.#arrays[feature] as ColumnArray;
      if (!isNumberArray(array) || array instanceof Float64Array) continue;
      let [least, most] = [0, 0];
      for (let at = 0; at < values.length; at++) {
        const value = (values[at] as CompanyValues).raw[feature] as number;
        // Neither is true of what is unknown.
        if (value > most) most = value;
        else if (value < least) least = value;
      }
      this.makeRoomFor(feature, least);
      this.makeRoomFor(feature, most);
    }
  }

  #setOne(row: number, feature: number, value: number): void {
    const array = this.#arrays[feature] as ColumnArray;
    if (array instanceof Float64Array) array[row] = value;
    else if (array instanceof Uint8Array) array[row] = Number.isNaN(value) ? 0 : value + 1;
    else if (array instanceof Uint16Array) array[row] = halved(value);
    else if (array instanceof Uint32Array) array[row] = value;
    else if (Number.isNaN(value)) array[row] = unknownIn(array);
    else {
      this.makeRoomFor(feature, value);
      (this.#arrays[feature] as NumberArray)[row] = value;
    }
  }
}

/** What `CompanyValues.raw` has for an entry of a column. */
export function valueAt(array: ColumnArray, row: number): number {
  const entry = array[row] as number;
  if (array instanceof Float64Array) return entry;
  if (array instanceof Uint8Array) return entry === 0 ? Number.NaN : entry - 1;
  if (array instanceof Uint16Array) return packSet({ holds: entry & LOWER_BYTE, unknown: entry >>> 8 });
  if (array instanceof Uint32Array) return entry;
  return entry === unknownIn(array) ? Number.NaN : entry;
}

/** The entry of a number that is unknown. */
export function unknownIn(array: NumberArray): number {
  return array instanceof Float64Array ? Number.NaN : unknownOf(array.BYTES_PER_ELEMENT);
}

/** The least whole number of so many bytes. */
function unknownOf(bytes: number): number {
  return -(2 ** (8 * bytes - 1));
}

function isNumberArray(array: ColumnArray): array is NumberArray {
  return !(array instanceof Uint8Array || array instanceof Uint16Array || array instanceof Uint32Array);
}

function fits(array: NumberArray, value: number): boolean {
  return array instanceof Float64Array || fitsBytes(array.BYTES_PER_ELEMENT, value);
}

function fitsBytes(bytes: number, value: number): boolean {
  const unknown = unknownOf(bytes);
  return value > unknown && value < -unknown;
}

function halved(packed: number): number {
  const { holds, unknown } = unpackSet(packed);
  return holds | (unknown << 8);
}

function emptyColumn(feature: FeatureSpec, capacity: number, largest: number): ColumnArray {
  const bytes = (each: number) => new SharedArrayBuffer(capacity * each);
  switch (feature.kind) {
    case "label":
      return new Uint8Array(bytes(1));
    case "set": {
      const array = feature.labels.length <= SMALL_SET ? new Uint16Array(bytes(2)) : new Uint32Array(bytes(4));
      return blank(array, feature);
    }
    case "age":
      return emptyNumbers(typeFor(AGE_BYTES, largest), capacity);
    case "number":
      return emptyNumbers(typeFor(1, largest), capacity);
  }
}

function emptyLike(old: ColumnArray, feature: FeatureSpec, capacity: number): ColumnArray {
  if (!isNumberArray(old)) return emptyColumn(feature, capacity, 0);
  return emptyNumbers(old.constructor as unknown as NumberArrayType, capacity);
}

/** The narrowest of so many bytes at least that holds a number. */
function typeFor(leastBytes: number, value: number): NumberArrayType {
  return NUMBER_ARRAYS.find(({ BYTES_PER_ELEMENT: bytes }) => {
    return bytes >= leastBytes && (bytes === Float64Array.BYTES_PER_ELEMENT || fitsBytes(bytes, value));
  }) as NumberArrayType;
}

/** All unknown. */
function emptyNumbers(type: NumberArrayType, capacity: number): NumberArray {
  const array = new type(new SharedArrayBuffer(capacity * type.BYTES_PER_ELEMENT));
  return array.fill(unknownIn(array));
}

/** Fills a column of sets with "unknown". */
function blank(array: ColumnArray, { labels }: FeatureSpec): ColumnArray {
  const all = 2 ** labels.length - 1;
  return array.fill(array instanceof Uint16Array ? all << 8 : packSet({ holds: 0, unknown: all }));
}

/** The same in the narrowest array that holds the value, too. */
function widened(array: NumberArray, value: number): NumberArray {
  const type = typeFor(array.BYTES_PER_ELEMENT + 1, value);
  const wider = new type(new SharedArrayBuffer(array.length * type.BYTES_PER_ELEMENT));
  const [unknown, unknownThere] = [unknownIn(array), unknownIn(wider)];
  for (let row = 0; row < array.length; row++) {
    const entry = array[row] as number;
    wider[row] = entry === unknown ? unknownThere : entry;
  }
  return wider;
}
