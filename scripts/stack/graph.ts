import { join } from "node:path";

import { findGnd } from "./gnd-binary.ts";
import { graphql } from "./graphql.ts";
import type { Ports } from "./ports.ts";
import type { Workspace } from "./workspace.ts";

const TIMEOUT_MS = 60_000;
const POLL_CHAIN_EVERY_MS = 150;
const CHECK_MISSED_HEAD_EVERY_S = 1;

/** `gnd dev` numbers the subgraphs it is given. */
const SUBGRAPH_NAME = "subgraph-0";

/** What `graph build` leaves behind. */
export interface BuiltSubgraph {
  /** Folder with the source manifest `subgraph.yaml` and, in `build/`, the compiled subgraph. */
  subgraphFolder: string;
  /** The network's name in the manifest. */
  network: string;
}

export interface GraphOptions extends BuiltSubgraph {
  ports: Pick<Ports, "graphql" | "index" | "admin" | "metrics">;
  chainUrl: string;
  databaseUrl: string;
  ipfsUrl: string;
  /** More of graph-node's environment variables. */
  env: Readonly<Record<string, string>>;
}

/** Where to ask a running graph-node. */
export interface GraphUrls {
  /** The subgraph's data. */
  graphqlUrl: string;
  /** The state of indexing. */
  indexNodeUrl: string;
}

/**
 * Starts graph-node on a built subgraph and waits until that answers. Note that it listens on all interfaces: it has no
 * option for another address.
 * @throws Error with the end of its log when it does not answer, or with the subgraph's own error when that failed.
 */
export async function startGraphNode(workspace: Workspace, options: GraphOptions): Promise<GraphUrls> {
  const { ports } = options;
  const folder = options.subgraphFolder;
  const node = workspace.launch({
    name: "graph-node",
    command: findGnd(),
    args: [
      "dev",
      ...["--manifests", `${join(folder, "subgraph.yaml")}:${join(folder, "build")}`],
      ...["--database-dir", workspace.folder],
      ...["--postgres-url", options.databaseUrl],
      ...["--ethereum-rpc", `${options.network}:${options.chainUrl}`],
      ...["--ipfs", options.ipfsUrl],
      ...["--http-port", String(ports.graphql)],
      ...["--index-node-port", String(ports.index)],
      ...["--admin-port", String(ports.admin)],
      ...["--metrics-port", String(ports.metrics)],
    ],
    env: {
      GRAPH_LOG: "info",
      // Now and then a notice of new blocks is missed; they would wait for the next one, or for half a minute.
      GRAPH_CHAIN_HEAD_WATCHER_TIMEOUT: String(CHECK_MISSED_HEAD_EVERY_S),
      ETHEREUM_POLLING_INTERVAL: String(POLL_CHAIN_EVERY_MS),
      NO_PROXY: "127.0.0.1,localhost",
      no_proxy: "127.0.0.1,localhost",
      // Where RUST_BACKTRACE is set, graph-node walks its stack for every value that a mapping stores: nine times slower.
      RUST_LIB_BACKTRACE: "0",
      ...options.env,
    },
  });
  const graphqlUrl = `http://127.0.0.1:${ports.graphql}/subgraphs/name/${SUBGRAPH_NAME}`;
  const indexNodeUrl = `http://127.0.0.1:${ports.index}/graphql`;
  await node.untilReady(() => answers(graphqlUrl), TIMEOUT_MS, workspace.signal);
  return { graphqlUrl, indexNodeUrl };
}

async function answers(url: string): Promise<boolean> {
  const { _meta } = await graphql<{ _meta: { block: { number: number } } | null }>(
    url,
    "{ _meta { block { number } } }",
  );
  return _meta !== null;
}
