import { MAX_SET_LABELS } from "./features.ts";
import type { FeatureSpec } from "./features.ts";

/** Of a set: bit n stands for label n. A label that neither holds nor is unknown is known not to hold. */
export interface SetCell {
  readonly holds: number;
  readonly unknown: number;
}

/**
 * What is known of one feature of a company: a whole number (`number`; of an `age` unix seconds), a label's text (any
 * text: one that is not on the list is no label of the feature), a set; null while unknown.
 */
export type Cell = bigint | number | string | SetCell | null;

/**
 * All features of one company in the engine's form, one double for each in the order of the features: a number itself,
 * a label's place (the number of labels for any other text), a set as `packSet` makes it. Unknown is NaN but in a set,
 * whose labels are unknown one by one. A number that a double may not
 * hold exactly stands at ±`WIDE`, and exactly in `wide` by the feature's place.
 */
export interface CompanyValues {
  readonly raw: Float64Array;
  readonly wide: ReadonlyMap<number, bigint>;
}

/** The first magnitude that a double may stand for in place of another. */
export const WIDE = 2 ** 53;
const WIDEST_EXACT = BigInt(WIDE) - 1n;
/** The years 1 to 9999, unix seconds: what lies outside is no day of anybody's registration. */
export const FIRST_DAY = -62_135_596_800n;
const LAST_DAY = 253_402_300_799n;

const NO_WIDE: ReadonlyMap<number, bigint> = new Map();

/**
 * @throws RangeError naming feature, value and rule: a number that is not whole (NaN and infinities among them), a label
 * where a number belongs and the other way round, a set with labels that the feature does not have.
 */
export function encodeCompany(features: readonly FeatureSpec[], cells: readonly Cell[]): CompanyValues {
  if (cells.length !== features.length) {
    throw new RangeError(`company: ${cells.length} values, there are ${features.length} features`);
  }
  const raw = new Float64Array(features.length);
  let wide: Map<number, bigint> | undefined;
  for (const [index, feature] of features.entries()) {
    const cell = encodeCell(feature, cells[index] as Cell);
    if (typeof cell === "bigint") (wide ??= new Map()).set(index, cell);
    raw[index] = typeof cell === "bigint" ? (cell < 0n ? -WIDE : WIDE) : cell;
  }
  return { raw, wide: wide ?? NO_WIDE };
}

/** The double of a cell, or the number itself where no double holds it. */
function encodeCell(feature: FeatureSpec, cell: Cell): number | bigint {
  if (cell === null) return feature.kind === "set" ? packSet(allUnknown(feature)) : Number.NaN;
  switch (feature.kind) {
    case "number":
      return encodeNumber(wholeNumber(feature, cell));
    case "age":
      return encodeDay(wholeNumber(feature, cell));
    case "label":
      return encodeLabel(feature, cell);
    case "set":
      return encodeSet(feature, cell);
  }
}

/** Every label unknown. */
function allUnknown({ labels }: FeatureSpec): SetCell {
  return { holds: 0, unknown: 2 ** labels.length - 1 };
}

function wholeNumber({ id }: FeatureSpec, cell: Cell): bigint {
  if (typeof cell === "bigint") return cell;
  if (typeof cell === "number" && Number.isSafeInteger(cell)) return BigInt(cell);
  if (typeof cell === "number" && Number.isInteger(cell)) {
    throw new RangeError(`${id}: ${cell} may stand for another number; from 2^53 on it must be a bigint`);
  }
  throw new RangeError(`${id}: ${show(cell)} must be a whole number`);
}

function encodeNumber(value: bigint): number | bigint {
  return value > WIDEST_EXACT || value < -WIDEST_EXACT ? value : Number(value);
}

function encodeDay(seconds: bigint): number {
  return seconds < FIRST_DAY || seconds > LAST_DAY ? Number.NaN : Number(seconds);
}

function encodeLabel({ id, labels }: FeatureSpec, cell: Cell): number {
  if (typeof cell !== "string") throw new RangeError(`${id}: ${show(cell)} must be the text of a label`);
  const place = labels.indexOf(cell);
  return place < 0 ? labels.length : place;
}

function encodeSet({ id, labels }: FeatureSpec, cell: Cell): number {
  if (typeof cell !== "object" || cell === null) throw new RangeError(`${id}: ${show(cell)} must be a set of labels`);
  const { holds, unknown } = cell;
  const all = 2 ** labels.length - 1;
  for (const bits of [holds, unknown]) {
    if (!Number.isInteger(bits) || bits < 0 || bits > all) {
      throw new RangeError(`${id}: ${bits} must be bits of its ${labels.length} labels, from 0 to ${all}`);
    }
  }
  if ((holds & unknown) !== 0) throw new RangeError(`${id}: a label cannot hold and be unknown at once`);
  return packSet({ holds, unknown });
}

/** A set as one whole number: what holds in the lower bits, what is unknown in those from `MAX_SET_LABELS` on. */
export function packSet({ holds, unknown }: SetCell): number {
  return holds + unknown * 2 ** MAX_SET_LABELS;
}

export function unpackSet(packed: number): SetCell {
  return { holds: packed % 2 ** MAX_SET_LABELS, unknown: Math.floor(packed / 2 ** MAX_SET_LABELS) };
}

/** The exact number of a feature; null while unknown. */
export function numberAt({ raw, wide }: CompanyValues, feature: number): bigint | null {
  const value = raw[feature] as number;
  return Number.isNaN(value) ? null : (wide.get(feature) ?? BigInt(value));
}

function show(cell: Cell): string {
  return typeof cell === "object" ? JSON.stringify(cell) : `${typeof cell} "${String(cell)}"`;
}
