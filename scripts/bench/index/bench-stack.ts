import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { deploy } from "../../deploy/deploy.ts";
import type { DeploymentRecord } from "../../deploy/record.ts";
import { startApi } from "../../stack/api.ts";
import { startChain } from "../../stack/chain.ts";
import { startGraphNode } from "../../stack/graph.ts";
import { graphql } from "../../stack/graphql.ts";
import { startIpfsStub } from "../../stack/ipfs-stub.ts";
import { rpc } from "../../stack/json-rpc.ts";
import { choosePorts } from "../../stack/ports.ts";
import { startPostgres } from "../../stack/postgres.ts";
import { packageCommand, ROOT } from "../../stack/root.ts";
import { prepareSubgraph } from "../../subgraph/prepare.ts";
import type { BenchWorkspace } from "./bench-workspace.ts";

/** The stack of `npm start`, with graph-node at hand to be stopped for a while, and the API started when asked. */
export interface BenchStack {
  chainUrl: string;
  graphqlUrl: string;
  record: DeploymentRecord;
  /** Holds graph-node still, as if it were away, and lets it go on. */
  pauseGraphNode(): void;
  resumeGraphNode(): void;
  /** @returns the API's URL. */
  startApi(): Promise<string>;
}

/** Starts all but the API, with the ledger deployed and indexed. What it starts is the workspace's to stop. */
export async function startBenchStack(workspace: BenchWorkspace): Promise<BenchStack> {
  const ports = await choosePorts({ auto: true, explicit: {} }, () => undefined);
  const recordPath = join(workspace.folder, "deployment.json");
  await workspace.run({
    name: "compiler",
    command: process.execPath,
    args: [packageCommand("hardhat"), "build", "--no-tests"],
    cwd: ROOT,
  });
  const [chainUrl, databases] = await Promise.all([
    startChain(workspace, ports.chain),
    startPostgres(workspace, ports.postgres),
  ]);
  const record = await deploy({ rpcUrl: chainUrl, recordPath });
  const built = await prepareSubgraph(record, { outDir: join(workspace.folder, "subgraph") });
  const ipfsUrl = await startIpfsStub(workspace);
  const graph = { ...built, ports, chainUrl, databaseUrl: databases.graphUrl, ipfsUrl, env: {} };
  const { graphqlUrl } = await startGraphNode(workspace, graph);
  await untilIndexed(graphqlUrl, await headOf(chainUrl));
  return {
    chainUrl,
    graphqlUrl,
    record,
    pauseGraphNode: () => workspace.pause("graph-node"),
    resumeGraphNode: () => workspace.resume("graph-node"),
    startApi: () =>
      startApi(workspace, { port: ports.api, chainUrl, databaseUrl: databases.apiUrl, graphqlUrl, recordPath }),
  };
}

/** The chain's newest block. */
export async function headOf(chainUrl: string): Promise<number> {
  return Number(await rpc(chainUrl, "eth_blockNumber"));
}

const POLL_MS = 10;
const INDEXING_TIMEOUT_MS = 600_000;

/**
 * Waits until queries see the block.
 * @throws Error when that takes ten minutes.
 */
export async function untilIndexed(graphqlUrl: string, block: number): Promise<void> {
  const deadline = Date.now() + INDEXING_TIMEOUT_MS;
  for (;;) {
    const seen = await graphql<{ _meta: { block: { number: number } } }>(graphqlUrl, "{ _meta { block { number } } }")
      .then((data) => data._meta.block.number)
      .catch(() => -1);
    if (seen >= block) return;
    if (Date.now() > deadline) throw new Error(`graph-node did not come to block ${block}, but to ${seen}`);
    await sleep(POLL_MS);
  }
}
