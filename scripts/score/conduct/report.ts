import type { Scorecard } from "../../../catalogue/scorecard/types.ts";
import { formatMonth, type Month } from "../../agency/invoices/months.ts";
import { areaUnderCurve, calibrationTable, type Outcome, probabilityAt } from "../metrics.ts";
import { calibrationLine } from "./calibration-line.ts";
import { labelledFirms, type OutOfFold, outcomesOf } from "./cross-validate.ts";
import { type Bootstrap, discriminationOf, rounded } from "./discrimination.ts";
import type { Panel } from "./panel.ts";
import { meanOf, scorerOf } from "./points.ts";
import { SCALE } from "./scale.ts";
import { inputAt, sightingsOf } from "./steps.ts";

const CALIBRATION_BANDS = 5;

/** What cross-validation found, for the provenance. */
export function validationReport(panel: Panel, found: OutOfFold, reference: number, bootstrap: Bootstrap) {
  const firms = labelledFirms(panel);
  const measure = (month: number, of: readonly number[]) => discriminationOf(panel, found, month, of, bootstrap);
  const lines = found.totals.map((byMonth) =>
    calibrationLine(outcomesOf(panel, byMonth[reference] as Float64Array, firms)),
  );
  return {
    repeats: found.totals.length,
    atReference: measure(reference, firms),
    bySightingMonth: panel.months.map((month, index) => ({ after: formatMonth(month), ...measure(index, firms) })),
    stillSelling: measure(reference, stillSelling(panel, firms, reference)),
    smallerHalf: measure(reference, smallerHalf(panel, firms, reference)),
    calibrationSlope: rounded(meanOf(lines.map(({ slope }) => slope))),
    calibrationIntercept: rounded(meanOf(lines.map(({ intercept }) => intercept))),
    calibration: calibrationTable(
      typicalOutcomes(panel, found, reference),
      (score) => probabilityAt(score, SCALE),
      CALIBRATION_BANDS,
    ).map((row) => ({
      ...row,
      ...{ predicted: rounded(row.predicted), observed: rounded(row.observed) },
      ...{ low: rounded(row.low), high: rounded(row.high) },
    })),
    ...chosenIn(found),
  };
}

/** Of all models of a cross-validation, how many chose each characteristic and each number of them. */
export function chosenIn({ models, chosen, sizes }: OutOfFold) {
  return { models, chosen, numbersOfCharacteristics: sizes };
}

/** One outcome for each firm: the middle one of its out-of-fold totals. */
export function typicalOutcomes(panel: Panel, { totals }: OutOfFold, month: number): Outcome[] {
  return labelledFirms(panel).flatMap((firm) => {
    const scores = totals.map((byMonth) => byMonth[month]?.[firm] ?? NaN).sort((a, b) => a - b);
    const score = scores[Math.floor(scores.length / 2)] as number;
    return Number.isNaN(score) ? [] : [{ score, bad: panel.firms[firm]?.bad === true }];
  });
}

/** The shipped card on the firms that it was made from: too good, for comparison with the out-of-fold figures. */
export function inSampleArea(panel: Panel, card: Scorecard, month: number): number {
  const score = scorerOf(panel, card);
  const sightings = sightingsOf(panel, [month], labelledFirms(panel));
  return rounded(
    areaUnderCurve(sightings.map((at) => ({ score: score(at), bad: panel.firms[at.firm]?.bad === true }))),
  );
}

/** What each candidate's plain figure tells by itself at each month; no model, no choice. Above 0.5: the fixed direction holds. */
export function singleAreas(panel: Panel): Record<string, Record<string, number>> {
  const firms = labelledFirms(panel);
  const areaAt = (candidate: number, month: number) => {
    const sign = panel.candidates[candidate]?.better === "higher" ? 1 : -1;
    const outcomes = sightingsOf(panel, [month], firms).map((at) => {
      const input = inputAt(panel, at, candidate);
      const score = typeof input === "bigint" ? sign * Number(input) : -Infinity;
      return { score, bad: panel.firms[at.firm]?.bad === true };
    });
    return rounded(areaUnderCurve(outcomes));
  };
  return Object.fromEntries(
    panel.candidates.map(({ input }, candidate) => [
      input.id,
      Object.fromEntries(panel.months.map((month: Month, index) => [formatMonth(month), areaAt(candidate, index)])),
    ]),
  );
}

/** Firms with a sales invoice in the last 12 months: those that had not stopped trading. */
function stillSelling(panel: Panel, firms: readonly number[], month: number): number[] {
  const candidate = candidateNamed(panel, "top1_customer_share_12m");
  return firms.filter((firm) => typeof panel.inputs[month]?.[firm]?.[candidate] === "bigint");
}

/** The half with the lower sales: size says less among them. */
function smallerHalf(panel: Panel, firms: readonly number[], month: number): number[] {
  const candidate = candidateNamed(panel, "invoiced_sales_24m");
  const salesOf = (firm: number) => Number(panel.inputs[month]?.[firm]?.[candidate] ?? NaN);
  return [...firms].sort((a, b) => salesOf(a) - salesOf(b)).slice(0, Math.floor(firms.length / 2));
}

function candidateNamed(panel: Panel, id: string): number {
  const index = panel.candidates.findIndex(({ input }) => input.id === id);
  if (index === -1) throw new RangeError(`the panel has no candidate ${id}`);
  return index;
}
