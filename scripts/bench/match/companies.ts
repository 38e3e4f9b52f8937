import type { Catalogue } from "../../../catalogue/index.ts";
import { type ColumnArray, Columns, type NumberArray, unknownIn } from "../../../indexer-api/src/engine/columns.ts";
import { featureSpecsOf, type FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import { packSet, unpackSet } from "../../../indexer-api/src/engine/values.ts";
import { type Distribution, DISTRIBUTIONS, type LabelDistribution, type SetDistribution } from "./distributions.ts";
import { bitsFrom, partsFrom } from "./random.ts";

/** The moment of the benchmark: 15 June 2026, 10:00 UTC, in unix seconds. */
export const AS_OF = BigInt(Date.UTC(2026, 5, 15, 10) / 1_000);

const SECONDS_PER_DAY = 86_400;
const SECONDS_PER_MONTH = 30.4375 * SECONDS_PER_DAY;
/** A draw is 32 bits: where the company lies, how far towards the next step, and whether anything is known. */
const STEPS = 4_096;
const [STEP_SHIFT, WITHIN_SHIFT, WITHIN_MASK, KNOWN_MASK] = [20, 8, 0xfff, 0xff];
const WITHIN = WITHIN_MASK + 1;
const KNOWN = KNOWN_MASK + 1;
/** Seeds of columns lie apart, so that those of one seed are not those of the next. */
const SEED_STEP = 1_000;
const SCORE_SEED = 999;
const [MIDDLE_SCORE, SCORE_SPREAD, MAX_SCORE, NO_SCORE_BELOW] = [560, 90, 1_000, 20];

export interface Drawn {
  readonly features: readonly FeatureSpec[];
  readonly columns: Columns;
  /** 0 to 1,000; -1 unknown. */
  readonly scores: Int16Array;
}

/** Companies by the catalogue's features; the first ones are the same however many there are. */
export function drawCompanies(catalogue: Pick<Catalogue, "features">, companies: number, seed: number): Drawn {
  const features = featureSpecsOf(catalogue);
  const columns = new Columns(features, companies);
  makeRoom(features, columns);
  for (const [index, feature] of features.entries()) {
    const distribution = distributionOf(feature);
    fill(columns.arrays[index] as ColumnArray, feature, distribution, companies, seed * SEED_STEP + index);
  }
  return { features, columns, scores: drawScores(companies, seed * SEED_STEP + SCORE_SEED) };
}

/** @throws Error when the catalogue has a feature that the benchmark does not know */
export function distributionOf({ id }: Pick<FeatureSpec, "id">): Distribution {
  const distribution = DISTRIBUTIONS.get(id);
  if (distribution === undefined) throw new Error(`${id}: the benchmark knows no distribution of this feature`);
  return distribution;
}

/** Has the columns hold the least and the largest number there may be, as they would once such companies came. */
function makeRoom(features: readonly FeatureSpec[], columns: Columns): void {
  for (const [index, feature] of features.entries()) {
    const distribution = distributionOf(feature);
    if (feature.kind !== "number" || distribution.kind !== "number") continue;
    for (const part of [0.5 / STEPS, 1 - 0.5 / STEPS]) columns.makeRoomFor(index, distribution.quantile(part));
  }
}

function fill(array: ColumnArray, feature: FeatureSpec, distribution: Distribution, companies: number, seed: number) {
  switch (distribution.kind) {
    case "number":
      return fillNumbers(array as NumberArray, feature, distribution, companies, seed);
    case "label":
      return fillFrom(array, labelTable(distribution), 0, distribution.missing, companies, seed);
    case "set": {
      const table = setTable(distribution, seed).map((packed) =>
        array instanceof Uint16Array ? halved(packed) : packed,
      );
      return fillFrom(array, table, 0, 0, companies, seed);
    }
  }
}

function fillNumbers(
  array: NumberArray,
  { kind }: FeatureSpec,
  { quantile, missing }: Extract<Distribution, { kind: "number" }>,
  companies: number,
  seed: number,
): void {
  const unknown = unknownIn(array);
  const table = Float64Array.from({ length: STEPS + 1 }, (_, step) => {
    const value = quantile(Math.min(step + 0.5, STEPS - 0.5) / STEPS);
    return kind === "age" ? Number(AS_OF) - value * SECONDS_PER_MONTH : value;
  });
  const [next, unknownBelow] = [bitsFrom(seed), missing * KNOWN];
  const step = kind === "age" ? SECONDS_PER_DAY : 1;
  for (let row = 0; row < companies; row++) {
    const draw = next();
    const at = draw >>> STEP_SHIFT;
    const from = table[at] as number;
    const value = from + (((draw >>> WITHIN_SHIFT) & WITHIN_MASK) / WITHIN) * ((table[at + 1] as number) - from);
    array[row] = (draw & KNOWN_MASK) < unknownBelow ? unknown : Math.floor(value / step) * step;
  }
}

function fillFrom(
  array: ColumnArray,
  table: ArrayLike<number>,
  unknown: number,
  missing: number,
  companies: number,
  seed: number,
): void {
  const [next, unknownBelow] = [bitsFrom(seed), missing * KNOWN];
  for (let row = 0; row < companies; row++) {
    const draw = next();
    array[row] = (draw & KNOWN_MASK) < unknownBelow ? unknown : (table[draw >>> STEP_SHIFT] as number);
  }
}

/** Entries of a column of labels: as many of each as its share. */
function labelTable({ shares }: LabelDistribution): Uint8Array {
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const table = new Uint8Array(STEPS);
  let [place, upTo] = [0, shares[0] as number];
  for (let step = 0; step < STEPS; step++) {
    while (((step + 0.5) / STEPS) * whole > upTo && place < shares.length - 1) upTo += shares[++place] as number;
    table[step] = place + 1;
  }
  return table;
}

/** Packed sets, each label drawn for itself. */
function setTable({ shares, missing }: SetDistribution, seed: number): Float64Array {
  const next = partsFrom(seed + SEED_STEP / 2);
  return Float64Array.from({ length: STEPS }, () => {
    let [holds, unknown] = [0, 0];
    for (const [place, share] of shares.entries()) {
      if (next() < missing) unknown |= 1 << place;
      else if (next() < share) holds |= 1 << place;
    }
    return packSet({ holds, unknown });
  });
}

/** As columns of small sets have them. */
function halved(packed: number): number {
  const { holds, unknown } = unpackSet(packed);
  return holds | (unknown << 8);
}

function drawScores(companies: number, seed: number): Int16Array {
  const scores = new Int16Array(new SharedArrayBuffer(companies * Int16Array.BYTES_PER_ELEMENT));
  const next = bitsFrom(seed);
  for (let row = 0; row < companies; row++) {
    const draw = next();
    // The sum of four bytes is nearly normal.
    const sum = (draw & 255) + ((draw >>> 8) & 255) + ((draw >>> 16) & 255) + (draw >>> 24);
    const score = Math.round(MIDDLE_SCORE + ((sum - 510) / 148) * SCORE_SPREAD);
    scores[row] = (draw & KNOWN_MASK) < NO_SCORE_BELOW ? -1 : Math.max(0, Math.min(MAX_SCORE, score));
  }
  return scores;
}
