import type pg from "pg";
import {
  followedBlock,
  readCursors,
  readFollowState,
  recordPage,
  recordSighting,
  startAnew,
  writeCursor,
} from "../data/follow-state.ts";
import type { Block, Sighting } from "../data/follow-state.ts";
import { identityOf } from "../deployment.ts";
import type { Deployment } from "../deployment.ts";
import { blockHashAt, chainHead } from "./chain.ts";
import type { EventPruner } from "./event-pruner.ts";
import { Freshness } from "./freshness.ts";
import type { ScoreKeeper } from "./score-keeper.ts";
import { storeRows, STREAMS } from "./streams.ts";
import { PAGE_SIZE, Subgraph } from "./subgraph.ts";
import type { Head } from "./subgraph.ts";
import { UpstreamError } from "./upstream.ts";

/** How often it is noted that nothing is new. */
const HEARTBEAT_MS = 1_000;

export interface SessionOptions {
  graphUrl: string;
  rpcUrl: string;
  deployment: Deployment;
  scores: ScoreKeeper;
  events: EventPruner;
  /** Told of every page that was stored. */
  onPage?: (rows: number) => void;
  /** Told when everything stored is thrown away, and why. */
  onRestart?: (reason: string) => void;
}

/** What one look brought. */
export interface Look {
  /** Whether something was stored. */
  moved: boolean;
  /** Whether there is more to read already. */
  more: boolean;
  /** In words, what kept it from reading, if something did. */
  trouble?: string;
}

const IDLE: Look = { moved: false, more: false };

/** Following while one database connection lasts. */
export class FollowSession {
  readonly #db: pg.Client;
  readonly #options: SessionOptions;
  readonly #subgraph: Subgraph;
  readonly #freshness = new Freshness();
  #identity: string | null = null;
  /** Everything up to here is stored. */
  #followed: Block | null = null;
  /** The block at which the last page was read. */
  #read: Pick<Block, "number" | "hash"> | null = null;
  #cursors = new Map<string, bigint>();
  #notedAtMs = 0;
  /** Hash of the block as of which every score is computed. */
  #scored: string | null = null;

  private constructor(db: pg.Client, options: SessionOptions) {
    this.#db = db;
    this.#options = options;
    this.#subgraph = new Subgraph(options.graphUrl);
  }

  /** Goes on where the database says that following ended. */
  static async open(db: pg.Client, options: SessionOptions): Promise<FollowSession> {
    const session = new FollowSession(db, options);
    const state = await readFollowState(db);
    session.#identity = state?.identity ?? null;
    session.#followed = state === null ? null : followedBlock(state);
    if (state !== null && state.readNumber !== null && state.readHash !== null) {
      session.#read = { number: state.readNumber, hash: state.readHash };
    }
    session.#cursors = await readCursors(db);
    return session;
  }

