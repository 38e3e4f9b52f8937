import { z } from "zod";
import { postJson, UpstreamError } from "./upstream.ts";

const TIMEOUT_MS = 2_000;
const answer = z.object({ result: z.string().regex(/^0x[0-9a-f]+$/i) });

/**
 * Number of the chain's newest block.
 * @throws UpstreamError
 */
export async function chainHead(rpcUrl: string): Promise<bigint> {
  const request = { jsonrpc: "2.0", id: 1, method: "eth_blockNumber", params: [] };
  const parsed = answer.safeParse(await postJson("chain", rpcUrl, request, TIMEOUT_MS));
  if (!parsed.success) throw new UpstreamError("chain", "eth_blockNumber was not answered with a number");
  return BigInt(parsed.data.result);
}
