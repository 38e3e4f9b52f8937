import type { LedgerContractName } from "../../../scripts/chain/contracts.ts";

/** An office, as `docs/access.md` calls it. */
export type Office = "governance" | "guardian" | "registrar" | "steward" | "agency admin";

/** A function that one office alone may call. */
export interface Restricted {
  readonly contract: LedgerContractName;
  readonly name: string;
  readonly office: Office;
  readonly why: string;
}

/** A function that anybody may call, because it looks after itself. */
export interface Open {
  readonly contract: LedgerContractName;
  readonly name: string;
  readonly why: string;
}

const LEDGER = ["EntityRegistry", "AttestationRegistry"] as const;

const administers = (name: string, why: string): Restricted => ({
  contract: "AccessManager",
  name,
  office: "governance",
  why,
});

/**
 * Every function that changes something and that one office alone may call. Typed by hand, apart from the deployment's
 * own list on purpose: whoever changes a right must change it twice, and see it in `docs/access.md`.
 */
export const RESTRICTED: readonly Restricted[] = [
  ...["register", "registerBatch"].map((name): Restricted => ({
    contract: "EntityRegistry",
    name,
    office: "registrar",
    why: "market regulation keeps the register of companies",
  })),
  ...["suspend", "reinstate"].map((name): Restricted => ({
    contract: "EntityRegistry",
    name,
    office: "registrar",
    why: "whether a company may act is market regulation's decision",
  })),
  {
    contract: "EntityRegistry",
    name: "proposeControllerAsRegistrar",
    office: "registrar",
    why: "a company without a wallet, or with a lost one, proves itself at the registrar's counter",
  },
  {
    contract: "AttestationRegistry",
    name: "defineAgency",
    office: "steward",
    why: "adds what the catalogue lists; an agency can never be changed",
  },
  {
    contract: "AttestationRegistry",
    name: "defineSchema",
    office: "steward",
    why: "adds what the catalogue lists; a schema can never be changed, but for its resolver",
  },
  {
    contract: "AttestationRegistry",
    name: "setResolver",
    office: "governance",
    why: "a resolver can refuse statements and gives them effects",
  },
  {
    contract: "AttestationRegistry",
    name: "addSigner",
    office: "agency admin",
    why: "an agency alone says which wallets sign for it; governance does not",
  },
  {
    contract: "AttestationRegistry",
    name: "dropSigner",
    office: "agency admin",
    why: "an agency alone ends what its wallets may do, during a pause too",
  },
  ...LEDGER.flatMap((contract): Restricted[] => [
    { contract, name: "pause", office: "guardian", why: "harm is stopped at once, without a delay" },
    { contract, name: "unpause", office: "governance", why: "whoever stops must not be the one to go on" },
    {
      contract,
      name: "upgradeToAndCall",
      office: "governance",
      why: "new code may do anything; everybody sees it coming",
    },
  ]),
  administers("labelRole", "names of roles are what people read"),
  administers("grantRole", "who holds an office"),
  administers("revokeRole", "who holds an office; no guardian can cancel it, or it could keep itself in office"),
  administers("setRoleAdmin", "who grants a role"),
  administers("setRoleGuardian", "who cancels what a role schedules"),
  administers("setGrantDelay", "how long a new member waits"),
  administers("setTargetFunctionRole", "which role opens which function"),
  administers("setTargetClosed", "closes a contract to all offices"),
  administers("setTargetAdminDelay", "how long changes to a contract's rights wait"),
  administers("updateAuthority", "hands a contract to another AccessManager"),
];

const everybody = (contract: LedgerContractName, name: string, why: string): Open => ({ contract, name, why });

/** Every other function that changes something, and why nobody need be kept from it. */
export const OPEN: readonly Open[] = [
  ...LEDGER.flatMap((contract) => [
    everybody(contract, "initialize", "works once; the proxy's constructor has called it"),
    everybody(
      contract,
      "setAuthority",
      "refuses every caller but the AccessManager in `updateAuthority`, not in `execute`",
    ),
  ]),
  everybody("EntityRegistry", "proposeController", "refuses every caller but the entity's controller"),
  everybody("EntityRegistry", "acceptController", "refuses every caller but the proposed controller"),
  ...["attest", "attestBatch"].map((name) =>
    everybody(
      "AttestationRegistry",
      name,
      "refuses every caller but a signer of the schema's agency, or the subject's controller",
    ),
  ),
  ...["attestBySignature", "attestBatchBySignature"].map((name) =>
    everybody("AttestationRegistry", name, "anybody may relay what such a signer has signed"),
  ),
  everybody(
    "AttestationRegistry",
    "revoke",
    "refuses every caller but a signer of the schema's agency, or the subject's controller",
  ),
  everybody("AccessManager", "schedule", "refuses what the caller may not call, or may call at once"),
  everybody("AccessManager", "execute", "refuses what the caller may not call, or has not scheduled long enough ago"),
  everybody("AccessManager", "cancel", "refuses every caller but who scheduled it, its role's guardian and governance"),
  everybody("AccessManager", "consumeScheduledOp", "refuses every caller but a managed contract that is being called"),
  everybody("AccessManager", "renounceRole", "takes a role from its caller, from nobody else"),
  everybody("AccessManager", "multicall", "each call in it is checked as the caller's own"),
];
