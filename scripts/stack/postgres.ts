import { randomBytes } from "node:crypto";
import { chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import pg from "pg";

import { UsageError } from "../cli/usage-error.ts";
import { copyBinaries, packagedBinaries, reachableByAll } from "./postgres-binaries.ts";
import { postgresUser } from "./postgres-user.ts";
import type { Workspace } from "./workspace.ts";

const TIMEOUT_MS = 30_000;
const ADMIN = "postgres";

/** graph-node insists on this collation and encoding. */
const INITDB_FLAGS = ["--locale=C", "--encoding=UTF8", "--auth=scram-sha-256", "--no-sync", "--no-instructions"];

/**
 * What is lost in a power cut is rebuilt from the chain, and the chain is gone by then too: nothing waits for the disk.
 * A commit does wait until it is handed to the system, because a server that is killed would else forget what it told
 * graph-node, which then leaves out blocks without noticing.
 */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "off",
  full_page_writes: "off",
  max_wal_size: "2GB",
  shared_buffers: "256MB",
  jit: "off",
};

export interface Databases {
  /** Connection URL of graph-node's database. */
  graphUrl: string;
  /** Connection URL of the API's database. */
  apiUrl: string;
}

/**
 * Starts an empty PostgreSQL in the workspace's folder, with one database for graph-node and one for the API.
 * @throws UsageError when its user cannot reach the folder; Error with the end of its log when it does not start.
 */
export async function startPostgres(workspace: Workspace, port: number): Promise<Databases> {
  const user = postgresUser();
  const program = { ...(user && { user }), cwd: workspace.folder };
  const bin = join(usableBinaries(workspace.folder, user), "bin");
  const data = join(workspace.folder, "postgres");
  const password = randomBytes(16).toString("hex");

  mkdirSync(data, { mode: 0o700 });
  const passwordFile = join(workspace.folder, "postgres-password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of [data, passwordFile]) if (user) chownSync(path, user.uid, user.gid);

  await workspace.run({
    ...program,
    name: "initdb",
    command: join(bin, "initdb"),
    args: [`--pgdata=${data}`, `--username=${ADMIN}`, `--pwfile=${passwordFile}`, ...INITDB_FLAGS],
  });
  rmSync(passwordFile);

  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = workspace.launch({
    ...program,
    name: "PostgreSQL",
    command: join(bin, "postgres"),
    args: ["-D", data, "-p", String(port), ...settings],
  });
  const urlOf = (database: string) => `postgresql://${ADMIN}:${password}@127.0.0.1:${port}/${database}`;
  await server.untilReady(() => query(urlOf("postgres"), "SELECT 1"), TIMEOUT_MS, workspace.signal);
  for (const name of ["graph", "lingnan"]) await query(urlOf("postgres"), `CREATE DATABASE ${name}`);
  return { graphUrl: urlOf("graph"), apiUrl: urlOf("lingnan") };
}

function usableBinaries(folder: string, user: object | undefined): string {
  const binaries = packagedBinaries();
  if (user === undefined) return binaries;
  if (!reachableByAll(folder)) {
    throw new UsageError(
      `PostgreSQL refuses to run as root, and its user \`nobody\` may not enter ${folder}: ` +
        "name another folder with --keep or TMPDIR",
    );
  }
  return reachableByAll(binaries) ? binaries : copyBinaries(binaries, folder);
}

async function query(url: string, sql: string): Promise<true> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // A connection that breaks while idle would otherwise be an uncaught event.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(sql);
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}
