import { addCells, type BoostOptions, Gradients, uniform } from "./gradients.ts";

/** Two ratios in coarse bins: the cell of each row, row by row, the second ratio running fastest. */
export interface BinnedPair {
  readonly cells: Uint16Array;
  readonly height: number;
  readonly width: number;
}

/** A cross through a table: four quarters, each with its step. */
interface Cross {
  readonly lastRow: number;
  readonly lastColumn: number;
  /** Steps of: upper left, upper right, lower left, lower right. */
  readonly steps: readonly [number, number, number, number];
  readonly gain: number;
}

export interface BoostedTables {
  /** Log odds of each cell, by pair. */
  readonly tables: readonly Float64Array[];
  /** How much each pair lowered the loss, all rounds together. */
  readonly gains: Float64Array;
}

/** Joins the coarse bins of two ratios. */
export function pairOf(rows: Uint8Array, height: number, columns: Uint8Array, width: number): BinnedPair {
  const cells = new Uint16Array(rows.length);
  for (let index = 0; index < cells.length; index++) cells[index] = rows[index]! * width + columns[index]!;
  return { cells, height, width };
}

/** Boosts tables: each round takes the cross, of all pairs that it looks at, that lowers the loss most. As `boostStumps`. */
export function boostTables(
  pairs: readonly BinnedPair[],
  bad: Uint8Array,
  rows: Int32Array,
  logOdds: Float64Array,
  options: BoostOptions,
): BoostedTables {
  const random = uniform(options.seed);
  const gradients = new Gradients(rows, bad);
  const tables = pairs.map(({ height, width }) => new Float64Array(height * width));
  const sums = pairs.map(({ height, width }) => new Float64Array(2 * height * width));
  const gains = new Float64Array(pairs.length);
  for (let round = 0; round < options.rounds; round++) {
    gradients.refresh(logOdds, options.rowPart, random);
    let [best, chosen]: [Cross | undefined, number] = [undefined, -1];
    for (const [index, pair] of pairs.entries()) {
      if (random() >= options.candidatePart) continue;
      gradients.gather(pair.cells, sums[index]!);
      const found = bestCross(sums[index]!, pair, options.ridge);
      if (found !== undefined && found.gain > (best?.gain ?? 0)) [best, chosen] = [found, index];
    }
    if (best === undefined) continue;
    const step = stepOf(best, pairs[chosen]!, options.learningRate);
    addCells(logOdds, pairs[chosen]!.cells, step);
    const table = tables[chosen]!;
    for (let cell = 0; cell < table.length; cell++) table[cell]! += step[cell]!;
    gains[chosen]! += best.gain;
  }
  return { tables, gains };
}

/** How much one cross through a pair's table would lower the loss: the pairs worth boosting are among the first. */
export function crossGains(bad: Uint8Array, rows: Int32Array, logOdds: Float64Array, ridge: number) {
  const gradients = new Gradients(rows, bad);
  gradients.refresh(logOdds, 1, () => 0);
  return (pair: BinnedPair): number => {
    const sums = new Float64Array(2 * pair.height * pair.width);
    gradients.gather(pair.cells, sums);
    return bestCross(sums, pair, ridge)?.gain ?? 0;
  };
}

function bestCross(sums: Float64Array, { height, width }: BinnedPair, ridge: number): Cross | undefined {
  accumulate(sums, height, width);
  const at = (row: number, column: number) => 2 * (row * width + column);
  const whole = at(height - 1, width - 1);
  const [slope, curve] = [sums[whole]!, sums[whole + 1]!];
  const before = (slope * slope) / (curve + ridge);
  let best: Cross | undefined;
  for (let lastRow = 0; lastRow < height - 1; lastRow++) {
    const [upper, upperCurve] = [sums[at(lastRow, width - 1)]!, sums[at(lastRow, width - 1) + 1]!];
    for (let lastColumn = 0; lastColumn < width - 1; lastColumn++) {
      const [corner, left] = [at(lastRow, lastColumn), at(height - 1, lastColumn)];
      const s1 = sums[corner]!;
      const c1 = sums[corner + 1]!;
      const [s2, c2] = [upper - s1, upperCurve - c1];
      const [s3, c3] = [sums[left]! - s1, sums[left + 1]! - c1];
      const [s4, c4] = [slope - upper - s3, curve - upperCurve - c3];
      const steps = [s1 / (c1 + ridge), s2 / (c2 + ridge), s3 / (c3 + ridge), s4 / (c4 + ridge)] as const;
      const gain = s1 * steps[0] + s2 * steps[1] + s3 * steps[2] + s4 * steps[3] - before;
      if (gain > (best?.gain ?? 0)) best = { lastRow, lastColumn, steps, gain };
    }
  }
  return best;
}

/** Replaces each cell's sums by those of the rectangle from the first cell to it. */
function accumulate(sums: Float64Array, height: number, width: number): void {
  for (let row = 0; row < height; row++) {
    let [slope, curve] = [0, 0];
    for (let column = 0; column < width; column++) {
      const at = 2 * (row * width + column);
      slope += sums[at]!;
      curve += sums[at + 1]!;
      sums[at] = slope + (row > 0 ? sums[at - 2 * width]! : 0);
      sums[at + 1] = curve + (row > 0 ? sums[at - 2 * width + 1]! : 0);
    }
  }
}

function stepOf(
  { lastRow, lastColumn, steps }: Cross,
  { height, width }: BinnedPair,
  learningRate: number,
): Float64Array {
  return Float64Array.from({ length: height * width }, (_, cell) => {
    const [lower, right] = [Math.floor(cell / width) > lastRow, cell % width > lastColumn];
    return learningRate * steps[(lower ? 2 : 0) + (right ? 1 : 0)]!;
  });
}
