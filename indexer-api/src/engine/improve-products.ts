import type { Criterion } from "../../../catalogue/index.ts";
import { addTo, membersOf, setBit, without } from "./bits.ts";
import type { Bits } from "./bits.ts";
import type { FeatureSpec } from "./features.ts";
import { conditionsOf, outcomeOf } from "./judge.ts";
import type { Actual } from "./judge.ts";
import type { Term } from "./terms.ts";

/** Products ready to be asked, feature by feature, which of them a value would suit. */
export interface PreparedProducts<P> {
  readonly features: readonly FeatureSpec[];
  readonly products: readonly P[];
  readonly words: number;
  /** All products. */
  readonly all: Bits;
  /** By feature. */
  readonly demands: readonly Demands[];
}

/** What products ask of one feature. */
export interface Demands {
  /** Those that differ, with the products that ask for it. */
  readonly terms: readonly { readonly term: Term; readonly products: Bits }[];
  readonly mins: Ends;
  readonly maxes: Ends;
}

/** Ends of ranges, each once and ascending. By place: */
export interface Ends {
  readonly values: readonly bigint[];
  /** Products whose end it is. */
  readonly at: readonly Bits[];
  /** Of a least, products whose own is that or a higher one; of a most, a lower one. One place more than there are ends. */
  readonly blocked: readonly Bits[];
}

/** @throws CriterionError for a criterion that cannot be judged */
export function prepareProducts<P extends { readonly criteria: readonly Criterion[] }>(
  features: readonly FeatureSpec[],
  products: readonly P[],
): PreparedProducts<P> {
  const words = Math.ceil(products.length / 32);
  const all = new Uint32Array(words);
  const byFeature = features.map(() => new Map<string, { term: Term; products: Bits }>());
  for (const [place, { criteria }] of products.entries()) {
    setBit(all, place);
    for (const { term, key } of conditionsOf(features, criteria)) {
      const known = byFeature[term.feature] as Map<string, { term: Term; products: Bits }>;
      const entry = known.get(key) ?? { term, products: new Uint32Array(words) };
      known.set(key, entry);
      setBit(entry.products, place);
    }
  }
  return { features, products, words, all, demands: byFeature.map((terms) => demandsOf([...terms.values()], words)) };
}

/** Products that a value of a feature suits, those among them that ask nothing of it. */
export function suitedBy({ all, words }: PreparedProducts<unknown>, demands: Demands, actual: Actual): Bits {
  return without(all, typeof actual === "bigint" ? outOfRange(demands, actual, words) : notMet(demands, actual, words));
}

/** Products by their places. */
export function chosenBy<P>(products: readonly P[], bits: Bits): P[] {
  return membersOf(bits).map((place) => products[place] as P);
}

function outOfRange({ mins, maxes }: Demands, value: bigint, words: number): Bits {
  const blocked = new Uint32Array(words);
  addTo(blocked, mins.blocked[countWhile(mins.values, (min) => min <= value)] as Bits);
  addTo(blocked, maxes.blocked[countWhile(maxes.values, (max) => max < value)] as Bits);
  return blocked;
}

function countWhile(values: readonly bigint[], holds: (value: bigint) => boolean): number {
  let count = 0;
  while (count < values.length && holds(values[count] as bigint)) count++;
  return count;
}

function notMet({ terms }: Demands, actual: Actual, words: number): Bits {
  const blocked = new Uint32Array(words);
  for (const { term, products } of terms) {
    if (outcomeOf(term, actual) !== "met") addTo(blocked, products);
  }
  return blocked;
}

function demandsOf(terms: Demands["terms"], words: number): Demands {
  const [mins, maxes] = [endsOf(terms, "min", words), endsOf(terms, "max", words)];
  const [fromMin, belowMax]: [Bits[], Bits[]] = [[new Uint32Array(words)], [new Uint32Array(words)]];
  for (const at of mins.at.toReversed()) fromMin.push(joined(fromMin.at(-1) as Bits, at));
  for (const at of maxes.at) belowMax.push(joined(belowMax.at(-1) as Bits, at));
  return { terms, mins: { ...mins, blocked: fromMin.reverse() }, maxes: { ...maxes, blocked: belowMax } };
}

function endsOf(terms: Demands["terms"], end: "min" | "max", words: number): Omit<Ends, "blocked"> {
  const at = new Map<bigint, Bits>();
  for (const { term, products } of terms) {
    const value = term.kind === "range" ? term[end] : null;
    if (value === null) continue;
    const bits = at.get(value) ?? new Uint32Array(words);
    at.set(value, bits);
    addTo(bits, products);
  }
  const values = [...at.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { values, at: values.map((value) => at.get(value) as Bits) };
}

function joined(a: Bits, b: Bits): Bits {
  const both = a.slice();
  addTo(both, b);
  return both;
}
