import { readFileSync } from "node:fs";
import { join } from "node:path";

import { INDEXED_CONTRACTS, type IndexedContract, SUBGRAPH } from "./layout.ts";

/** What a manifest needs of a deployment record; a `DeploymentRecord` is one. */
export interface IndexedDeployment {
  /** The network's name, by which graph-node is told of its RPC endpoint. */
  network: string;
  /** First block of the whole deployment. */
  startBlock: number;
  /** Address of each proxy, and the block that it was deployed in when that is known. */
  contracts: Record<IndexedContract, { address: string; block?: number | undefined }>;
}

const PLACEHOLDER = /\$\{([\w.]+)\}/g;
const NETWORK = /^[a-z][a-z0-9-]*$/;
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/**
 * The manifest of a deployment.
 * @param mapping path of the mappings' source or of the compiled module, from the manifest's folder.
 * @throws Error naming the field of the record that cannot stand in a manifest, or a placeholder without a value.
 */
export function renderManifest(deployment: IndexedDeployment, mapping: string): string {
  const values = new Map(Object.entries({ ...placeholdersOf(deployment), mapping }));
  return readFileSync(join(SUBGRAPH, "subgraph.template.yaml"), "utf8").replaceAll(PLACEHOLDER, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`subgraph.template.yaml: nothing is known for \${${name}}`);
    return value;
  });
}

function placeholdersOf(deployment: IndexedDeployment): Record<string, string> {
  const { network, startBlock, contracts } = deployment;
  require(NETWORK.test(network), "network", network, "must be lower-case letters, digits and hyphens");
  const values: Record<string, string> = { network };
  for (const name of INDEXED_CONTRACTS) {
    const { address, block = startBlock } = contracts[name];
    require(ADDRESS.test(address), `contracts.${name}.address`, address, "must be 0x and 40 hex digits");
    require(Number.isSafeInteger(block) && block >= 0, `contracts.${name}.block`, block, "must be a block number");
    values[`${name}.address`] = address.toLowerCase();
    values[`${name}.startBlock`] = String(block);
  }
  return values;
}

function require(holds: boolean, field: string, value: unknown, rule: string): void {
  if (!holds) throw new Error(`deployment record: ${field} ${JSON.stringify(value)} ${rule}`);
}
