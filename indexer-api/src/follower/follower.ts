import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Logger } from "pino";
import { ChangeLog } from "./change-log.ts";
import { FollowSession } from "./session.ts";
import type { SessionOptions } from "./session.ts";
import { openLeaderConnection } from "./leader.ts";

const RETRY_MS = 250;
/** How long at most nobody follows after another instance has gone. */
const STAND_BY_MS = 2_000;

export interface FollowerOptions extends SessionOptions {
  databaseUrl: string;
  pollMs: number;
  log: Logger;
}

/**
 * Follows the subgraph into PostgreSQL for as long as the service runs, whatever comes and goes meanwhile. Of several
 * instances on one database one follows; the others stand by.
 */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #stopping = new AbortController();
  readonly #log: ChangeLog;
  #running: Promise<void> | undefined;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#log = new ChangeLog(options.log);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the page at hand and lets go of the database. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#pause(await this.#lead());
    }
  }

  /**
   * Follows until the connection breaks or the service stops; not at all when another instance follows.
   * @returns after how many milliseconds to try again.
   */
  async #lead(): Promise<number> {
    try {
      const client = await openLeaderConnection(this.#options.databaseUrl, this.#options.log);
      this.#log.changed("database", client === null ? "standing by: another instance follows" : "following");
      if (client === null) return STAND_BY_MS;
      await this.#follow(client).finally(() => client.end().catch(() => undefined));
    } catch (error) {
      this.#log.changed("database", `cannot follow: ${(error as Error).message}`);
    }
    return RETRY_MS;
  }

  async #follow(client: pg.Client): Promise<void> {
    const session = await FollowSession.open(client, this.#options);
    while (!this.#stopping.signal.aborted) {
      const { more, trouble } = await session.look();
      this.#log.changed("upstream", trouble ?? "graph-node and chain answer");
      if (!more) await this.#pause(this.#options.pollMs);
    }
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
