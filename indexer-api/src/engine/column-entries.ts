import type { ColumnArray } from "./columns.ts";
import { unknownIn } from "./columns.ts";
import type { NumberArray } from "./columns.ts";
import { MAX_SET_LABELS } from "./features.ts";

const LOWER_BYTE = 0xff;

/** An array of a column's type. */
export function entriesLike(column: ColumnArray, length: number): ColumnArray {
  const type = column.constructor as unknown as new (buffer: SharedArrayBuffer) => ColumnArray;
  return new type(new SharedArrayBuffer(length * column.BYTES_PER_ELEMENT));
}

/** From numbers of `CompanyValues.raw`, which fit the column, to its entries. */
export function writeEntries(entries: ColumnArray, values: Float64Array): void {
  if (entries instanceof Float64Array || entries instanceof Uint32Array) entries.set(values);
  else if (entries instanceof Uint8Array) writeLabels(entries, values);
  else if (entries instanceof Uint16Array) writeSmallSets(entries, values);
  else writeNumbers(entries, values, unknownIn(entries));
}

function writeLabels(entries: Uint8Array, values: Float64Array): void {
  for (let at = 0; at < values.length; at++) {
    const place = values[at] as number;
    entries[at] = Number.isNaN(place) ? 0 : place + 1;
  }
}

function writeSmallSets(entries: Uint16Array, values: Float64Array): void {
  for (let at = 0; at < values.length; at++) {
    const packed = values[at] as number;
    entries[at] = (packed & LOWER_BYTE) | ((packed >>> MAX_SET_LABELS) << 8);
  }
}

function writeNumbers(entries: NumberArray, values: Float64Array, unknown: number): void {
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    entries[at] = Number.isNaN(value) ? unknown : value;
  }
}

/** Puts the first entries into a column of the same type. @param rows where each belongs */
export function scatter(column: ColumnArray, entries: ColumnArray, rows: Uint32Array): void {
  const [to, from] = [bitsOf(column), bitsOf(entries)];
  for (let at = 0; at < rows.length; at++) to[rows[at] as number] = from[at] as number;
}

/** The same memory by width alone: a loop over four types of array is compiled well, one over six is not. */
function bitsOf({ buffer, BYTES_PER_ELEMENT: bytes }: ColumnArray) {
  if (bytes === 8) return new Float64Array(buffer);
  if (bytes === 4) return new Uint32Array(buffer);
  return bytes === 2 ? new Uint16Array(buffer) : new Uint8Array(buffer);
}
