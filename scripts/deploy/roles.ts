import type { Catalogue } from "../../catalogue/index.ts";
import type { LedgerContractName } from "../chain/contracts.ts";
import { PROXIED_NAMES } from "../chain/ledger.ts";

/**
 * The roles of the AccessManager, as in `contracts/access/Roles.sol`.
 *
 * Governance holds two of them, both behind its execution delay. `governance` (0, the AccessManager's own ADMIN_ROLE)
 * administers the roles. `governed` (5) opens what governance does to the ledger itself: the AccessManager lets nobody
 * but administrators cancel what was scheduled for role 0, so a guardian needs these functions to have a role that can
 * have a guardian.
 */
export const ROLES = { governance: 0n, guardian: 1n, regulator: 2n, registrar: 3n, steward: 4n, governed: 5n } as const;

export type RoleName = keyof typeof ROLES;

const AGENCY_ADMIN_BASE = 1000n;

/** The role whose members add and drop the signing wallets of one agency. */
export function agencyAdminRole(agencyNumber: number): bigint {
  return AGENCY_ADMIN_BASE + BigInt(agencyNumber);
}

/** A role, and functions of one contract that it opens. */
export interface FunctionRole {
  readonly contract: LedgerContractName;
  readonly role: RoleName;
  readonly functions: readonly string[];
}

/** Which role opens which function. What is missing here and is not public is open to role 0 alone. */
export const FUNCTION_ROLES: readonly FunctionRole[] = [
  ...PROXIED_NAMES.flatMap((contract): FunctionRole[] => [
    { contract, role: "guardian", functions: ["pause"] },
    { contract, role: "governed", functions: ["unpause", "upgradeToAndCall"] },
  ]),
  {
    contract: "EntityRegistry",
    role: "registrar",
    functions: ["register", "registerBatch", "suspend", "reinstate", "proposeControllerAsRegistrar"],
  },
  { contract: "AttestationRegistry", role: "steward", functions: ["defineAgency", "defineSchema"] },
  { contract: "AttestationRegistry", role: "governed", functions: ["setResolver"] },
  { contract: "SoftAssets", role: "steward", functions: ["defineAssetSchema", "connect"] },
  { contract: "SoftAssets", role: "registrar", functions: ["setAppraiser"] },
  { contract: "PledgeRegistry", role: "steward", functions: ["connect"] },
  { contract: "PledgeRegistry", role: "regulator", functions: ["setAdvanceRate"] },
  { contract: "ProductCatalogue", role: "regulator", functions: ["setSettlementToken"] },
  { contract: "GuaranteeRegistry", role: "steward", functions: ["connect"] },
  { contract: "GuaranteeRegistry", role: "regulator", functions: ["setLimit"] },
  { contract: "Declarations", role: "steward", functions: ["defineRule"] },
  { contract: "Scorecard", role: "governed", functions: ["publishModel", "withdrawModel"] },
  // The AccessManager asks role 0 for its own functions whatever stands here; this only lets a guardian cancel them.
  // All but revokeRole, or a guardian gone bad could cancel its own removal for ever.
  {
    contract: "AccessManager",
    role: "governed",
    functions: [
      "grantRole",
      "labelRole",
      "setGrantDelay",
      "setRoleAdmin",
      "setRoleGuardian",
      "setTargetAdminDelay",
      "setTargetClosed",
      "setTargetFunctionRole",
      "updateAuthority",
    ],
  },
];

/** Roles of which a guardian may cancel what their members have scheduled. */
export const GUARDED_ROLES: readonly RoleName[] = ["governed", "regulator", "registrar", "steward"];

/** A role in words: `registrar`, `admin of agency tax`; its number when it is none of the ledger's. */
export function roleName(role: bigint, catalogue?: Pick<Catalogue, "agencies">): string {
  const office = Object.entries(ROLES).find(([, id]) => id === role);
  if (office) return office[0];
  const agency = catalogue?.agencies.find(({ number }) => agencyAdminRole(number) === role);
  return agency ? `admin of agency ${agency.code}` : String(role);
}
