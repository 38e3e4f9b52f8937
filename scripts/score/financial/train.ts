import { basename } from "node:path";

import type { Scorecard } from "../../../catalogue/scorecard/types.ts";
import { GRADES_METHOD } from "../conduct/grades.ts";
import { cardOf } from "./card.ts";
import { crossValidate, outcomesOf } from "./cross-validate.ts";
import { fitModels } from "./fit.ts";
import { type Sample, sampleOf } from "./inputs.ts";
import { type PointsModel, roundToPoints, SCALE, totalsOf } from "./points.ts";
import { digestOfRows, polishFile, readPolishRows, sha256Of, type Year, YEARS } from "./polish-file.ts";
import { calibration, DATA_SET, discrimination, elsewhere, worstFoldStability } from "./provenance.ts";
import type { Ratio } from "./ratio.ts";
import type { Specification } from "./specifications.ts";
import { ratiosOf } from "./validation.ts";

export interface TrainingOptions {
  readonly seed: number;
  /** How many cross-validations the figures are the mean of. */
  readonly repeats: number;
  readonly onProgress?: (message: string) => void;
}

/** Seeds of repeated cross-validations stay apart. */
const SEED_STEP = 10_000;

/**
 * Trains one scorecard on all companies of its file, and says by cross-validation what it is worth.
 * @param folder where the files of all three years are: the other two tell how stable the scores are
 * @throws ScoreDataError for a file that cannot be used
 */
export async function trainFinancial(
  folder: string,
  specification: Specification,
  { seed, repeats, onProgress }: TrainingOptions,
): Promise<Scorecard> {
  const { family, year, ratios, options } = specification;
  const path = await polishFile(folder, year);
  const sample = await readSample(folder, year, ratios);
  const runs = Array.from({ length: repeats }, (_, repeat) =>
    crossValidate(sample, options, seed + SEED_STEP * repeat, (message) => onProgress?.(`${family}: ${message}`)),
  );
  const rows = Int32Array.from(sample.bad.keys());
  const model = roundToPoints(fitModels(sample, rows, options, seed).paired, sample, rows, SCALE);
  const outOfFold = outcomesOf(runs[0]!.paired, sample.bad);
  const provenance = {
    dataSet: DATA_SET,
    files: [{ name: basename(path), sha256: await sha256Of(path) }],
    ...{ rows: rows.length, bads: outOfFold.filter(({ bad }) => bad).length, yearsAhead: specification.yearsAhead },
    method:
      "boosted stumps and crosses, mean of fits without a tenth each, stretched to out-of-bag odds, rounded to points",
    grades: GRADES_METHOD,
    ...{ seed, options },
    crossValidation: {
      oneDimensional: discrimination(runs, "plain", sample.bad),
      shipped: discrimination(runs, "paired", sample.bad),
      calibration: calibration(outOfFold),
    },
    stability: {
      worstFold: worstFoldStability(runs[0]!),
      otherYears: await otherYears(folder, specification, model, sample),
    },
  };
  const card = cardOf(specification, model, sample, outOfFold, provenance);
  const attributes = ratiosOf(card).flatMap((ratio) => ratio.attributes);
  const rowsSha256 = digestOfRows(await readPolishRows(path, attributes), attributes);
  return { ...card, provenance: { ...provenance, files: provenance.files.map((file) => ({ ...file, rowsSha256 })) } };
}

async function otherYears(folder: string, { year, ratios }: Specification, model: PointsModel, home: Sample) {
  const figures: Record<string, ReturnType<typeof elsewhere>> = {};
  for (const other of YEARS) {
    if (other === year) continue;
    const sample = await readSample(folder, other, ratios);
    figures[`year${other}`] = elsewhere(totalsOf(model, home), totalsOf(model, sample), sample.bad);
  }
  return figures;
}

async function readSample(folder: string, year: Year, ratios: readonly Ratio[]): Promise<Sample> {
  const attributes = [...new Set(ratios.flatMap(({ attributes }) => attributes))];
  return sampleOf(await readPolishRows(await polishFile(folder, year), attributes), ratios);
}
