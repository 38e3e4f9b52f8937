import { readFileSync } from "node:fs";
import { basename } from "node:path";

import pg from "pg";

import { findGnd } from "../stack/gnd-binary.ts";
import type { Workspace } from "../stack/workspace.ts";

export interface MappingTest {
  /** The JSON file. */
  file: string;
  /** Source manifest of the subgraph, built in the folder `build` beside it. */
  manifest: string;
  /** Any database of the PostgreSQL server. */
  serverUrl: string;
  /** Database to make for this test alone: what a failed test leaves behind would make the next one fail. */
  database: string;
}

/** gnd announces the file and what it loads; the test's own lines are indented or come after. */
const ANNOUNCEMENT = /^(→ .*|Tests: .*|Error: \d+ test\(s\) failed|)$/;

/** There is nothing that gnd would have to put in order, and it does not heed a request to end. */
const GRACE_MS = 100;

/**
 * Runs one file of mapping tests.
 * @returns whether it passed, and what gnd said of it.
 * @throws Error when gnd or the database cannot be had, or on abort.
 */
export async function runMappingTest(
  workspace: Workspace,
  test: MappingTest,
): Promise<{ ok: boolean; output: string }> {
  await createDatabase(test.serverUrl, test.database);
  const url = new URL(test.serverUrl);
  url.pathname = test.database;
  const gnd = workspace.launch({
    name: `gnd test ${basename(test.file, ".json")}`,
    command: findGnd(),
    args: ["test", "--skip-build", "--manifest", test.manifest, "--postgres-url", url.href, test.file],
    // Where RUST_BACKTRACE is set, graph-node walks its stack for every value that a mapping stores: nine times slower.
    env: { RUST_LIB_BACKTRACE: "0", NO_COLOR: "1" },
    graceMs: GRACE_MS,
  });
  const { code } = await gnd.exited;
  workspace.signal?.throwIfAborted();
  const said = readFileSync(gnd.logPath, "utf8");
  // gnd ends well though it found no test, or a test that asserts nothing.
  const ok = code === 0 && said.includes("Tests: 1 passed, 0 failed") && !said.includes("no assertions");
  const lines = said.split("\n").filter((line) => !ANNOUNCEMENT.test(line));
  return { ok, output: `${lines.join("\n")}\n` };
}

async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
}
