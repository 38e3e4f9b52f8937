import { type ColumnKind, SPECIAL } from "./bulk-column.ts";

/** Bins of an axis in bulk: these three, then those of the cuts. */
export const WITHHELD_BIN = 0;
export const UNKNOWN_BIN = 1;
export const UNDEFINED_BIN = 2;
export const FIRST_BIN = 3;

/**
 * Where to look up the bin of a number: its sign, exponent and first bits, `KEY_SHIFT` off the upper half of the double,
 * name a cell of the number line. `start` says how many bounds lie at or below the whole cell; those within it are
 * compared one by one, `steps` times at most. With seven bits behind the point there is rarely more than one.
 */
export interface AxisLookup {
  readonly start: Uint8Array;
  /** Lower bounds of all bins but the first, ascending, and behind them infinity. */
  readonly bounds: Float64Array;
  readonly steps: number;
}

export const KEY_SHIFT = 13;
const KEYS = 2 ** (32 - KEY_SHIFT);
const KEYS_PER_OCTAVE = 2 ** (20 - KEY_SHIFT);
const EXPONENT_BIAS = 1023;
/** Of the largest magnitude: that of "withheld". */
const LAST_EXPONENT = 50;

/**
 * @param cuts strictly ascending whole numbers of at most 48 bits, at most 31 of them
 */
export function axisLookup(cuts: readonly bigint[], kind: ColumnKind): AxisLookup {
  const { unknown, undefined: none } = SPECIAL[kind];
  // A column of 32 bits has nothing below its first number, where there may be cuts.
  const bounds = [unknown, none, none + 1, ...cuts.map((cut) => Math.max(Number(cut), none + 1))];
  const start = new Uint8Array(KEYS);
  let steps = 0;
  for (const key of keys()) {
    const [lowest, highest] = cellOf(key);
    const below = countUpTo(bounds, lowest);
    start[key] = below;
    steps = Math.max(steps, countUpTo(bounds, highest) - below);
  }
  return { start, bounds: Float64Array.of(...bounds, ...Array<number>(steps).fill(Infinity)), steps };
}

/** Keys that whole numbers of the columns can have: nought, then each octave, both signs. */
function* keys(): Generator<number> {
  const first = EXPONENT_BIAS * KEYS_PER_OCTAVE;
  const last = (EXPONENT_BIAS + LAST_EXPONENT + 1) * KEYS_PER_OCTAVE;
  for (const sign of [0, KEYS / 2]) {
    yield sign;
    for (let key = first; key < last; key++) yield sign + key;
  }
}

/** The least and the greatest whole number of a cell; the least above the greatest when there is none. */
function cellOf(key: number): readonly [number, number] {
  if (key === 0 || key === KEYS / 2) return [0, 0];
  const nearest = doubleOf(key << KEY_SHIFT, 0);
  const farthest = doubleOf((key << KEY_SHIFT) | (2 ** KEY_SHIFT - 1), 2 ** 32 - 1);
  return [Math.ceil(Math.min(nearest, farthest)), Math.floor(Math.max(nearest, farthest))];
}

const double = new DataView(new ArrayBuffer(8));

function doubleOf(upper: number, lower: number): number {
  double.setUint32(0, upper);
  double.setUint32(4, lower);
  return double.getFloat64(0);
}

/** How many of ascending bounds lie at or below a value. */
export function countUpTo(bounds: ArrayLike<number>, value: number): number {
  let count = 0;
  while (count < bounds.length && (bounds[count] as number) <= value) count++;
  return count;
}
