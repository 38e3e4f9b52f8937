import { performance } from "node:perf_hooks";
import { type CompiledScorecard, evaluateScorecard, NOT_STATED, type SourceValues } from "../../../catalogue/index.ts";
import { SPECIAL } from "../../../catalogue/scorecard/bulk-column.ts";
import { quickScorer } from "../../../catalogue/scorecard/bulk-one.ts";
import type { BulkScores } from "../../../catalogue/scorecard/bulk.ts";
import type { CompiledInput } from "../../../catalogue/scorecard/compile.ts";

const AS_OF = 1_767_225_600n;
const SECONDS_PER_DAY = 86_400n;
const ROUNDS = 5;
/** Companies asked about in turn, so that no answer is the last one's. */
const COMPANIES = 2_000;
const QUICK_CALLS = 200_000;

/** Microseconds of one company in a loop over different ones, the best of five rounds. */
export interface SingleFigures {
  /** Inputs as numbers to total, grade, points and the order of reasons. */
  readonly singleUs: number;
  /** Facts as big integers to the same without the order, as the API computes it. */
  readonly singleFromFactsUs: number;
}

/** @throws Error when a company's total is not the one that bulk came to */
export function measureSingle(
  compiled: CompiledScorecard,
  columns: readonly Int32Array[],
  scores: BulkScores,
): SingleFigures {
  const count = Math.min(COMPANIES, scores.totals.length);
  const inputs = Array.from({ length: count }, (_, row) =>
    Float64Array.from(columns, (column) => wide(column[row] as number)),
  );
  const facts = inputs.map((row) => factsOf(compiled, row));
  const quick = quickScorer(compiled);
  return {
    singleUs: timed(QUICK_CALLS, (call) => {
      const row = call % count;
      return quick(inputs[row] as Float64Array).total === scores.totals[row];
    }),
    singleFromFactsUs: timed(count, (row) => {
      return evaluateScorecard(compiled, facts[row] as SourceValues, AS_OF).total === scores.totals[row];
    }),
  };
}

function timed(calls: number, isRight: (call: number) => boolean): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    for (let call = 0; call < calls; call++) {
      if (!isRight(call)) throw new Error(`company ${call}: one by one its total is another than in bulk`);
    }
    return ((performance.now() - startedAt) * 1_000) / calls;
  });
  return Math.min(...rounds);
}

function wide(value: number): number {
  const { withheld, unknown, undefined: none } = SPECIAL.int32;
  if (value === withheld) return SPECIAL.float64.withheld;
  if (value === unknown) return SPECIAL.float64.unknown;
  return value === none ? SPECIAL.float64.undefined : value;
}

/** Statements that come to the inputs: each input of the benchmark's card has a source of its own. */
function factsOf({ sources, inputs }: CompiledScorecard, row: Float64Array): SourceValues {
  const values: (bigint[] | null)[] = sources.map(({ fields }) => fields.map(() => 1n));
  for (const [index, input] of inputs.entries()) state(values, input, row[index] as number);
  return values;
}

function state(
  values: (bigint[] | null)[],
  { input, numerator, denominator, multiplier }: CompiledInput,
  value: number,
) {
  const [above, below] = [numerator[0], denominator[0]];
  const fields = above && values[above.source];
  if (!above || !fields) return;
  if (value === SPECIAL.float64.unknown) values[above.source] = null;
  else if (value === SPECIAL.float64.withheld) fields[above.field] = NOT_STATED;
  else if (below) fields[below.field] = value === SPECIAL.float64.undefined ? 0n : multiplier;
  if (value >= -(2 ** 47)) {
    const days = AS_OF - BigInt(value) * SECONDS_PER_DAY;
    fields[above.field] = input.operation === "days since" ? days : BigInt(value);
  }
}
