import pg from "pg";
import { pino } from "pino";

import { migrate } from "../../../indexer-api/src/data/migrate.ts";
import { connectionConfig } from "../../../indexer-api/src/data/pool.ts";
import { choosePorts, parsePorts } from "../../../scripts/stack/ports.ts";
import { startPostgres } from "../../../scripts/stack/postgres.ts";
import { Workspace } from "../../../scripts/stack/workspace.ts";

/** A PostgreSQL of its own with the API's tables, empty. */
export interface TestDatabase {
  readonly url: string;
  /** As the follower's: it writes, in transactions of its own. */
  readonly client: pg.Client;
  /** For its files, and those of the test. */
  readonly folder: string;
  stop(): Promise<void>;
}

export async function startDatabase(): Promise<TestDatabase> {
  const workspace = new Workspace({});
  try {
    const ports = await choosePorts(parsePorts("auto"), (message: string) => {
      throw new Error(message);
    });
    const { apiUrl } = await startPostgres(workspace, ports.postgres);
    const client = new pg.Client(connectionConfig(apiUrl));
    await client.connect();
    await migrate(client, pino({ level: "silent" }));
    const stop = async () => {
      await client.end();
      await workspace.close();
    };
    return { url: apiUrl, client, folder: workspace.folder, stop };
  } catch (error) {
    await workspace.close();
    throw error;
  }
}
