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
import { Workspace } from "./workspace.ts";

/** What the other folders of `scripts/` do for a stack; passed in so that a test can break one of them. */
export interface StackSteps<DeploymentRecord> {
  /** Puts the contracts on the chain and writes the record, which it also returns, to `recordPath`. */
  deploy(target: { rpcUrl: string; recordPath: string; workspace: Workspace }): Promise<DeploymentRecord>;
  /** Generates and builds the subgraph for that deployment. */
  prepareSubgraph(record: DeploymentRecord, workspace: Workspace): Promise<BuiltSubgraph>;
}

export interface LocalStackOptions<DeploymentRecord> {
  ports: Ports;
  progress: Progress;
  steps: StackSteps<DeploymentRecord>;
  /** When the chain's clock starts; now unless given. */
  clockStart?: Date;
  /** Keep logs and database in this folder instead of a temporary one. */
  keep?: string;
  /** Aborting it during the start stops everything and rejects. */
  signal?: AbortSignal;
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
  /** Cuts a running `stop` short. */
  killAll(): void;
}

/** How many steps `startLocalStack` reports to its `progress`. */
export const STACK_STEPS = 7;

/**
 * Starts the whole stack, side by side where one part does not need another.
 * @throws whatever the first failing step threw, after stopping everything that had been started.
 */
export async function startLocalStack<R>(options: LocalStackOptions<R>): Promise<LocalStack<R>> {
  const workspace = new Workspace({
    ...(options.keep !== undefined && { keep: options.keep }),
    ...(options.signal && { signal: options.signal }),
  });
  try {
    return await startParts(workspace, options);
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

  const deployment = Promise.all([chain, contracts]).then(([rpcUrl]) =>
    progress.step("deployment", () => steps.deploy({ rpcUrl, recordPath, workspace })),
  );
  const subgraph = deployment.then((record) =>
    progress.step("subgraph", () => steps.prepareSubgraph(record, workspace)),
  );
  const graph = Promise.all([chain, databases, subgraph]).then(([chainUrl, { graphUrl: databaseUrl }, built]) =>
    progress.step("graph-node", async () => {
      const ipfsUrl = await startIpfsStub(workspace);
      return startGraphNode(workspace, {
        ports,
        ...built,
        chainUrl,
        databaseUrl,
        ipfsUrl,
        env: options.graphEnv ?? {},
      });
    }),
  );
  const api = Promise.all([chain, databases, graph]).then(([chainUrl, { apiUrl: databaseUrl }, { graphqlUrl }]) =>
    progress.step("API", () => startApi(workspace, { port: ports.api, chainUrl, databaseUrl, graphqlUrl, recordPath })),
  );

  const started = await Promise.all([chain, databases, deployment, graph, api]);
  const [chainUrl, { apiUrl: databaseUrl }, record, urls, apiUrl] = started;
  return {
    ...{ chainUrl, ...urls, apiUrl, databaseUrl },
    ...{ record, recordPath, folder: workspace.folder },
    broken: firstToDie(workspace.services),
    stop: () => workspace.close(),
    killAll: () => workspace.killAll(),
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

function firstToDie(services: Iterable<Service>): Promise<Service> {
  return new Promise((resolve) => {
    for (const service of services) {
      void service.exited.then(() => {
        if (service.diedAlone) resolve(service);
      });
    }
  });
}
