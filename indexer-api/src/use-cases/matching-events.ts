import type { z } from "zod";
import { entityIdOf } from "../../../catalogue/index.ts";
import { matchState } from "../data/match-state.ts";
import type { MatchState } from "../data/match-state.ts";
import { ClientGone } from "../http/chunk-writer.ts";
import type { EventStream } from "../http/event-stream.ts";
import { IndexNotReady } from "../data/ledger.ts";
import type { Queryable } from "../data/follow-state.ts";
import { isDatabaseGone } from "../data/pool.ts";
import type { MatchEvent } from "../match-store/types.ts";
import { matchEventView } from "../wire/match-event.ts";
import type { resetEvent, Result } from "../wire/match-event.ts";
import type { EventHub } from "./matching-events-hub.ts";
import { Inbox } from "./matching-events-inbox.ts";
import type { Services } from "./services.ts";

/** Of whom or of what a subscriber hears. */
export type Subject =
  { readonly product: string; readonly uscc: null } | { readonly product: null; readonly uscc: string };

/** Read at a time; what is sent is read in pages as well, so that no subscriber makes this service hold many. */
const PAGE = 200;
/** How soon the index is asked again when it does not answer. */
const RETRY_MS = 2_000;

/** The event behind which a subscription begins that names none. */
export async function newestEvent(db: Queryable): Promise<bigint> {
  return (await matchState(db)).event;
}

/**
 * Sends what there is behind `after`, then what comes, in the order of the ids, each once;
 * where events are missing, it says `reset` and goes on behind them. Ends when the reader is gone or
 * `stopping` says so. An index that does not answer meanwhile is waited for.
 */
export async function follow(
  services: Services,
  hub: EventHub,
  subject: Subject,
  after: bigint,
  stream: EventStream,
  stopping: AbortSignal,
): Promise<void> {
  const inbox = new Inbox({ ...subject, entityId: subject.uscc === null ? null : entityIdOf(subject.uscc) });
  const stop = () => inbox.ring();
  stopping.addEventListener("abort", stop);
  stream.onClose(stop);
  const subscriber = new Subscriber(services, hub, subject, inbox, stream, after);
  try {
    while (stream.open && !stopping.aborted) await subscriber.goOn();
  } catch (error) {
    if (!(error instanceof ClientGone)) throw error;
  } finally {
    subscriber.leave();
    stopping.removeEventListener("abort", stop);
    stream.end();
  }
}

/** Reads the past of its own, and then takes from the hub what comes. */
class Subscriber {
  readonly #services: Services;
  readonly #hub: EventHub;
  readonly #subject: Subject;
  readonly #inbox: Inbox;
  readonly #stream: EventStream;
  #last: bigint;
  /** Nothing is missing up to here, be it about somebody else. */
  #complete: bigint;
  /** Of the company that listens, as it was read last. */
  #row: number | undefined;
  #leave: (() => void) | null = null;

  constructor(services: Services, hub: EventHub, subject: Subject, inbox: Inbox, stream: EventStream, after: bigint) {
    this.#services = services;
    this.#hub = hub;
    this.#subject = subject;
    this.#inbox = inbox;
    this.#stream = stream;
    this.#last = this.#complete = after;
  }

  /** @throws ClientGone */
  goOn(): Promise<void> {
    return this.#leave === null ? this.#replay() : this.#hear();
  }

  leave(): void {
    this.#leave?.();
    this.#leave = null;
  }

  async #replay(): Promise<void> {
    // Asked before reading: what becomes known meanwhile may not be among what is read.
    const known = this.#services.matching.event;
    const news = await this.#hub.replay(() => newsBehind(this.#services, this.#subject, this.#last, this.#complete));
    if (news === null) return this.#inbox.rung(RETRY_MS);
    if (news.reset !== null) return this.#reset(news.reset);
    this.#row = news.row;
    await this.#send(news.events);
    this.#complete = this.#last;
    if (news.events.length === PAGE) return;
    if (known > this.#last) this.#complete = known;
    this.#leave = this.#hub.join(this.#inbox, this.#complete);
  }

  async #hear(): Promise<void> {
    const events = this.#inbox.take();
    if (events.length > 0) return this.#send(events);
    const behind = this.#inbox.takeBehind();
    if (behind === null) return this.#inbox.rung();
    this.leave();
    this.#complete = behind > this.#last ? behind : this.#last;
  }

  async #reset({ id, reason }: Reset): Promise<void> {
    const data: z.output<typeof resetEvent> = { id: id.toString(), kind: "reset", reason };
    await this.#stream.send({ id: data.id, event: data.kind, data });
    this.#last = this.#complete = id;
  }

  async #send(events: readonly MatchEvent[]): Promise<void> {
    for (const event of events) {
      if (event.id <= this.#last) continue;
      const data = matchEventView(event, resultNow(this.#services, this.#rowNow(), event));
      await this.#stream.send({ id: data.id, event: event.kind, data });
      this.#last = event.id;
    }
  }

  /** A company that had no row when it was asked for may have one since. */
  #rowNow(): number | undefined {
    const { uscc } = this.#subject;
    return this.#row ?? (uscc === null ? undefined : this.#services.matching.rowOfUscc(uscc));
  }
}

interface News {
  /** That events are missing, and behind which one none is; null where there is no gap. */
  readonly reset: Reset | null;
  readonly events: readonly MatchEvent[];
  /** Of the company that listens; undefined when none does, or while it has none. */
  readonly row: number | undefined;
}

interface Reset {
  readonly id: bigint;
  readonly reason: z.output<typeof resetEvent>["reason"];
}

/** Null when the index cannot be read now. */
async function newsBehind(
  { ledger, matching }: Services,
  { product, uscc }: Subject,
  after: bigint,
  complete: bigint,
): Promise<News | null> {
  const entityId = uscc === null ? null : entityIdOf(uscc);
  try {
    return await ledger.read(async (db) => {
      const state = await matchState(db);
      const reset = resetOf(state, complete);
      return {
        reset,
        events: reset === null ? await matching.events(db, { product, entityId }, after, PAGE) : [],
        row: entityId === null ? undefined : await matching.rowOfEntity(db, entityId),
      };
    });
  } catch (error) {
    if (error instanceof IndexNotReady || isDatabaseGone(error)) return null;
    throw error;
  }
}

function resetOf({ event, forgotten }: Pick<MatchState, "event" | "forgotten">, complete: bigint): Reset | null {
  if (complete > event) return { id: event, reason: "unknown" };
  return complete < forgotten ? { id: forgotten, reason: "forgotten" } : null;
}

/** What a product is now for the company that listens; null where the event says it, or nothing is known yet. */
function resultNow({ matching }: Services, row: number | undefined, { kind, product }: MatchEvent): Result | null {
  if (row === undefined || kind === "became eligible" || kind === "ceased eligible") return null;
  if (matching.progress.phase === "starting") return null;
  const slot = matching.engine.slotOf(product);
  if (slot === undefined || row >= matching.engine.companies) return null;
  const { eligible, open } = matching.engine.matchRow(row);
  const has = (bits: Uint32Array) => (((bits[slot >>> 5] as number) >>> (slot & 31)) & 1) === 1;
  return has(eligible) ? "eligible" : has(open) ? "unknown" : "refused";
}
