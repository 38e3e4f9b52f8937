import { Columns } from "./columns.ts";
import type { FeatureSpec } from "./features.ts";
import type { CompanyValues } from "./values.ts";

const UNKNOWN_SCORE = -1;
/** Room that grows, grows by half. */
const GROWTH = 1.5;

export interface CompaniesOptions {
  readonly features: readonly FeatureSpec[];
  /** How many to make room for at once. */
  readonly capacity?: number | undefined;
  readonly columns?: Columns | undefined;
  /** By row, -1 unknown. */
  readonly scores?: Int16Array | undefined;
  /** How many are in `columns`. */
  readonly companies?: number | undefined;
}

/** Raw values and scores of all companies by row. */
export class Companies {
  readonly columns: Columns;
  #scores: Int16Array;
  #count: number;

  constructor({ features, capacity = 0, columns, scores, companies = 0 }: CompaniesOptions) {
    if (columns !== undefined && columns.features.length !== features.length) {
      throw new RangeError(`columns: of ${columns.features.length} features, there are ${features.length}`);
    }
    if (companies > (columns?.capacity ?? 0)) {
      throw new RangeError(`companies: ${companies}, columns have room for ${columns?.capacity ?? 0}`);
    }
    this.columns = columns ?? new Columns(features, capacity);
    this.columns.reserve(capacity);
    this.#count = companies;
    this.#scores = scores ?? emptyScores(companies);
    this.#growScores(this.columns.capacity);
  }

  get count(): number {
    return this.#count;
  }

  get capacity(): number {
    return this.columns.capacity;
  }

  /** By row, -1 unknown. */
  get scores(): Int16Array {
    return this.#scores;
  }

  /** Also of rows behind the last one: what lies between is unknown. */
  set(row: number, values: CompanyValues, score: number | null): void {
    if (row >= this.capacity) this.reserve(Math.ceil(GROWTH * (row + 1)));
    this.columns.set(row, values);
    this.setScore(row, score);
    this.#count = Math.max(this.#count, row + 1);
  }

  /** Of a company that there is. */
  setScore(row: number, score: number | null): void {
    this.#scores[row] = score ?? UNKNOWN_SCORE;
  }

  scoreAt(row: number): number | null {
    const score = this.#scores[row] as number;
    return score === UNKNOWN_SCORE ? null : score;
  }

  reserve(capacity: number): void {
    this.columns.reserve(capacity);
    this.#growScores(this.columns.capacity);
  }

  #growScores(capacity: number): void {
    if (this.#scores.length >= capacity) return;
    const scores = emptyScores(capacity);
    scores.set(this.#scores);
    this.#scores = scores;
  }
}

function emptyScores(capacity: number): Int16Array {
  return new Int16Array(new SharedArrayBuffer(2 * capacity)).fill(UNKNOWN_SCORE);
}
