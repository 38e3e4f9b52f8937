import { evaluateScorecard, gradeOf } from "../../../catalogue/index.ts";
import type { CompiledScorecard, Score, ScoreGrade } from "../../../catalogue/index.ts";
import type { CompiledCharacteristic } from "../../../catalogue/scorecard/compile.ts";
import type { CharacteristicScore } from "../../../catalogue/scorecard/evaluate.ts";
import { MAX_TOTAL } from "../../../catalogue/scorecard/types.ts";
import { bestOf, possibleCells, worstOf } from "./cells.ts";
import { firstExpiry, valuesOf } from "./sources.ts";
import type { SourceState } from "./sources.ts";

/** A company's score and how sure it is; `explain` says why. */
export interface Assessment {
  readonly compiled: CompiledScorecard;
  readonly sources: readonly SourceState[];
  readonly score: Score;
  /** Null while less than the minimum is known. */
  readonly grade: ScoreGrade | null;
  /** Of each characteristic, what it can come to. */
  readonly outlooks: readonly Outlook[];
  /** What the total can come to once everything is known that is missing now. */
  readonly range: { readonly lowest: Reachable; readonly highest: Reachable };
  /** When the first of the evidence expires, unix seconds; null without evidence. */
  readonly expiresAt: bigint | null;
}

/** The fewest and the most points of a characteristic: its own when known, else also what any cell left has. */
export interface Outlook {
  readonly least: number;
  readonly most: number;
}

export interface Reachable {
  readonly total: number;
  /** The grade that such a total has. */
  readonly grade: ScoreGrade;
}

/**
 * Scores a company.
 * @param asOf unix seconds of the block that is asked about
 */
export function assess(compiled: CompiledScorecard, sources: readonly SourceState[], asOf: bigint): Assessment {
  const score = evaluateScorecard(compiled, valuesOf(sources), asOf);
  const outlooks = compiled.characteristics.map((one, index) =>
    outlookOf(compiled, one, score, score.characteristics[index] as CharacteristicScore),
  );
  return {
    ...{ compiled, sources, score, outlooks },
    grade: compiled.card.grades[score.grade - 1] ?? null,
    range: {
      lowest: reachable(compiled, outlooks, ({ least }) => least),
      highest: reachable(compiled, outlooks, ({ most }) => most),
    },
    expiresAt: firstExpiry(sources),
  };
}

function outlookOf(
  compiled: CompiledScorecard,
  characteristic: CompiledCharacteristic,
  { inputs }: Score,
  { points, state }: CharacteristicScore,
): Outlook {
  if (state === "known") return { least: points, most: points };
  const cells = possibleCells(compiled, characteristic, inputs);
  return { least: Math.min(points, worstOf(cells).points), most: Math.max(points, bestOf(cells).points) };
}

function reachable(
  { card }: CompiledScorecard,
  outlooks: readonly Outlook[],
  points: (outlook: Outlook) => number,
): Reachable {
  const sum = outlooks.reduce((total, one) => total + points(one), card.basePoints);
  const total = Math.max(0, Math.min(MAX_TOTAL, sum));
  const number = gradeOf(card, total, Number.POSITIVE_INFINITY);
  return { total, grade: card.grades[number - 1] as ScoreGrade };
}
