/**
 * Runs the mappings' tests in a real graph-node on a real PostgreSQL, which it starts and stops:
 * `node scripts/subgraph/test.ts [FILE…]`, all of `subgraph/tests/` unless files are given.
 */
import { globSync } from "node:fs";
import { basename, join, resolve } from "node:path";

import { startIpfsStub } from "../stack/ipfs-stub.ts";
import { choosePorts } from "../stack/ports.ts";
import { startPostgres } from "../stack/postgres.ts";
import { StopRequest } from "../stack/stop-request.ts";
import { Workspace } from "../stack/workspace.ts";
import { SUBGRAPH } from "./layout.ts";
import { runMappingTest } from "./mapping-test.ts";
import { compileMappings } from "./mappings.ts";

/** graph-node mostly waits in a test, and the next one may use that time. */
const AT_ONCE = 3;

const stop = new StopRequest();
const workspace = new Workspace({ signal: stop.signal, killSignal: stop.killSignal });
// Ends the tests that are running, and so what waits for them.
void stop.asked().then(() => workspace.close());
try {
  const { passed, failed } = await runAll(testFiles());
  console.log(`Mapping tests: ${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  if (!stop.signal.aborted) console.error(error);
  process.exitCode = stop.exitCode ?? 1;
} finally {
  await workspace.close();
}

/** @throws Error when there is nothing to run. */
function testFiles(): string[] {
  const given = process.argv.slice(2).map((file) => resolve(file));
  const files = given.length > 0 ? given : globSync(join(SUBGRAPH, "tests", "*.json"));
  if (files.length === 0) throw new Error(`no test was found in ${join(SUBGRAPH, "tests")}`);
  return files.toSorted();
}

async function runAll(files: string[]): Promise<{ passed: number; failed: number }> {
  const ports = await choosePorts({ auto: true, explicit: {} }, () => undefined);
  const [{ graphUrl: serverUrl }, ipfsUrl] = await Promise.all([
    startPostgres(workspace, ports.postgres),
    startIpfsStub(workspace),
    compileMappings(),
  ]);
  const queue = files.entries();
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (const [index, file] of queue) {
      const name = basename(file, ".json");
      const database = `mapping_test_${index}`;
      const failures = await runMappingTest(workspace, { name, file, serverUrl, ipfsUrl, database }, (line) =>
        console.log(`  ${line}`),
      );
      if (failures.length > 0) failed++;
      console.log([`  ${failures.length === 0 ? "✔" : "✘"} ${name}`, ...failures].join("\n"));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { passed: files.length - failed, failed };
}
