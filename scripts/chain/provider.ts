import { JsonRpcProvider, Network, type Provider } from "ethers";

/** A node that can be read through ethers and asked by plain JSON-RPC; both Hardhat's and ethers' providers fit. */
export interface Rpc extends Provider {
  send(method: string, params: unknown[]): Promise<unknown>;
}

const POLL_EVERY_MS = 100;

/**
 * A connection to the node at `url`. Nothing is cached, because nonces and balances are read right after they change.
 * @throws Error naming the URL when nothing answers there; by itself ethers would retry for ever.
 */
export async function connect(url: string): Promise<JsonRpcProvider> {
  const chainId = await askChainId(url);
  const network = new Network(`chain ${chainId}`, chainId);
  return new JsonRpcProvider(url, network, {
    staticNetwork: network,
    cacheTimeout: -1,
    pollingInterval: POLL_EVERY_MS,
    // By itself ethers waits 10 ms before each call for more to send along.
    batchStallTime: 0,
  });
}

async function askChainId(url: string): Promise<bigint> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] }),
    });
    const { result } = (await response.json()) as { result?: string };
    return BigInt(result ?? "no chain id");
  } catch (error) {
    throw new Error(`${url}: no Ethereum node answers there`, { cause: error });
  }
}
