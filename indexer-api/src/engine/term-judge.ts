import { boundsOf } from "./dimensions.ts";
import type { FeatureSpec } from "./features.ts";
import type { CompanyValues } from "./values.ts";
import { WIDE } from "./values.ts";
import { setBucket } from "./quantiser.ts";
import type { RangeTerm, Term } from "./terms.ts";

/** How a term comes out, as bits: those of several terms, one OR the other, say how the product does. */
export const [MET, FAILED, UNKNOWN] = [0, 1, 2] as const;

/** A term ready to be held against what a company has. */
export interface TermJudge {
  readonly feature: number;
  /**
   * @param value the feature's entry of `CompanyValues.raw`
   * @param exact its entry of `CompanyValues.wide`
   * @returns MET, FAILED or UNKNOWN
   */
  readonly of: (value: number, exact: bigint | undefined) => number;
}

/** @param asOf unix seconds, for ages */
export function judgeOf(features: readonly FeatureSpec[], term: Term, asOf: bigint): TermJudge {
  const { feature } = term;
  switch (term.kind) {
    case "range":
      return { feature, of: features[feature]?.kind === "age" ? ageJudge(term, asOf) : numberJudge(term) };
    case "labels": {
      const { allowed } = term;
      return { feature, of: (place) => (Number.isNaN(place) ? UNKNOWN : allowed[place] ? MET : FAILED) };
    }
    default: {
      const { kind, mask } = term;
      return { feature, of: (packed) => setBucket(kind, mask, packed) };
    }
  }
}

/** How terms come out together, up to the first one that fails. @returns bits; FAILED among them means refused */
export function judgeAll(judges: readonly TermJudge[], { raw, wide }: CompanyValues): number {
  let outcome: number = MET;
  for (const { feature, of } of judges) {
    outcome |= of(raw[feature] as number, wide.size === 0 ? undefined : wide.get(feature));
    if ((outcome & FAILED) !== 0) return outcome;
  }
  return outcome;
}

function numberJudge(term: RangeTerm): TermJudge["of"] {
  const [from, behind] = boundsOf(term, null);
  const [least, end] = [doubleBound(from) ?? -Infinity, doubleBound(behind)];
  return (value, exact) => {
    if (Number.isNaN(value)) return UNKNOWN;
    if (exact !== undefined)
      return (from === null || exact >= from) && (behind === null || exact < behind) ? MET : FAILED;
    return value >= least && (end === null || value < end) ? MET : FAILED;
  };
}

function ageJudge(term: RangeTerm, asOf: bigint): TermJudge["of"] {
  const [from, behind] = boundsOf(term, asOf);
  const [least, end] = [doubleBound(from) ?? -Infinity, doubleBound(behind)];
  const now = Number(asOf);
  return (value) => {
    if (!(value <= now)) return UNKNOWN;
    return value >= least && (end === null || value < end) ? MET : FAILED;
  };
}

/** The double that every number within doubles compares with as it does with the bound. */
export function doubleBound(bound: bigint | null): number | null {
  if (bound === null) return null;
  if (bound >= BigInt(WIDE)) return Infinity;
  return bound <= -BigInt(WIDE) ? -Infinity : Number(bound);
}
