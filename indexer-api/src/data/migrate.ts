import { fileURLToPath } from "node:url";
import { runner } from "node-pg-migrate";
import type pg from "pg";
import type { Logger } from "pino";

const MIGRATIONS = fileURLToPath(new URL("../../migrations", import.meta.url));

/** Brings the tables to the newest version. A second instance that starts at the same time waits for the first. */
export async function migrate(client: pg.Client, log: Logger): Promise<void> {
  const done = await runner({
    dbClient: client,
    dir: MIGRATIONS,
    direction: "up",
    migrationsTable: "migrations",
    advisoryLockMode: "wait",
    log: (message) => log.debug(message),
  });
  for (const { name } of done) log.info({ migration: name }, "database migrated");
}
