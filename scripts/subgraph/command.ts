import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";

import { UsageError } from "../cli/usage-error.ts";
import { type DeploymentRecord, readRecord } from "../deploy/record.ts";
import { generatedFiles, orphanedManifests, staleFiles } from "./generated.ts";
import { prepareSubgraph } from "./prepare.ts";

const HELP = `Usage: node scripts/subgraph/prepare.ts OPTION

  --record FILE [--out DIR]  build the subgraph of a deployment, for a graph-node elsewhere
  --write                    write the generated files that are committed: event ABIs and manifests
  --check                    end with 1 if one of those is not what --write would write
  --help                     show this text

Compile the contracts first (npx hardhat build).`;

const USAGE_EXIT = 2;

/** The command line of prepare.ts. */
export async function runCommand(args: string[]): Promise<void> {
  try {
    const { record, out, write, check, help } = readOptions(args);
    if (help) console.log(HELP);
    else if (record !== undefined) await build(record, out);
    else if (write) writeGenerated();
    else if (check) checkGenerated();
    else throw new UsageError(HELP);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = USAGE_EXIT;
  }
}

function readOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        record: { type: "string" },
        out: { type: "string" },
        write: { type: "boolean" },
        check: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${HELP}`);
  }
}

async function build(recordPath: string, outDir: string | undefined): Promise<void> {
  const { manifestPath } = await prepareSubgraph(recordAt(recordPath), outDir === undefined ? {} : { outDir });
  console.log(manifestPath);
}

function recordAt(path: string): DeploymentRecord {
  try {
    return readRecord(path);
  } catch (error) {
    throw new UsageError(`--record: ${(error as Error).message}`);
  }
}

function writeGenerated(): void {
  for (const { path, content } of generatedFiles()) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

function checkGenerated(): void {
  const files = generatedFiles();
  const stale = staleFiles(files);
  const orphaned = orphanedManifests(files);
  for (const path of stale) console.error(`${path} is not what node scripts/subgraph/prepare.ts --write writes`);
  for (const path of orphaned) console.error(`${path} has no deployment record any more: remove it`);
  if (stale.length + orphaned.length > 0) process.exitCode = 1;
  else console.log(`${files.length} generated files of the subgraph are up to date`);
}
