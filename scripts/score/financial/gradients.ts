import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

const INT32_RANGE = 2 ** 32;

/** Reproducible numbers, uniform from 0 to below 1, in steps of 2^-32. */
export function uniform(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => (generator.next() >>> 0) / INT32_RANGE;
}

/** How to boost: Newton steps on the logistic loss of "good". */
export interface BoostOptions {
  readonly rounds: number;
  /** Part of each step that is taken. */
  readonly learningRate: number;
  /** Added to the curvature of each leaf: holds back leaves of few rows. */
  readonly ridge: number;
  /** Parts of the rows and of the candidates that a round looks at. */
  readonly rowPart: number;
  readonly candidatePart: number;
  readonly seed: number;
}

/** First and second derivatives of the loss at some rows; by row. */
export class Gradients {
  /** Rows of the round. */
  rows: Int32Array;
  readonly slopes: Float64Array;
  readonly curvatures: Float64Array;

  readonly #all: Int32Array;
  readonly #drawn: Int32Array;
  readonly #bad: Uint8Array;

  constructor(all: Int32Array, bad: Uint8Array) {
    this.#all = all;
    this.#drawn = new Int32Array(all.length);
    this.#bad = bad;
    this.rows = all;
    this.slopes = new Float64Array(bad.length);
    this.curvatures = new Float64Array(bad.length);
  }

  /** Draws the rows of a round, and takes their derivatives at the log odds reached so far. */
  refresh(logOdds: Float64Array, rowPart: number, random: () => number): void {
    const [all, drawn, bad] = [this.#all, this.#drawn, this.#bad];
    let count = 0;
    for (let index = 0; index < all.length; index++) {
      if (random() >= rowPart) continue;
      const row = all[index]!;
      const good = 1 / (1 + Math.exp(-logOdds[row]!));
      this.slopes[row] = 1 - bad[row]! - good;
      this.curvatures[row] = good * (1 - good);
      drawn[count++] = row;
    }
    this.rows = drawn.subarray(0, count);
  }

  /** Sums derivatives by cell into `sums`: slope and curvature of each cell beside each other. */
  gather(cells: Uint8Array | Uint16Array, sums: Float64Array): void {
    sums.fill(0);
    const { rows, slopes, curvatures } = this;
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!;
      const at = 2 * cells[row]!;
      sums[at]! += slopes[row]!;
      sums[at + 1]! += curvatures[row]!;
    }
  }
}

/** Adds the points of a row's cell to its log odds. */
export function addCells(logOdds: Float64Array, cells: Uint8Array | Uint16Array, step: Float64Array): void {
  for (let row = 0; row < logOdds.length; row++) logOdds[row]! += step[cells[row]!]!;
}
