interface SeenHead {
  number: bigint;
  /** Milliseconds of a monotonic clock: the last moment at which the chain had no newer block. */
  lastSeenMs: number;
}

const MAX_REMEMBERED = 10_000;

/**
 * Tells how old the index is, exactly: the last moment at which the chain had no block that is not followed yet. A
 * count of blocks would not do, for on a busy chain the index is always a few blocks behind and yet up to date.
 */
export class Freshness {
  #seen: SeenHead[] = [];

  /** The chain's newest block was `number` at the moment `nowMs`, when the question was sent. */
  sawChainHead(number: bigint, nowMs: number): void {
    const last = this.#seen.at(-1);
    // A chain that went back was replaced by another one: what was seen of the old one tells nothing.
    if (last && number < last.number) this.#seen = [];
    if (last && number === last.number) last.lastSeenMs = nowMs;
    else this.#seen.push({ number, lastSeenMs: nowMs });
    if (this.#seen.length > MAX_REMEMBERED) this.#seen.shift();
  }

  /** The moment up to which an index that has `followed` misses nothing; undefined when that was never so. */
  caughtUpAtMs(followed: bigint): number | undefined {
    const index = this.#seen.findLastIndex(({ number }) => number <= followed);
    if (index < 0) return undefined;
    this.#seen.splice(0, index);
    return this.#seen[0]?.lastSeenMs;
  }
}
