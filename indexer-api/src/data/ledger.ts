import type pg from "pg";
import { followedBlock, readFollowState } from "./follow-state.ts";
import type { Block, FollowState, Queryable } from "./follow-state.ts";
import { isDatabaseGone } from "./pool.ts";
import { assessReadiness } from "./readiness.ts";
import type { Readiness } from "./readiness.ts";

/** The index is too old to answer from, or not built yet. Trying again later may help. */
export class IndexNotReady extends Error {
  readonly readiness: Readiness;

  constructor(readiness: Readiness) {
    super(readiness.reasons.join("; "));
    this.name = "IndexNotReady";
    this.readiness = readiness;
  }
}

/** Reads what was followed; the one door of all use cases to PostgreSQL. */
export class Ledger {
  readonly #pool: pg.Pool;
  readonly #ledger: string;
  readonly #maxLagSeconds: number;

  /** @param ledger which ledger the index must be about: see `ledgerOf` */
  constructor(pool: pg.Pool, ledger: string, maxLagSeconds: number) {
    this.#pool = pool;
    this.#ledger = ledger;
    this.#maxLagSeconds = maxLagSeconds;
  }

  /**
   * Runs `read` on one unchanging view of the index, as it was after the block that comes with it.
   * @throws IndexNotReady; the driver's error when PostgreSQL is gone.
   */
  async read<T>(read: (db: Queryable, asOf: Block) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    try {
      await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      const result = await read(client, this.#usable(await readFollowState(client)));
      await client.query("COMMIT");
      return result;
    } catch (error) {
      if (isDatabaseGone(error)) broken = error as Error;
      else await client.query("ROLLBACK").catch((lost: Error) => (broken = lost));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /**
   * How usable the index is.
   * @throws the driver's error when PostgreSQL is gone.
   */
  async readiness(): Promise<Readiness> {
    return assessReadiness(await readFollowState(this.#pool), this.#ledger, this.#maxLagSeconds);
  }

  #usable(state: FollowState | null): Block {
    const readiness = assessReadiness(state, this.#ledger, this.#maxLagSeconds);
    const block = state === null ? null : followedBlock(state);
    if (!readiness.ready || block === null) throw new IndexNotReady(readiness);
    return block;
  }
}
