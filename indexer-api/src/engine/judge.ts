import type { Criterion, Operator } from "../../../catalogue/index.ts";
import { monthsBetween } from "../features/calendar.ts";
import type { Outcome } from "./dimensions.ts";
import type { FeatureSpec } from "./features.ts";
import { termsOf } from "./terms.ts";
import type { LabelsTerm, RangeTerm, SetTerm, Term } from "./terms.ts";
import { numberAt, unpackSet } from "./values.ts";
import type { CompanyValues, SetCell } from "./values.ts";

/** How a criterion came out for a company. */
export type Verdict = Met | Failed | Unknown;

export interface Met {
  readonly outcome: "met";
}

export interface Failed {
  readonly outcome: "failed";
  /**
   * What the company has: a number, whole months of an age, a label, or of a set the labels that it has (for `none of`
   * only those that it should not have). Null is a label that the feature does not list.
   */
  readonly actual: bigint | string | readonly string[] | null;
  /** How far off: in the number's unit, months, or steps of an ordered scale. Null where nothing is measured. */
  readonly distance: bigint | null;
}

export interface Unknown {
  readonly outcome: "unknown";
  /** Of a set, the labels asked about of which nothing is known; else empty. */
  readonly labels: readonly string[];
}

/** One criterion as the engine reads it. */
export interface Condition {
  /** Which of the product's criteria it is. */
  readonly place: number;
  readonly criterion: Criterion;
  readonly term: Term;
  readonly feature: FeatureSpec;
  /** The same for criteria that ask the same. */
  readonly key: string;
}

/**
 * What is known of one feature: a number, an age in whole months, or the place of a label, null while unknown; a set.
 */
export type Actual = bigint | number | SetCell | null;

const MET: Met = { outcome: "met" };

/** Lists of criteria that were read before: those of products are asked for again and again. */
const read = new WeakMap<readonly Criterion[], { features: readonly FeatureSpec[]; conditions: Condition[] }>();

/**
 * Each criterion by itself. A list is read once: it must not be changed afterwards.
 * @throws CriterionError naming the criterion and the rule: see `termsOf`
 */
export function conditionsOf(features: readonly FeatureSpec[], criteria: readonly Criterion[]): readonly Condition[] {
  const known = read.get(criteria);
  if (known?.features === features) return known.conditions;
  // All at once first: an error then tells the criterion's place.
  termsOf(features, criteria);
  const conditions = criteria.map((criterion, place) => {
    const [term] = termsOf(features, [criterion]) as [Term];
    return { place, criterion, term, feature: features[term.feature] as FeatureSpec, key: keyOf(term) };
  });
  read.set(criteria, { features, conditions });
  return conditions;
}

/** One criterion against one company. @param asOf unix seconds, for ages */
export function judge({ criterion, term, feature }: Condition, values: CompanyValues, asOf: bigint): Verdict {
  const actual = actualOf(feature, term.feature, values, asOf);
  switch (outcomeOf(term, actual)) {
    case "met":
      return MET;
    case "unknown":
      return { outcome: "unknown", labels: unknownLabels(feature, term, actual) };
    case "failed":
      return {
        outcome: "failed",
        actual: shown(feature, term, actual),
        distance: distanceOf(feature, term, criterion.operator, actual),
      };
  }
}

/** @param place of the feature. @param asOf unix seconds; a day behind it is no age yet, and unknown */
export function actualOf({ kind }: FeatureSpec, place: number, values: CompanyValues, asOf: bigint): Actual {
  const raw = values.raw[place] as number;
  switch (kind) {
    case "set":
      return unpackSet(raw);
    case "label":
      return Number.isNaN(raw) ? null : raw;
    case "number":
      return numberAt(values, place);
    case "age":
      return Number.isNaN(raw) || BigInt(raw) > asOf ? null : monthsBetween(BigInt(raw), asOf);
  }
}

/** How a term comes out. @param actual of the term's feature */
export function outcomeOf(term: Term, actual: Actual): Outcome {
  if (term.kind === "range")
    return actual === null ? "unknown" : outside(actual as bigint, term) === 0n ? "met" : "failed";
  if (term.kind !== "labels") return setOutcome(term, actual as SetCell);
  return actual === null ? "unknown" : term.allowed[actual as number] ? "met" : "failed";
}

/** How far a number lies outside; 0 inside. */
export function outside(value: bigint, { min, max }: Pick<RangeTerm, "min" | "max">): bigint {
  if (min !== null && value < min) return min - value;
  return max !== null && value > max ? value - max : 0n;
}

function keyOf(term: Term): string {
  const { feature, kind } = term;
  if (kind === "range") return `${feature} ${kind} ${term.min} ${term.max}`;
  return `${feature} ${kind} ${kind === "labels" ? term.allowed.map(Number).join("") : term.mask}`;
}

function setOutcome({ kind, mask }: SetTerm, { holds, unknown }: SetCell): Outcome {
  if ((holds & mask) !== 0) return kind === "any of" ? "met" : "failed";
  if ((unknown & mask) !== 0) return "unknown";
  return kind === "any of" ? "failed" : "met";
}

/** Labels of a mask. */
export function labelsIn({ labels }: FeatureSpec, mask: number): string[] {
  return labels.filter((_, place) => ((mask >>> place) & 1) === 1);
}

function unknownLabels(feature: FeatureSpec, term: Term, actual: Actual): string[] {
  if (term.kind !== "any of" && term.kind !== "none of") return [];
  return labelsIn(feature, (actual as SetCell).unknown & term.mask);
}

function shown(feature: FeatureSpec, term: Term, actual: Actual): Failed["actual"] {
  switch (term.kind) {
    case "range":
      return actual as bigint;
    case "labels":
      return feature.labels[actual as number] ?? null;
    case "any of":
      return labelsIn(feature, (actual as SetCell).holds);
    case "none of":
      return labelsIn(feature, (actual as SetCell).holds & term.mask);
  }
}

function distanceOf(feature: FeatureSpec, term: Term, operator: Operator, actual: Actual): bigint | null {
  if (term.kind === "range") return outside(actual as bigint, term);
  const scaled = feature.ordered && (operator === ">=" || operator === "<=" || operator === "==");
  return term.kind === "labels" && scaled ? stepsTo(feature, term, actual as number) : null;
}

/** Steps of the scale from a label to the nearest allowed one; null from or to one that is not on the list. */
function stepsTo({ labels }: FeatureSpec, { allowed }: LabelsTerm, place: number): bigint | null {
  if (place >= labels.length) return null;
  const steps = labels.flatMap((_, other) => (allowed[other] === true ? [Math.abs(other - place)] : []));
  return steps.length === 0 ? null : BigInt(Math.min(...steps));
}
