import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { JsonRpcProvider } from "ethers";
import pg from "pg";
import { pino } from "pino";

import { readConfig } from "../../../indexer-api/src/config.ts";
import { startService } from "../../../indexer-api/src/service.ts";
import type { Service as Api } from "../../../indexer-api/src/service.ts";
import { connect } from "../../../scripts/chain/provider.ts";
import type { DeploymentRecord } from "../../../scripts/deploy/record.ts";
import { startChain } from "../../../scripts/stack/chain.ts";
import { startGraphNode } from "../../../scripts/stack/graph.ts";
import { startIpfsStub } from "../../../scripts/stack/ipfs-stub.ts";
import { choosePorts, parsePorts } from "../../../scripts/stack/ports.ts";
import { startPostgres } from "../../../scripts/stack/postgres.ts";
import { packageCommand, ROOT } from "../../../scripts/stack/root.ts";
import type { Service } from "../../../scripts/stack/service.ts";
import { LEDGER_STEPS } from "../../../scripts/stack/steps.ts";
import { Workspace } from "../../../scripts/stack/workspace.ts";
import type { ProgramSpec } from "../../../scripts/stack/workspace.ts";

/** Short, so that an outage shows soon; long enough for a busy machine. */
const MAX_LAG_SECONDS = 6;

/** A workspace whose programs can be ended and started again under a running API. */
class BreakableWorkspace extends Workspace {
  readonly #programs = new Map<string, { spec: ProgramSpec; service: Service }>();

  override launch(spec: ProgramSpec): Service {
    const service = super.launch(spec);
    this.#programs.set(spec.name, { spec, service });
    return service;
  }

  /** Ends the program as if its machine had stopped. */
  async kill(name: string): Promise<void> {
    const { service } = this.#program(name);
    service.kill();
    await service.exited;
  }

  /** Starts it again, with what it had on its disk. */
  startAgain(name: string): void {
    this.launch(this.#program(name).spec);
  }

  #program(name: string) {
    return this.#programs.get(name) ?? assert.fail(`there is no program ${name}`);
  }
}

/**
 * Chain with the ledger on it, graph-node and PostgreSQL: all real, all children of this process. graph-node has a
 * PostgreSQL of its own, so that each can be broken without the other; its own way back takes it a minute and more.
 */
export interface Parts {
  index: BreakableWorkspace;
  database: BreakableWorkspace;
  record: DeploymentRecord;
  provider: JsonRpcProvider;
  recordPath: string;
  /** Starts an API of this process over the parts. */
  startApi(env?: Readonly<Record<string, string>>): Promise<Api>;
  /** Changes what the APIs have stored, behind their backs. */
  sql(text: string, values: readonly unknown[]): Promise<void>;
  /** Stops everything, the APIs first. */
  stop(): Promise<void>;
}

export async function startParts(): Promise<Parts> {
  const index = new BreakableWorkspace({});
  const database = new BreakableWorkspace({});
  try {
    return await assemble(index, database);
  } catch (error) {
    await Promise.all([index.close(), database.close()]);
    throw error;
  }
}

async function assemble(index: BreakableWorkspace, database: BreakableWorkspace): Promise<Parts> {
  const ports = await choosePorts(parsePorts("auto"), assert.fail);
  const recordPath = join(index.folder, "deployment.json");
  await buildContracts(index);
  const [chainUrl, { graphUrl }] = await Promise.all([
    startChain(index, ports.chain),
    startPostgres(index, ports.postgres),
  ]);
  // The port that choosePorts found for an API is as good: the APIs of this test take any.
  const { apiUrl } = await startPostgres(database, ports.api);
  const record = await LEDGER_STEPS.deploy({ rpcUrl: chainUrl, recordPath, workspace: index });
  const built = await LEDGER_STEPS.prepareSubgraph(record, index);
  const ipfsUrl = await startIpfsStub(index);
  const urls = { chainUrl, ipfsUrl, databaseUrl: graphUrl };
  const { graphqlUrl } = await startGraphNode(index, { ports, ...built, ...urls, env: {} });
  const provider = await connect(chainUrl);
  const apis: Api[] = [];
  return {
    ...{ index, database, record, provider, recordPath },
    startApi: async (env = {}) => {
      const config = readConfig({
        PORT: "0",
        DATABASE_URL: apiUrl,
        GRAPH_URL: graphqlUrl,
        RPC_URL: chainUrl,
        DEPLOYMENT_RECORD: recordPath,
        MAX_LAG_SECONDS: String(MAX_LAG_SECONDS),
        ...env,
      });
      const api = await startService(config, pino({ level: process.env["API_TEST_LOG"] ?? "silent" }));
      apis.push(api);
      return api;
    },
    sql: async (text, values) => {
      const client = new pg.Client({ connectionString: apiUrl });
      await client.connect();
      await client.query(text, [...values]).finally(() => client.end());
    },
    stop: async () => {
      await Promise.all(apis.map((api) => api.stop()));
      provider.destroy();
      await Promise.all([index.close(), database.close()]);
    },
  };
}

async function buildContracts(workspace: Workspace): Promise<void> {
  const args = [packageCommand("hardhat"), "build", "--no-tests"];
  await workspace.run({ name: "compiler", command: process.execPath, args, cwd: ROOT });
}

/** Waits until `probe` holds. A probe that throws counts as not yet. */
export async function until(what: string, probe: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(50)) {
    if (await probe().catch(() => false)) return;
  }
  assert.fail(`${what}: not within ${timeoutMs / 1000} s`);
}
