import type { Signer } from "ethers";
import type { AccessManager } from "../chain/contracts.ts";
import type { Call } from "../chain/send.ts";
import type { LedgerParameters } from "./parameters.ts";
import { ROLES, roleName } from "./roles.ts";

/** Whether the account administers the AccessManager without a delay, as only the deployer does, until the handover. */
export async function mayAdminister(manager: AccessManager, account: string): Promise<boolean> {
  const { isMember, executionDelay } = await manager.hasRole(ROLES.governance, account);
  return isMember && executionDelay === 0n;
}

/** What lets the deployer define agencies and schemas before it hands over. */
export function temporaryStewardship(manager: AccessManager, deployer: string): Call {
  return {
    data: manager.interface.encodeFunctionData("grantRole", [ROLES.steward, deployer, 0]),
    description: `make the deployer ${deployer} steward for the time of the deployment`,
  };
}

/**
 * Governance receives the administration behind its delay, and the deployer gives up every role, administration last.
 * Belongs into one transaction: nobody may be left without, and nobody with.
 */
export async function handover(
  manager: AccessManager,
  deployer: Signer,
  parameters: LedgerParameters,
): Promise<Call[]> {
  const account = await deployer.getAddress();
  const { governance, executionDelaySeconds } = parameters;
  const encode = manager.interface.encodeFunctionData.bind(manager.interface);
  const renounce = (role: bigint): Call => ({
    data: manager.interface.encodeFunctionData("renounceRole", [role, account]),
    description: `the deployer gives up the role ${roleName(role)}`,
  });
  return [
    {
      data: encode("grantRole", [ROLES.governance, governance, executionDelaySeconds]),
      description: `make ${governance} governance`,
    },
    renounce(ROLES.steward),
    renounce(ROLES.governance),
  ];
}
