import { evaluateScorecard, gradeOf } from "../../../catalogue/index.ts";
import type { Characteristic, CompiledScorecard, Score, ScoreGrade } from "../../../catalogue/index.ts";
import type { CompiledCharacteristic } from "../../../catalogue/scorecard/compile.ts";
import type { Absence, CharacteristicScore } from "../../../catalogue/scorecard/evaluate.ts";
import { MAX_TOTAL } from "../../../catalogue/scorecard/types.ts";
import type { ScorePart } from "../../../catalogue/scorecard/types.ts";
import { allCells, bestOf, possibleCells, worstOf } from "./cells.ts";
import type { Cell } from "./cells.ts";
import { explainInput } from "./inputs.ts";
import type { FactTerm, InputExplanation } from "./inputs.ts";
import { firstExpiry, valuesOf } from "./sources.ts";
import type { SourceState } from "./sources.ts";

/** Why a company has the score that it has. */
export interface Explanation {
  readonly compiled: CompiledScorecard;
  readonly sources: readonly SourceState[];
  readonly score: Score;
  /** Null while less than the minimum is known. */
  readonly grade: ScoreGrade | null;
  /** In the order of the scorecard. */
  readonly characteristics: readonly ExplainedCharacteristic[];
  /** Those that cost points, the costliest first; of equal ones the weightier, then the one that the scorecard has first. */
  readonly reasons: readonly ExplainedCharacteristic[];
  /** Those of which something is unknown or withheld, in the order of the scorecard. */
  readonly missing: readonly ExplainedCharacteristic[];
  readonly parts: readonly PartScore[];
  /** What the total can come to once everything is known that is missing now. */
  readonly range: { readonly lowest: Reachable; readonly highest: Reachable };
  /** When the first of the evidence expires, unix seconds; null without evidence. */
  readonly expiresAt: bigint | null;
}

export interface ExplainedCharacteristic {
  readonly characteristic: Characteristic;
  readonly compiled: CompiledCharacteristic;
  readonly state: CharacteristicScore["state"];
  readonly points: number;
  /** Position of the cell; null unless known. */
  readonly cell: number | null;
  readonly best: Cell;
  readonly worst: Cell;
  /** Against the best cell; negative where a missing fact has more points than the best cell. */
  readonly lost: number;
  readonly inputs: readonly InputExplanation[];
  /** The facts that are missing; empty when known. */
  readonly missing: readonly FactTerm[];
  /** The fewest and the most points that it can come to: its own when known, else also what any cell left has. */
  readonly least: number;
  readonly most: number;
}

/** A part of the picture: what it brought, what it could bring, and how much of it was seen. */
export interface PartScore {
  readonly part: ScorePart;
  readonly points: number;
  readonly bestPoints: number;
  readonly weightBps: number;
  readonly coverageBps: number;
}

export interface Reachable {
  readonly total: number;
  /** The grade that such a total has. */
  readonly grade: ScoreGrade;
}

/**
 * Scores a company and says why.
 * @param asOf unix seconds of the block that is asked about
 */
export function explain(compiled: CompiledScorecard, sources: readonly SourceState[], asOf: bigint): Explanation {
  const score = evaluateScorecard(compiled, valuesOf(sources), asOf);
  const inputs = compiled.inputs.map((input, index) =>
    explainInput(input, score.inputs[index] as bigint | Absence, sources),
  );
  const characteristics = compiled.characteristics.map((one, index) =>
    explainCharacteristic(compiled, one, score.characteristics[index] as CharacteristicScore, inputs),
  );
  return {
    ...{ compiled, sources, score, characteristics },
    grade: compiled.card.grades[score.grade - 1] ?? null,
    reasons: characteristics.filter(({ lost }) => lost > 0).sort(costliestFirst),
    missing: characteristics.filter(({ state }) => state !== "known"),
    parts: partsOf(characteristics),
    range: {
      lowest: reachable(compiled, characteristics, ({ least }) => least),
      highest: reachable(compiled, characteristics, ({ most }) => most),
    },
    expiresAt: firstExpiry(sources),
  };
}

function explainCharacteristic(
  compiled: CompiledScorecard,
  one: CompiledCharacteristic,
  { points, state, cell }: CharacteristicScore,
  inputs: readonly InputExplanation[],
): ExplainedCharacteristic {
  const used = one.axes.map(({ input }) => inputs[input] as InputExplanation);
  const every = allCells(compiled, one);
  const values = inputs.map(({ value }) => value);
  const open = state === "known" ? [] : possibleCells(compiled, one, values).map((possible) => possible.points);
  const best = bestOf(every);
  return {
    characteristic: one.characteristic,
    compiled: one,
    ...{ state, points, cell, best },
    worst: worstOf(every),
    lost: best.points - points,
    inputs: used,
    missing: missingOf(used),
    least: Math.min(points, ...open),
    most: Math.max(points, ...open),
  };
}

/** The facts of an input whose denominator is 0 are there; each fact once. */
function missingOf(inputs: readonly InputExplanation[]): FactTerm[] {
  const facts = inputs.flatMap((input) => input.facts).filter(({ missing }) => missing !== null);
  return [...new Map(facts.map((fact) => [fact.field.id, fact])).values()];
}

function costliestFirst(a: ExplainedCharacteristic, b: ExplainedCharacteristic): number {
  return b.lost - a.lost || b.characteristic.weightBps - a.characteristic.weightBps;
}

function partsOf(characteristics: readonly ExplainedCharacteristic[]): PartScore[] {
  const groups = Map.groupBy(characteristics, ({ characteristic }) => characteristic.part);
  const sum = (group: readonly ExplainedCharacteristic[], of: (one: ExplainedCharacteristic) => number) =>
    group.reduce((total, one) => total + of(one), 0);
  return [...groups].map(([part, group]) => ({
    part,
    points: sum(group, ({ points }) => points),
    bestPoints: sum(group, ({ best }) => best.points),
    weightBps: sum(group, ({ characteristic }) => characteristic.weightBps),
    coverageBps: sum(group, ({ state, characteristic }) => (state === "known" ? characteristic.weightBps : 0)),
  }));
}

function reachable(
  { card }: CompiledScorecard,
  characteristics: readonly ExplainedCharacteristic[],
  points: (one: ExplainedCharacteristic) => number,
): Reachable {
  const sum = characteristics.reduce((total, one) => total + points(one), card.basePoints);
  const total = Math.max(0, Math.min(MAX_TOTAL, sum));
  const number = gradeOf(card, total, Number.POSITIVE_INFINITY);
  return { total, grade: card.grades[number - 1] as ScoreGrade };
}
