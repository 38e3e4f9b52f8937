import type { Catalogue } from "../../catalogue/index.ts";
import type { AccessManager, LedgerContractName, LedgerContracts } from "../chain/contracts.ts";
import type { Call } from "../chain/send.ts";
import type { LedgerParameters } from "./parameters.ts";
import { agencyAdminRole, FUNCTION_ROLES, type FunctionRole, GUARDED_ROLES, roleName, ROLES } from "./roles.ts";

/** Who holds a role, and how long they must wait between scheduling and execution, in seconds. */
export interface Membership {
  readonly role: bigint;
  readonly holder: string;
  readonly delaySeconds: number;
}

/** Everything that governance's parameters give to somebody. */
export function wantedMemberships(parameters: LedgerParameters, catalogue: Catalogue): Membership[] {
  const held = (role: bigint, holders: readonly string[], delaySeconds = 0) =>
    holders.map((holder) => ({ role, holder, delaySeconds }));
  const { governance, guardians, regulators, registrars, stewards, executionDelaySeconds } = parameters;
  return [
    ...held(ROLES.governance, [governance], executionDelaySeconds),
    ...held(ROLES.governed, [governance], executionDelaySeconds),
    ...held(ROLES.guardian, guardians),
    ...held(ROLES.regulator, regulators),
    ...held(ROLES.registrar, registrars),
    ...held(ROLES.steward, stewards),
    ...catalogue.agencies.flatMap(({ code, number }) =>
      held(agencyAdminRole(number), parameters.agencyAdmins[code] ?? []),
    ),
  ];
}

/**
 * The calls of an administrator that are still missing between what the AccessManager says and what is wanted. None when
 * all is as it should be. Governance's own administration is left to the handover.
 */
export async function missingWiring(
  contracts: LedgerContracts,
  parameters: LedgerParameters,
  catalogue: Catalogue,
): Promise<Call[]> {
  const manager = contracts.AccessManager;
  const memberships = wantedMemberships(parameters, catalogue).filter(({ role }) => role !== ROLES.governance);
  const calls = await Promise.all([
    ...FUNCTION_ROLES.map((line) => functionRole(contracts, line)),
    ...GUARDED_ROLES.map((role) => roleGuardian(manager, ROLES[role])),
    ...memberships.map((membership) => grant(manager, membership, catalogue)),
  ]);
  const missing = calls.flat();
  return missing.length === 0 ? [] : [...(await missingLabels(manager, memberships, catalogue)), ...missing];
}

async function functionRole(contracts: LedgerContracts, { contract, role, functions }: FunctionRole): Promise<Call[]> {
  const manager = contracts.AccessManager;
  const target = await contracts[contract].getAddress();
  const selectors = functions.map((name) => selectorOf(contracts, contract, name));
  const roles = await Promise.all(selectors.map((selector) => manager.getTargetFunctionRole(target, selector)));
  const missing = selectors.filter((_, index) => roles[index] !== ROLES[role]);
  if (missing.length === 0) return [];
  const data = manager.interface.encodeFunctionData("setTargetFunctionRole", [target, missing, ROLES[role]]);
  return [{ data, description: `open ${functions.join(", ")} of ${contract} to the ${role}` }];
}

/** The selector of a function that is the only one of its name in its contract. */
export function selectorOf(contracts: LedgerContracts, contract: LedgerContractName, name: string): string {
  const { selector } = contracts[contract].interface.getFunction(name as never);
  return selector;
}

async function roleGuardian(manager: AccessManager, role: bigint): Promise<Call[]> {
  if ((await manager.getRoleGuardian(role)) === ROLES.guardian) return [];
  const data = manager.interface.encodeFunctionData("setRoleGuardian", [role, ROLES.guardian]);
  return [{ data, description: `let guardians cancel what the ${roleName(role)} schedules` }];
}

async function grant(
  manager: AccessManager,
  { role, holder, delaySeconds }: Membership,
  catalogue: Catalogue,
): Promise<Call[]> {
  const { since, currentDelay } = await manager.getAccess(role, holder);
  if (since !== 0n && currentDelay === BigInt(delaySeconds)) return [];
  const data = manager.interface.encodeFunctionData("grantRole", [role, holder, delaySeconds]);
  return [{ data, description: `make ${holder} ${roleName(role, catalogue)}` }];
}

/** Labels live in events alone; they are set for roles that nobody held before. */
async function missingLabels(
  manager: AccessManager,
  memberships: readonly Membership[],
  catalogue: Catalogue,
): Promise<Call[]> {
  const roles = [...new Set(memberships.map(({ role }) => role))];
  const labelled = await labelledRoles(manager);
  return roles
    .filter((role) => !labelled.has(role))
    .map((role) => ({
      data: manager.interface.encodeFunctionData("labelRole", [role, roleName(role, catalogue)]),
      description: `label role ${role} ${roleName(role, catalogue)}`,
    }));
}

async function labelledRoles(manager: AccessManager): Promise<Set<bigint>> {
  const events = await manager.queryFilter(manager.filters.RoleLabel());
  return new Set(events.map(({ args }) => args.roleId));
}
