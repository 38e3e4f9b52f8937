import { setTimeout as sleep } from "node:timers/promises";

import {
  BaseWallet,
  isError,
  JsonRpcProvider,
  type Signer,
  type TransactionReceipt,
  type TransactionRequest,
} from "ethers";

import { attestationIdOf, type Catalogue, type Statement } from "../../../catalogue/index.ts";
import type { AttestationRegistry } from "../../chain/contracts.ts";
import { explainRevert, revertData } from "../../chain/errors.ts";
import { type Patience, throughOutages } from "./outage.ts";
import type { Route } from "./route.ts";

/** What sending needs to know besides the batch. */
export interface Sending {
  readonly registry: AttestationRegistry;
  readonly route: Route;
  readonly gasCap: bigint;
  readonly patience: Patience;
  readonly catalogue: Catalogue | undefined;
}

/**
 * What became of one batch. `gasUsed`: undefined when the answer was lost and only the chain's state tells that it was
 * sent. `everyBatch`: the reason lies with the signer or the schema, not with a statement.
 */
export type Outcome =
  | { readonly kind: "sent"; readonly gasUsed: bigint | undefined }
  | { readonly kind: "refused"; readonly reason: string; readonly everyBatch: boolean };

/** Seconds that a transaction may wait for its block before the submission gives up. */
const CONFIRMATION_SECONDS = 300;
const POLL_MS = 200;
/** Seconds that a transaction of a lost answer may take to show. */
const SHOWS_WITHIN_SECONDS = 5;

/** Errors that every other batch of the same schema would meet as well. */
const ABOUT_THE_SIGNER: ReadonlySet<string> = new Set([
  ...["AgencySignersNotSigner", "EnforcedPause", "SchemasUnknown"],
  ...["AttestationRegistryInvalidSignature", "AttestationRegistryDeadlinePassed"],
]);

/**
 * Sends one batch of one schema and waits until it is in a block. Estimates first, so that what would fail costs nothing.
 * @throws ChainGoneError when the chain cannot be reached; whatever else ethers throws that is no refusal
 */
export async function sendBatch(sending: Sending, batch: readonly Statement[]): Promise<Outcome> {
  const { route, patience, gasCap } = sending;
  const schemaId = batch[0]?.schemaId ?? "";
  try {
    const call = await throughOutages(patience, () => route.callOf(schemaId, batch));
    const estimate = await throughOutages(patience, () => route.sender.estimateGas({ ...call, gasLimit: gasCap }));
    const withReserve = (estimate * 11n) / 10n;
    return await transact(sending, { ...call, gasLimit: withReserve < gasCap ? withReserve : gasCap }, batch);
  } catch (error) {
    return refusal(sending, error);
  }
}

/**
 * The nonce stays the same through an outage: if the first try did reach the chain, the second cannot be mined too, and
 * what stands on the chain tells which it was.
 */
async function transact(
  sending: Sending,
  request: TransactionRequest & { readonly gasLimit: bigint },
  batch: readonly Statement[],
): Promise<Outcome> {
  const { route, patience } = sending;
  const nonce = await throughOutages(patience, () => route.sender.getNonce("pending"));
  const hash = await throughOutages(patience, async (attempt) => {
    if (attempt > 0 && (await stands(sending, batch))) return undefined;
    return sendOnce(sending, { ...request, nonce }, batch);
  });
  if (hash === undefined) return { kind: "sent", gasUsed: undefined };
  const receipt = await minedReceipt(sending, hash);
  if (receipt.status === 1) return { kind: "sent", gasUsed: receipt.gasUsed };
  const spent = receipt.gasUsed * 100n >= request.gasLimit * 97n;
  const why = spent ? `ran out of its ${request.gasLimit} gas` : "was refused in its block";
  return { kind: "refused", reason: `transaction ${hash} ${why}`, everyBatch: false };
}

/** @returns the hash; undefined when the batch turns out to have been mined by an earlier try */
async function sendOnce(sending: Sending, request: TransactionRequest, batch: readonly Statement[]) {
  try {
    return await broadcast(sending.route.sender, request);
  } catch (error) {
    if (!isTaken(error) || !(await standsSoon(sending, batch))) throw error;
    return undefined;
  }
}

/** Whether the node says that the nonce is used or waiting to be, perhaps by an earlier try of the same batch. */
function isTaken(error: unknown): boolean {
  const { message = "" } = error as { message?: string };
  const named = isError(error, "NONCE_EXPIRED") || isError(error, "REPLACEMENT_UNDERPRICED");
  return named || /already known|known transaction|already imported/i.test(message);
}

/**
 * Sends a transaction and returns its hash. Where a wallet signs here, without what `sendTransaction` does besides: it
 * parses, hashes and formats again what was just signed, which for half a megabyte takes longer than the chain does.
 */
async function broadcast(sender: Signer, request: TransactionRequest): Promise<string> {
  const { provider } = sender;
  if (!(sender instanceof BaseWallet) || !(provider instanceof JsonRpcProvider)) {
    return (await sender.sendTransaction(request)).hash;
  }
  const signed = await sender.signTransaction(await sender.populateTransaction(request));
  return (await provider.send("eth_sendRawTransaction", [signed])) as string;
}

async function minedReceipt({ route, patience }: Sending, hash: string): Promise<TransactionReceipt> {
  for (let waited = 0; waited <= CONFIRMATION_SECONDS * 1000; waited += POLL_MS) {
    const receipt = await throughOutages(patience, async () => route.sender.provider?.getTransactionReceipt(hash));
    if (receipt) return receipt;
    await sleep(POLL_MS);
  }
  throw new Error(`transaction ${hash} was sent but is in no block after ${CONFIRMATION_SECONDS} s: run again later`);
}

/** A batch is all or nothing, so its last statement speaks for it. */
async function stands({ registry }: Sending, batch: readonly Statement[]): Promise<boolean> {
  const last = batch.at(-1);
  if (last === undefined) return false;
  const { attestationId } = await registry.latestOf(last.schemaId, last.subject, last.itemKey);
  return attestationId === attestationIdOf(last);
}

async function standsSoon(sending: Sending, batch: readonly Statement[]): Promise<boolean> {
  for (let waited = 0; waited < SHOWS_WITHIN_SECONDS * 1000; waited += POLL_MS) {
    if (await throughOutages(sending.patience, () => stands(sending, batch))) return true;
    await sleep(POLL_MS);
  }
  return false;
}

function refusal({ registry, catalogue, gasCap }: Sending, error: unknown): Outcome {
  const data = revertData(error);
  if (data !== undefined) {
    const name = registry.interface.parseError(data)?.name ?? "";
    return { kind: "refused", reason: explainRevert(error, catalogue), everyBatch: ABOUT_THE_SIGNER.has(name) };
  }
  if (isError(error, "INSUFFICIENT_FUNDS")) {
    return { kind: "refused", reason: "the wallet that sends cannot pay for the gas", everyBatch: true };
  }
  if (ranOutOfGas(error)) {
    return { kind: "refused", reason: `needs more gas than the cap of ${gasCap}`, everyBatch: false };
  }
  throw error;
}

/** Nodes word it differently; what they share is that no contract gave a reason. */
function ranOutOfGas(error: unknown): boolean {
  const { message = "" } = error as { message?: string };
  return isError(error, "CALL_EXCEPTION") || /out of gas|gas limit|gas cap|exceeds.*gas|gas required/i.test(message);
}
