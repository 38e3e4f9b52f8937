import type { Characteristic, ScorePart } from "../../../catalogue/scorecard/types.ts";
import type { Unweighted } from "./administrative.ts";

/** How much of the whole picture each part is, when all three are there: expert judgement, basis points. */
export const PART_WEIGHTS: Readonly<Record<ScorePart, number>> = {
  administrative: 4_000,
  financial: 3_500,
  conduct: 2_500,
};

const WHOLE_BPS = 10_000;
/** Beyond this range of points a characteristic is a gate, and says no more about how much of the picture was seen. */
const WIDEST_RANGE = 100;

/** Gives each characteristic its weight: its part's, shared by the ranges of points within the part; together 10000. */
export function weighted(characteristics: readonly Unweighted[]): Characteristic[] {
  const ranges = characteristics.map(({ cells }) => Math.min(WIDEST_RANGE, Math.max(...cells) - Math.min(...cells)));
  const rangeOfPart = new Map<ScorePart, number>();
  for (const [index, { part }] of characteristics.entries()) {
    rangeOfPart.set(part, (rangeOfPart.get(part) ?? 0) + (ranges[index] as number));
  }
  const allParts = [...rangeOfPart.keys()].reduce((sum, part) => sum + PART_WEIGHTS[part], 0);
  const shares = characteristics.map(
    ({ part }, index) =>
      (WHOLE_BPS * PART_WEIGHTS[part] * (ranges[index] as number)) / (allParts * (rangeOfPart.get(part) as number)),
  );
  const weights = wholeNumbers(shares, WHOLE_BPS);
  return characteristics.map((characteristic, index) => ({ ...characteristic, weightBps: weights[index] as number }));
}

/** Rounds so that the sum is kept: what is left after rounding down goes to the largest remainders, the first of equals. */
export function wholeNumbers(shares: readonly number[], sum: number): number[] {
  const whole = shares.map(Math.floor);
  const left = sum - whole.reduce((total, share) => total + share, 0);
  const byRemainder = shares
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) whole[index] = (whole[index] as number) + 1;
  return whole;
}
