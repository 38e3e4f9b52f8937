import type { Criterion } from "../../../catalogue/index.ts";
import type { FeatureSpec } from "./features.ts";
import { outcomeOf, termKey } from "./judge.ts";
import type { Actual } from "./judge.ts";
import { termsOf } from "./terms.ts";
import type { RangeTerm, Term } from "./terms.ts";

/** Products as bits: number `n % 32` of word `n / 32` stands for product n. */
export type Bits = Uint32Array;

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
  /** Ends of ranges, each once and ascending. */
  readonly mins: readonly bigint[];
  readonly maxes: readonly bigint[];
  /** By place in `mins`: products whose least is that one or a higher one; behind the last, none. */
  readonly fromMin: readonly Bits[];
  /** By place in `maxes`: products whose most is a lower one; behind the last, all that have one. */
  readonly belowMax: readonly Bits[];
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
    for (const term of termsOf(features, criteria)) {
      const known = byFeature[term.feature] as Map<string, { term: Term; products: Bits }>;
      const key = termKey(term);
      const entry = known.get(key) ?? { term, products: new Uint32Array(words) };
      known.set(key, entry);
      setBit(entry.products, place);
    }
  }
  return { features, products, words, all, demands: byFeature.map((terms) => demandsOf([...terms.values()], words)) };
}

/** Products that a value of a feature suits, those among them that ask nothing of it. */
export function suitedBy({ all, words }: PreparedProducts<unknown>, demands: Demands, actual: Actual): Bits {
  const blocked = typeof actual === "bigint" ? outOfRange(demands, actual, words) : notMet(demands, actual, words);
  return all.map((bits, word) => bits & ~(blocked[word] as number));
}

/** Ids of the products whose bits are set. */
export function chosenBy<P>(products: readonly P[], bits: Bits): P[] {
  return products.filter((_, place) => (((bits[place >>> 5] as number) >>> (place & 31)) & 1) === 1);
}

function outOfRange({ mins, maxes, fromMin, belowMax }: Demands, value: bigint, words: number): Bits {
  const blocked = new Uint32Array(words);
  const tooLow = fromMin[mins.filter((min) => min <= value).length];
  const tooHigh = belowMax[maxes.filter((max) => max < value).length];
  for (let word = 0; word < words; word++) blocked[word] = (tooLow?.[word] ?? 0) | (tooHigh?.[word] ?? 0);
  return blocked;
}

function notMet({ terms }: Demands, actual: Actual, words: number): Bits {
  const blocked = new Uint32Array(words);
  for (const { term, products } of terms) {
    if (outcomeOf(term, actual) === "met") continue;
    for (let word = 0; word < words; word++) blocked[word] = (blocked[word] as number) | (products[word] as number);
  }
  return blocked;
}

function demandsOf(terms: Demands["terms"], words: number): Demands {
  const ranges = terms.flatMap(({ term, products }) => (term.kind === "range" ? [{ term, products }] : []));
  const [mins, maxes] = [ends(ranges, "min"), ends(ranges, "max")];
  const fromMin: Bits[] = [new Uint32Array(words)];
  const belowMax: Bits[] = [new Uint32Array(words)];
  for (const end of mins.toReversed()) fromMin.unshift(joined(fromMin[0] as Bits, asking(ranges, "min", end)));
  for (const end of maxes) belowMax.push(joined(belowMax.at(-1) as Bits, asking(ranges, "max", end)));
  return { terms, mins, maxes, fromMin, belowMax };
}

interface RangeDemand {
  readonly term: RangeTerm;
  readonly products: Bits;
}

function asking(ranges: readonly RangeDemand[], end: "min" | "max", value: bigint): Bits[] {
  return ranges.filter(({ term }) => term[end] === value).map(({ products }) => products);
}

function joined(first: Bits, others: readonly Bits[]): Bits {
  return first.map((bits, word) => others.reduce((all, other) => all | (other[word] as number), bits));
}

function ends(ranges: readonly RangeDemand[], end: "min" | "max"): bigint[] {
  const values = ranges.map(({ term }) => term[end]).filter((value) => value !== null);
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function setBit(bits: Bits, place: number): void {
  bits[place >>> 5] = (bits[place >>> 5] as number) | (1 << (place & 31));
}
