import { fileURLToPath } from "node:url";

import { rpc } from "./json-rpc.ts";
import { ROOT } from "./root.ts";
import type { Workspace } from "./workspace.ts";

const SCRIPT = fileURLToPath(new URL("./chain-process.ts", import.meta.url));
const TIMEOUT_MS = 60_000;

/**
 * Starts a Hardhat chain that mines a block per transaction and enforces the 16,777,216 gas cap of EIP-7825.
 * @param clockStart when the chain's clock starts, which runs at the pace of this machine's; now unless given.
 * @returns its JSON-RPC URL.
 * @throws Error with the end of its log when it does not answer.
 */
export async function startChain(workspace: Workspace, port: number, clockStart?: Date): Promise<string> {
  const url = `http://127.0.0.1:${port}`;
  const clock = clockStart === undefined ? [] : [clockStart.toISOString()];
  const chain = workspace.launch({
    name: "chain",
    command: process.execPath,
    args: [SCRIPT, String(port), ...clock],
    cwd: ROOT,
  });
  await chain.untilReady(async () => (await rpc(url, "eth_chainId")) !== undefined, TIMEOUT_MS, workspace.signal);
  return url;
}
