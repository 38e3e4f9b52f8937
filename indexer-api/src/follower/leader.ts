import pg from "pg";
import type { Logger } from "pino";
import { migrate } from "../data/migrate.ts";
import { connectionConfig } from "../data/pool.ts";

/** Any number, the same in every instance. */
const LEADER_LOCK = 0x11_6e_a2;

/**
 * The one connection that may write. PostgreSQL gives its lock to one session at a time and takes it back when that
 * session ends, however it ends; and since all writing goes through the session that holds the lock, an instance that
 * lost it cannot write any more.
 * @returns null when another instance has it. The tables are at their newest version in either case.
 * @throws the driver's error when PostgreSQL is gone.
 */
export async function openLeaderConnection(url: string, log: Logger): Promise<pg.Client | null> {
  const client = new pg.Client({ ...connectionConfig(url), query_timeout: 60_000 });
  // Without a listener a connection that breaks while idle would end the process; the next query says it anyway.
  client.on("error", (error) => log.debug({ error: error.message }, "the follower's connection was lost"));
  try {
    await client.connect();
    await migrate(client, log);
    const { rows } = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_lock($1) AS locked", [
      LEADER_LOCK,
    ]);
    if (rows[0]?.locked === true) return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  await client.end();
  return null;
}
