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
  subject: Subject,
  after: bigint,
  stream: EventStream,
  stopping: AbortSignal,
): Promise<void> {
  const bell = new Bell();
  const stopHearing = services.matching.onNews(() => bell.ring());
  const stop = () => bell.ring();
  stopping.addEventListener("abort", stop);
  stream.onClose(stop);
  try {
    let last = after;
    // Nothing is missing up to here, be it about somebody else.
    let complete = after;
    while (stream.open && !stopping.aborted) {
      const news = await newsBehind(services, subject, last, complete);
      if (news?.reset) {
        const { id, reason } = news.reset;
        const data: z.output<typeof resetEvent> = { id: id.toString(), kind: "reset", reason };
        await stream.send({ id: data.id, event: data.kind, data });
        last = complete = id;
        continue;
      }
      for (const event of news?.events ?? []) {
        const result = resultNow(services, news?.row, event);
        await stream.send({ id: event.id.toString(), event: event.kind, data: matchEventView(event, result) });
        last = event.id;
      }
      if (news === null) await bell.rung(RETRY_MS);
      else if (news.events.length < PAGE) {
        complete = news.newest;
        await bell.rung();
      } else complete = last;
    }
  } catch (error) {
    if (!(error instanceof ClientGone)) throw error;
  } finally {
    stopHearing();
    stopping.removeEventListener("abort", stop);
    stream.end();
  }
}

interface News {
  /** That events are missing, and behind which one none is; null where there is no gap. */
  readonly reset: Reset | null;
  /** The last event that there is, of whomever; the engine may not know of the last ones yet, which are not among `events`. */
  readonly newest: bigint;
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
        ...{ reset, newest: state.event },
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

/** Rung when there may be something to do; a ring that nobody waits for is kept for who comes next. */
class Bell {
  #isRung = false;
  #wake: (() => void) | null = null;

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
