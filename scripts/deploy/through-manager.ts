import type { LedgerContracts } from "../chain/contracts.ts";
import type { ProxiedName } from "../chain/ledger.ts";
import type { Call } from "../chain/send.ts";

/** A call of one of the ledger's contracts that goes through the AccessManager, so that many fit into one transaction. */
export async function throughManager(
  contracts: LedgerContracts,
  contract: ProxiedName,
  description: string,
  data: string,
): Promise<Call> {
  const target = await contracts[contract].getAddress();
  return { description, data: contracts.AccessManager.interface.encodeFunctionData("execute", [target, data]) };
}
