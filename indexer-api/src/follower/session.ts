import type pg from "pg";
import {
  followedBlock,
  readCursors,
  readFollowState,
  recordBlock,
  recordSighting,
  startAnew,
  writeCursor,
} from "../data/follow-state.ts";
import type { Block, Sighting } from "../data/follow-state.ts";
import { identityOf } from "../deployment.ts";
import type { Deployment } from "../deployment.ts";
import { chainHead } from "./chain.ts";
import { Freshness } from "./freshness.ts";
import { storeRows, STREAMS } from "./streams.ts";
import { PAGE_SIZE, Subgraph } from "./subgraph.ts";
import type { Head, Page } from "./subgraph.ts";
import { UpstreamError } from "./upstream.ts";

/** How often it is noted that nothing is new. */
const HEARTBEAT_MS = 1_000;

export interface SessionOptions {
  graphUrl: string;
  rpcUrl: string;
  deployment: Deployment;
  /** Told of every page that was stored. */
  onPage?: (rows: number) => void;
  /** Told when everything stored is thrown away, and why. */
  onRestart?: (reason: string) => void;
}

/** Following while one database connection lasts. */
export class FollowSession {
  readonly #db: pg.Client;
  readonly #options: SessionOptions;
  readonly #subgraph: Subgraph;
  readonly #freshness = new Freshness();
  #identity: string | null = null;
  #followed: Block | null = null;
  #cursors = new Map<string, bigint>();
  #notedAtMs = 0;

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
    session.#cursors = await readCursors(db);
    return session;
  }

  /**
   * Looks once at graph-node and chain, and stores what is new.
   * @returns in words what kept it from doing so, if something did.
   * @throws the driver's error when the database connection is broken.
   */
  async look(stopping: AbortSignal): Promise<string | undefined> {
    const nowMs = performance.now();
    const before = this.#followed;
    const [graph, chain] = await Promise.allSettled([this.#subgraph.head(), chainHead(this.#options.rpcUrl)]);
    if (chain.status === "fulfilled") this.#freshness.sawChainHead(chain.value, nowMs);
    const outcome = graph.status === "fulfilled" ? await this.#catchUp(graph.value, stopping) : troubleOf(graph.reason);
    await this.#note(
      {
        ...(graph.status === "fulfilled" && { graphHead: graph.value.block.number }),
        ...(chain.status === "fulfilled" && { chainHead: chain.value }),
      },
      this.#followed !== before,
    );
    return outcome ?? (chain.status === "rejected" ? troubleOf(chain.reason) : undefined);
  }

  async #catchUp(head: Head, stopping: AbortSignal): Promise<string | undefined> {
    try {
      await this.#makeSureItIsTheSame(head);
      if (this.#followed !== null && head.block.number < this.#followed.number) {
        return `graph-node is at block ${head.block.number}, behind the ${this.#followed.number} followed already`;
      }
      if (head.block.hash !== this.#followed?.hash) await this.#readPages(stopping);
      return undefined;
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
    const followed = this.#followed;
    const same = followed === null || followed.number > head.block.number || followed.hash === head.block.hash;
    if (same || (await this.#subgraph.knows(followed))) return;
    await this.#restart(identity, `block ${followed.number} ${followed.hash} is no longer part of the chain`);
  }

  async #restart(identity: string, reason: string): Promise<void> {
    await this.#inTransaction(() => startAnew(this.#db, identity));
    this.#identity = identity;
    this.#followed = null;
    this.#cursors = new Map();
    this.#options.onRestart?.(reason);
  }

  /** Page after page until every stream came short of a full one: then nothing up to that page's block is missing. */
  async #readPages(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const page = await this.#subgraph.page(this.#cursors);
      if (identityOf(this.#options.deployment, page.deployment) !== this.#identity) return;
      const complete = STREAMS.every(({ name }) => page.rows[name].length < PAGE_SIZE);
      await this.#store(page, complete);
      if (complete) return;
    }
  }

  async #store(page: Page, complete: boolean): Promise<void> {
    const read = await this.#inTransaction(async () => {
      const cursors = await storeRows(this.#db, page.rows);
      for (const [stream, cursor] of cursors) await writeCursor(this.#db, stream, cursor);
      if (complete) await recordBlock(this.#db, page.block);
      return cursors;
    });
    for (const [stream, cursor] of read) this.#cursors.set(stream, cursor);
    if (complete) this.#followed = page.block;
    this.#options.onPage?.(STREAMS.reduce((sum, { name }) => sum + page.rows[name].length, 0));
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
function troubleOf(error: unknown): string {
  if (error instanceof UpstreamError) return error.message;
  throw error;
}
