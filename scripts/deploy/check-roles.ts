import type { Interface } from "ethers";
import { LEDGER_CONTRACT_NAMES, type LedgerContractName } from "../chain/contracts.ts";
import type { Inspection } from "./check.ts";
import { FUNCTION_ROLES, GUARDED_ROLES, roleName, ROLES } from "./roles.ts";
import { selectorOf, wantedMemberships } from "./wiring.ts";

/** What differs in the AccessManager: functions' roles, members and delays, guardians, role admins, closed targets. */
export async function roleDifferences(inspection: Inspection): Promise<string[]> {
  const differences = await Promise.all([
    functionDifferences(inspection),
    memberDifferences(inspection),
    guardianDifferences(inspection),
    roleAdminDifferences(inspection),
    targetDifferences(inspection),
  ]);
  return differences.flat();
}

/** Looks at every function that changes anything, and at every selector that was ever given a role. */
async function functionDifferences(inspection: Inspection): Promise<string[]> {
  const { contracts, record, catalogue } = inspection;
  const manager = contracts.AccessManager;
  const updates = await manager.queryFilter(manager.filters.TargetFunctionRoleUpdated(), record.startBlock);
  const differences = await Promise.all(
    LEDGER_CONTRACT_NAMES.map(async (contract) => {
      const target = record.contracts[contract].address;
      const wanted = wantedFunctionRoles(inspection, contract);
      const touched = updates.filter(({ args }) => args.target === target).map(({ args }) => args.selector);
      const selectors = [...new Set([...wanted.keys(), ...touched])];
      const roles = await Promise.all(selectors.map((selector) => manager.getTargetFunctionRole(target, selector)));
      return selectors.flatMap((selector, index) => {
        const [live, meant] = [roles[index]!, wanted.get(selector) ?? ROLES.governance];
        if (live === meant) return [];
        const name = functionName(contracts[contract].interface, selector);
        return [
          `${name} of ${contract} is open to the role ${roleName(live, catalogue)}, but ${roleName(meant)} was meant.`,
        ];
      });
    }),
  );
  return differences.flat();
}

function wantedFunctionRoles({ contracts }: Inspection, contract: LedgerContractName): Map<string, bigint> {
  const lines = FUNCTION_ROLES.filter((line) => line.contract === contract);
  return new Map(
    lines.flatMap(({ role, functions }) =>
      functions.map((name) => [selectorOf(contracts, contract, name), ROLES[role]] as const),
    ),
  );
}

function functionName(abi: Interface, selector: string): string {
  return abi.getFunction(selector)?.name ?? `function ${selector}`;
}

/** Looks at every account that was ever granted a role, and at every one that ought to have been. */
async function memberDifferences({ contracts, record, parameters, catalogue }: Inspection): Promise<string[]> {
  const manager = contracts.AccessManager;
  const granted = await manager.queryFilter(manager.filters.RoleGranted(), record.startBlock);
  const wanted = new Map(
    wantedMemberships(parameters, catalogue).map((line) => [memberKey(line.role, line.holder), line]),
  );
  const candidates = new Map(
    [...granted.map(({ args }) => ({ role: args.roleId, holder: args.account })), ...wanted.values()].map((line) => [
      memberKey(line.role, line.holder),
      line,
    ]),
  );
  const differences = await Promise.all(
    [...candidates].map(async ([key, { role, holder }]) => {
      const { since, currentDelay, pendingDelay, effect } = await manager.getAccess(role, holder);
      const subject = `${holder} (${roleName(role, catalogue)})`;
      const meant = wanted.get(key);
      if (since === 0n) return meant ? [`${subject} was meant to hold this role, but does not.`] : [];
      if (!meant) return [`${subject} holds this role, but was not meant to.`];
      const delays = [];
      if (currentDelay !== BigInt(meant.delaySeconds)) {
        delays.push(`${subject} waits ${currentDelay} seconds before execution, but ${meant.delaySeconds} were meant.`);
      }
      if (effect !== 0n)
        delays.push(`${subject} will wait ${pendingDelay} seconds before execution from ${effect} on.`);
      return delays;
    }),
  );
  return differences.flat();
}

const memberKey = (role: bigint, holder: string) => `${role} ${holder.toLowerCase()}`;

async function guardianDifferences({ contracts, record, catalogue }: Inspection): Promise<string[]> {
  const manager = contracts.AccessManager;
  const changes = await manager.queryFilter(manager.filters.RoleGuardianChanged(), record.startBlock);
  const guarded = new Set(GUARDED_ROLES.map((role) => ROLES[role] as bigint));
  const roles = [...new Set([...guarded, ...changes.map(({ args }) => args.roleId)])];
  const guardians = await Promise.all(roles.map((role) => manager.getRoleGuardian(role)));
  return roles.flatMap((role, index) => {
    const meant = guarded.has(role) ? ROLES.guardian : ROLES.governance;
    if (guardians[index] === meant) return [];
    const [live, wanted] = [roleName(guardians[index]!, catalogue), roleName(meant)];
    return [
      `What the role ${roleName(role, catalogue)} schedules can be cancelled by ${live}, but ${wanted} was meant.`,
    ];
  });
}

async function roleAdminDifferences({ contracts, record, catalogue }: Inspection): Promise<string[]> {
  const manager = contracts.AccessManager;
  const changes = await manager.queryFilter(manager.filters.RoleAdminChanged(), record.startBlock);
  const roles = [...new Set(changes.map(({ args }) => args.roleId))];
  const admins = await Promise.all(roles.map((role) => manager.getRoleAdmin(role)));
  return roles.flatMap((role, index) =>
    admins[index] === ROLES.governance
      ? []
      : [
          `The role ${roleName(role, catalogue)} is granted by ${roleName(admins[index]!, catalogue)}, but governance was meant.`,
        ],
  );
}

async function targetDifferences({ contracts, record }: Inspection): Promise<string[]> {
  const manager = contracts.AccessManager;
  const differences = await Promise.all(
    LEDGER_CONTRACT_NAMES.map(async (contract) => {
      const { address } = record.contracts[contract];
      const paused = contract !== "AccessManager" && (await contracts[contract].paused());
      return [
        ...((await manager.isTargetClosed(address))
          ? [`${contract} is closed: nobody can call what needs a role.`]
          : []),
        ...(paused ? [`${contract} is paused.`] : []),
      ];
    }),
  );
  return differences.flat();
}
