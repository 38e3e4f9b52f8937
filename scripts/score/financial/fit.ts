import { mean, standardDeviation } from "simple-statistics";

import { foldsOf } from "../folds.ts";
import { binsOf, quantileCuts, sizeOf } from "./binning.ts";
import { type Calibration, calibrate } from "./calibrate.ts";
import type { Sample } from "./inputs.ts";
import type { FitOptions } from "./options.ts";
import { choosePairs, type Pair } from "./pairs.ts";
import { type BinnedRatio, boostStumps } from "./stumps.ts";
import { type BinnedPair, boostTables, pairOf } from "./tables.ts";

/** Log odds of one or two ratios: `cells` as in a scorecard's characteristic. */
export interface Part {
  readonly axes: readonly { readonly ratio: number; readonly cuts: readonly number[] }[];
  readonly cells: Float64Array;
}

/** A sum of parts, and how it must be stretched to say what it means: see `calibrate`. */
export interface AdditiveModel {
  readonly intercept: number;
  readonly parts: readonly Part[];
  readonly calibration: Calibration;
}

export interface FittedModels {
  /** Ratios by themselves. */
  readonly plain: AdditiveModel;
  /** The same with tables of two. */
  readonly paired: AdditiveModel;
}

/** A ratio in both kinds of bins, by all rows of the sample. */
export interface Binned extends BinnedRatio {
  readonly ratio: number;
  readonly cuts: readonly number[];
  readonly tableCuts: readonly number[];
  readonly tableBins: Uint8Array;
}

/** One fit without some of the rows. */
interface Bag {
  readonly rows: Int32Array;
  readonly without: Int32Array;
  readonly intercept: number;
  readonly shapes: readonly Float64Array[];
  /** By row of the sample: log odds after the stumps, then after the tables. */
  readonly logOdds: Float64Array;
}

/**
 * Fits both models to some rows of a sample. Nothing looks at the other rows: cuts, choice of ratios and pairs, shapes and
 * calibration come from the rows given, so that the others can judge.
 */
export function fitModels(sample: Sample, rows: Int32Array, options: FitOptions, seed: number): FittedModels {
  const chosen = chooseRatios(sample, rows, binAll(sample, rows, options), options, seed);
  const bags = bagRows(sample, rows, options, seed).map((bag, index) =>
    fitBag(sample, bag, chosen, options, seed + index),
  );
  const intercept = mean(bags.map((bag) => bag.intercept));
  const shapes = chosen.map(({ ratio, cuts }, index) => ({
    axes: [{ ratio, cuts }],
    cells: meanOf(bags.map((bag) => bag.shapes[index]!)),
  }));
  const plain = {
    intercept,
    parts: shapes,
    calibration: calibrate(sample.bad, rows, outOfBag(bags, sample.bad.length)),
  };

  if (options.tables === 0) return { plain, paired: plain };
  const pairs = choosePairs(sample, rows, chosen, meanOf(bags.map((bag) => bag.logOdds)), options, seed);
  const tables = fitTables(sample, bags, pairs, chosen, options, seed);
  const parts = [...shapes, ...tables];
  const calibration = calibrate(sample.bad, rows, outOfBag(bags, sample.bad.length));
  return { plain, paired: { intercept, parts, calibration } };
}

function binAll({ ratios, inputs }: Sample, rows: Int32Array, options: FitOptions): Binned[] {
  return inputs.map((values, ratio) => {
    const cuts = quantileCuts(values, rows, options.bins);
    const tableCuts = quantileCuts(values, rows, options.tableBins);
    const direction = options.monotone ? ratios[ratio]!.direction : 0;
    const bins = { bins: binsOf(values, cuts), size: sizeOf(cuts), tableBins: binsOf(values, tableCuts) };
    return { ratio, direction, undefinedCounts: options.undefinedCounts, cuts, tableCuts, ...bins };
  });
}

/** The ratios that move the score most in a first fit with all of them, in their own order. */
function chooseRatios({ bad }: Sample, rows: Int32Array, all: Binned[], options: FitOptions, seed: number): Binned[] {
  if (all.length <= options.ratios) return all;
  const logOdds = new Float64Array(bad.length).fill(interceptOf(bad, rows));
  const shapes = boostStumps(all, bad, rows, logOdds, { ...options.stumps, seed });
  const spreads = all.map(({ bins }, index) =>
    standardDeviation(Array.from(rows, (row) => shapes[index]![bins[row]!]!)),
  );
  const least = spreads.toSorted((a, b) => b - a)[options.ratios - 1]!;
  return all.filter((_, index) => spreads[index]! >= least).slice(0, options.ratios);
}

function bagRows({ bad, keys }: Sample, rows: Int32Array, { bagParts, bagRepeats }: FitOptions, seed: number) {
  const members = Array.from(rows, (row) => ({ key: keys[row]!, bad: bad[row] === 1 }));
  return Array.from({ length: bagRepeats }, (_, repeat) => {
    const parts = foldsOf(members, bagParts, seed + 1_000 * repeat);
    return Array.from({ length: bagParts }, (_, part) => ({
      rows: rows.filter((_, index) => parts[index] !== part),
      without: rows.filter((_, index) => parts[index] === part),
    }));
  }).flat();
}

function fitBag(
  { bad }: Sample,
  { rows, without }: Pick<Bag, "rows" | "without">,
  ratios: readonly Binned[],
  options: FitOptions,
  seed: number,
): Bag {
  const intercept = interceptOf(bad, rows);
  const logOdds = new Float64Array(bad.length).fill(intercept);
  const shapes = boostStumps(ratios, bad, rows, logOdds, { ...options.stumps, seed });
  return { rows, without, intercept, shapes, logOdds };
}

function fitTables(
  { bad }: Sample,
  bags: readonly Bag[],
  pairs: readonly Pair[],
  ratios: readonly Binned[],
  options: FitOptions,
  seed: number,
): Part[] {
  const binned = pairs.map(([one, other]) => binnedPair(ratios[one]!, ratios[other]!));
  const byBag = bags.map(
    ({ rows, logOdds }, index) =>
      boostTables(binned, bad, rows, logOdds, { ...options.crosses, seed: seed + 500 + index }).tables,
  );
  return pairs.map((pair, index) => ({
    axes: pair.map((at) => ({ ratio: ratios[at]!.ratio, cuts: ratios[at]!.tableCuts })),
    cells: meanOf(byBag.map((tables) => tables[index]!)),
  }));
}

export function binnedPair(one: Binned, other: Binned): BinnedPair {
  return pairOf(one.tableBins, sizeOf(one.tableCuts), other.tableBins, sizeOf(other.tableCuts));
}

/** By row: the mean log odds of the bags that were fitted without it. */
function outOfBag(bags: readonly Bag[], rows: number): Float64Array {
  const [sums, counts] = [new Float64Array(rows), new Float64Array(rows)];
  for (const { without, logOdds } of bags) {
    for (const row of without) {
      sums[row]! += logOdds[row]!;
      counts[row]!++;
    }
  }
  return sums.map((sum, row) => sum / counts[row]!);
}

/** Log odds of being good, of all rows together. */
function interceptOf(bad: Uint8Array, rows: Int32Array): number {
  const bads = rows.reduce((count, row) => count + bad[row]!, 0);
  return Math.log((rows.length - bads) / bads);
}

function meanOf(arrays: readonly Float64Array[]): Float64Array {
  return arrays[0]!.map((_, index) => mean(arrays.map((array) => array[index]!)));
}
