import { z } from "zod";
import { postJson, UpstreamError } from "./upstream.ts";

const TIMEOUT_MS = 2_000;
const hex = z.string().regex(/^0x[0-9a-f]+$/i);

/**
 * Number of the chain's newest block.
 * @throws UpstreamError
 */
export async function chainHead(rpcUrl: string): Promise<bigint> {
  return BigInt(await call(rpcUrl, "eth_blockNumber", [], hex));
}

/**
 * Hash of the chain's block with that number; null when the chain is not so long.
 * @throws UpstreamError
 */
export async function blockHashAt(rpcUrl: string, number: bigint): Promise<string | null> {
  const params = [`0x${number.toString(16)}`, false];
  const block = await call(rpcUrl, "eth_getBlockByNumber", params, z.object({ hash: hex }).nullable());
  return block === null ? null : block.hash.toLowerCase();
}

async function call<T>(rpcUrl: string, method: string, params: readonly unknown[], result: z.ZodType<T>): Promise<T> {
  const answer = await postJson("chain", rpcUrl, { jsonrpc: "2.0", id: 1, method, params }, TIMEOUT_MS);
  const parsed = z.object({ result }).safeParse(answer);
  if (parsed.success) return parsed.data.result;
  throw new UpstreamError("chain", `${method} was answered with ${JSON.stringify(answer).slice(0, 200)}`);
}
