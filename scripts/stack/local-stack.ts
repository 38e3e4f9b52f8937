import { join } from "node:path";

import { startApi } from "./api.ts";
import { startChain } from "./chain.ts";
import { type BuiltSubgraph, startGraphNode } from "./graph.ts";
import { startIpfsStub } from "./ipfs-stub.ts";
import type { Ports } from "./ports.ts";
import { startPostgres } from "./postgres.ts";
import type { Progress } from "./progress.ts";
import { packageCommand, ROOT } from "./root.ts";
import type { Service } from "./service.ts";
import { Workspace, type WorkspaceOptions } from "./workspace.ts";

/** What the other folders of `scripts/` do for a stack; passed in so that a test can break one of them. */
export interface StackSteps<DeploymentRecord> {
  /** What can be done for the subgraph before there is a deployment. */
  compileSubgraph(workspace: Workspace): Promise<void>;
  /** Puts the contracts on the chain and writes the record, which it also returns, to `recordPath`. */
  deploy(target: { rpcUrl: string; recordPath: string; workspace: Workspace }): Promise<DeploymentRecord>;
  /** Generates and builds the subgraph for that deployment. */
  prepareSubgraph(record: DeploymentRecord, workspace: Workspace): Promise<BuiltSubgraph>;
  /** Fills the ledger, while index and API start. */
  fill?(target: { chainUrl: string; record: DeploymentRecord }): Promise<void>;
}

/** Aborting `signal` during the start stops everything and rejects. */
export interface LocalStackOptions<DeploymentRecord> extends WorkspaceOptions {
  ports: Ports;
  progress: Progress;
  steps: StackSteps<DeploymentRecord>;
  /** When the chain's clock starts; now unless given. */
  clockStart?: Date;
  /** More of graph-node's environment variables. */
  graphEnv?: Readonly<Record<string, string>>;
}

/** A chain, an index of it and the API over both, all on this machine. */
export interface LocalStack<DeploymentRecord> {
  chainUrl: string;
  graphqlUrl: string;
  indexNodeUrl: string;
  apiUrl: string;
  /** The API's database. */
  databaseUrl: string;
  record: DeploymentRecord;
  recordPath: string;
  /** Logs and database live here. */
  folder: string;
  /** Resolves with the first program that ends though nobody asked it to. */
  broken: Promise<Service>;
  /** Stops all of it in order and leaves nothing behind. */
  stop(): Promise<void>;
}

/** How many steps `startLocalStack` reports to its `progress`, besides those of `fill`. */
export const STACK_STEPS = 7;

/**
 * Starts the whole stack, side by side where one part does not need another.
 * @throws whatever the first failing step threw, after stopping everything that had been started.
 */
export async function startLocalStack<R>(options: LocalStackOptions<R>): Promise<LocalStack<R>> {
  const workspace = new Workspace(options);
  try {
    return await Promise.race([startParts(workspace, options), whenAborted(options.signal)]);
  } catch (error) {
    await workspace.close();
    throw error;
  }
}

async function startParts<R>(workspace: Workspace, options: LocalStackOptions<R>): Promise<LocalStack<R>> {
  const { ports, progress, steps } = options;
  const recordPath = join(workspace.folder, "deployment.json");

  const chain = progress.step("chain", () => startChain(workspace, ports.chain, options.clockStart));
  const databases = progress.step("PostgreSQL", () => startPostgres(workspace, ports.postgres));
  const contracts = progress.step("contracts", () => compileContracts(workspace));
  const mappings = progress.step("subgraph", () => steps.compileSubgraph(workspace));

  const deployment = Promise.all([chain, contracts]).then(([rpcUrl]) =>
    progress.step("deployment", () => steps.deploy({ rpcUrl, recordPath, workspace })),
  );
  const filled = Promise.all([chain, deployment]).then(([chainUrl, record]) => steps.fill?.({ chainUrl, record }));
  const graph = Promise.all([chain, databases, deployment, mappings]).then(([chainUrl, { graphUrl }, record]) =>
    progress.step("graph-node", async () => {
      const [built, ipfsUrl] = await Promise.all([steps.prepareSubgraph(record, workspace), startIpfsStub(workspace)]);
      return startGraphNode(workspace, {
        ...built,
        ports,
        chainUrl,
        databaseUrl: graphUrl,
        ipfsUrl,
        env: options.graphEnv ?? {},
      });
    }),
  );
  const api = Promise.all([chain, databases, graph]).then(([chainUrl, { apiUrl: databaseUrl }, { graphqlUrl }]) =>
    progress.step("API", () => startApi(workspace, { port: ports.api, chainUrl, databaseUrl, graphqlUrl, recordPath })),
  );

  const started = await Promise.all([chain, databases, deployment, graph, api, filled]);
  const [chainUrl, { apiUrl: databaseUrl }, record, urls, apiUrl] = started;
  return {
    ...{ chainUrl, ...urls, apiUrl, databaseUrl },
    ...{ record, recordPath, folder: workspace.folder },
    broken: workspace.broken,
    stop: () => workspace.close(),
  };
}

async function compileContracts(workspace: Workspace): Promise<void> {
  await workspace.run({
    name: "compiler",
    command: process.execPath,
    args: [packageCommand("hardhat"), "build", "--no-tests"],
    cwd: ROOT,
  });
}

/** A step that this process itself carries out does not heed the signal: it is left behind. */
function whenAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}
