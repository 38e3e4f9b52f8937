import type { Characteristic, ScorePart } from "../../../catalogue/scorecard/types.ts";
import type { Unweighted } from "./administrative.ts";

/**
 * How much of the whole picture each part is, when all three are there: expert judgement, basis points. What a company
 * declares of itself is below the minimum coverage, so that accounts alone bring no grade.
 */
export const PART_WEIGHTS: Readonly<Record<ScorePart, number>> = {
  administrative: 5_000,
  financial: 2_500,
  conduct: 2_500,
};

const WHOLE_BPS = 10_000;
/** Beyond this range of points a characteristic is a gate, and says no more about how much of the picture was seen. */
const WIDEST_RANGE = 100;

/** Gives each characteristic its weight: its part's, shared by the ranges of points within the part; together 10000. */
export function weighted(characteristics: readonly Unweighted[]): Characteristic[] {
  const parts = [...new Set(characteristics.map(({ part }) => part))];
  const partWeights = shared(
    parts.map((part) => PART_WEIGHTS[part]),
    WHOLE_BPS,
  );
  const weights = new Map<Unweighted, number>();
  for (const [index, part] of parts.entries()) {
    const members = characteristics.filter((characteristic) => characteristic.part === part);
    const shares = shared(members.map(rangeOf), partWeights[index] as number);
    for (const [at, member] of members.entries()) weights.set(member, shares[at] as number);
  }
  return characteristics.map((characteristic) => ({
    ...characteristic,
    weightBps: weights.get(characteristic) as number,
  }));
}

function rangeOf({ cells }: Unweighted): number {
  return Math.min(WIDEST_RANGE, Math.max(...cells) - Math.min(...cells));
}

/** A whole number dealt out in proportion. */
function shared(proportions: readonly number[], whole: number): number[] {
  const all = proportions.reduce((sum, proportion) => sum + proportion, 0);
  return wholeNumbers(
    proportions.map((proportion) => (whole * proportion) / all),
    whole,
  );
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
