import type { BaseContract, EventLog } from "ethers";
import type { LedgerContracts } from "../chain/contracts.ts";
import { CONNECTIONS } from "../chain/ledger.ts";
import type { Call } from "../chain/send.ts";
import { throughManager } from "./through-manager.ts";

type Connection = (typeof CONNECTIONS)[number];

/**
 * Whom a contract was told to obey; undefined as long as nobody has told it. Only its event says so.
 * @param fromBlock no event of the ledger is older
 */
export async function connectedTo(
  contracts: LedgerContracts,
  [contract, obeyed]: Connection,
  fromBlock: number,
): Promise<string | undefined> {
  const target: BaseContract = contracts[contract];
  const [event] = await target.queryFilter(`${obeyed}Connected`, fromBlock);
  return (event as EventLog | undefined)?.args[0] as string | undefined;
}

/** The calls of a steward that tell contracts for ever whom they obey, where nobody has told them yet. */
export async function missingConnections(contracts: LedgerContracts, fromBlock: number): Promise<Call[]> {
  const calls = await Promise.all(
    CONNECTIONS.map(async (connection) => {
      if ((await connectedTo(contracts, connection, fromBlock)) !== undefined) return [];
      const [contract, obeyed] = connection;
      const address = await contracts[obeyed].getAddress();
      const data = contracts[contract].interface.encodeFunctionData("connect", [address]);
      return [await throughManager(contracts, contract, `let ${contract} obey ${obeyed}`, data)];
    }),
  );
  return calls.flat();
}
