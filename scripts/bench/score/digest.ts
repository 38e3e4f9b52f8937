import type { BulkScores } from "../../../catalogue/scorecard/bulk.ts";

/** What two results must have in common. */
export interface Digest {
  readonly totals: number;
  /** Depends on which company has which score. */
  readonly mixed: number;
  /** Companies of each grade, counted from 1 for the worst. */
  readonly grades: readonly number[];
}

/** A company weighs in `mixed` by its number modulo this prime, its total by `TOTAL_WEIGHT` beside its grade. */
export const MIXED_MODULUS = 1_009;
export const TOTAL_WEIGHT = 31;

/** Sums stay below 2^53 up to 280 million companies. */
export function digestOf({ totals, grades }: BulkScores, gradeCount: number): Digest {
  const counts = Array<number>(gradeCount).fill(0);
  let [sum, mixed] = [0, 0];
  for (let company = 0; company < totals.length; company++) {
    const [total, grade] = [totals[company] as number, grades[company] as number];
    sum += total;
    mixed += (total * TOTAL_WEIGHT + grade) * (company % MIXED_MODULUS);
    if (grade > 0) (counts[grade - 1] as number)++;
  }
  return { totals: sum, mixed, grades: counts };
}
