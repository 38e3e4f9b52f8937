import type { ContractTransactionResponse } from "ethers";
import { explainRevert } from "../chain/errors.ts";
import type { OpenLedger } from "./open-ledger.ts";

/**
 * Sends what an office does and waits for it.
 * @param deed what was done, as a sentence of the past
 * @throws Error with the chain's reason in plain words.
 */
export async function perform(
  ledger: OpenLedger,
  deed: string,
  send: () => Promise<ContractTransactionResponse>,
): Promise<{ transaction: string }> {
  try {
    const receipt = (await (await send()).wait())!;
    console.log(`${deed}: transaction ${receipt.hash}, gas ${receipt.gasUsed}`);
    return { transaction: receipt.hash };
  } catch (error) {
    throw new Error(`refused: ${explainRevert(error, ledger.catalogue)}`, { cause: error });
  }
}
