import type { BaseContract, ContractTransactionResponse } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import { GOVERNANCE_DELAY } from "./ledger.ts";
import type { Ledger } from "./ledger.ts";

/** Schedules a call, waits out the delay and executes it, as governance must. */
export async function throughGovernance(
  { networkHelpers }: NetworkConnection,
  { manager, wallets }: Ledger,
  target: BaseContract,
  data: string,
): Promise<ContractTransactionResponse> {
  const governance = manager.connect(wallets.governance);
  await governance.schedule(target, data, 0);
  await networkHelpers.time.increase(GOVERNANCE_DELAY);
  return governance.execute(target, data);
}
