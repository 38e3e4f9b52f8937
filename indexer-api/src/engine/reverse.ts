import type { Criterion } from "../../../catalogue/index.ts";

/** Companies as bits: bit `n % 32` of word `n / 32` stands for row n. */
export type RowBits = Uint32Array;

/** A company of a list. */
export interface ScoredRow {
  readonly row: number;
  /** Null where there is none. */
  readonly score: number | null;
}

/** Which part of a list. */
export interface Page {
  /** `row`: ascending. `score`: from the highest down, equal ones by row, those without a score at the end. */
  readonly order: "row" | "score";
  readonly limit: number;
  /** The last company that was read before; null to begin. */
  readonly after: ScoredRow | null;
}

/** Companies that fit a product. Counts are of all of them. */
export interface FittingCompanies {
  readonly eligible: number;
  readonly unknown: number;
  readonly refused: number;
  /** The eligible ones of one page. */
  readonly companies: readonly ScoredRow[];
}

/** What companies are looked for in: `MatchEngine` is one. */
export interface CompanySearch {
  /** By row, -1 unknown. */
  readonly scores: Int16Array;
  audience(criteria: readonly Criterion[]): Promise<Omit<FittingCompanies, "companies"> & { eligibleRows: RowBits }>;
}

const WORD_BITS = 32;
const NO_SCORE = -1;
const SCORES = 2 ** 15;

/** @throws CriterionError naming a criterion that cannot be judged */
export async function companiesThatFit(
  search: CompanySearch,
  criteria: readonly Criterion[],
  { order, limit, after }: Page,
): Promise<FittingCompanies> {
  const { eligible, unknown, refused, eligibleRows } = await search.audience(criteria);
  const { scores } = search;
  const companies =
    order === "score"
      ? topByScore(eligibleRows, scores, limit, after)
      : rowsAfter(eligibleRows, after?.row ?? -1, limit).map((row) => scored(row, scores[row] as number));
  return { eligible, unknown, refused, companies };
}

/** The next rows of a set, ascending. @param after the last row that was read; -1 to begin */
export function rowsAfter(bits: RowBits, after: number, limit: number): number[] {
  const rows: number[] = [];
  eachRow(bits, after + 1, (row) => rows.length < limit && rows.push(row) < limit);
  return rows;
}

/**
 * The next companies of a set from the highest score down, equal ones by row, those without a score at the end. The first
 * pass finds the lowest score on the page, so that the second keeps no more companies than the page has.
 * @param scores by row, -1 unknown
 * @param after the last company that was read; null to begin
 */
export function topByScore(bits: RowBits, scores: Int16Array, limit: number, after: ScoredRow | null): ScoredRow[] {
  const last = after ?? { row: -1, score: SCORES };
  const lastScore = last.score ?? NO_SCORE;
  const isBehind = (row: number, score: number) => score < lastScore || (score === lastScore && row > last.row);
  const lowest = lowestOf(bits, scores, limit, isBehind);
  const [higher, equal]: [ScoredRow[], ScoredRow[]] = [[], []];
  eachRow(bits, 0, (row) => {
    const score = scores[row] as number;
    if (score < lowest || !isBehind(row, score)) return true;
    if (score > lowest) higher.push(scored(row, score));
    else if (equal.length < limit) equal.push(scored(row, score));
    return true;
  });
  higher.sort((a, b) => (b.score ?? NO_SCORE) - (a.score ?? NO_SCORE) || a.row - b.row);
  return [...higher, ...equal].slice(0, limit);
}

/** The lowest score that comes onto a page. */
function lowestOf(
  bits: RowBits,
  scores: Int16Array,
  limit: number,
  isBehind: (row: number, score: number) => boolean,
): number {
  // Place 0 is for those without a score.
  const counts = new Uint32Array(SCORES + 1);
  eachRow(bits, 0, (row) => {
    const score = scores[row] as number;
    if (isBehind(row, score)) counts[score - NO_SCORE] = (counts[score - NO_SCORE] as number) + 1;
    return true;
  });
  let [place, found] = [SCORES, counts[SCORES] as number];
  while (place > 0 && found < limit) found += counts[--place] as number;
  return place + NO_SCORE;
}

function scored(row: number, score: number): ScoredRow {
  return { row, score: score === NO_SCORE ? null : score };
}

/** Calls back for rows of a set, ascending, while it says true. */
function eachRow(bits: RowBits, first: number, next: (row: number) => boolean): void {
  for (let word = first >>> 5; word < bits.length; word++) {
    // Of the first word only what is not before the first row.
    let left = (bits[word] as number) & (word === first >>> 5 ? -1 << (first & 31) : -1);
    for (; left !== 0; left &= left - 1) {
      if (!next(word * WORD_BITS + 31 - Math.clz32(left & -left))) return;
    }
  }
}
