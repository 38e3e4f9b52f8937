import assert from "node:assert/strict";
import { join } from "node:path";

import pg from "pg";

import { findGnd } from "../stack/gnd-binary.ts";
import { graphql } from "../stack/graphql.ts";
import { choosePorts, type Ports } from "../stack/ports.ts";
import type { Service } from "../stack/service.ts";
import type { Workspace } from "../stack/workspace.ts";
import { exampleDeployment } from "./example.ts";
import { type Fixture, readFixture } from "./fixture.ts";
import { type PreparedSubgraph, prepareSubgraph } from "./prepare.ts";
import { ReplayChain, serveChain } from "./replay-chain.ts";

const TIMEOUT_MS = 30_000;
/** graph-node now and then stands still before its first block, rarely enough that a second one goes through. */
const ATTEMPTS = 2;
const LOOK_FOR_BLOCKS_EVERY_MS = 500;

/** There is nothing that graph-node would have to put in order. */
const GRACE_MS = 100;

/** `gnd dev` numbers the subgraphs it is given. */
const SUBGRAPH_NAME = "subgraph-0";

export interface MappingTest {
  /** Name of the test, unlike all others. */
  name: string;
  /** The JSON file. */
  file: string;
  /** Any database of the PostgreSQL server. */
  serverUrl: string;
  /** Database to make for this test alone. */
  database: string;
  /** Where there is a gateway of IPFS. */
  ipfsUrl: string;
}

/** graph-node did not get through the chain, which says nothing about the mappings. */
class NotIndexed extends Error {}

/**
 * Runs one file of mapping tests: a graph-node of its own indexes the file's chain, and is asked what the file asserts.
 * One that gets stuck or ends is replaced once, with an empty database; what a mapping does is never tried again.
 * @param note told why graph-node was started again
 * @returns what is wrong, one text for each assertion that does not hold; nothing when the test passed.
 * @throws Error when an event cannot be encoded, the database cannot be had, or on abort.
 */
export async function runMappingTest(
  workspace: Workspace,
  test: MappingTest,
  note: (line: string) => void = () => undefined,
): Promise<string[]> {
  const fixture = readFixture(test.file);
  if (fixture.assertions.length === 0) return ["it asserts nothing"];
  for (let attempt = 1; ; attempt++) {
    const again = attempt === 1 ? "" : `_${attempt}`;
    try {
      return await runOnce(workspace, { ...test, name: test.name + again, database: test.database + again }, fixture);
    } catch (error) {
      if (!(error instanceof NotIndexed) || workspace.signal?.aborted) throw error;
      if (attempt === ATTEMPTS) return [error.message];
      note(`${test.name}: another graph-node is tried, because ${error.message}`);
    }
  }
}

async function runOnce(workspace: Workspace, test: MappingTest, fixture: Fixture): Promise<string[]> {
  const deployment = { ...exampleDeployment(), startBlock: fixture.startBlock ?? 0 };
  const subgraph = await prepareSubgraph(deployment, { outDir: join(workspace.folder, test.name) });
  const chain = new ReplayChain(test.name, fixture);
  const ports = await choosePorts({ auto: true, explicit: {} }, () => undefined);
  await createDatabase(test.serverUrl, test.database);
  const { url, close } = await serveChain(chain);
  const node = startGraphNode(workspace, test, { subgraph, ports, chainUrl: url });
  try {
    const failure = await indexing(node, ports, chain.head, workspace.signal);
    if (failure !== undefined) return [failure];
    const failures = fixture.assertions.map(({ query, expected }) => failureOf(ports, query, expected));
    return (await Promise.all(failures)).filter((text) => text !== undefined);
  } finally {
    await node.stop();
    await close();
  }
}

async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
}

function startGraphNode(
  workspace: Workspace,
  test: MappingTest,
  { subgraph, ports, chainUrl }: { subgraph: PreparedSubgraph; ports: Ports; chainUrl: string },
): Service {
  const { subgraphFolder: folder, network } = subgraph;
  const database = new URL(test.serverUrl);
  database.pathname = test.database;
  return workspace.launch({
    name: `graph-node ${test.name}`,
    command: findGnd(),
    args: [
      "dev",
      ...["--manifests", `${join(folder, "subgraph.yaml")}:${join(folder, "build")}`],
      ...["--database-dir", workspace.folder],
      ...["--postgres-url", database.href],
      ...["--ethereum-rpc", `${network}:${chainUrl}`],
      ...["--ipfs", test.ipfsUrl],
      ...["--http-port", String(ports.graphql)],
      ...["--index-node-port", String(ports.index)],
      ...["--admin-port", String(ports.admin)],
      ...["--metrics-port", String(ports.metrics)],
    ],
    env: {
      GRAPH_LOG: "info",
      ETHEREUM_POLLING_INTERVAL: String(LOOK_FOR_BLOCKS_EVERY_MS),
      NO_PROXY: "127.0.0.1,localhost",
      no_proxy: "127.0.0.1,localhost",
      // Where RUST_BACKTRACE is set, graph-node walks its stack for every value that a mapping stores: nine times slower.
      RUST_LIB_BACKTRACE: "0",
    },
    graceMs: GRACE_MS,
  });
}

interface IndexingStatus {
  fatalError: { message: string } | null;
  chains: { latestBlock: { number: string } | null }[];
}

/** Waits until the chain is indexed. Returns why it cannot be, if so. */
async function indexing(
  node: Service,
  ports: Ports,
  head: number,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  let failure: string | undefined;
  const isOver = async (): Promise<boolean> => {
    const { fatalError, chains } = await statusOf(ports);
    failure = fatalError?.message;
    return failure !== undefined || Number(chains[0]?.latestBlock?.number ?? -1) >= head;
  };
  try {
    await node.untilReady(isOver, TIMEOUT_MS, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw new NotIndexed((error as Error).message, { cause: error });
  }
  return failure;
}

async function statusOf(ports: Ports): Promise<IndexingStatus> {
  const { status } = await graphql<{ status: IndexingStatus | null }>(
    `http://127.0.0.1:${ports.index}/graphql`,
    `{ status: indexingStatusForCurrentVersion(subgraphName: "${SUBGRAPH_NAME}") {
      fatalError { message } chains { latestBlock { number } }
    } }`,
  );
  return status ?? { fatalError: null, chains: [] };
}

async function failureOf(ports: Ports, query: string, expected: object): Promise<string | undefined> {
  try {
    const url = `http://127.0.0.1:${ports.graphql}/subgraphs/name/${SUBGRAPH_NAME}`;
    assert.deepEqual(await graphql<object>(url, query), expected);
    return undefined;
  } catch (error) {
    return `${query}\n${(error as Error).message}`;
  }
}
