import type { Catalogue, CompiledScorecard, Score, Scorecard } from "../../catalogue/index.ts";
import { gradeName } from "../chain/scorecards.ts";
import { percent } from "../chain/sentences/words.ts";
import { count, rateOf } from "./grade-rate.ts";
import { partPoints } from "./score.ts";
import { showTime } from "./statement.ts";

type Line = readonly [name: string, value: string];

const PARTS = {
  administrative: "administrative facts 行政信息",
  financial: "financial statements 财务报表",
  conduct: "conduct 经营行为",
} as const;

/** What a total is the sum of: the base and the points of each part. */
export function sumLines(scorecard: CompiledScorecard, score: Pick<Score, "characteristics" | "total">): Line[] {
  const { basePoints } = scorecard.card;
  const parts = partPoints(scorecard, score);
  const sum = parts.reduce((total, { points }) => total + points, basePoints);
  const limited = sum === score.total ? "" : ` (the sum 合计 ${sum} is kept between 0 and 1000)`;
  return [
    ["base points 基础分", String(basePoints)],
    ...parts.map(({ part, points }): Line => [PARTS[part], signed(points)]),
    ["total 总分", `${score.total} of 1000${limited}`],
  ];
}

/** A score or a certified rating, but for its total. */
export interface Graded {
  /** Position in the scorecard's grades, from 1 for the worst; 0 when too little is known for one. */
  readonly grade: number;
  readonly coverageBps: number;
  /** Unix seconds; 0 without a current statement. */
  readonly expiresAt: number;
  /** How many it rests on. */
  readonly statements: number;
}

/** Grade, what it means, how much is known, and until when all that stands. */
export function standingLines(catalogue: Catalogue, card: Scorecard, graded: Graded): Line[] {
  const { grade, coverageBps, expiresAt, statements } = graded;
  const needed = percent(BigInt(card.minimumCoverageBps));
  const meaning: Line =
    grade === 0 ? ["grade needs 等级要求", `${needed} coverage`] : ["expected rate 预期比率", rateOf(card, grade)];
  const until = expiresAt === 0 ? "no current statement 无有效声明" : showTime(expiresAt);
  return [
    ["grade 等级", gradeName(catalogue, card, grade)],
    meaning,
    ["coverage 覆盖率", `${percent(BigInt(coverageBps))} of the picture, from ${count(statements, "statement")}`],
    ["stands until 有效期至", `${until}, unless a fact changes before`],
  ];
}

/** Points with their sign: `+12`, `-3`, `0`. */
export function signed(points: number): string {
  return points > 0 ? `+${points}` : String(points);
}
