import type { Characteristic, CompiledScorecard } from "../../../catalogue/index.ts";
import type { CompiledCharacteristic } from "../../../catalogue/scorecard/compile.ts";
import type { Absence, CharacteristicScore } from "../../../catalogue/scorecard/evaluate.ts";
import type { ScorePart } from "../../../catalogue/scorecard/types.ts";
import { assess } from "./assess.ts";
import type { Assessment, Outlook } from "./assess.ts";
import { allCells, bestOf } from "./cells.ts";
import type { Cell } from "./cells.ts";
import { explainInput } from "./inputs.ts";
import type { FactTerm, InputExplanation } from "./inputs.ts";
import type { SourceState } from "./sources.ts";

/** Why a company has the score that it has. */
export interface Explanation extends Assessment {
  /** In the order of the scorecard. */
  readonly characteristics: readonly ExplainedCharacteristic[];
  /**
   * Those known or withheld that cost points, the costliest first; of equal ones the weightier, then the one that the
   * scorecard has first. What is unknown costs nobody anything yet.
   */
  readonly reasons: readonly ExplainedCharacteristic[];
  /** Those of which something is unknown or withheld: first what could add the most; of equal ones the weightier. */
  readonly missing: readonly ExplainedCharacteristic[];
  readonly parts: readonly PartScore[];
}

export interface ExplainedCharacteristic extends Outlook {
  readonly characteristic: Characteristic;
  readonly compiled: CompiledCharacteristic;
  readonly state: CharacteristicScore["state"];
  readonly points: number;
  /** Position of the cell; null unless known. */
  readonly cell: number | null;
  /** Of those that a company can reach. */
  readonly best: Cell;
  /** Against the best cell; negative where a missing fact has more points than the best cell. */
  readonly lost: number;
  readonly inputs: readonly InputExplanation[];
  /** The facts that are missing; empty when known. */
  readonly missing: readonly FactTerm[];
}

/** A part of the picture: what it brought, what it could bring, and how much of it was seen. */
export interface PartScore {
  readonly part: ScorePart;
  readonly points: number;
  readonly bestPoints: number;
  readonly weightBps: number;
  readonly coverageBps: number;
}

/**
 * Scores a company and says why.
 * @param asOf unix seconds of the block that is asked about
 */
export function explain(compiled: CompiledScorecard, sources: readonly SourceState[], asOf: bigint): Explanation {
  const assessment = assess(compiled, sources, asOf);
  const { score, outlooks } = assessment;
  const inputs = compiled.inputs.map((input, index) =>
    explainInput(input, score.inputs[index] as bigint | Absence, sources),
  );
  const characteristics = compiled.characteristics.map((one, index) => ({
    ...explainCharacteristic(compiled, one, score.characteristics[index] as CharacteristicScore, inputs),
    ...(outlooks[index] as Outlook),
  }));
  return {
    ...assessment,
    characteristics,
    reasons: characteristics.filter(({ lost, state }) => lost > 0 && state !== "unknown").sort(costliestFirst),
    missing: characteristics.filter(({ state }) => state !== "known").sort(worthMostFirst),
    parts: partsOf(characteristics),
  };
}

function explainCharacteristic(
  card: CompiledScorecard,
  compiled: CompiledCharacteristic,
  { points, state, cell }: CharacteristicScore,
  inputs: readonly InputExplanation[],
): Omit<ExplainedCharacteristic, keyof Outlook> {
  const used = compiled.axes.map(({ input }) => inputs[input] as InputExplanation);
  const best = bestOf(allCells(card, compiled));
  return {
    characteristic: compiled.characteristic,
    ...{ compiled, state, points, cell, best },
    lost: best.points - points,
    inputs: used,
    missing: missingOf(used),
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

function worthMostFirst(a: ExplainedCharacteristic, b: ExplainedCharacteristic): number {
  return b.most - b.points - (a.most - a.points) || b.characteristic.weightBps - a.characteristic.weightBps;
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
