import { type Binned, binnedPair } from "./fit.ts";
import type { Sample } from "./inputs.ts";
import type { FitOptions } from "./options.ts";
import { mayJoin } from "./table-rules.ts";
import { boostTables, crossGains } from "./tables.ts";

/** Positions of two ratios among the chosen. */
export type Pair = readonly [number, number];

/** Pairs that the first look lets through to the trial. */
const TRIED = 100;
const TRIAL_ROUNDS = 150;
const TRIAL_LEARNING_RATE = 0.2;

/**
 * Chooses the pairs worth a table: first by the gain of one cross over what the ratios say by themselves, then by a trial in
 * which the best hundred compete.
 * @param logOdds by row, of bags that have not seen the row
 */
export function choosePairs(
  { ratios, bad }: Sample,
  rows: Int32Array,
  chosen: readonly Binned[],
  logOdds: Float64Array,
  options: FitOptions,
  seed: number,
): Pair[] {
  const idOf = (at: number) => ratios[chosen[at]!.ratio]!.input.id;
  const pairs = chosen
    .flatMap((_, one) => chosen.slice(one + 1).map((_, index): Pair => [one, one + 1 + index]))
    .filter(([one, other]) => options.allPairs || mayJoin(idOf(one), idOf(other)));
  const binned = ([one, other]: Pair) => binnedPair(chosen[one]!, chosen[other]!);
  const gainOf = crossGains(bad, rows, logOdds, options.crosses.ridge);
  const first = best(
    pairs,
    pairs.map((pair) => gainOf(binned(pair))),
    TRIED,
  );
  const trial = { ...options.crosses, rounds: TRIAL_ROUNDS, learningRate: TRIAL_LEARNING_RATE, seed };
  const { gains } = boostTables(first.map(binned), bad, rows, Float64Array.from(logOdds), trial);
  return best(first, [...gains], options.tables);
}

function best<T>(values: readonly T[], gains: readonly number[], count: number): T[] {
  const order = [...values.keys()].sort((a, b) => gains[b]! - gains[a]!);
  return order.slice(0, count).map((index) => values[index]!);
}
