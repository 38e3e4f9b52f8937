/** Statements in one batch at most: `MAX_BATCH` of the registry. */
const MAX_BATCH = 500;

/** A batch is cut for this part of the cap, since statements do not all cost the same. */
const FILL_PERCENT = 93n;

/** Gas of a first statement by and large: 40,000 and 1,000 for each value. Only the first batch is cut by it. */
const GUESS_BASE = 40_000n;
const GUESS_VALUE = 1_000n;

/** How many statements the next batch takes: learns from what the last ones needed. */
export class BatchSizer {
  readonly #gasCap: bigint;
  #ceiling: number;
  #next: number;

  constructor(gasCap: bigint, valueCount: number) {
    this.#gasCap = gasCap;
    this.#ceiling = this.#fitting(GUESS_BASE + GUESS_VALUE * BigInt(valueCount));
    this.#next = this.#ceiling;
  }

  get next(): number {
    return this.#next;
  }

  /** A batch went through: the next may be as large as its gas tells, but at most twice as large. */
  sent(count: number, gas: bigint): void {
    this.#ceiling = this.#fitting(gas / BigInt(count) + 1n);
    this.#next = Math.min(this.#ceiling, this.#next * 2);
  }

  /** A batch was too much, or holds a statement that the chain refuses: halve, to get past it or find it. */
  refused(count: number): void {
    this.#next = Math.max(1, Math.floor(count / 2));
  }

  #fitting(gasEach: bigint): number {
    return Math.max(1, Math.min(MAX_BATCH, Number((this.#gasCap * FILL_PERCENT) / 100n / gasEach)));
  }
}
