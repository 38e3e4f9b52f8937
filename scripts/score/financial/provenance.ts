import { mean, sampleStandardDeviation } from "simple-statistics";

import { stabilityIndex } from "../conduct/stability.ts";
import {
  areaUnderCurve,
  brierScore,
  calibrationTable,
  kolmogorovSmirnov,
  type Outcome,
  probabilityAt,
} from "../metrics.ts";
import { foldAreas, FOLDS, type OutOfFold, outcomesOf } from "./cross-validate.ts";
import { SCALE } from "./points.ts";

const CITATION =
  "Polish companies bankruptcy, UCI Machine Learning Repository, dataset 365 (S. Tomczak, 2016; M. Zieba, S. Tomczak, " +
  "J. Tomczak: Ensemble boosted trees with synthetic features generation in application to bankruptcy prediction, Expert " +
  "Systems with Applications 58, 2016); a part of the rows, the rest is kept back.";

export const DATA_SET = { citation: CITATION, licence: "CC BY 4.0" } as const;

const probabilityOf = (score: number) => probabilityAt(score, SCALE);
const DIGITS = 5;
const rounded = (value: number) => Number(value.toFixed(DIGITS));

/** Discrimination and calibration of the totals of one kind, over several cross-validations. */
export function discrimination(runs: readonly OutOfFold[], kind: "plain" | "paired", bad: Uint8Array) {
  const outcomes = runs.map((run) => outcomesOf(run[kind], bad));
  const byFold = runs.map((run) => foldAreas(run[kind], run.folds, bad));
  const over = (measure: (outcomes: readonly Outcome[]) => number) => rounded(mean(outcomes.map(measure)));
  return {
    aucMean: rounded(mean(byFold.flat())),
    aucStandardDeviationOverFolds: rounded(sampleStandardDeviation(byFold.flat())),
    aucPooled: over(areaUnderCurve),
    aucByFold: runs.map(({ seed }, run) => ({ seed, folds: byFold[run]!.map(rounded) })),
    ks: over(kolmogorovSmirnov),
    brier: over((all) => brierScore(all.map(({ score, bad }) => ({ probability: probabilityOf(score), bad })))),
  };
}

/** Predicted beside observed, from one cross-validation. */
export function calibration(outcomes: readonly Outcome[]) {
  return calibrationTable(outcomes, probabilityOf).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, rounded(value as number)])),
  );
}

/** Population stability index of the totals in bands of half a doubling: each fold against the others, the worst of them. */
export function worstFoldStability({ folds, paired }: OutOfFold): number {
  const bandsWhere = (wanted: (fold: number) => boolean) => bandsOf(paired.filter((_, row) => wanted(folds[row]!)));
  const indices = Array.from({ length: FOLDS }, (_, fold) =>
    stabilityIndex(
      bandsWhere((each) => each !== fold),
      bandsWhere((each) => each === fold),
    ),
  );
  return rounded(Math.max(...indices));
}

/** How other companies fare on a card: discrimination, and how far their totals have moved from the training companies'. */
export function elsewhere(home: Int32Array, totals: Int32Array, bad: Uint8Array) {
  return {
    auc: rounded(areaUnderCurve(outcomesOf(totals, bad))),
    populationStabilityIndex: rounded(stabilityIndex(bandsOf(home), bandsOf(totals))),
  };
}

/** Ten bands of 50 points between 400 and 800, the ends open. */
function bandsOf(totals: Int32Array): number[] {
  return Array.from(totals, (total) => Math.max(0, Math.min(9, Math.floor((total - 350) / 50))));
}
