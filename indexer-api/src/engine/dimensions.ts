import { latestStart } from "./ages.ts";
import type { FeatureSpec } from "./features.ts";
import { FIRST_DAY } from "./values.ts";
import { MOST_STATE_LABELS, outcomesByState, stateBucketsOf, tellsApart } from "./set-states.ts";
import type { StateBuckets } from "./set-states.ts";
import type { LabelsTerm, RangeTerm, SetTerm, Term } from "./terms.ts";

/** How a term comes out for all companies of a bucket. */
export type Outcome = "met" | "failed" | "unknown";

const OUTCOMES = ["met", "failed", "unknown"] as const;

/** A product's terms and the place of its bit. */
export interface SlottedTerms {
  readonly slot: number;
  readonly terms: readonly Term[];
}

/**
 * One feature, cut into buckets in which every product judges alike. The last bucket is "unknown", but of `states`.
 *
 * `cuts`: the bucket of a number is how many cuts lie at or below it (for an age: of the seconds from which it is
 * counted, where the last bucket but one holds the days that lie ahead, unknown like the last). `labels`: `bucketOf` has
 * the bucket of each place. `any of`, `none of`: 0 met, 1 failed, 2 unknown. `states`: a set by all that may be known of
 * it, where the unknown has no bucket of its own.
 */
export type Dimension = CutDimension | LabelDimension | SetDimension | StateDimension;

interface DimensionBase {
  readonly feature: number;
  readonly buckets: number;
}

export interface CutDimension extends DimensionBase {
  readonly kind: "cuts";
  readonly age: boolean;
  /** Strictly ascending. */
  readonly cuts: readonly bigint[];
}

export interface LabelDimension extends DimensionBase {
  readonly kind: "labels";
  /** By place; the last one is for any other text. */
  readonly bucketOf: readonly number[];
}

export interface SetDimension extends DimensionBase {
  readonly kind: SetTerm["kind"];
  readonly mask: number;
}

export interface StateDimension extends DimensionBase, StateBuckets {
  readonly kind: "states";
  /** How many the set has. */
  readonly labels: number;
}

/** A byte holds a bucket, of which the cuts make one more, and "unknown" another. */
const MOST_CUTS = 254;

/**
 * The dimensions of many products. A feature that they cut too often for a byte is spread over several dimensions, each
 * with the cuts of some of the products; a product's term is judged in one of them.
 * @param asOf unix seconds, for ages
 */
export function dimensionsOf(
  features: readonly FeatureSpec[],
  products: readonly SlottedTerms[],
  asOf: bigint,
): Dimension[] {
  return features.flatMap((feature, index): Dimension[] => {
    const terms = products.flatMap((product) => product.terms.filter((term) => term.feature === index));
    if (terms.length === 0) return [];
    switch (feature.kind) {
      case "number":
      case "age":
        return cutDimensions(index, terms as RangeTerm[], feature.kind === "age" ? asOf : null);
      case "label":
        return [labelDimension(index, terms as LabelsTerm[])];
      case "set":
        return setDimensions(index, feature.labels.length, terms as SetTerm[]);
    }
  });
}

/**
 * Whether a dimension can judge a term: it has its cuts, does not mix labels that the term tells apart, or is its set.
 */
export function canJudge(dimension: Dimension, term: Term, asOf: bigint): boolean {
  if (dimension.feature !== term.feature) return false;
  if (dimension.kind === "cuts") {
    if (term.kind !== "range") return false;
    return cutsOf(term, dimension.age ? asOf : null).every((cut) => {
      return dimension.cuts[placeOf(dimension.cuts, cut)] === cut;
    });
  }
  if (dimension.kind === "labels") {
    return (
      term.kind === "labels" &&
      dimension.bucketOf.every((bucket, place) => {
        return term.allowed[place] === term.allowed[dimension.bucketOf.indexOf(bucket)];
      })
    );
  }
  if (dimension.kind === "states") {
    return (term.kind === "any of" || term.kind === "none of") && tellsApart(dimension.labels, dimension, term);
  }
  return dimension.kind === term.kind && dimension.mask === term.mask;
}

/** How a term comes out in each bucket of a dimension that can judge it. */
export function outcomesOf(dimension: Dimension, term: Term, asOf: bigint): Outcome[] {
  if (dimension.kind === "cuts") return outcomesByCuts(dimension, term as RangeTerm, asOf);
  if (dimension.kind === "states") {
    return stateOutcomes(dimension, term as SetTerm).map((outcome) => outcome ?? "unknown");
  }
  if (dimension.kind !== "labels") return [...OUTCOMES];
  const { allowed } = term as LabelsTerm;
  return Array.from({ length: dimension.buckets }, (_, bucket) => {
    if (bucket === dimension.buckets - 1) return "unknown";
    return allowed[dimension.bucketOf.indexOf(bucket)] ? "met" : "failed";
  });
}

/** How a term on a set comes out in each bucket of its states; null where states of one bucket differ. */
export function stateOutcomes(dimension: StateDimension, term: SetTerm): (Outcome | null)[] {
  const outcomes = outcomesByState(dimension.labels, dimension, term);
  return outcomes.map((outcome) => (outcome === null ? null : OUTCOMES[outcome]));
}

