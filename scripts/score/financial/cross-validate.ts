import { foldsOf } from "../folds.ts";
import { areaUnderCurve, type Outcome } from "../metrics.ts";
import { fitModels } from "./fit.ts";
import type { Sample } from "./inputs.ts";
import type { FitOptions } from "./options.ts";
import { roundToPoints, SCALE, totalsOf } from "./points.ts";

/** Totals of companies by models that have not seen them. */
export interface OutOfFold {
  readonly seed: number;
  /** By row. */
  readonly folds: Int32Array;
  readonly plain: Int32Array;
  readonly paired: Int32Array;
}

export const FOLDS = 5;

/** Cross-validation of the whole way from inputs to whole points, once for a seed. */
export function crossValidate(
  sample: Sample,
  options: FitOptions,
  seed: number,
  onProgress?: (message: string) => void,
): OutOfFold {
  const { bad, keys } = sample;
  const rows = keys.map((key, row) => ({ key, bad: bad[row] === 1 }));
  const folds = foldsOf(rows, FOLDS, seed);
  const [plain, paired] = [new Int32Array(bad.length), new Int32Array(bad.length)];
  for (let fold = 0; fold < FOLDS; fold++) {
    const train = Int32Array.from(rows.keys()).filter((row) => folds[row] !== fold);
    const models = fitModels(sample, train, options, seed + fold);
    for (const [model, totals] of [
      [models.plain, plain],
      [models.paired, paired],
    ] as const) {
      const predicted = totalsOf(roundToPoints(model, sample, train, SCALE), sample);
      for (const row of folds.keys()) if (folds[row] === fold) totals[row] = predicted[row]!;
    }
    onProgress?.(`seed ${seed}, fold ${fold + 1} of ${FOLDS}`);
  }
  return { seed, folds, plain, paired };
}

/** Area under the curve of each fold by itself. */
export function foldAreas(totals: Int32Array, folds: Int32Array, bad: Uint8Array): number[] {
  return Array.from({ length: FOLDS }, (_, fold) =>
    areaUnderCurve(outcomesOf(totals, bad).filter((_, row) => folds[row] === fold)),
  );
}

export function outcomesOf(totals: Int32Array, bad: Uint8Array): Outcome[] {
  return Array.from(totals, (score, row) => ({ score, bad: bad[row] === 1 }));
}
