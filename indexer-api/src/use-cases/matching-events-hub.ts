import { IndexNotReady } from "../data/ledger.ts";
import { matchState } from "../data/match-state.ts";
import { isDatabaseGone } from "../data/pool.ts";
import type { MatchEvent } from "../match-store/types.ts";
import type { Services } from "./services.ts";

/** Events read at once for everybody. */
const PAGE = 1_000;
/** With more to read than so many pages, everybody reads the events of their own instead. */
const MOST_PAGES = 20;
/** Subscribers whose past is read at once, each over a connection of the pool. */
const REPLAYS = 4;
/** How soon the index is asked again when it does not answer. */
const RETRY_MS = 2_000;

const ALL = { product: null, entityId: null };

/** Somebody who listens: to one product, or to one company and what happens to products. */
export interface Hearer {
  readonly product: string | null;
  readonly entityId: string | null;
  /** @param from behind which event these are the next ones for this hearer */
  hear(events: readonly MatchEvent[], from: bigint): void;
  /** Told of nothing behind `upTo` any more: what is missing is to be read. */
  fallBehind(upTo: bigint): void;
}

/** Reads the news once for all subscribers of this instance, and hands each theirs. */
export class EventHub {
  readonly #services: Pick<Services, "ledger" | "matching">;
  readonly #ofProduct = new Map<string, Set<Hearer>>();
  readonly #ofCompany = new Map<string, Set<Hearer>>();
  readonly #waiting: (() => void)[] = [];
  #replays = 0;
  /** Of everybody who listens, all events up to this one were handed out. */
  #position = 0n;
  #stopHearing: (() => void) | null = null;
  #isReading = false;
  #isRung = false;

  constructor(services: Pick<Services, "ledger" | "matching">) {
    this.#services = services;
  }

  /**
   * From here on a hearer is told.
   * @param upTo of the last event that it knows of
   * @returns how to stop; null when others have been told of later events already
   */
  join(hearer: Hearer, upTo: bigint): (() => void) | null {
    if (this.#stopHearing === null) {
      this.#position = this.#services.matching.event;
      this.#stopHearing = this.#services.matching.onNews(() => void this.#ring());
    }
    if (upTo < this.#position) return null;
    const [hearers, key] =
      hearer.product === null ? [this.#ofCompany, hearer.entityId ?? ""] : [this.#ofProduct, hearer.product];
    const same = hearers.get(key) ?? new Set();
    hearers.set(key, same.add(hearer));
    return () => {
      same.delete(hearer);
      if (same.size === 0 && hearers.get(key) === same) hearers.delete(key);
      if (this.#ofProduct.size + this.#ofCompany.size > 0) return;
      this.#stopHearing?.();
      this.#stopHearing = null;
    };
  }

  /** Reads somebody's past, when it is their turn. */
  async replay<T>(read: () => Promise<T>): Promise<T> {
    if (this.#replays >= REPLAYS) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#replays++;
    try {
      return await read();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#replays--;
      else next();
    }
  }

  async #ring(): Promise<void> {
    this.#isRung = true;
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#isRung) {
        this.#isRung = false;
        await this.#read();
      }
    } catch (error) {
      if (error instanceof IndexNotReady || isDatabaseGone(error))
        setTimeout(() => void this.#ring(), RETRY_MS).unref();
      // Whoever reads for themselves finds the same error, and can tell it.
      else this.#leaveAllBehind();
    } finally {
      this.#isReading = false;
    }
  }

  async #read(): Promise<void> {
    const { ledger, matching } = this.#services;
    const upTo = matching.event;
    if (upTo < this.#position) return this.#leaveAllBehind();
    for (let pages = 0; this.#position < upTo; pages++) {
      const from = this.#position;
      // Before it was ready the store knew of no event, and all that there are would be news.
      if (pages === MOST_PAGES || from === 0n) return this.#leaveAllBehind();
      const { forgotten, events } = await ledger.read(async (db) => {
        return { ...(await matchState(db)), events: await matching.events(db, ALL, from, PAGE) };
      });
      if (forgotten > from) return this.#leaveAllBehind();
      const last = events.at(-1)?.id ?? upTo;
      this.#position = events.length < PAGE && last < upTo ? upTo : last;
      this.#handOut(events, from);
    }
  }

  #handOut(events: readonly MatchEvent[], from: bigint): void {
    const byHearer = new Map<Hearer, MatchEvent[]>();
    for (const event of events) {
      for (const hearer of this.#hearersOf(event)) {
        const own = byHearer.get(hearer);
        if (own === undefined) byHearer.set(hearer, [event]);
        else own.push(event);
      }
    }
    for (const [hearer, own] of byHearer) hearer.hear(own, from);
  }

  *#hearersOf(event: MatchEvent): Generator<Hearer> {
    yield* this.#ofProduct.get(event.product) ?? [];
    if ("entityId" in event) yield* this.#ofCompany.get(event.entityId) ?? [];
    else for (const hearers of this.#ofCompany.values()) yield* hearers;
  }

  #leaveAllBehind(): void {
    const upTo = this.#position;
    const everybody = [...this.#ofProduct.values(), ...this.#ofCompany.values()].flatMap((hearers) => [...hearers]);
    this.#ofProduct.clear();
    this.#ofCompany.clear();
    this.#position = this.#services.matching.event;
    for (const hearer of everybody) hearer.fallBehind(upTo);
  }
}
