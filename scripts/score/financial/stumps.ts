import { addCells, type BoostOptions, Gradients, uniform } from "./gradients.ts";

/** One ratio in bins. */
export interface BinnedRatio {
  /** By row: 0 where undefined. */
  readonly bins: Uint8Array;
  readonly size: number;
  /** 1: more is never worse; -1: more is never better; 0: free. */
  readonly direction: -1 | 0 | 1;
  /** Whether being undefined may count for or against a company. */
  readonly undefinedCounts: boolean;
}

/** A cut of one ratio in two: positions up to `lastLow` beside those above, the undefined one on either side or alone. */
interface Stump {
  readonly ratio: number;
  readonly lastLow: number;
  readonly undefinedSide: "low" | "high" | "alone";
  readonly low: number;
  readonly high: number;
  readonly gain: number;
}

/** A leaf with less curvature than this stands on too few rows. */
const LEAST_CURVATURE = 1;
const LEAST_CURVATURE_UNDEFINED = 0.3;

/**
 * Boosts stumps: each round takes the cut, of all ratios that it looks at, that lowers the loss most. Stumps of one ratio
 * add up to a function of that ratio, so the sum stays additive.
 * @param rows rows to learn from
 * @param logOdds by row, of being good; advanced in place for all rows
 * @returns log odds of each position, by ratio
 */
export function boostStumps(
  ratios: readonly BinnedRatio[],
  bad: Uint8Array,
  rows: Int32Array,
  logOdds: Float64Array,
  options: BoostOptions,
): Float64Array[] {
  const random = uniform(options.seed);
  const gradients = new Gradients(rows, bad);
  const shapes = ratios.map(({ size }) => new Float64Array(size));
  const sums = ratios.map(({ size }) => new Float64Array(2 * size));
  for (let round = 0; round < options.rounds; round++) {
    gradients.refresh(logOdds, options.rowPart, random);
    let best: Stump | undefined;
    for (const [ratio, { bins, direction, undefinedCounts }] of ratios.entries()) {
      if (random() >= options.candidatePart) continue;
      gradients.gather(bins, sums[ratio]!);
      if (!undefinedCounts) sums[ratio]!.fill(0, 0, 2);
      best = bestStump(ratio, sums[ratio]!, direction, options.ridge, best);
    }
    if (best === undefined) continue;
    const { bins, size, undefinedCounts } = ratios[best.ratio]!;
    const step = stepOf(best, size, options.learningRate);
    if (!undefinedCounts) step[0] = 0;
    addCells(logOdds, bins, step);
    const shape = shapes[best.ratio]!;
    for (let position = 0; position < size; position++) shape[position]! += step[position]!;
  }
  for (const [ratio, { bins, undefinedCounts }] of ratios.entries()) {
    if (!undefinedCounts) countAsAverage(shapes[ratio]!, bins, rows, logOdds);
  }
  return shapes;
}

/** Where nothing may be read into an undefined ratio, it counts as the mean of those rows that have it. */
function countAsAverage(shape: Float64Array, bins: Uint8Array, rows: Int32Array, logOdds: Float64Array): void {
  const defined = rows.filter((row) => bins[row] !== 0);
  if (defined.length === 0) return;
  const average = defined.reduce((sum, row) => sum + shape[bins[row]!]!, 0) / defined.length;
  shape[0] = average;
  for (const [row, bin] of bins.entries()) if (bin === 0) logOdds[row]! += average;
}

function bestStump(
  ratio: number,
  sums: Float64Array,
  direction: number,
  ridge: number,
  toBeat: Stump | undefined,
): Stump | undefined {
  let best = toBeat;
  const [slope0, curve0] = [sums[0]!, sums[1]!];
  let [slope, curve] = [0, 0];
  for (let at = 0; at < sums.length; at += 2) [slope, curve] = [slope + sums[at]!, curve + sums[at + 1]!];
  const before = (slope * slope) / (curve + ridge);
  const consider = (lastLow: number, undefinedSide: Stump["undefinedSide"], lowSlope: number, lowCurve: number) => {
    const [low, high] = [lowSlope / (lowCurve + ridge), (slope - lowSlope) / (curve - lowCurve + ridge)];
    if (undefinedSide !== "alone" && (high - low) * direction < 0) return;
    const gain = low * lowSlope + high * (slope - lowSlope) - before;
    if (gain > (best?.gain ?? 0)) best = { ratio, lastLow, undefinedSide, low, high, gain };
  };
  if (curve0 > LEAST_CURVATURE_UNDEFINED) consider(0, "alone", slope0, curve0);
  let [lowSlope, lowCurve] = [0, 0];
  for (let lastLow = 1; 2 * lastLow + 2 < sums.length; lastLow++) {
    lowSlope += sums[2 * lastLow]!;
    lowCurve += sums[2 * lastLow + 1]!;
    if (lowCurve < LEAST_CURVATURE || curve - curve0 - lowCurve < LEAST_CURVATURE) continue;
    consider(lastLow, "low", lowSlope + slope0, lowCurve + curve0);
    consider(lastLow, "high", lowSlope, lowCurve);
  }
  return best;
}

function stepOf({ lastLow, undefinedSide, low, high }: Stump, size: number, learningRate: number): Float64Array {
  const step = new Float64Array(size).fill(learningRate * high).fill(learningRate * low, 0, lastLow + 1);
  if (undefinedSide === "high") step[0] = learningRate * high;
  return step;
}
