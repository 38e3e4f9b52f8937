/**
 * Finds the bucket of a double among ascending bounds at the cost of one load and about one comparison: sign, exponent
 * and first bits of the double name a cell of the number line, `start` says how many bounds lie at or below the whole
 * cell, and those within it are compared one by one. NaN and infinities are `unknown`.
 */
export interface CutLookup {
  readonly start: Uint8Array;
  /** Ascending, and behind them NaN, which no number reaches. */
  readonly bounds: Float64Array;
}

/** What the upper half of a double is shifted by to name its cell. */
export const CELL_SHIFT = 13;
const CELLS = 2 ** (32 - CELL_SHIFT);
const SIGN = CELLS / 2;
const CELLS_PER_OCTAVE = 2 ** (20 - CELL_SHIFT);
const EXPONENT_BIAS = 1023;
/** Of `WIDE`, the largest magnitude there is. */
const LARGEST_EXPONENT = 53;
/** Cells of the whole numbers but nought, and behind them. */
const [FIRST_CELL, END_CELL] = [
  EXPONENT_BIAS * CELLS_PER_OCTAVE,
  (EXPONENT_BIAS + LARGEST_EXPONENT + 1) * CELLS_PER_OCTAVE,
] as const;
/** Cells of infinities and of what is no number. */
const NO_NUMBER = 2047 * CELLS_PER_OCTAVE;

/**
 * @param bounds ascending whole numbers; infinities for those that every number reaches, or none
 * @param unknown bucket of NaN
 */
export function cutLookup(bounds: readonly number[], unknown: number): CutLookup {
  const start = new Uint8Array(CELLS);
  let below = countUpTo(bounds, 0);
  start[0] = below;
  for (let cell = FIRST_CELL; cell < END_CELL; cell++) {
    const lowest = doubleOf(cell << CELL_SHIFT, 0);
    while (below < bounds.length && (bounds[below] as number) <= lowest) below++;
    start[cell] = below;
  }
  below = countUpTo(bounds, -1);
  for (let cell = FIRST_CELL; cell < END_CELL; cell++) {
    const lowest = doubleOf(((SIGN + cell) << CELL_SHIFT) | (2 ** CELL_SHIFT - 1), 2 ** 32 - 1);
    while (below > 0 && (bounds[below - 1] as number) > lowest) below--;
    start[SIGN + cell] = below;
  }
  start.fill(unknown, NO_NUMBER, SIGN);
  start.fill(unknown, SIGN + NO_NUMBER, CELLS);
  // Behind "unknown", too, there is something to compare with.
  return { start, bounds: Float64Array.of(...bounds, Number.NaN, Number.NaN) };
}

/** How many of ascending bounds lie at or below a value. */
export function countUpTo<T extends number | bigint>(bounds: readonly T[], value: T): number {
  let count = 0;
  while (count < bounds.length && (bounds[count] as T) <= value) count++;
  return count;
}

const double = new DataView(new ArrayBuffer(8));

function doubleOf(upper: number, lower: number): number {
  double.setUint32(0, upper);
  double.setUint32(4, lower);
  return double.getFloat64(0);
}
