/**
 * Finds the bucket of a double among ascending bounds at the cost of one load and about one comparison: sign, exponent
 * and first bits of the double name a cell of the number line, `start` says how many bounds lie at or below the whole
 * cell, and those within it are compared one by one. NaN and infinities are `unknown`.
 */
export interface CutLookup {
  readonly start: Uint8Array;
  /** Ascending, and behind them NaN, which no number reaches. */
  readonly bounds: Float64Array;
  /** How many bounds lie within one cell at most. */
  readonly mostInCell: number;
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

/** Cells that a number may fall into, from the first one to behind the last: all others of `start` are blank. */
export const USED_CELLS = [
  [0, 1],
  [FIRST_CELL, END_CELL],
  [NO_NUMBER, SIGN],
  [SIGN, SIGN + 1],
  [SIGN + FIRST_CELL, SIGN + END_CELL],
  [SIGN + NO_NUMBER, CELLS],
] as const;

/**
 * @param bounds ascending whole numbers; infinities for those that every number reaches, or none
 * @param unknown bucket of NaN
 */
export function cutLookup(bounds: readonly number[], unknown: number): CutLookup {
  const start = new Uint8Array(CELLS);
  const atNought = countUpTo(bounds, 0);
  start[0] = atNought;
  start[SIGN] = atNought;
  fillPositive(start, bounds, atNought);
  fillNegative(start, bounds, countUpTo(bounds, -1));
  start.fill(unknown, NO_NUMBER, SIGN);
  start.fill(unknown, SIGN + NO_NUMBER, CELLS);
  const inCell = bounds.map((bound, place) =>
    Number.isFinite(bound) ? place + 1 - (start[cellOf(bound)] as number) : 0,
  );
  const mostInCell = Math.max(0, ...inCell);
  // Behind "unknown", too, there is something to compare with.
  const behind = new Array<number>(2 + mostInCell).fill(Number.NaN);
  return { start, bounds: Float64Array.of(...bounds, ...behind), mostInCell };
}

/** From 1 up. @param below how many bounds lie at or below 0 */
function fillPositive(start: Uint8Array, bounds: readonly number[], below: number): void {
  let from = FIRST_CELL;
  for (; below < bounds.length && bounds[below] !== Infinity; below++) {
    const [bound, cell] = [bounds[below] as number, cellOf(bounds[below] as number)];
    const to = doubleOf(cell << CELL_SHIFT, 0) === bound ? cell : cell + 1;
    start.fill(below, from, to);
    from = to;
  }
  start.fill(below, from, END_CELL);
}

/** From -1 down. @param below how many bounds lie at or below -1 */
function fillNegative(start: Uint8Array, bounds: readonly number[], below: number): void {
  let from = SIGN + FIRST_CELL;
  for (; below > 0 && bounds[below - 1] !== -Infinity; below--) {
    const [bound, cell] = [bounds[below - 1] as number, cellOf(bounds[below - 1] as number)];
    const lowest = doubleOf((cell << CELL_SHIFT) | (2 ** CELL_SHIFT - 1), 2 ** 32 - 1);
    const to = lowest === bound ? cell + 1 : cell;
    start.fill(below, from, to);
    from = to;
  }
  start.fill(below, from, SIGN + END_CELL);
}

/** The cell that a number lies in. */
export function cellOf(value: number): number {
  double.setFloat64(0, value);
  return double.getUint32(0) >>> CELL_SHIFT;
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
