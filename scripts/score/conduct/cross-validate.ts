import type { Outcome } from "../metrics.ts";
import { chooseModel, dealFirms, type Effort } from "./choose.ts";
import type { Panel } from "./panel.ts";
import { pointsCard, scorerOf } from "./points.ts";
import { sightingsOf } from "./steps.ts";

/** Totals of firms that no part of the model had seen. */
export interface OutOfFold {
  /** By repeat, month and firm; NaN where the tax office states nothing. */
  readonly totals: readonly (readonly Float64Array[])[];
  /** By repeat and firm: the fold that it was left out with; -1 for firms without a label. */
  readonly folds: readonly Int32Array[];
  /** How often each characteristic, and each number of them, was chosen. */
  readonly chosen: Readonly<Record<string, number>>;
  readonly sizes: Readonly<Record<string, number>>;
  readonly models: number;
}

export const OUTER_FOLDS = 5;

/**
 * Nested cross-validation of the whole way to an integer scorecard: cuts, bins, ridge and characteristics are chosen anew
 * inside each training part, and the left-out firms are scored with the points as they would ship.
 * @param training indices of the months to learn from; all months of the panel are scored
 */
export function crossValidate(
  panel: Panel,
  training: readonly number[],
  effort: Effort,
  { repeats, seed }: { readonly repeats: number; readonly seed: number },
  onProgress: (message: string) => void,
): OutOfFold {
  const firms = labelledFirms(panel);
  const [chosen, sizes] = [new Map<string, number>(), new Map<string, number>()];
  const folds: Int32Array[] = [];
  const totals = Array.from({ length: repeats }, (_, repeat) => {
    const byMonth = panel.months.map(() => new Float64Array(panel.firms.length).fill(NaN));
    const foldOfFirm = dealFirms(panel, firms, OUTER_FOLDS, seed + repeat * OUTER_SEEDS);
    folds.push(Int32Array.from(panel.firms, (_, firm) => foldOfFirm.get(firm) ?? -1));
    for (let fold = 0; fold < OUTER_FOLDS; fold++) {
      const learn = firms.filter((firm) => foldOfFirm.get(firm) !== fold);
      const check = firms.filter((firm) => foldOfFirm.get(firm) === fold);
      const { model } = chooseModel(panel, training, learn, effort, seed + repeat * OUTER_SEEDS + fold + 1);
      const card = pointsCard(panel, model, sightingsOf(panel, training, learn));
      for (const { id } of card.characteristics) chosen.set(id, (chosen.get(id) ?? 0) + 1);
      const size = String(card.characteristics.length);
      sizes.set(size, (sizes.get(size) ?? 0) + 1);
      const score = scorerOf(panel, card);
      const everywhere = sightingsOf(panel, [...panel.months.keys()], check);
      for (const at of everywhere) (byMonth[at.month] as Float64Array)[at.firm] = score(at);
    }
    onProgress(`cross-validation: repeat ${repeat + 1} of ${repeats}`);
    return byMonth;
  });
  const models = repeats * OUTER_FOLDS;
  return { totals, folds, chosen: sortedRecord(chosen), sizes: sortedRecord(sizes), models };
}

/** Far enough apart that folds of one repeat never share a seed with those of another. */
const OUTER_SEEDS = 1_000_003;

function sortedRecord(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
}

export function labelledFirms(panel: Panel): number[] {
  return [...panel.firms.keys()].filter((firm) => panel.firms[firm]?.bad !== undefined);
}

/** The outcomes of one repeat at one month, of the given firms. */
export function outcomesOf(panel: Panel, totals: Float64Array, firms: readonly number[]): Outcome[] {
  return firms.flatMap((firm) => {
    const score = totals[firm] as number;
    return Number.isNaN(score) ? [] : [{ score, bad: panel.firms[firm]?.bad === true }];
  });
}
