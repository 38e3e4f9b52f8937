import type { ScoreGrade, Scorecard } from "../../../catalogue/scorecard/types.ts";
import { MAX_TOTAL } from "../../../catalogue/scorecard/types.ts";
import { probabilityAt } from "../metrics.ts";

/** One scale for every family: 600 points at 20 good companies for a bad one, 40 points double that. */
export const SCALE: Scorecard["scale"] = { points: 600, odds: 20, pointsToDoubleOdds: 40 };

/** Labels of the feature `credit_grade` and where they begin; the same in every family. */
export const GRADE_STARTS: readonly (readonly [label: string, fromPoints: number])[] = [
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
];

const WHOLE_BPS = 10_000;

/** The total at which the scale expects this part of companies to default, 0 to 1. */
export function pointsAt(defaultRate: number): number {
  const odds = (1 - defaultRate) / defaultRate;
  return Math.round(SCALE.points + SCALE.pointsToDoubleOdds * Math.log2(odds / SCALE.odds));
}

/**
 * The grades with default rates read off the scale: at the middle of the band, and as bounds at its ends. The first and the
 * last have no end of their own but those of the scale, where nobody is: their middle is taken as if they were as wide as
 * their neighbour. No company stands behind the rates yet.
 */
export function gradesOffTheScale(): ScoreGrade[] {
  const starts = GRADE_STARTS.map(([, fromPoints]) => fromPoints);
  const last = GRADE_STARTS.length - 1;
  const width = (index: number) => (starts[index + 1] as number) - (starts[index] as number);
  return GRADE_STARTS.map(([label, fromPoints], index) => {
    const end = starts[index + 1] ?? MAX_TOTAL;
    const from = index === 0 ? end - width(1) : fromPoints;
    const to = index === last ? fromPoints + width(last - 1) : end;
    return {
      ...{ label, fromPoints },
      defaultRateBps: rateBps((from + to) / 2),
      defaultRateLowBps: rateBps(end),
      defaultRateHighBps: rateBps(fromPoints),
      ...{ companies: 0, defaults: 0 },
    };
  });
}

function rateBps(points: number): number {
  return Math.round(probabilityAt(points, SCALE) * WHOLE_BPS);
}
