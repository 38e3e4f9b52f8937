/**
 * `node scripts/subgraph/generate.ts` writes the subgraph's generated files; with `--check` it writes nothing and ends
 * with 1 when one of them is not what it would write. Compile the contracts first.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";

import { generatedFiles, orphanedManifests, staleFiles } from "./generated.ts";

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const files = generatedFiles();
if (values.check) check();
else write();

function check(): void {
  const stale = staleFiles(files);
  const orphaned = orphanedManifests(files);
  for (const path of stale) console.error(`${path} is not what node scripts/subgraph/generate.ts writes`);
  for (const path of orphaned) console.error(`${path} has no deployment record any more: remove it`);
  if (stale.length + orphaned.length > 0) process.exitCode = 1;
  else console.log(`${files.length} generated files of the subgraph are up to date`);
}

function write(): void {
  for (const { path, content } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
