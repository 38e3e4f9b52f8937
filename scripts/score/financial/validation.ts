import { basename } from "node:path";

import { z } from "zod";

import { type Catalogue, loadCatalogue } from "../../../catalogue/index.ts";
import { compileScorecard, type CompiledScorecard } from "../../../catalogue/scorecard/compile.ts";
import { type Absence, scoreInputs } from "../../../catalogue/scorecard/evaluate.ts";
import type { Scorecard } from "../../../catalogue/scorecard/types.ts";
import {
  areaUnderCurve,
  brierScore,
  type CalibrationRow,
  calibrationTable,
  kolmogorovSmirnov,
  type Outcome,
  probabilityAt,
} from "../metrics.ts";
import { inputOf } from "./inputs.ts";
import { digestOfRows, polishFile, type PolishRow, readPolishRows, ScoreDataError, type Year } from "./polish-file.ts";
import type { Ratio } from "./ratio.ts";
import { RATIOS } from "./ratios.ts";
import { FAMILY_OF_YEAR } from "./specifications.ts";

/** The part of a financial scorecard's provenance that is read again. */
const TRAINING = z.object({
  files: z.array(z.object({ rowsSha256: z.string() })),
  crossValidation: z.object({ shipped: z.object({ aucMean: z.number(), aucStandardDeviationOverFolds: z.number() }) }),
});

/** How a scorecard did on labelled companies. */
export interface Validation {
  readonly family: string;
  readonly version: number;
  readonly file: string;
  readonly rows: number;
  readonly bad: number;
  /** Null when all companies are of one class. */
  readonly auc: number | null;
  readonly ks: number | null;
  readonly brier: number;
  /** What the card reached in training on companies that it had not seen: to be compared with `auc`. */
  readonly crossValidatedAuc: number;
  readonly crossValidatedAucDeviation: number;
  readonly calibration: readonly CalibrationRow[];
  readonly note?: string;
}

/**
 * Scores a year's file with the shipped scorecard of its family.
 * @throws ScoreDataError for a file that cannot be used
 */
export async function validateYear(folder: string, year: Year): Promise<Validation> {
  const catalogue = loadCatalogue();
  const card = shippedCard(catalogue, FAMILY_OF_YEAR[year]);
  const path = await polishFile(folder, year);
  const ratios = ratiosOf(card);
  const attributes = [...new Set(ratios.flatMap((ratio) => ratio.attributes))];
  const rows = await readPolishRows(path, attributes);
  const compiled = compileScorecard(catalogue, card);
  const outcomes = rows.map((row) => ({ score: totalOf(compiled, ratios, row), bad: row.bad }));
  const { note, ...figures } = measure(outcomes, card);
  const { files, crossValidation } = TRAINING.parse(card.provenance);
  const seen = files.some(({ rowsSha256 }) => rowsSha256 === digestOfRows(rows, attributes));
  const notes = [note, seen ? SEEN : undefined].filter((each) => each !== undefined);
  return {
    ...{ family: card.family, version: card.version, file: basename(path), ...figures },
    crossValidatedAuc: crossValidation.shipped.aucMean,
    crossValidatedAucDeviation: crossValidation.shipped.aucStandardDeviationOverFolds,
    ...(notes.length > 0 ? { note: notes.join("; ") } : {}),
  };
}

const SEEN =
  "these are the companies that the scorecard was trained on: its figures here are too good, those of cross-validation count";

/** The newest version of a family. */
function shippedCard({ scorecards }: Pick<Catalogue, "scorecards">, family: string): Scorecard {
  const versions = scorecards.filter((card) => card.family === family).sort((a, b) => b.version - a.version);
  if (versions[0] === undefined) throw new ScoreDataError(`the catalogue has no scorecard ${family}`);
  return versions[0];
}

/** The ratio behind each input of a scorecard, in its order. */
export function ratiosOf({ family, inputs }: Scorecard): Ratio[] {
  return inputs.map(({ id }) => {
    const found = RATIOS.find(({ input }) => input.id === id);
    if (found === undefined) throw new ScoreDataError(`${family}: the files do not tell the input "${id}"`);
    return found;
  });
}

/** A row's total, computed as the chain would from the same inputs. */
export function totalOf(compiled: CompiledScorecard, ratios: readonly Ratio[], row: PolishRow): number {
  const inputs = ratios.map((ratio): bigint | Absence => {
    const input = inputOf(ratio, row);
    return Number.isNaN(input) ? "undefined" : BigInt(input);
  });
  return scoreInputs(compiled, inputs).total;
}

/** What the scores say of the outcomes, with probabilities read off the card's scale. */
export function measure(outcomes: readonly Outcome[], { scale }: Pick<Scorecard, "scale">) {
  const bad = outcomes.filter((outcome) => outcome.bad).length;
  const probabilityOf = (score: number) => probabilityAt(score, scale);
  const oneClass = bad === 0 || bad === outcomes.length;
  return {
    rows: outcomes.length,
    bad,
    auc: oneClass ? null : areaUnderCurve(outcomes),
    ks: oneClass ? null : kolmogorovSmirnov(outcomes),
    brier: brierScore(outcomes.map(({ score, bad }) => ({ probability: probabilityOf(score), bad }))),
    calibration: calibrationTable(outcomes, probabilityOf),
    ...(oneClass ? { note: "all companies are of one class: AUC and KS do not exist" } : {}),
  };
}
