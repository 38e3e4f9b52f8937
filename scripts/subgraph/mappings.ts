import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { packageCommand, ROOT } from "../stack/root.ts";
import { BUILT, INDEXED_CONTRACTS, MAPPING, SUBGRAPH } from "./layout.ts";
import { type IndexedDeployment, renderManifest } from "./manifest.ts";

const run = promisify(execFile);

/** Everything that the compiled module depends on; addresses are not among it. */
const INPUTS = ["schema.graphql", "subgraph.template.yaml", "abis/*.json", "src/**/*.ts"];
const TOOLS = ["@graphprotocol/graph-cli", "@graphprotocol/graph-ts"];

/** Stands in for a deployment while the mappings are compiled, which no address changes. */
const NOWHERE: IndexedDeployment = {
  network: "nowhere",
  startBlock: 0,
  contracts: Object.fromEntries(
    INDEXED_CONTRACTS.map((name) => [name, { address: `0x${"0".repeat(40)}` }]),
  ) as IndexedDeployment["contracts"],
};

/**
 * Compiles the mappings, unless that was done before with the same sources and tools.
 * @returns path of the WebAssembly module.
 * @throws Error with what the compiler said.
 */
export async function compileMappings(): Promise<string> {
  const folder = join(BUILT, `mappings-${fingerprint()}`);
  const module = join(folder, "mappings.wasm");
  if (existsSync(module)) return module;
  mkdirSync(BUILT, { recursive: true });
  const work = mkdtempSync(join(BUILT, "compiling-"));
  try {
    await compileIn(work);
    moveUnlessThere(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return module;
}

/** A fingerprint of all that goes into the module. */
function fingerprint(): string {
  const hash = createHash("sha256");
  for (const file of globSync(INPUTS, { cwd: SUBGRAPH }).toSorted()) {
    hash.update(`${file}\0`).update(readFileSync(join(SUBGRAPH, file)));
  }
  for (const name of TOOLS) hash.update(readFileSync(join(ROOT, "node_modules", name, "package.json")));
  return hash.digest("hex").slice(0, 16);
}

/** Works on a copy, so that two builds at once do not meet and the sources' folder stays as it is. */
async function compileIn(work: string): Promise<void> {
  for (const part of ["schema.graphql", "abis", "src"]) {
    cpSync(join(SUBGRAPH, part), join(work, part), { recursive: true });
  }
  writeFileSync(join(work, "subgraph.yaml"), renderManifest(NOWHERE, MAPPING.source));
  await graph(work, "codegen");
  await graph(work, "build");
  // All data sources name the same source, which graph-cli compiles once, under the name of the first.
  renameSync(join(work, "build", "EntityRegistry", "EntityRegistry.wasm"), join(work, "mappings.wasm"));
}

/** A build asks nobody for news, and leaves no process behind that does. */
const QUIET = { NO_COLOR: "1", GRAPH_SKIP_NEW_VERSION_CHECK: "true" };

async function graph(cwd: string, command: "codegen" | "build"): Promise<void> {
  try {
    await run(process.execPath, [packageCommand("graph"), command], { cwd, env: { ...process.env, ...QUIET } });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`graph ${command} failed\n${stdout}${stderr}`, { cause: error });
  }
}

/** Another process may have finished the same work first. */
function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(join(to, "mappings.wasm"))) throw error;
  }
}
