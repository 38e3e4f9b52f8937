/**
 * One JSON-RPC call over HTTP.
 * @throws Error when nobody answers within `timeoutMs`, or with the node's own message when it refuses.
 */
export async function rpc(url: string, method: string, params: unknown[] = [], timeoutMs = 2_000): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}
