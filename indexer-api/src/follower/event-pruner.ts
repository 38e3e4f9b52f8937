import type { Block, Queryable } from "../data/follow-state.ts";
import { pruneMatchEvents } from "../data/match-events.ts";

const SECONDS_PER_DAY = 86_400n;
/** Between two looks, in seconds of the chain's time: what is some minutes too old harms nobody. */
const EVERY_SECONDS = 600n;
/** Forgotten in one transaction: some tens of milliseconds, in which nothing is followed. */
export const MOST_AT_ONCE = 5_000;

/** Forgets events that subscribers will hardly ask for again. */
export class EventPruner {
  readonly #retentionSeconds: bigint;
  /** Of the block at which nothing was left to forget. */
  #doneAt: bigint | null = null;

  /** @param retentionDays for how long events are kept, by the time of their blocks */
  constructor(retentionDays: number) {
    this.#retentionSeconds = BigInt(retentionDays) * SECONDS_PER_DAY;
  }

  /** Forgets some of what is too old as of a block. @returns whether there may be more to do at once */
  async work(db: Queryable, { time }: Block): Promise<boolean> {
    if (this.#doneAt !== null && time >= this.#doneAt && time < this.#doneAt + EVERY_SECONDS) return false;
    const gone = await pruneMatchEvents(db, time - this.#retentionSeconds, MOST_AT_ONCE);
    if (gone === MOST_AT_ONCE) return true;
    this.#doneAt = time;
    return false;
  }
}
