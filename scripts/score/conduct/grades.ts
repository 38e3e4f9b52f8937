import type { ScoreGrade } from "../../../catalogue/scorecard/types.ts";
import { MAX_TOTAL } from "../../../catalogue/scorecard/types.ts";
import { type Outcome, probabilityAt, wilsonInterval } from "../metrics.ts";
import { SCALE } from "./scale.ts";

/** The labels of the feature `credit_grade` and where each begins, the same in every family. */
const GRADES = [
  ["D", 0],
  ["C", 300],
  ["CC", 400],
  ["CCC", 450],
  ["B", 500],
  ["BB", 550],
  ["BBB", 600],
  ["A", 650],
  ["AA", 700],
  ["AAA", 760],
] as const;

/** Grades with the defaults observed behind each; where no company stands, the scale's own rates. */
export function gradesOf(outcomes: readonly Outcome[]): ScoreGrade[] {
  return GRADES.map(([label, fromPoints], index) => {
    const below = GRADES[index + 1]?.[1] ?? MAX_TOTAL + 1;
    const inside = outcomes.filter(({ score }) => score >= fromPoints && score < below);
    const defaults = inside.filter(({ bad }) => bad).length;
    const rates = inside.length === 0 ? byScale(fromPoints, below) : observed(defaults, inside.length);
    return { label, fromPoints, ...rates, companies: inside.length, defaults };
  });
}

function observed(defaults: number, companies: number) {
  const { low, high } = wilsonInterval(defaults, companies);
  return ratesInBps(defaults / companies, low, high);
}

function byScale(from: number, below: number) {
  const at = (points: number) => probabilityAt(points, SCALE);
  return ratesInBps(at((from + below) / 2), at(below), at(from));
}

function ratesInBps(rate: number, low: number, high: number) {
  const bps = (part: number) => Math.round(part * 10_000);
  return { defaultRateBps: bps(rate), defaultRateLowBps: bps(low), defaultRateHighBps: bps(high) };
}
