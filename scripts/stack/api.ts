import { join } from "node:path";

import { ROOT } from "./root.ts";
import type { Workspace } from "./workspace.ts";

const TIMEOUT_MS = 30_000;

export interface ApiOptions {
  port: number;
  chainUrl: string;
  databaseUrl: string;
  graphqlUrl: string;
  /** Path of the deployment's record. */
  recordPath: string;
}

/**
 * Starts the indexer API as a child process and waits until it says that it is alive.
 * @returns its base URL.
 * @throws Error with the end of its log when it does not answer.
 */
export async function startApi(workspace: Workspace, options: ApiOptions): Promise<string> {
  const url = `http://127.0.0.1:${options.port}`;
  const api = workspace.launch({
    name: "API",
    command: process.execPath,
    args: [join(ROOT, "indexer-api", "src", "index.ts")],
    cwd: ROOT,
    env: {
      HOST: "127.0.0.1",
      PORT: String(options.port),
      RPC_URL: options.chainUrl,
      DATABASE_URL: options.databaseUrl,
      GRAPH_URL: options.graphqlUrl,
      DEPLOYMENT_RECORD: options.recordPath,
      MATCH_SNAPSHOT: join(workspace.folder, "matching.snapshot"),
      // No consent registry yet, and no real person behind these facts: show everything, as the API then says.
      ACCESS_POLICY: "development",
    },
  });
  await api.untilReady(
    async () => (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) })).ok,
    TIMEOUT_MS,
    workspace.signal,
  );
  return url;
}
