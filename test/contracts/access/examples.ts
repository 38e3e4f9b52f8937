import type { NetworkConnection } from "hardhat/types/network";
import { encodeBytes32String, id, ZeroAddress } from "ethers";
import type { LoanDesk } from "../../../scripts/chain/contracts.ts";
import { askedBy, PROXIED_NAMES } from "../../../scripts/chain/ledger.ts";
import { AGENCY, type RealLedger } from "../support/deployment.ts";
import { GOVERNANCE_DELAY, KIND, ROLE, reason, schemaIdOf, STREAM, usccBytes } from "../support/ledger.ts";
import { type PublishModel, smallestModel } from "../support/score.ts";

/** Arguments with which the right caller succeeds, and what must have happened before. */
export interface Example {
  readonly arguments: readonly unknown[];
  readonly before?: () => Promise<unknown>;
  /** The refusal that even the right caller gets, where the deployment has used up the only time. */
  readonly usedUp?: string;
}

export type Examples = Record<string, Example>;

const BANK = usccBytes("914403001922038216");
const FINANCING_GUARANTEE = 4n;
const FARM = usccBytes("91330100799655058B");
/** A time that no test reaches: the last that a model can take effect at, unix seconds. */
const LATE = 2 ** 40 - 1;

/** One call of each restricted function, by `Contract.function`. */
export async function examples(connection: NetworkConnection, ledger: RealLedger): Promise<Examples> {
  return {
    ...(await entityExamples(connection, ledger)),
    ...(await attestationExamples(connection, ledger)),
    ...(await lendingExamples(connection, ledger)),
    ...scoringExamples(connection, ledger),
    ...(await commonExamples(connection, ledger)),
    ...(await managerExamples(connection, ledger)),
  };
}

async function entityExamples({ ethers }: NetworkConnection, ledger: RealLedger): Promise<Examples> {
  const { contracts, wallet, company } = ledger;
  const registry = contracts.EntityRegistry;
  const registrar = registry.connect(await wallet("registrar"));
  const guardian = registry.connect(await wallet("guardian"));
  const next = await (await ethers.deployContract("EntityRegistryV2")).getAddress();
  return {
    "EntityRegistry.register": { arguments: [BANK, KIND.bank, ZeroAddress] },
    "EntityRegistry.registerBatch": { arguments: [[{ uscc: FARM, kind: KIND.company, controller: ZeroAddress }]] },
    "EntityRegistry.suspend": { arguments: [company, reason("fraud")] },
    "EntityRegistry.reinstate": {
      arguments: [company, reason("cleared")],
      before: () => registrar.suspend(company, reason("fraud")),
    },
    "EntityRegistry.proposeControllerAsRegistrar": { arguments: [company, (await wallet("relayer")).address] },
    "EntityRegistry.pause": { arguments: [] },
    "EntityRegistry.unpause": { arguments: [], before: () => guardian.pause() },
    "EntityRegistry.upgradeToAndCall": { arguments: [next, "0x"] },
  };
}

async function attestationExamples({ ethers }: NetworkConnection, ledger: RealLedger): Promise<Examples> {
  const { contracts, wallet, schemaId } = ledger;
  const registry = contracts.AttestationRegistry;
  const guardian = registry.connect(await wallet("guardian"));
  const next = await ethers.deployContract("AttestationRegistryV2", [await contracts.EntityRegistry.getAddress()]);
  const resolver = await (await ethers.deployContract("TestResolver")).getAddress();
  return {
    "AttestationRegistry.defineAgency": { arguments: [99, "new", "New agency", "新机构"] },
    "AttestationRegistry.defineSchema": { arguments: ["new.fact.v1", AGENCY, ["a"], STREAM, 60, ZeroAddress] },
    "AttestationRegistry.setResolver": { arguments: [schemaId, resolver] },
    "AttestationRegistry.addSigner": { arguments: [AGENCY, (await wallet("relayer")).address] },
    "AttestationRegistry.dropSigner": { arguments: [AGENCY, (await wallet(`signer:${AGENCY}`)).address] },
    "AttestationRegistry.pause": { arguments: [] },
    "AttestationRegistry.unpause": { arguments: [], before: () => guardian.pause() },
    "AttestationRegistry.upgradeToAndCall": { arguments: [await next.getAddress(), "0x"] },
  };
}

