import { setTimeout as sleep } from "node:timers/promises";

import { rpc } from "./json-rpc.ts";

/** The part of the API's /readyz that tells how far the index has come; an API that has only just started tells nothing. */
interface Readiness {
  reasons?: string[];
  blocks?: { index: string | null };
}

const POLL_MS = 100;
/** So long without a block more, and something is wrong. */
const STANDSTILL_MS = 60_000;

/**
 * Waits until the API's index has every block that the chain has now.
 * @param onBlock told how far it is.
 * @throws Error with the API's own reasons when the index stands still.
 */
export async function untilIndexed(
  { chainUrl, apiUrl }: { chainUrl: string; apiUrl: string },
  onBlock: (detail: string) => void = () => undefined,
): Promise<void> {
  const head = BigInt((await rpc(chainUrl, "eth_blockNumber")) as string);
  let indexed = -1n;
  for (let movedAt = Date.now(); ; await sleep(POLL_MS)) {
    const { blocks, reasons } = await readiness(apiUrl);
    const block = BigInt(blocks?.index ?? -1);
    if (block >= head) return;
    if (block > indexed) {
      indexed = block;
      movedAt = Date.now();
      onBlock(`block ${block} of ${head}`);
    } else if (Date.now() - movedAt > STANDSTILL_MS) {
      throw new Error(`the index stands at block ${block} of ${head}: ${reasons?.join("; ") || "no reason given"}`);
    }
  }
}

async function readiness(apiUrl: string): Promise<Readiness> {
  try {
    const response = await fetch(`${apiUrl}/readyz`, { signal: AbortSignal.timeout(5_000) });
    return (await response.json()) as Readiness;
  } catch (error) {
    return { reasons: [`the API does not answer: ${(error as Error).message}`] };
  }
}
