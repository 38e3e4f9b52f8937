import { foldsOf } from "../folds.ts";
import { logLoss } from "./monotone-fit.ts";
import type { Panel } from "./panel.ts";
import { sightingsOf, type Sighting } from "./steps.ts";
import { fitModel, levelsOf, logOddsAt, spreadsOf, type Levels, type StepModel } from "./step-model.ts";

/** What is tried, and how often. */
export interface Effort {
  readonly bins: readonly number[];
  readonly ridges: readonly number[];
  readonly leastCharacteristics: number;
  readonly mostCharacteristics: number;
  readonly innerFolds: number;
  readonly innerRepeats: number;
}

export interface Choice {
  readonly model: StepModel;
  readonly bins: number;
  readonly ridge: number;
  /** Mean log loss of the choice in the inner cross-validation. */
  readonly innerLogLoss: number;
}

interface Setting {
  readonly bins: number;
  readonly ridge: number;
  readonly size: number;
  readonly loss: number;
}

/**
 * Chooses bins, ridge and characteristics by cross-validated log loss among the given firms only, then fits on all of them.
 * Characteristics are chosen by elimination: from all candidates down, the one whose points spread least leaves first.
 * @param months indices of the months to learn from
 */
export function chooseModel(
  panel: Panel,
  months: readonly number[],
  firms: readonly number[],
  effort: Effort,
  seed: number,
): Choice {
  const sightings = sightingsOf(panel, months, firms);
  const weight = 1 / months.length;
  const tried = effort.bins.flatMap((bins) => {
    const levels = levelsOf(panel, sightings, bins);
    return effort.ridges.flatMap((ridge) => {
      return innerLosses(panel, levels, firms, { ridge, weight, seed }, effort).map((tried) => ({
        bins,
        ridge,
        ...tried,
      }));
    });
  });
  const best = tried.reduce((least: Setting, setting: Setting) => (setting.loss < least.loss ? setting : least));
  const levels = levelsOf(panel, sightings, best.bins);
  const path = eliminate(panel, levels, [...sightings.keys()], { ridge: best.ridge, weight }, effort);
  const model = path.find(({ chosen }) => chosen.length === best.size) as StepModel;
  return { model, bins: best.bins, ridge: best.ridge, innerLogLoss: best.loss };
}

interface Penalty {
  readonly ridge: number;
  readonly weight: number;
}

/** Mean log loss of each number of characteristics on firms left out of the fit. */
function innerLosses(
  panel: Panel,
  levels: Levels,
  firms: readonly number[],
  { seed, ...penalty }: Penalty & { readonly seed: number },
  effort: Effort,
): { size: number; loss: number }[] {
  const losses = new Map<number, number>();
  for (let repeat = 0; repeat < effort.innerRepeats; repeat++) {
    const foldOfFirm = dealFirms(panel, firms, effort.innerFolds, seed + INNER_SEEDS * (repeat + 1));
    for (let fold = 0; fold < effort.innerFolds; fold++) {
      const isOut = ({ firm }: Sighting) => foldOfFirm.get(firm) === fold;
      const rows = [...levels.sightings.keys()];
      const learn = rows.filter((row) => !isOut(levels.sightings[row] as Sighting));
      const check = rows.filter((row) => isOut(levels.sightings[row] as Sighting));
      for (const model of eliminate(panel, levels, learn, penalty, effort)) {
        const size = model.chosen.length;
        losses.set(
          size,
          (losses.get(size) ?? 0) + check.reduce((sum, row) => sum + lossOf(panel, model, levels, row), 0),
        );
      }
    }
  }
  const count = levels.sightings.length * effort.innerRepeats;
  return [...losses].map(([size, loss]) => ({ size, loss: loss / count }));
}

/** Keeps the seeds of inner folds apart from one another and from the outer ones. */
const INNER_SEEDS = 7_919;

function lossOf(panel: Panel, model: StepModel, levels: Levels, row: number): number {
  const { firm } = levels.sightings[row] as Sighting;
  return logLoss(logOddsAt(model, levels, row), panel.firms[firm]?.bad === false);
}

/** The models from the most characteristics allowed to the least. */
function eliminate(
  panel: Panel,
  levels: Levels,
  rows: readonly number[],
  { ridge, weight }: Penalty,
  { leastCharacteristics, mostCharacteristics }: Effort,
): StepModel[] {
  const path: StepModel[] = [];
  for (let chosen = [...panel.candidates.keys()]; ;) {
    const model = fitModel(panel, levels, rows, chosen, ridge, weight);
    if (chosen.length <= mostCharacteristics) path.push(model);
    if (chosen.length <= leastCharacteristics) return path;
    const spreads = spreadsOf(model, levels, rows);
    const least = spreads.indexOf(Math.min(...spreads));
    chosen = chosen.filter((_, place) => place !== least);
  }
}

/** The fold of each firm, about as many bad ones in each. */
export function dealFirms(panel: Panel, firms: readonly number[], folds: number, seed: number): Map<number, number> {
  const rows = firms.map((firm) => ({ key: String(firm), bad: panel.firms[firm]?.bad === true }));
  const dealt = foldsOf(rows, folds, seed);
  return new Map(firms.map((firm, index) => [firm, dealt[index] as number]));
}
