import { NOT_STATED } from "../record.ts";
import type { CompiledCharacteristic, CompiledInput, CompiledScorecard, Place } from "./compile.ts";
import { MAX_FACT, MAX_INPUT, MAX_TOTAL, MIN_FACT, MIN_INPUT } from "./types.ts";
import type { Scorecard } from "./types.ts";

/** For each source of a scorecard the values of its current statement, in the order of the schema; null: there is none. */
export type SourceValues = readonly (readonly bigint[] | null)[];

/** `undefined`: the denominator is 0. `withheld`: a statement leaves a fact out. `unknown`: there is no statement. */
export type Absence = "undefined" | "withheld" | "unknown";

export interface CharacteristicScore {
  readonly points: number;
  readonly state: "known" | "withheld" | "unknown";
  /** Position in the characteristic's cells; null unless known. */
  readonly cell: number | null;
}

export interface Score {
  /** 0 to 1000. */
  readonly total: number;
  /** Position in the scorecard's grades, counted from 1 for the worst; 0 when too little is known for a grade. */
  readonly grade: number;
  /** Weight of the characteristics whose facts are known, of 10000. */
  readonly coverageBps: number;
  readonly inputs: readonly (bigint | Absence)[];
  readonly characteristics: readonly CharacteristicScore[];
}

const SECONDS_PER_DAY = 86_400n;

/**
 * The score of one company, as `contracts/scoring/Points.sol` computes it: integers, division truncating toward zero.
 * @param asOf the time asked about, unix seconds
 * @throws RangeError unless there is one entry for each source, and one value for each field of its schema.
 */
export function evaluateScorecard(compiled: CompiledScorecard, values: SourceValues, asOf: bigint): Score {
  requireShape(compiled, values);
  return scoreInputs(
    compiled,
    compiled.inputs.map((input) => inputOf(input, values, asOf)),
  );
}

/** The score that inputs make, in the order of the scorecard's. */
export function scoreInputs(compiled: CompiledScorecard, inputs: readonly (bigint | Absence)[]): Score {
  const { card } = compiled;
  const characteristics = compiled.characteristics.map((characteristic) => pointsOf(characteristic, inputs));
  let [sum, coverageBps] = [card.basePoints, 0];
  for (const [index, { points, state }] of characteristics.entries()) {
    sum += points;
    if (state === "known") coverageBps += card.characteristics[index]?.weightBps ?? 0;
  }
  const total = Math.max(0, Math.min(MAX_TOTAL, sum));
  return { total, grade: gradeOf(card, total, coverageBps), coverageBps, inputs, characteristics };
}

/** Position of a total's grade, counted from 1; 0 when less than the minimum is known. */
export function gradeOf({ grades, minimumCoverageBps }: Scorecard, total: number, coverageBps: number): number {
  return coverageBps < minimumCoverageBps ? 0 : grades.filter(({ fromPoints }) => fromPoints <= total).length;
}

/** How many cuts lie at or below the input: the number of its bin. */
export function binOf(input: bigint, cuts: readonly bigint[]): number {
  const above = cuts.findIndex((cut) => cut > input);
  return above === -1 ? cuts.length : above;
}

function inputOf({ input, ...places }: CompiledInput, values: SourceValues, asOf: bigint): bigint | Absence {
  const numerator = sumOf(places.numerator, values);
  if (input.operation === "ratio") return ratioOf(numerator, sumOf(places.denominator, values), places.multiplier);
  if (typeof numerator === "string") return numerator;
  return saturate(input.operation === "value" ? numerator : (asOf - numerator) / SECONDS_PER_DAY);
}

/** Withheld when a statement leaves out one of the facts, else unknown when there is no statement of one. */
function sumOf(places: readonly Place[], values: SourceValues): bigint | "withheld" | "unknown" {
  const facts = places.map(({ source, field }) => values[source]?.[field]);
  if (facts.includes(NOT_STATED)) return "withheld";
  if (facts.includes(undefined)) return "unknown";
  return places.reduce((sum, { sign }, index) => sum + BigInt(sign) * bounded(facts[index] as bigint), 0n);
}

function ratioOf(numerator: bigint | Absence, denominator: bigint | Absence, multiplier: bigint): bigint | Absence {
  if (numerator === "withheld" || denominator === "withheld") return "withheld";
  if (typeof numerator === "string" || typeof denominator === "string") return "unknown";
  return denominator === 0n ? "undefined" : saturate((numerator * multiplier) / denominator);
}

function pointsOf(
  { characteristic, axes }: CompiledCharacteristic,
  inputs: readonly (bigint | Absence)[],
): CharacteristicScore {
  const found = axes.map(({ input }) => inputs[input] as bigint | Absence);
  if (found.includes("withheld")) return { points: characteristic.withheldPoints, state: "withheld", cell: null };
  if (found.includes("unknown")) return { points: characteristic.unknownPoints, state: "unknown", cell: null };
  const cell = axes.reduce((index, { cuts }, axis) => {
    const input = found[axis] as bigint | "undefined";
    return index * (cuts.length + 2) + (input === "undefined" ? 0 : 1 + binOf(input, cuts));
  }, 0);
  return { points: characteristic.cells[cell] as number, state: "known", cell };
}

function bounded(fact: bigint): bigint {
  return fact > MAX_FACT ? MAX_FACT : fact < MIN_FACT ? MIN_FACT : fact;
}

function saturate(input: bigint): bigint {
  return input > MAX_INPUT ? MAX_INPUT : input < MIN_INPUT ? MIN_INPUT : input;
}

function requireShape({ card, sources }: CompiledScorecard, values: SourceValues): void {
  if (values.length !== sources.length) {
    throw new RangeError(`${card.family} has ${sources.length} sources: values of ${values.length} given`);
  }
  for (const [index, { name, fields }] of sources.entries()) {
    const given = values[index];
    if (given && given.length !== fields.length) {
      throw new RangeError(`${name} has ${fields.length} fields: ${given.length} values given`);
    }
  }
}
