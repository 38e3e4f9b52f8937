import type { Scorecard, ScoreGrade } from "../../catalogue/index.ts";
import { percent } from "../chain/sentences/words.ts";

/**
 * What part of the companies of a grade is expected to fail, with the interval and what it rests on:
 * `1.65 % bankruptcy within 5 years 5年内破产 (interval 0.87 % to 3.11 %; 9 of 544 observed 已观察)`.
 * @param grade position in the scorecard's grades, from 1
 */
export function rateOf(card: Scorecard, grade: number): string {
  const { defaultRateBps, defaultRateLowBps, defaultRateHighBps } = card.grades[grade - 1]!;
  const [rate, low, high] = [defaultRateBps, defaultRateLowBps, defaultRateHighBps].map((bps) => percent(BigInt(bps)));
  return `${rate} ${outcomeOf(card)} (interval 区间 ${low} to ${high}; ${basisOf(card, grade)})`;
}

/** What is predicted. Cards trained on companies of which the year of bankruptcy is known say how far ahead. */
function outcomeOf({ provenance: { yearsAhead } }: Scorecard): string {
  if (typeof yearsAhead !== "number") return "default 违约";
  return `bankruptcy within ${count(yearsAhead, "year")} ${yearsAhead}年内破产`;
}

/** Grades whose observed rates were pooled share them, so that the counts behind a rate are those of all of them. */
function basisOf({ grades }: Scorecard, grade: number): string {
  const own = grades[grade - 1]!;
  if (own.companies === 0) return "read off the scale, not observed yet 按评分尺度推算，尚未观察";
  const pool = grades.filter((other) => other.companies > 0 && sameRate(own, other));
  const sum = (of: (one: ScoreGrade) => number) => pool.reduce((total, one) => total + of(one), 0);
  const among = pool.length > 1 ? ` in grades ${pool.map(({ label }) => label).join(", ")}` : "";
  return `${sum(({ defaults }) => defaults)} of ${sum(({ companies }) => companies)} observed${among} 实际观察`;
}

function sameRate(one: ScoreGrade, other: ScoreGrade): boolean {
  return (
    one.defaultRateBps === other.defaultRateBps &&
    one.defaultRateLowBps === other.defaultRateLowBps &&
    one.defaultRateHighBps === other.defaultRateHighBps
  );
}

/** `1 year`, `5 years`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
