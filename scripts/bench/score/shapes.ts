import { probit } from "simple-statistics";
import type { ScoreInput } from "../../../catalogue/index.ts";

/** How the values of an input lie among companies. */
export interface Shape {
  readonly operation: ScoreInput["operation"];
  /** The value, before truncation, below which this part of the companies lies; the part strictly between 0 and 1. */
  readonly quantile: (part: number) => number;
}

/** Amounts over several powers of ten; ratios of either sign around a middle; days; small counts, mostly nought. */
export const SHAPES: readonly Shape[] = [
  { operation: "value", quantile: (part) => Math.exp(11 + 2 * probit(part)) },
  { operation: "ratio", quantile: (part) => 4_000 + 3_000 * probit(part) },
  { operation: "days since", quantile: (part) => 7_000 * part ** 1.5 },
  { operation: "value", quantile: (part) => 12 * part ** 3 },
];

/** A whole number that a column of 32 bits can hold. */
export function valueAt({ quantile }: Shape, part: number): number {
  return Math.trunc(Math.min(2 ** 31 - 1, quantile(part)));
}
