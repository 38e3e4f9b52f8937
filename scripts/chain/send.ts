import type { ContractTransactionReceipt } from "ethers";
import type { AccessManager } from "./contracts.ts";
import { explainRevert } from "./errors.ts";

/** One call for a multicall of the AccessManager, and what to say of it when it fails. */
export interface Call {
  readonly data: string;
  readonly description: string;
}

/** Gas of one transaction on a chain with EIP-7825. */
const TRANSACTION_GAS_CAP = 16_777_216n;

/** Calls are cut into transactions before they come near the cap. */
const GAS_GOAL = 12_000_000n;

/**
 * Sends the calls through the AccessManager in as few transactions as the gas cap allows, in order, each transaction
 * all or nothing.
 * @param manager connected to the signer
 * @throws Error naming the first call that the chain refuses, and why.
 */
export async function sendCalls(manager: AccessManager, calls: readonly Call[]): Promise<ContractTransactionReceipt[]> {
  if (calls.length === 0) return [];
  const data = calls.map((call) => call.data);
  const estimate = await manager.multicall.estimateGas(data).catch((error: unknown) => error as Error);
  const fits = typeof estimate === "bigint" && estimate <= GAS_GOAL;
  if (!fits && calls.length > 1) {
    const half = Math.ceil(calls.length / 2);
    const first = await sendCalls(manager, calls.slice(0, half));
    return [...first, ...(await sendCalls(manager, calls.slice(half)))];
  }
  if (typeof estimate !== "bigint") {
    throw new Error(`${calls[0]?.description}: ${explainRevert(estimate)}`, { cause: estimate });
  }
  const withReserve = (estimate * 11n) / 10n;
  const gasLimit = withReserve < TRANSACTION_GAS_CAP ? withReserve : TRANSACTION_GAS_CAP;
  const sent = await manager.multicall(data, { gasLimit });
  const receipt = await sent.wait();
  if (receipt === null) throw new Error(`transaction ${sent.hash} has no receipt`);
  return [receipt];
}
