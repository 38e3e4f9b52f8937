import { quantile } from "simple-statistics";

import type { Characteristic, Scorecard } from "../../../catalogue/scorecard/types.ts";
import type { Panel } from "./panel.ts";
import { evaluatorOf, meanOf, wholeShares } from "./points.ts";
import type { Sighting } from "./steps.ts";

/** Totals between these quantiles say where silence stands. */
const SILENCE = { from: 0.15, to: 0.25 } as const;

/** Weights by the spread of points, and the points of a company of which nothing is known. */
export function finishCharacteristics(panel: Panel, card: Scorecard, sightings: readonly Sighting[]): Characteristic[] {
  const score = evaluatorOf(panel, card);
  const scores = sightings.map(score);
  const totals = scores.map(({ total }) => total);
  const [from, to] = [quantile(totals, SILENCE.from), quantile(totals, SILENCE.to)];
  const near = scores.filter(({ total }) => total >= from && total <= to);
  const pointsOf = (of: typeof scores, index: number) => of.map((each) => each.characteristics[index]?.points ?? NaN);
  const weights = wholeShares(card.characteristics.map((_, index) => spreadOf(pointsOf(scores, index))));
  return card.characteristics.map((characteristic, index) => {
    const typical = Math.round(meanOf(pointsOf(near, index)));
    // A characteristic's mean is about 0: silence about it never does better than that.
    return { ...characteristic, weightBps: weights[index] as number, unknownPoints: Math.min(typical, 0) };
  });
}

function spreadOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}
