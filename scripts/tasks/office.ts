import type { TransactionResponse } from "ethers";
import type { OpenLedger } from "./open-ledger.ts";
import { refusal } from "./refusal.ts";

/**
 * Sends what an office does and waits for it.
 * @param deed what was done, as a sentence of the past
 * @param company whom it is about, if anyone
 * @throws Error with the chain's reason in plain words.
 */
export async function perform(
  ledger: OpenLedger,
  deed: string,
  send: () => Promise<TransactionResponse>,
  company?: { readonly uscc: string; readonly entityId: string },
): Promise<{ transaction: string }> {
  try {
    const receipt = (await (await send()).wait())!;
    console.log(`${deed}: transaction ${receipt.hash}, gas ${receipt.gasUsed}`);
    return { transaction: receipt.hash };
  } catch (error) {
    throw new Error(`refused: ${refusal(error, ledger, company)}`, { cause: error });
  }
}
