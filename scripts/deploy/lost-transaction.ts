import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { trackTransaction, type EIP1193Provider } from "@nomicfoundation/ignition-core";
import type { Rpc } from "../chain/provider.ts";

/** The lines of Ignition's journal that say where a transaction stands. */
interface JournalLine {
  readonly type: string;
  readonly futureId?: string;
  readonly networkInteractionId?: number;
  readonly nonce?: number;
}

/**
 * Whoever deploys may die between Ignition's "I am about to send" and "I have sent", and then Ignition does not know
 * whether it did. The sender's nonce tells: either the transaction never reached the chain, and the announcement is
 * struck out, or it did, and the journal is told its hash.
 * @throws Error while the transaction still waits to be mined.
 */
export async function settleLostTransaction(
  provider: Rpc,
  eip1193: EIP1193Provider,
  sender: string,
  journalFolder: string,
): Promise<void> {
  const path = join(journalFolder, "journal.jsonl");
  const lines = (await readFile(path, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
  const announced = lostAnnouncement(lines.map((line) => JSON.parse(line) as JournalLine));
  if (announced === undefined) return;
  const { index, nonce } = announced;
  const [mined, sent] = await Promise.all([
    provider.getTransactionCount(sender, "latest"),
    provider.getTransactionCount(sender, "pending"),
  ]);
  if (sent <= nonce) {
    await writeFile(path, `\n${lines.filter((_, other) => other !== index).join("\n")}\n`);
  } else if (mined <= nonce) {
    throw new Error(`transaction ${nonce} of the deployer ${sender} is sent but not mined yet: try again later`);
  } else {
    await trackTransaction(journalFolder, await findTransaction(provider, sender, nonce), eip1193);
  }
}

/** The last announcement that no line about the same transaction follows. */
function lostAnnouncement(lines: readonly JournalLine[]): { index: number; nonce: number } | undefined {
  const index = lines.findLastIndex(({ type }) => type === "TRANSACTION_PREPARE_SEND");
  const announced = lines[index];
  if (announced?.nonce === undefined) return undefined;
  const known = lines
    .slice(index + 1)
    .some(
      ({ futureId, networkInteractionId }) =>
        futureId === announced.futureId && networkInteractionId === announced.networkInteractionId,
    );
  return known ? undefined : { index, nonce: announced.nonce };
}

/** Hash of a mined transaction by sender and nonce: halves the chain until one block is left. */
async function findTransaction(provider: Rpc, sender: string, nonce: number): Promise<string> {
  let [before, at] = [-1, await provider.getBlockNumber()];
  while (at - before > 1) {
    const middle = Math.floor((before + at) / 2);
    if ((await provider.getTransactionCount(sender, middle)) > nonce) at = middle;
    else before = middle;
  }
  const block = await provider.getBlock(at, true);
  const found = block?.prefetchedTransactions.find(
    (transaction) => transaction.from.toLowerCase() === sender.toLowerCase() && transaction.nonce === nonce,
  );
  if (!found) throw new Error(`block ${at} ought to have transaction ${nonce} of ${sender}, but has not`);
  return found.hash;
}
