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

/** What stands behind a grade. */
type Counts = Pick<ScoreGrade, "companies" | "defaults">;

/** How grades come to their rates, for provenance. */
export const GRADES_METHOD =
  "observed out of fold; neighbouring grades whose observed rates would rise with the grade are pooled until no rate does (pool adjacent violators), and share the rate and the Wilson interval of the pool; companies and defaults are each grade's own; a grade without companies has the scale's rate";

/** Grades with the defaults observed behind each; where no company stands, the scale's own rates. */
export function gradesOf(outcomes: readonly Outcome[]): ScoreGrade[] {
  const counts = GRADES.map(([, fromPoints], index) => {
    const inside = outcomes.filter(({ score }) => score >= fromPoints && score < endOf(index));
    return { companies: inside.length, defaults: inside.filter(({ bad }) => bad).length };
  });
  return gradesFrom(counts);
}

/** @param counts by grade, the worst first. A better grade never has a higher observed rate: see `GRADES_METHOD` */
export function gradesFrom(counts: readonly Counts[]): ScoreGrade[] {
  const pools = pooled(counts);
  return GRADES.map(([label, fromPoints], index) => {
    const { companies, defaults } = counts[index] as Counts;
    const pool = pools[index];
    const rates = pool === undefined ? byScale(fromPoints, endOf(index)) : observed(pool);
    return { label, fromPoints, ...rates, companies, defaults };
  });
}

/** By grade, the pool that it is in; none where it has no company. Observed rates fall from pool to pool. */
function pooled(counts: readonly Counts[]): (Counts | undefined)[] {
  const pools: { counts: Counts; grades: number[] }[] = [];
  for (const [grade, own] of counts.entries()) {
    if (own.companies === 0) continue;
    let pool = { counts: own, grades: [grade] };
    for (let last = pools.at(-1); last && rateOf(pool.counts) > rateOf(last.counts); last = pools.at(-1)) {
      pools.pop();
      pool = { counts: sumOf(last.counts, pool.counts), grades: [...last.grades, ...pool.grades] };
    }
    pools.push(pool);
  }
  return [...counts.keys()].map((grade) => pools.find(({ grades }) => grades.includes(grade))?.counts);
}

const rateOf = ({ companies, defaults }: Counts) => defaults / companies;

function sumOf(one: Counts, other: Counts): Counts {
  return { companies: one.companies + other.companies, defaults: one.defaults + other.defaults };
}

/** The total at which the grade is left upward. */
function endOf(grade: number): number {
  return GRADES[grade + 1]?.[1] ?? MAX_TOTAL + 1;
}

function observed({ companies, defaults }: Counts) {
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
