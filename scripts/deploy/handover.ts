import type { Signer } from "ethers";
import type { AccessManager } from "../chain/contracts.ts";
import type { Call } from "../chain/send.ts";
import type { LedgerParameters } from "./parameters.ts";
import { ROLES, roleName, type RoleName } from "./roles.ts";

/** The deployer while it administers the AccessManager without a delay, which it does until the handover. */
export async function administratorAmong(
  manager: AccessManager,
  deployer: Signer | undefined,
): Promise<Signer | undefined> {
  if (!deployer) return undefined;
  const { isMember, executionDelay } = await manager.hasRole(ROLES.governance, await deployer.getAddress());
  return isMember && executionDelay === 0n ? deployer : undefined;
}

/** @throws Error when the deployment was interrupted before governance, whoever that was then, took over. */
export async function requireHandover(manager: AccessManager): Promise<void> {
  const grants = await manager.queryFilter(manager.filters.RoleGranted(ROLES.governance));
  if (grants.some(({ args }) => args.delay > 0n)) return;
  throw new Error("governance has not taken over yet: only the wallet that began the deployment can end it");
}

/**
 * Offices that the deployer holds until the handover: it defines what the catalogue has, sets the first rates and publishes
 * the first scorecards.
 */
const TEMPORARY: readonly RoleName[] = ["steward", "regulator", "governed"];

/** The calls that make the deployer hold them. */
export async function temporaryOffices(manager: AccessManager, deployer: Signer): Promise<Call[]> {
  const account = await deployer.getAddress();
  return TEMPORARY.map((role) => ({
    data: manager.interface.encodeFunctionData("grantRole", [ROLES[role], account, 0]),
    description: `make the deployer ${account} ${role} for the time of the deployment`,
  }));
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
    ...TEMPORARY.map((role) => renounce(ROLES[role])),
    renounce(ROLES.governance),
  ];
}