/** Where the buckets of a term begin, ascending: of numbers themselves, of ages the seconds from which they count. */
export function cutsOf(term: RangeTerm, asOf: bigint | null): bigint[] {
  const [from, behind] = boundsOf(term, asOf);
  return [...new Set([from, behind].filter((cut) => cut !== null))].sort(ascending);
}

/** The half-open range of raw values that meet a term: from the first, to before the second; null is open. */
export function boundsOf({ min, max }: RangeTerm, asOf: bigint | null): [bigint | null, bigint | null] {
  if (asOf === null) return [min, max === null ? null : max + 1n];
  // The more months, the earlier the day: what is at least `min` is what began at the latest then.
  return [max === null ? null : firstAfter(max + 1n, asOf), min === null ? null : firstAfter(min, asOf)];
}

/** The first second from which fewer months than these have passed. */
function firstAfter(months: bigint, asOf: bigint): bigint {
  const latest = latestStart(months, asOf);
  return latest === -Infinity ? FIRST_DAY : BigInt(latest) + 1n;
}

function cutDimensions(feature: number, terms: readonly RangeTerm[], asOf: bigint | null): CutDimension[] {
  const always = asOf === null ? [] : [asOf + 1n];
  const groups: Set<bigint>[] = [];
  for (const term of terms) {
    const cuts = cutsOf(term, asOf);
    const last = groups.at(-1);
    const more = cuts.filter((cut) => last?.has(cut) !== true);
    if (last !== undefined && last.size + more.length <= MOST_CUTS) more.forEach((cut) => last.add(cut));
    else groups.push(new Set([...always, ...cuts]));
  }
  return groups.map((group) => {
    const cuts = [...group].sort(ascending);
    return { feature, kind: "cuts", age: asOf !== null, cuts, buckets: cuts.length + 2 };
  });
}

function outcomesByCuts({ cuts, buckets, age }: CutDimension, term: RangeTerm, asOf: bigint): Outcome[] {
  const [from, behind] = boundsOf(term, age ? asOf : null);
  // A bucket begins at the cut before it; the first one has no lower end, and the last one is "unknown".
  const firstMet = from === null ? 0 : placeOf(cuts, from) + 1;
  const behindMet = behind === null ? buckets : placeOf(cuts, behind) + 1;
  const firstUnknown = age ? placeOf(cuts, asOf + 1n) + 1 : buckets - 1;
  const outcomes = new Array<Outcome>(buckets).fill("failed");
  return outcomes
    .fill("met", firstMet, behindMet)
    .fill("unknown", firstUnknown)
    .fill("unknown", buckets - 1);
}

/** Of ascending cuts, the place of the first one that is not below a value. */
function placeOf(cuts: readonly bigint[], value: bigint): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] as bigint) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function labelDimension(feature: number, terms: readonly LabelsTerm[]): LabelDimension {
  const places = terms[0]?.allowed.length ?? 0;
  const bucketByOutcomes = new Map<string, number>();
  const bucketOf = Array.from({ length: places }, (_, place) => {
    const outcomes = terms.map(({ allowed }) => (allowed[place] ? "1" : "0")).join("");
    const bucket = bucketByOutcomes.get(outcomes) ?? bucketByOutcomes.size;
    bucketByOutcomes.set(outcomes, bucket);
    return bucket;
  });
  return { feature, kind: "labels", bucketOf, buckets: bucketByOutcomes.size + 1 };
}

function setDimensions(feature: number, labels: number, terms: readonly SetTerm[]): Dimension[] {
  const distinct = new Map(terms.map(({ kind, mask }) => [`${kind} ${mask}`, { kind, mask }]));
  if (distinct.size === 1 || labels > MOST_STATE_LABELS) {
    return [...distinct.values()].map(({ kind, mask }) => ({ feature, kind, mask, buckets: 3 }));
  }
  return (
    statesBy(feature, labels, [...distinct.values()], 1) ??
    statesBy(feature, labels, terms.flatMap(piecesOf), Infinity) ??
    []
  );
}

/** "None of several" as "not this one", for each of them: together they say the same. */
export function piecesOf<T extends Term>(term: T): T[] {
  if (term.kind !== "none of") return [term];
  const pieces: T[] = [];
  for (let left = term.mask; left !== 0; left &= left - 1) pieces.push({ ...term, mask: left & -left });
  return pieces;
}

/** @returns undefined where more dimensions than these are needed */
function statesBy(
  feature: number,
  labels: number,
  terms: readonly Pick<SetTerm, "kind" | "mask">[],
  most: number,
): Dimension[] | undefined {
  const distinct = new Map(terms.map((term) => [`${term.kind} ${term.mask}`, term]));
  // Those that ask of the same labels come together, as they split fewer states.
  const sorted = [...distinct.values()].sort((a, b) => a.mask - b.mask);
  const groups = stateBucketsOf(labels, sorted, most);
  return groups?.map((buckets) => ({ feature, kind: "states", labels, ...buckets }));
}

function ascending(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
