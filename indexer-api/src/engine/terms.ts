import type { Criterion } from "../../../catalogue/index.ts";
import type { FeatureSpec } from "./features.ts";

/**
 * What a product asks of one feature, all its criteria on it taken together. `range`: both ends included, null is open,
 * and `min > max` where criteria contradict each other. `labels`: bit by place, the last one (place `labels.length`)
 * for any other text.
 */
export type Term = RangeTerm | LabelsTerm | SetTerm;

interface TermBase {
  /** Place of the feature. */
  readonly feature: number;
  /** Places of the criteria that it stands for. */
  readonly criteria: readonly number[];
}

export interface RangeTerm extends TermBase {
  readonly kind: "range";
  readonly min: bigint | null;
  readonly max: bigint | null;
}

export interface LabelsTerm extends TermBase {
  readonly kind: "labels";
  readonly allowed: readonly boolean[];
}

export interface SetTerm extends TermBase {
  readonly kind: "any of" | "none of";
  /** Bit n stands for label n. */
  readonly mask: number;
}

/** A criterion that the engine cannot judge. */
export class CriterionError extends RangeError {
  constructor(place: number, { feature, operator }: Criterion, rule: string) {
    super(`criterion ${place}, ${feature} ${operator}: ${rule}`);
    this.name = "CriterionError";
  }
}

/**
 * Criteria as terms: any number of criteria on a number or a label are one term, and so are all `none of` on a set and
 * equal `any of`.
 * @throws CriterionError naming the criterion and the rule: a feature there is not, an operator that does not fit it, a
 * value that does not fit the operator, a label that the feature does not have.
 */
export function termsOf(features: readonly FeatureSpec[], criteria: readonly Criterion[]): Term[] {
  const terms = new Map<string, Term>();
  for (const [place, criterion] of criteria.entries()) {
    const term = termOf(features, criterion, place);
    const key = keyOf(term);
    const known = terms.get(key);
    terms.set(key, known === undefined ? term : both(known, term));
  }
  return [...terms.values()];
}

/** Whether no company at all can have it. */
export function isContradiction(term: Term): boolean {
  if (term.kind === "range") return term.min !== null && term.max !== null && term.min > term.max;
  if (term.kind === "labels") return !term.allowed.includes(true);
  return term.kind === "any of" && term.mask === 0;
}

function keyOf(term: Term): string {
  return term.kind === "any of" ? `${term.feature} ${term.mask}` : String(term.feature);
}

function both(a: Term, b: Term): Term {
  const criteria = [...a.criteria, ...b.criteria];
  if (a.kind === "range" && b.kind === "range") {
    return { ...a, criteria, min: larger(a.min, b.min), max: smaller(a.max, b.max) };
  }
  if (a.kind === "labels" && b.kind === "labels") {
    return { ...a, criteria, allowed: a.allowed.map((allowed, place) => allowed && b.allowed[place] === true) };
  }
  // None of these and none of those is none of either; of "any of" only equal ones come here.
  return a.kind === "none of" && b.kind === "none of" ? { ...a, criteria, mask: a.mask | b.mask } : { ...a, criteria };
}

function larger(a: bigint | null, b: bigint | null): bigint | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function smaller(a: bigint | null, b: bigint | null): bigint | null {
  return a === null || (b !== null && b < a) ? b : a;
}

function termOf(features: readonly FeatureSpec[], criterion: Criterion, place: number): Term {
  const index = features.findIndex(({ id }) => id === criterion.feature);
  const feature = features[index];
  if (feature === undefined) throw new CriterionError(place, criterion, "there is no such feature");
  const refuse = (rule: string): never => {
    throw new CriterionError(place, criterion, rule);
  };
  const base = { feature: index, criteria: [place] };
  switch (feature.kind) {
    case "number":
    case "age":
      return { ...base, kind: "range", ...rangeOf(criterion, refuse) };
    case "label":
      return { ...base, kind: "labels", allowed: allowedBy(feature, criterion, refuse) };
    case "set":
      return { ...base, ...setOf(feature, criterion, refuse) };
  }
}

type Refuse = (rule: string) => never;

function rangeOf({ operator, value }: Criterion, refuse: Refuse): { min: bigint | null; max: bigint | null } {
  if (operator === "between") {
    if (!Array.isArray(value) || value.length !== 2) return refuse("needs two whole numbers");
    const [min, max] = value as [unknown, unknown];
    if (typeof min !== "bigint" || typeof max !== "bigint") return refuse("needs two whole numbers");
    return { min, max };
  }
  if (operator !== ">=" && operator !== "<=" && operator !== "==") return refuse("does not fit a number");
  if (typeof value !== "bigint") return refuse("needs a whole number");
  return { min: operator === "<=" ? null : value, max: operator === ">=" ? null : value };
}

/** By place, one more than there are labels. */
function allowedBy(feature: FeatureSpec, { operator, value }: Criterion, refuse: Refuse): boolean[] {
  const { labels, ordered } = feature;
  const places = [...labels.keys(), labels.length];
  if (operator === "in" || operator === "not in") {
    const listed = new Set(labelPlaces(feature, value, refuse));
    return places.map((place) => listed.has(place) === (operator === "in"));
  }
  const compares = operator === ">=" || operator === "<=";
  if (compares && !ordered) return refuse("does not fit a label without an order");
  if (!compares && operator !== "==") return refuse("does not fit a label");
  const [wanted] = labelPlaces(feature, [value], refuse) as [number];
  if (operator === "==") return places.map((place) => place === wanted);
  return places.map((place) => place < labels.length && (operator === ">=" ? place >= wanted : place <= wanted));
}

function setOf(
  feature: FeatureSpec,
  { operator, value }: Criterion,
  refuse: Refuse,
): { kind: SetTerm["kind"]; mask: number } {
  if (operator !== "any of" && operator !== "none of") return refuse("does not fit a set of labels");
  const places = labelPlaces(feature, value, refuse);
  return { kind: operator, mask: places.reduce((mask, place) => mask | (1 << place), 0) };
}

function labelPlaces({ labels }: FeatureSpec, value: unknown, refuse: Refuse): number[] {
  if (!Array.isArray(value)) return refuse("needs a list of labels");
  return value.map((label: unknown) => {
    const place = labels.indexOf(label as string);
    return place < 0 ? refuse(`there is no label ${JSON.stringify(String(label))}`) : place;
  });
}
