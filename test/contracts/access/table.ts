import type { LedgerContractName } from "../../../scripts/chain/contracts.ts";

/** An office, as `docs/access.md` calls it. */
export type Office = "governance" | "guardian" | "regulator" | "registrar" | "steward" | "agency admin";

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

/** A function that one contract of the ledger alone may call; every wallet is refused. */
export interface Internal {
  readonly contract: LedgerContractName;
  readonly name: string;
  readonly caller: LedgerContractName;
  /** The refusal, which carries the caller. */
  readonly error: string;
  readonly why: string;
}

/** Every contract behind a proxy. */
export const LEDGER = [
  "EntityRegistry",
  "AttestationRegistry",
  "SoftAssets",
  "PledgeRegistry",
  "ProductCatalogue",
  "GuaranteeRegistry",
  "LoanDesk",
  "Declarations",
  "Scorecard",
] as const;

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
  {
    contract: "SoftAssets",
    name: "defineAssetSchema",
    office: "steward",
    why: "says what the catalogue says; can never be changed",
  },
  ...["SoftAssets", "PledgeRegistry", "GuaranteeRegistry"].map((contract) => ({
    contract: contract as LedgerContractName,
    name: "connect",
    office: "steward" as const,
    why: "names the one contract that it obeys, once and for ever",
  })),
  {
    contract: "Declarations",
    name: "defineRule",
    office: "steward",
    why: "says what the catalogue says; can never be changed",
  },
  {
    contract: "SoftAssets",
    name: "setAppraiser",
    office: "registrar",
    why: "market regulation knows who is licensed to appraise",
  },
  {
    contract: "PledgeRegistry",
    name: "setAdvanceRate",
    office: "regulator",
    why: "how far lenders may lend on an asset is supervision's decision; liens that stand stay",
  },
  {
    contract: "GuaranteeRegistry",
    name: "setLimit",
    office: "regulator",
    why: "by law a multiple of the guarantor's net assets, which its regulator knows",
  },
  {
    contract: "ProductCatalogue",
    name: "setSettlementToken",
    office: "regulator",
    why: "a token can be worth nothing, or take the money of those who trust it",
  },
  {
    contract: "Scorecard",
    name: "publishModel",
    office: "governance",
    why: "what companies are graded by; everybody sees it coming, a successor for seven days more",
  },
  {
    contract: "Scorecard",
    name: "withdrawModel",
    office: "governance",
    why: "takes back a model before it counts, during a pause too",
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
  everybody("SoftAssets", "receiveFor", "refuses every caller but who acts for the entity that it names"),
  everybody("SoftAssets", "follow", "brings a token to the controller of the asset's entity, to nobody else"),
  ...["transferFrom", "safeTransferFrom"].map((name) =>
    everybody(
      "SoftAssets",
      name,
      "refuses every caller but the token's holder and whom it approved, a holder that no longer acts for the entity, and an asset with a lien",
    ),
  ),
  everybody("SoftAssets", "approve", "refuses every caller but the token's holder and its operators"),
  everybody("SoftAssets", "setApprovalForAll", "speaks for its caller's own tokens, for nobody else's"),
  ...["consentToJunior", "consentToEnforcement", "reduce"].map((name) =>
    everybody("PledgeRegistry", name, "refuses every caller but who acts for the lienholder"),
  ),
  ...["publish", "change", "retire"].map((name) =>
    everybody("ProductCatalogue", name, "refuses every caller but who acts for the lender"),
  ),
  ...["undertake", "takeBack"].map((name) =>
    everybody("GuaranteeRegistry", name, "refuses every caller but who acts for the guarantor"),
  ),
  everybody("GuaranteeRegistry", "release", "refuses every caller but who acts for the loan's lender"),
  ...[
    ...["applyFor", "withdraw", "accept", "denyReceipt", "claimRepayment", "addCollateral", "acceptRestructuring"],
  ].map((name) => everybody("LoanDesk", name, "refuses every caller but who acts for the borrower")),
  ...[
    ...["offer", "decline", "withdrawOffer", "disburse", "recordRepayment", "rejectRepayment", "releaseCollateral"],
    ...["proposeRestructuring", "proposeAssignment", "declareDefault", "enforce", "writeOff", "collect"],
  ].map((name) => everybody("LoanDesk", name, "refuses every caller but who acts for the lender")),
  everybody("LoanDesk", "acceptAssignment", "refuses every caller but who acts for the entity that it was offered to"),
  everybody("LoanDesk", "confirmReceipt", "refuses every caller but who acts for the borrower, until its time is over"),
  everybody("LoanDesk", "confirmRepayment", "refuses every caller but who acts for the lender, until its time is over"),
  everybody(
    "LoanDesk",
    "expire",
    "closes only what has passed its deadline; what the lender says it has paid, the lender only",
  ),
  everybody("LoanDesk", "repay", "takes its caller's own money, and tells for the borrower"),
  everybody("LoanDesk", "settle", "closes only a loan on which nothing is owed"),
  everybody("LoanDesk", "lapse", "closes only a loan whose due day is three years past"),
  ...["countersign", "reject"].map((name) =>
    everybody("Declarations", name, "refuses every caller but who acts for the counterparty that is named"),
  ),
  ...["confirm", "rejectAsAgency"].map((name) =>
    everybody("Declarations", name, "refuses every caller but a signer of an agency that the schema's rule names"),
  ),
  everybody("Scorecard", "certify", "scores current facts by the model in force: the same for every caller"),
  everybody("Scorecard", "withdrawRating", "records only what is so: that the rating no longer stands"),
  everybody("AccessManager", "schedule", "refuses what the caller may not call, or may call at once"),
  everybody("AccessManager", "execute", "refuses what the caller may not call, or has not scheduled long enough ago"),
  everybody("AccessManager", "cancel", "refuses every caller but who scheduled it, its role's guardian and governance"),
  everybody("AccessManager", "consumeScheduledOp", "refuses every caller but a managed contract that is being called"),
  everybody("AccessManager", "renounceRole", "takes a role from its caller, from nobody else"),
  everybody("AccessManager", "multicall", "each call in it is checked as the caller's own"),
];

const internal = (
  contract: LedgerContractName,
  caller: LedgerContractName,
  error: string,
  names: readonly string[],
  why: string,
): Internal[] => names.map((name) => ({ contract, name, caller, error, why }));

/** Functions that one contract of the ledger alone may call. */
export const INTERNAL: readonly Internal[] = [
  ...internal(
    "SoftAssets",
    "AttestationRegistry",
    "SoftAssetsNotAttestations",
    ["onAttested", "onRevoked"],
    "an asset comes from a statement that the registry has checked",
  ),
  ...internal(
    "SoftAssets",
    "PledgeRegistry",
    "SoftAssetsNotPledges",
    ["encumber", "disencumber", "seize"],
    "an asset is locked exactly while a lien is on it",
  ),
  ...internal(
    "PledgeRegistry",
    "LoanDesk",
    "PledgeRegistryNotDesk",
    ["pledge", "release", "enforce"],
    "a lien belongs to an open loan and follows what becomes of it",
  ),
  ...internal(
    "GuaranteeRegistry",
    "LoanDesk",
    "GuaranteeRegistryNotDesk",
    ["give", "end"],
    "a guarantee begins with acceptance and ends with the loan",
  ),
];
