import { bucketOf } from "./audience-slice.ts";
import type { HistogramCuts } from "./audience-slice.ts";
import { boundsOf } from "./dimensions.ts";
import type { Actual, Condition } from "./judge.ts";
import type { RangeTerm } from "./terms.ts";

/** How many companies would be eligible if one threshold of a criterion lay elsewhere, all else as it is. */
export interface Curve {
  /** Which end moves: of `>=` the least, of `<=` the most, of `between` either. */
  readonly end: "least" | "most";
  /** Ascending; the threshold of now is one of them. */
  readonly points: readonly CurvePoint[];
}

export interface CurvePoint {
  /** As in the criterion: a number, whole months, a label. */
  readonly threshold: bigint | string;
  readonly eligible: number;
}

/** Points on either side of the threshold of now. */
const POINTS_EACH_SIDE = 10;
/** Thresholds are rounded to so many digits. */
const DIGITS = 2;

/** A curve that is to be counted: each threshold with the raw values that meet the criterion then. */
export interface CurvePlan {
  readonly criterion: number;
  readonly end: Curve["end"];
  readonly points: readonly { readonly threshold: bigint | string; readonly range: RawRange }[];
}

/** From the first raw value, to before the second; null is open. */
type RawRange = readonly [bigint | null, bigint | null];

/**
 * The curves of one criterion: one for each of its thresholds, none where it has no threshold that could move.
 * @param seen what companies have that meet all else, any number of them: thresholds are laid where they lie
 * @param asOf unix seconds, for ages
 */
export function planCurves(condition: Condition, seen: readonly Actual[], asOf: bigint): CurvePlan[] {
  const { place, criterion, term, feature } = condition;
  const { operator, value } = criterion;
  const ends: Curve["end"][] =
    operator === ">=" ? ["least"] : operator === "<=" ? ["most"] : operator === "between" ? ["least", "most"] : [];
  if (term.kind === "labels") {
    const labels = BigInt(feature.labels.length);
    return ends.map((end) => ({
      ...{ criterion: place, end },
      points: feature.labels.map((threshold, at) => ({
        threshold,
        range: end === "least" ? [BigInt(at), labels] : [null, BigInt(at) + 1n],
      })),
    }));
  }
  if (term.kind !== "range") return [];
  const age = feature.kind === "age" ? asOf : null;
  const numbers = seen.filter((one) => typeof one === "bigint");
  return ends.map((end) => {
    const now = (Array.isArray(value) ? value[end === "least" ? 0 : 1] : value) as bigint;
    const points = thresholdsAround(now, numbers).map((threshold) => {
      return { threshold, range: boundsOf(movedTo(term, end, threshold), age) };
    });
    return { criterion: place, end, points };
  });
}

/** What must be counted for the curves of a criterion; undefined when it has none. */
export function histogramOf(plans: readonly CurvePlan[]): HistogramCuts | undefined {
  const [first] = plans;
  if (first === undefined) return undefined;
  const bounds = plans.flatMap(({ points }) => points.flatMap(({ range }) => range)).filter((cut) => cut !== null);
  return { criterion: first.criterion, cuts: [...new Set(bounds)].sort(ascending) };
}

/** @param counts companies by bucket of the cuts */
export function curveOf({ end, points }: CurvePlan, { cuts }: HistogramCuts, counts: readonly number[]): Curve {
  return {
    end,
    points: points.map(({ threshold, range: [from, behind] }) => {
      const first = from === null ? 0 : bucketOf(cuts, from);
      const last = behind === null ? counts.length : bucketOf(cuts, behind);
      return { threshold, eligible: counts.slice(first, last).reduce((sum, count) => sum + count, 0) };
    }),
  };
}

function movedTo(term: RangeTerm, end: Curve["end"], threshold: bigint): RangeTerm {
  return end === "least" ? { ...term, min: threshold } : { ...term, max: threshold };
}

/** The threshold itself and, on either side, where equal shares of what was seen lie; ascending. */
function thresholdsAround(now: bigint, seen: readonly bigint[]): bigint[] {
  const sorted = seen.toSorted(ascending);
  const below = shares(sorted.filter((value) => value < now));
  const above = shares(sorted.filter((value) => value > now));
  const rounded = [
    ...below.map(round).filter((value) => value < now),
    ...above.map(round).filter((value) => value > now),
  ];
  return [...new Set([...rounded, now])].sort(ascending);
}

/** Values that part an ascending list into equal shares, from its least to its largest. */
function shares(sorted: readonly bigint[]): bigint[] {
  if (sorted.length <= POINTS_EACH_SIDE) return [...sorted];
  return Array.from({ length: POINTS_EACH_SIDE }, (_, share) => {
    return sorted[Math.round((share * (sorted.length - 1)) / (POINTS_EACH_SIDE - 1))] as bigint;
  });
}

/** To the nearest number of few digits. */
function round(value: bigint): bigint {
  const magnitude = value < 0n ? -value : value;
  const unit = 10n ** BigInt(Math.max(0, magnitude.toString().length - DIGITS));
  const rounded = ((magnitude + unit / 2n) / unit) * unit;
  return value < 0n ? -rounded : rounded;
}

function ascending(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
