import { quantile } from "simple-statistics";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

import { areaUnderCurve, brierScore, kolmogorovSmirnov, probabilityAt } from "../metrics.ts";
import { type OutOfFold, OUTER_FOLDS, outcomesOf } from "./cross-validate.ts";
import type { Panel } from "./panel.ts";
import { meanOf } from "./points.ts";
import { SCALE } from "./scale.ts";

/** How well out-of-fold totals tell bad from good; means over the repeats. */
export interface Discrimination {
  readonly firms: number;
  readonly bads: number;
  /** All folds of a repeat together: firms scored by five different cards are compared. */
  readonly auc: number;
  readonly aucStandardDeviationOverRepeats: number;
  /** 95 % interval over resampled companies. */
  readonly aucLow: number;
  readonly aucHigh: number;
  /** Mean of the areas inside each fold, where one card scores both sides. */
  readonly aucWithinFolds: number;
  readonly ks: number;
  readonly brier: number;
}

export interface Bootstrap {
  readonly samples: number;
  readonly seed: number;
}

export function discriminationOf(
  panel: Panel,
  { totals, folds }: OutOfFold,
  month: number,
  firms: readonly number[],
  bootstrap: Bootstrap,
): Discrimination {
  const repeats = totals.map((byMonth) => byMonth[month] as Float64Array);
  const outcomes = repeats.map((scores) => outcomesOf(panel, scores, firms));
  const areas = outcomes.map(areaUnderCurve);
  const mean = meanOf(areas);
  const within = repeats.flatMap((scores, repeat) => areasWithin(panel, scores, folds[repeat] as Int32Array, firms));
  const interval = bootstrapArea(panel, repeats, firms, bootstrap);
  return {
    firms: firms.length,
    bads: firms.filter((firm) => panel.firms[firm]?.bad).length,
    auc: rounded(mean),
    aucStandardDeviationOverRepeats: rounded(Math.sqrt(meanOf(areas.map((area) => (area - mean) ** 2)))),
    aucLow: rounded(interval.low),
    aucHigh: rounded(interval.high),
    aucWithinFolds: rounded(meanOf(within)),
    ks: rounded(meanOf(outcomes.map(kolmogorovSmirnov))),
    brier: rounded(
      meanOf(
        outcomes.map((rows) => {
          return brierScore(rows.map(({ score, bad }) => ({ probability: probabilityAt(score, SCALE), bad })));
        }),
      ),
    ),
  };
}

function areasWithin(panel: Panel, scores: Float64Array, folds: Int32Array, firms: readonly number[]): number[] {
  const areas = Array.from({ length: OUTER_FOLDS }, (_, fold) =>
    areaUnderCurve(
      outcomesOf(
        panel,
        scores,
        firms.filter((firm) => folds[firm] === fold),
      ),
    ),
  );
  return areas.filter((area) => !Number.isNaN(area));
}

/**
 * Draws companies with replacement; each draw's area is the mean over the repeats, so that the interval holds what the sample of
 * companies leaves open. What other training companies would have changed is in it only as far as folds differ.
 */
function bootstrapArea(
  panel: Panel,
  repeats: readonly Float64Array[],
  firms: readonly number[],
  { samples, seed }: Bootstrap,
): { low: number; high: number } {
  const random = xoroshiro128plus(seed);
  const areas: number[] = [];
  while (areas.length < samples) {
    const drawn = firms.map(() => firms[uniformInt(random, 0, firms.length - 1)] as number);
    const area = meanOf(repeats.map((scores) => areaUnderCurve(outcomesOf(panel, scores, drawn))));
    if (!Number.isNaN(area)) areas.push(area);
  }
  return { low: quantile(areas, 0.025), high: quantile(areas, 0.975) };
}

/** Four decimals: more would pretend. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
