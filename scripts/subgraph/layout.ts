import { join } from "node:path";

import { ROOT } from "../stack/root.ts";

/** The subgraph's sources. */
export const SUBGRAPH = join(ROOT, "subgraph");

/** What is generated; git-ignored. */
export const BUILT = join(ROOT, "build", "subgraph");

/** Deployment records of real networks, one JSON file each. */
export const DEPLOYMENTS = join(ROOT, "deployments");

/** Manifests of those networks, generated and committed. */
export const NETWORK_MANIFESTS = join(SUBGRAPH, "networks");

/** Contracts whose events are indexed: the name of the data source, the artifact and the ABI file alike. */
export const INDEXED_CONTRACTS = [
  "EntityRegistry",
  "AttestationRegistry",
  "SoftAssets",
  "PledgeRegistry",
  "ProductCatalogue",
  "LoanDesk",
  "GuaranteeRegistry",
  "Declarations",
  "Scorecard",
] as const;

export type IndexedContract = (typeof INDEXED_CONTRACTS)[number];

/** Where `graph build` finds the mappings' source, and where graph-node finds what became of it. */
export const MAPPING = { source: "./src/mappings.ts", compiled: "./mappings.wasm" } as const;

/** Path of a contract's ABI, from the folder of either manifest. */
export function abiFile(contract: IndexedContract): string {
  return join("abis", `${contract}.json`);
}
