/**
 * An additive scorecard as the catalogue keeps it: `catalogue/scorecards/<family>.json`.
 *
 * Facts become inputs (one integer each), inputs fall into bins, bins have points, points add up. Every part is an
 * integer, so that the chain, this code and anybody with a pencil reach the same number.
 */
export interface Scorecard {
  /** What is scored: `platform`, `financial-1y`, `conduct`. Versions of one family replace each other. */
  readonly family: string;
  readonly version: number;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly description: string;
  /** `points` at good:bad odds of `odds` to 1, and how many points double the odds. */
  readonly scale: { readonly points: number; readonly odds: number; readonly pointsToDoubleOdds: number };
  /** Points before any characteristic. */
  readonly basePoints: number;
  /** Below this part of the picture, in basis points of the weights, there are points but no grade. */
  readonly minimumCoverageBps: number;
  /** Names of the schemas that the facts are read from: a later version of a schema does not change a scorecard. */
  readonly sources: readonly string[];
  readonly inputs: readonly ScoreInput[];
  readonly characteristics: readonly Characteristic[];
  /** From the worst to the best; the first begins at 0. */
  readonly grades: readonly ScoreGrade[];
  /** Where data, method and figures come from; shown, never computed with. */
  readonly provenance: Readonly<Record<string, unknown>>;
}

/**
 * One integer made of facts.
 *
 * - `value`: sum of the terms.
 * - `ratio`: sum of `numerator` x `multiplier` / sum of `denominator`, truncated toward zero: 10000 for basis points,
 *   3650000 for days in ten-thousandths. Undefined when the denominator comes to 0.
 * - `days since`: whole days from the date (unix seconds) that `numerator` comes to, to the time asked about, truncated
 *   toward zero; negative for a date ahead.
 *
 * Facts saturate at 128 bits, sign included, and inputs at 48 bits: beyond them every value is in the same bin anyway.
 */
export interface ScoreInput {
  readonly id: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly operation: "value" | "ratio" | "days since";
  readonly numerator: readonly Term[];
  /** Empty unless the operation is `ratio`. */
  readonly denominator: readonly Term[];
  /** 1 unless the operation is `ratio`. */
  readonly multiplier: number;
}

export interface Term {
  readonly fact: string;
  readonly sign: 1 | -1;
}

export type ScorePart = "financial" | "conduct" | "administrative";

/** What is judged: one input in bins, or two inputs in a table. */
export interface Characteristic {
  readonly id: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly part: ScorePart;
  readonly basis: "estimated" | "expert judgement";
  /** What a company's owner can do about it. */
  readonly adviceEn: string;
  readonly adviceZh: string;
  /** Its part of the whole picture, in basis points; the weights of a scorecard come to 10000. */
  readonly weightBps: number;
  /** One axis or two. */
  readonly axes: readonly Axis[];
  /** When a fact that it needs is unknown to the ledger: nothing current was attested. */
  readonly unknownPoints: number;
  /** When a current statement leaves out a fact that it needs. Never better than the worst cell. */
  readonly withheldPoints: number;
  /**
   * Points of each cell. On an axis, index 0 is "undefined" and index 1 + n the bin with n cuts at or below the input.
   * Two axes: row by row, the second axis runs fastest.
   */
  readonly cells: readonly number[];
}

/** An input and the lower bounds, inclusive, of its bins but the first; strictly ascending. */
export interface Axis {
  readonly input: string;
  readonly cuts: readonly number[];
}

export interface ScoreGrade {
  /** A label of the feature `credit_grade`. */
  readonly label: string;
  /** Lowest total of the grade. */
  readonly fromPoints: number;
  /** Expected part of companies that default, in basis points, with the bounds of its 95 % interval. */
  readonly defaultRateBps: number;
  readonly defaultRateLowBps: number;
  readonly defaultRateHighBps: number;
  /** How many companies and defaults stand behind it; 0 when it is read off the scale only. */
  readonly companies: number;
  readonly defaults: number;
}

/** The largest magnitudes: see `ScoreInput`. */
export const MAX_FACT: bigint = 2n ** 127n - 1n;
export const MIN_FACT: bigint = -(2n ** 127n);
export const MAX_INPUT: bigint = 2n ** 47n - 1n;
export const MIN_INPUT: bigint = -(2n ** 47n);
/** A total lies between 0 and this. */
export const MAX_TOTAL = 1_000;
