import type { MatchEvent } from "../match-store/types.ts";
import type { Hearer } from "./matching-events-hub.ts";

/** Events kept for a reader who is slow; the database keeps the others. */
const MOST = 1_000;

/** What one subscriber is still to be sent. A ring that nobody waits for is kept for who comes next. */
export class Inbox implements Hearer {
  readonly product: string | null;
  readonly entityId: string | null;
  #events: MatchEvent[] = [];
  #behind: bigint | null = null;
  #isRung = false;
  #wake: (() => void) | null = null;

  constructor({ product, entityId }: Pick<Hearer, "product" | "entityId">) {
    this.product = product;
    this.entityId = entityId;
  }

  hear(events: readonly MatchEvent[], from: bigint): void {
    if (this.#behind === null && this.#events.length >= MOST) this.#behind = from;
    if (this.#behind === null) this.#events.push(...events);
    this.ring();
  }

  fallBehind(upTo: bigint): void {
    this.#behind ??= upTo;
    this.ring();
  }

  /** All that came since, ascending. */
  take(): readonly MatchEvent[] {
    return this.#events.splice(0);
  }

  /** Up to which event nothing is missing, once something behind it is; asked when all was taken, and forgotten then. */
  takeBehind(): bigint | null {
    const behind = this.#behind;
    this.#behind = null;
    return behind;
  }

  ring(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** @param mostMs rings by itself after so long; waits for ever unless given */
  async rung(mostMs?: number): Promise<void> {
    const timer = mostMs === undefined ? undefined : setTimeout(() => this.ring(), mostMs);
    if (!this.#isRung) await new Promise<void>((resolve) => (this.#wake = resolve));
    clearTimeout(timer);
    this.#isRung = false;
    this.#wake = null;
  }
}