  /**
   * Looks once at graph-node and chain, and stores the next page when there is something new.
   * @throws the driver's error when the database connection is broken.
   */
  async look(): Promise<Look> {
    const nowMs = performance.now();
    const [graph, chain] = await Promise.allSettled([this.#subgraph.head(), chainHead(this.#options.rpcUrl)]);
    if (chain.status === "fulfilled") this.#freshness.sawChainHead(chain.value, nowMs);
    const result = graph.status === "fulfilled" ? await this.#advance(graph.value) : troubleOf(graph.reason);
    const scoring = result.more ? false : await this.#score();
    await this.#note(
      {
        ...(graph.status === "fulfilled" && { graphHead: graph.value.block.number }),
        ...(chain.status === "fulfilled" && { chainHead: chain.value }),
      },
      result.moved,
    );
    const look = { ...result, more: result.more || scoring };
    return chain.status === "rejected" ? { ...look, ...troubleOf(chain.reason) } : look;
  }

  /**
   * Computes scores while everything up to one block is stored, and something may have changed since it was done last; then
   * old events are forgotten.
   * @returns whether there is more to do
   */
  async #score(): Promise<boolean> {
    const followed = this.#followed;
    if (followed === null || followed.hash !== this.#read?.hash || followed.hash === this.#scored) return false;
    const { scores, events } = this.#options;
    if (await this.#inTransaction(() => scores.work(this.#db, followed))) return true;
    if (await this.#inTransaction(() => events.work(this.#db, followed))) return true;
    this.#scored = followed.hash;
    return false;
  }

  async #advance(head: Head): Promise<Look> {
    try {
      await this.#makeSureItIsTheSame(head);
      const { number } = head.block;
      if (this.#read !== null && number < this.#read.number) {
        return { ...IDLE, trouble: `graph-node is at block ${number}, behind the ${this.#read.number} read already` };
      }
      return head.block.hash === this.#followed?.hash ? IDLE : await this.#readPage();
    } catch (error) {
      return troubleOf(error);
    }
  }

  /** Throws everything stored away when it belongs to something other than what `head` belongs to. */
  async #makeSureItIsTheSame(head: Head): Promise<void> {
    const identity = identityOf(this.#options.deployment, head.deployment);
    if (identity !== this.#identity) {
      const reason = this.#identity === null ? "nothing was followed yet" : `${this.#identity} was followed before`;
      return this.#restart(identity, reason);
    }
    const read = this.#read;
    if (read === null || read.hash === head.block.hash) return;
    // The chain is asked because graph-node still knows blocks that a reorganisation has left behind.
    const hash = await blockHashAt(this.#options.rpcUrl, read.number);
    if (hash === null || hash === read.hash) return;
    await this.#restart(identity, `block ${read.number} ${read.hash} is no longer part of the chain`);
  }

  async #restart(identity: string, reason: string): Promise<void> {
    await this.#inTransaction(() => startAnew(this.#db, identity));
    this.#identity = identity;
    this.#followed = null;
    this.#read = null;
    this.#cursors = new Map();
    this.#scored = null;
    this.#options.onRestart?.(reason);
  }

  /** When every stream comes short of a full page, nothing up to the page's block is missing. */
  async #readPage(): Promise<Look> {
    const page = await this.#subgraph.page(this.#cursors);
    // Another subgraph took the place of the one that was looked at a moment ago.
    if (identityOf(this.#options.deployment, page.deployment) !== this.#identity) return IDLE;
    const complete = STREAMS.every(({ name }) => page.rows[name].length < PAGE_SIZE);
    const read = await this.#inTransaction(async () => {
      const cursors = await storeRows(this.#db, page.rows);
      await this.#options.scores.queue(this.#db, page.rows);
      for (const [stream, cursor] of cursors) await writeCursor(this.#db, stream, cursor);
      await recordPage(this.#db, page.block, complete);
      return cursors;
    });
    for (const [stream, cursor] of read) this.#cursors.set(stream, cursor);
    this.#read = page.block;
    if (complete) this.#followed = page.block;
    this.#options.onPage?.(STREAMS.reduce((sum, { name }) => sum + page.rows[name].length, 0));
    return { moved: true, more: !complete };
  }

  async #note(sighting: Sighting, changed: boolean): Promise<void> {
    const nowMs = performance.now();
    if (this.#identity === null || (!changed && nowMs - this.#notedAtMs < HEARTBEAT_MS)) return;
    const caughtUpAtMs = this.#followed === null ? undefined : this.#freshness.caughtUpAtMs(this.#followed.number);
    await recordSighting(this.#db, {
      ...sighting,
      ...(caughtUpAtMs !== undefined && { caughtUpAgoMs: nowMs - caughtUpAtMs }),
    });
    this.#notedAtMs = nowMs;
  }

  async #inTransaction<T>(work: () => Promise<T>): Promise<T> {
    await this.#db.query("BEGIN");
    try {
      const result = await work();
      await this.#db.query("COMMIT");
      return result;
    } catch (error) {
      await this.#db.query("ROLLBACK").catch(() => undefined);
      throw error;
    }
  }
}

/** Upstream trouble is told and passes; anything else (the database) ends the session. */
function troubleOf(error: unknown): Look {
  if (error instanceof UpstreamError) return { ...IDLE, trouble: error.message };
  throw error;
}
