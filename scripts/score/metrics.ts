import { quantile } from "simple-statistics";

/** One company: a higher score is better; `bad` says whether it defaulted. */
export interface Outcome {
  readonly score: number;
  readonly bad: boolean;
}

/** Probability that a good company scores higher than a bad one, ties count half (Mann-Whitney). NaN without either. */
export function areaUnderCurve(outcomes: readonly Outcome[]): number {
  const { goods, bads, tiers } = tiersOf(outcomes);
  let goodsBelow = 0;
  let pairs = 0;
  for (const tier of tiers) {
    pairs += tier.bad * (goods - goodsBelow - tier.good / 2);
    goodsBelow += tier.good;
  }
  return pairs / (goods * bads);
}

/** Largest gap between the two cumulative distributions (Kolmogorov-Smirnov). */
export function kolmogorovSmirnov(outcomes: readonly Outcome[]): number {
  const { goods, bads, tiers } = tiersOf(outcomes);
  let [goodsBelow, badsBelow, largest] = [0, 0, 0];
  for (const tier of tiers) {
    goodsBelow += tier.good;
    badsBelow += tier.bad;
    largest = Math.max(largest, Math.abs(badsBelow / bads - goodsBelow / goods));
  }
  return largest;
}

/** Mean squared error of predicted default probabilities (Brier). */
export function brierScore(predictions: readonly { probability: number; bad: boolean }[]): number {
  const squares = predictions.map(({ probability, bad }) => (probability - (bad ? 1 : 0)) ** 2);
  return squares.reduce((sum, square) => sum + square, 0) / predictions.length;
}

export interface CalibrationRow {
  readonly fromScore: number;
  readonly toScore: number;
  readonly companies: number;
  readonly defaults: number;
  /** Mean of the predicted probabilities. */
  readonly predicted: number;
  readonly observed: number;
  readonly low: number;
  readonly high: number;
}

/** Predicted beside observed defaults in bands of about equal size, the lowest scores first. */
export function calibrationTable(
  outcomes: readonly Outcome[],
  probabilityOf: (score: number) => number,
  bands = 10,
): CalibrationRow[] {
  const scores = outcomes.map(({ score }) => score);
  const bounds = [...new Set(Array.from({ length: bands - 1 }, (_, band) => quantile(scores, (band + 1) / bands)))];
  const edges = [-Infinity, ...bounds, Infinity];
  const rows = edges.slice(1).map((to, index) => {
    const inside = outcomes.filter(({ score }) => score > (edges[index] as number) && score <= to);
    return inside.length === 0 ? [] : [calibrationRow(inside, probabilityOf)];
  });
  return rows.flat();
}

function calibrationRow(inside: readonly Outcome[], probabilityOf: (score: number) => number): CalibrationRow {
  const scores = inside.map(({ score }) => score);
  const defaults = inside.filter(({ bad }) => bad).length;
  const { low, high } = wilsonInterval(defaults, inside.length);
  return {
    fromScore: scores.reduce((least, score) => Math.min(least, score), Infinity),
    toScore: scores.reduce((most, score) => Math.max(most, score), -Infinity),
    companies: inside.length,
    defaults,
    predicted: scores.reduce((sum, score) => sum + probabilityOf(score), 0) / inside.length,
    observed: defaults / inside.length,
    ...{ low, high },
  };
}

/** The 95 % interval of a proportion by Wilson's score method; 0 to 1 when nothing was observed. */
export function wilsonInterval(count: number, of: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const z = 1.959963984540054;
  const [part, squared] = [count / of, z * z];
  const centre = (part + squared / (2 * of)) / (1 + squared / of);
  const half = (z / (1 + squared / of)) * Math.sqrt((part * (1 - part)) / of + squared / (4 * of * of));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** Probability of default at a score, by the scale: odds of `odds` to 1 at `points`. */
export function probabilityAt(
  score: number,
  { points, odds, pointsToDoubleOdds }: { points: number; odds: number; pointsToDoubleOdds: number },
): number {
  return 1 / (1 + odds * 2 ** ((score - points) / pointsToDoubleOdds));
}

/** Goods and bads by distinct score, lowest first. */
function tiersOf(outcomes: readonly Outcome[]) {
  const byScore = new Map<number, { good: number; bad: number }>();
  let bads = 0;
  for (const { score, bad } of outcomes) {
    const tier = byScore.get(score) ?? { good: 0, bad: 0 };
    if (bad) tier.bad++;
    else tier.good++;
    if (bad) bads++;
    byScore.set(score, tier);
  }
  const tiers = [...byScore].sort(([a], [b]) => a - b).map(([, tier]) => tier);
  return { goods: outcomes.length - bads, bads, tiers };
}
