import { NOT_STATED } from "../record.ts";
import { SPECIAL } from "./bulk-column.ts";
import type { CompiledInput, CompiledScorecard, Place } from "./compile.ts";
import { type Absence, evaluateScorecard, type SourceValues } from "./evaluate.ts";
import { MAX_INPUT, MIN_INPUT } from "./types.ts";

/**
 * One fact of many companies, one entry each: a `Float64Array` of whole numbers up to 2^53 with NaN for "not stated", or
 * big integers with `NOT_STATED`.
 */
export type FactColumn = Float64Array | readonly bigint[];

/** The statements of one source about many companies. */
export interface SourceColumns {
  /** 1 where the company has a current statement, else 0. */
  readonly present: Uint8Array;
  /** In the order of the schema's fields. Entries of companies without a statement are not read. */
  readonly fields: readonly FactColumn[];
}

const SECONDS_PER_DAY = 86_400;
const MOST = Number(MAX_INPUT);
const LEAST = Number(MIN_INPUT);

// What a sum of facts may be besides a number.
const WITHHELD = Infinity;
const UNKNOWN = -Infinity;
/** A number that a double may not hold exactly. */
const INEXACT = Number.NaN;

/**
 * The inputs of many companies as `evaluateScorecard` makes them of facts, one column for each input of the scorecard.
 *
 * Computed with doubles where every step is exact, which is up to 2^53: sums and products there are whole numbers, and a
 * quotient's truncation is right, because it is farther from the next whole number than half a unit in its last place
 * (a remainder of 1 at least, over a dividend below 2^53). Other companies take the way of big integers.
 * @param asOf the time asked about, unix seconds
 * @throws RangeError unless there is one entry for each source, one column for each field, and all are of one length.
 */
export function inputColumns(
  compiled: CompiledScorecard,
  sources: readonly SourceColumns[],
  asOf: bigint,
): Float64Array[] {
  requireShape(compiled, sources);
  const count = sources[0]?.present.length ?? 0;
  const columns = compiled.inputs.map(() => new Float64Array(count));
  for (const [index, input] of compiled.inputs.entries()) {
    fill(columns[index] as Float64Array, input, sources, Number(asOf));
  }
  for (let row = 0; row < count; row++) {
    if (columns.every((column) => !Number.isNaN(column[row]))) continue;
    const { inputs } = evaluateScorecard(compiled, valuesAt(sources, row), asOf);
    for (const [index, column] of columns.entries()) column[row] = numberOf(inputs[index] as bigint | Absence);
  }
  return columns;
}

/** An input as columns have it. */
export function numberOf(input: bigint | Absence): number {
  return typeof input === "bigint" ? Number(input) : SPECIAL.float64[input];
}

function fill(column: Float64Array, compiled: CompiledInput, sources: readonly SourceColumns[], asOf: number): void {
  const { input, numerator, denominator } = compiled;
  const multiplier = Number(compiled.multiplier);
  for (let row = 0; row < column.length; row++) {
    const above = sumAt(numerator, sources, row);
    if (input.operation === "ratio") column[row] = ratioOf(above, sumAt(denominator, sources, row), multiplier);
    else if (Math.abs(above) === Infinity) column[row] = special(above);
    else if (input.operation === "value") column[row] = saturate(above);
    else column[row] = saturate(Math.trunc(exact(asOf - above) / SECONDS_PER_DAY));
  }
}

/** Whichever way the facts are kept, "not stated" goes before "no statement", as in `evaluate.ts`. */
function sumAt(places: readonly Place[], sources: readonly SourceColumns[], row: number): number {
  let [sum, unknown] = [0, false];
  for (const { source, field, sign } of places) {
    const { present, fields } = sources[source] as SourceColumns;
    const fact = present[row] === 1 ? factAt(fields[field] as FactColumn, row) : UNKNOWN;
    if (fact === WITHHELD) return WITHHELD;
    if (fact === UNKNOWN) unknown = true;
    else sum = exact(sum + sign * fact);
  }
  return unknown ? UNKNOWN : sum;
}

function factAt(column: FactColumn, row: number): number {
  const fact = column[row] as number | bigint;
  if (typeof fact === "number") return Number.isNaN(fact) ? WITHHELD : exact(fact);
  return fact === NOT_STATED ? WITHHELD : exact(Number(fact));
}

function ratioOf(above: number, below: number, multiplier: number): number {
  if (above === WITHHELD || below === WITHHELD) return special(WITHHELD);
  if (above === UNKNOWN || below === UNKNOWN) return special(UNKNOWN);
  if (below === 0) return SPECIAL.float64.undefined;
  return saturate(Math.trunc(exact(above * multiplier) / below));
}

function special(absence: number): number {
  return absence === WITHHELD ? SPECIAL.float64.withheld : SPECIAL.float64.unknown;
}

function exact(value: number): number {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : INEXACT;
}

/** Adding nought makes the nought below zero, which a truncation leaves, an ordinary one. */
function saturate(value: number): number {
  return Math.max(LEAST, Math.min(MOST, value)) + 0;
}

/** A company's statements as `evaluateScorecard` takes them. */
function valuesAt(sources: readonly SourceColumns[], row: number): SourceValues {
  return sources.map(({ present, fields }) => {
    return present[row] === 1 ? fields.map((column) => bigintOf(column[row] as number | bigint)) : null;
  });
}

function bigintOf(fact: number | bigint): bigint {
  if (typeof fact === "bigint") return fact;
  return Number.isNaN(fact) ? NOT_STATED : BigInt(fact);
}

function requireShape({ card, sources }: CompiledScorecard, given: readonly SourceColumns[]): void {
  if (given.length !== sources.length) {
    throw new RangeError(`${card.family} has ${sources.length} sources: columns of ${given.length} given`);
  }
  const count = given[0]?.present.length;
  for (const [index, { name, fields }] of sources.entries()) {
    const { present, fields: columns } = given[index] as SourceColumns;
    if (columns.length !== fields.length) {
      throw new RangeError(`${name} has ${fields.length} fields: ${columns.length} columns given`);
    }
    const odd = [present, ...columns].find(({ length }) => length !== count);
    if (odd) throw new RangeError(`${name} has a column of ${odd.length} companies, the first source ${count}`);
  }
}
