import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { abiFile, BUILT, INDEXED_CONTRACTS, MAPPING, SUBGRAPH } from "./layout.ts";
import { type IndexedDeployment, renderManifest } from "./manifest.ts";
import { compileMappings } from "./mappings.ts";

/** A subgraph that graph-node can run: what `graph build` would have left behind. */
export interface PreparedSubgraph {
  /** The manifest of the compiled subgraph; everything that it names lies beside it. */
  manifestPath: string;
  /** Folder with the source manifest `subgraph.yaml` and, in `build/`, the compiled subgraph. */
  subgraphFolder: string;
  /** The network's name in the manifest. */
  network: string;
}

/**
 * Makes the subgraph of a deployment. The mappings are compiled only when they changed, so that a new deployment costs
 * next to nothing.
 * @param options.outDir where to put it; a folder under `build/` named after the network unless given. What it holds of
 * an earlier subgraph is replaced.
 * @throws Error naming the field of the record that cannot be used, or with what the compiler said.
 */
export async function prepareSubgraph(
  deployment: IndexedDeployment,
  options: { outDir?: string } = {},
): Promise<PreparedSubgraph> {
  const manifests = {
    source: renderManifest(deployment, MAPPING.source),
    compiled: renderManifest(deployment, MAPPING.compiled),
  };
  const module = await compileMappings();
  const subgraphFolder = options.outDir ?? join(BUILT, deployment.network);
  const build = join(subgraphFolder, "build");
  rmSync(build, { recursive: true, force: true });
  for (const file of ["schema.graphql", ...INDEXED_CONTRACTS.map(abiFile)]) copyInto(build, file);
  copyFileSync(module, join(build, MAPPING.compiled));
  writeFileSync(join(subgraphFolder, "subgraph.yaml"), manifests.source);
  const manifestPath = join(build, "subgraph.yaml");
  writeFileSync(manifestPath, manifests.compiled);
  return { manifestPath, subgraphFolder, network: deployment.network };
}

function copyInto(build: string, file: string): void {
  mkdirSync(dirname(join(build, file)), { recursive: true });
  copyFileSync(join(SUBGRAPH, file), join(build, file));
}

// Not awaited: the command imports this module, and would wait for it in turn.
if (import.meta.main) void import("./command.ts").then(({ runCommand }) => runCommand(process.argv.slice(2)));
