import { execFile } from "node:child_process";

import pg from "pg";

import { findGnd } from "../stack/gnd-binary.ts";

export interface MappingTest {
  /** The JSON file. */
  file: string;
  /** Source manifest of the subgraph, built in the folder `build` beside it. */
  manifest: string;
  /** Any database of the PostgreSQL server. */
  serverUrl: string;
  /** Database to make for this test alone: what a failed test leaves behind would make the next one fail. */
  database: string;
  signal: AbortSignal;
}

/** gnd announces the file and what it loads; the test's own lines are indented or come after. */
const ANNOUNCEMENT = /^(→ .*|Tests: .*|Error: \d+ test\(s\) failed|)$/;

/**
 * Runs one file of mapping tests.
 * @returns whether it passed, and what gnd said of it.
 * @throws Error when gnd or the database cannot be had, or on abort.
 */
export async function runMappingTest(test: MappingTest): Promise<{ ok: boolean; output: string }> {
  await createDatabase(test.serverUrl, test.database);
  const url = new URL(test.serverUrl);
  url.pathname = test.database;
  const args = ["test", "--skip-build", "--manifest", test.manifest, "--postgres-url", url.href, test.file];
  return new Promise((resolve, reject) => {
    execFile(
      findGnd(),
      args,
      { env: environment(), signal: test.signal, killSignal: "SIGINT" },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== "number") {
          reject(new Error(`${test.file} could not be run`, { cause: error }));
          return;
        }
        // gnd ends well though it found no test, or a test that asserts nothing.
        const ok = error === null && stdout.includes("Tests: 1 passed, 0 failed") && !stderr.includes("no assertions");
        const lines = `${stdout}${stderr}`.split("\n").filter((line) => !ANNOUNCEMENT.test(line));
        resolve({ ok, output: `${lines.join("\n")}\n` });
      },
    );
  });
}

function environment(): NodeJS.ProcessEnv {
  // Where RUST_BACKTRACE is set, graph-node walks its stack for every value that a mapping stores: nine times slower.
  return { ...process.env, RUST_LIB_BACKTRACE: "0", NO_COLOR: "1" };
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