async function lendingExamples({ ethers }: NetworkConnection, ledger: RealLedger): Promise<Examples> {
  const { contracts, wallet, company } = ledger;
  const token = await (await ethers.deployContract("DevelopmentCny")).getAddress();
  const registrar = contracts.EntityRegistry.connect(await wallet("registrar"));
  const steward = contracts.AttestationRegistry.connect(await wallet("steward"));
  const patents = {
    effect: 1,
    register: 1,
    numberAt: 0,
    kindAt: 255,
    statusAt: 255,
    inForce: 0,
    dueAt: 1,
    valueAt: 255,
  };
  return {
    "SoftAssets.defineAssetSchema": {
      arguments: [schemaIdOf("new.asset.v1", AGENCY), { ...patents, validitySeconds: 60, kinds: "0x01000000" }],
      before: () => steward.defineSchema("new.asset.v1", AGENCY, ["number", "due"], STREAM, 60, ZeroAddress),
    },
    "SoftAssets.connect": { arguments: [token], usedUp: "SoftAssetsAlreadyConnected" },
    "PledgeRegistry.connect": { arguments: [token], usedUp: "PledgeRegistryAlreadyConnected" },
    "GuaranteeRegistry.connect": { arguments: [token], usedUp: "GuaranteeRegistryAlreadyConnected" },
    "Declarations.defineRule": {
      arguments: [schemaIdOf("new.rule.v1", 0), 0, 2],
      before: () => steward.defineSchema("new.rule.v1", 0, ["party"], STREAM, 60, ZeroAddress),
    },
    "SoftAssets.setAppraiser": { arguments: [company, true] },
    "PledgeRegistry.setAdvanceRate": { arguments: [1, 5_000] },
    "GuaranteeRegistry.setLimit": {
      arguments: [id("914403001922038216"), 1_000_000],
      before: () => registrar.register(BANK, FINANCING_GUARANTEE, ZeroAddress),
    },
    "ProductCatalogue.setSettlementToken": { arguments: [token, true] },
  };
}

function scoringExamples({ networkHelpers }: NetworkConnection, ledger: RealLedger): Examples {
  const { contracts, wallet, schema } = ledger;
  const family = encodeBytes32String("example");
  const publishing: PublishModel = [family, 1, smallestModel(schema), LATE, id("document")];
  const publishThroughGovernance = async () => {
    const manager = contracts.AccessManager.connect(await wallet("governance"));
    const data = contracts.Scorecard.interface.encodeFunctionData("publishModel", publishing);
    await manager.schedule(contracts.Scorecard, data, 0);
    await networkHelpers.time.increase(GOVERNANCE_DELAY);
    await manager.execute(contracts.Scorecard, data);
  };
  return {
    "Scorecard.publishModel": { arguments: publishing },
    "Scorecard.withdrawModel": { arguments: [family, 1], before: publishThroughGovernance },
  };
}

/** Pauses and upgrades of the contracts that have no example of their own. */
async function commonExamples({ ethers }: NetworkConnection, ledger: RealLedger): Promise<Examples> {
  const { contracts, wallet } = ledger;
  const guardian = await wallet("guardian");
  const each = PROXIED_NAMES.slice(2).map(async (name) => {
    const asked = await Promise.all(askedBy(name).map(([, other]) => contracts[other].getAddress()));
    const next = await (await ethers.deployContract(name, asked)).getAddress();
    return {
      [`${name}.pause`]: { arguments: [] },
      [`${name}.unpause`]: { arguments: [], before: () => (contracts[name] as LoanDesk).connect(guardian).pause() },
      [`${name}.upgradeToAndCall`]: { arguments: [next, "0x"] },
    };
  });
  return Object.assign({}, ...(await Promise.all(each))) as Examples;
}

async function managerExamples({ ethers }: NetworkConnection, ledger: RealLedger): Promise<Examples> {
  const { contracts, wallet } = ledger;
  const target = await contracts.EntityRegistry.getAddress();
  const relayer = (await wallet("relayer")).address;
  const successor = await (await ethers.deployContract("AccessManager", [relayer])).getAddress();
  const { selector } = contracts.EntityRegistry.interface.getFunction("pause");
  return {
    "AccessManager.labelRole": { arguments: [ROLE.registrar, "registrar of companies"] },
    "AccessManager.grantRole": { arguments: [ROLE.registrar, relayer, 0] },
    "AccessManager.revokeRole": { arguments: [ROLE.registrar, (await wallet("registrar")).address] },
    "AccessManager.setRoleAdmin": { arguments: [ROLE.registrar, ROLE.guardian] },
    "AccessManager.setRoleGuardian": { arguments: [ROLE.registrar, ROLE.regulator] },
    "AccessManager.setGrantDelay": { arguments: [ROLE.registrar, 60] },
    "AccessManager.setTargetFunctionRole": { arguments: [target, [selector], ROLE.regulator] },
    "AccessManager.setTargetClosed": { arguments: [target, true] },
    "AccessManager.setTargetAdminDelay": { arguments: [target, 60] },
    "AccessManager.updateAuthority": { arguments: [target, successor] },
  };
}
