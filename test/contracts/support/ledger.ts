import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";
import { encodeBytes32String, hexlify, id, toUtf8Bytes, ZeroAddress } from "ethers";
import type { AccessManager, AttestationRegistry, EntityRegistry } from "../../../build/typechain/index.ts";

/** Role ids of the AccessManager, typed again here on purpose: a test that read them could not see them change. */
export const ROLE = { governance: 0n, guardian: 1n, regulator: 2n, registrar: 3n, steward: 4n, governed: 5n } as const;

/** Numbers of the two agencies that the fixture defines. */
export const TAX = 2;
export const CUSTOMS = 3;

/** The role whose members administer agency `agencyId`. */
export const adminRole = (agencyId: number): bigint => 1000n + BigInt(agencyId);

/** Seconds between what governance schedules and its execution. */
export const GOVERNANCE_DELAY = 2 * 86_400;

/** Seconds that a statement of the fixture's schemas stays current. */
export const VALIDITY = 90 * 86_400;

/** Values in a statement of the fixture's schemas. */
export const FIELDS = ["sales", "purchases", "invoices"];

/** A real code (Tencent's): its check character is not made up. */
export const USCC = "9144030071526726XG";

/** `EntityRegistry.Kind` and `Status`. */
export const KIND = { none: 0n, company: 1n, bank: 2n, crowdfunding: 9n } as const;
export const STATUS = { none: 0n, active: 1n, suspended: 2n } as const;

export const STREAM = 1n;

const HOLDERS = [
  "deployer",
  "governance",
  "guardian",
  "regulator",
  "registrar",
  "steward",
  "taxAdmin",
  "customsAdmin",
  "taxSigner",
  "secondTaxSigner",
  "customsSigner",
  "controller",
  "relayer",
  "stranger",
] as const;

export type Holder = (typeof HOLDERS)[number];
export type Wallets = Record<Holder, HardhatEthersSigner>;

export interface Ledger {
  readonly manager: AccessManager;
  readonly entities: EntityRegistry;
  readonly registry: AttestationRegistry;
  readonly wallets: Wallets;
  /** Ids of three schemas with three fields each: by the tax agency, by customs, and by the subject itself. */
  readonly schemas: { readonly tax: string; readonly customs: string; readonly subject: string };
  /** Entity id of an active company that `wallets.controller` acts for. */
  readonly company: string;
}

/** The 18 characters of a code as the `bytes18` that the contracts take. */
export const usccBytes = (uscc: string): string => hexlify(toUtf8Bytes(uscc));

export const reason = (text: string): string => encodeBytes32String(text);

/** A ledger as a deployment leaves it: every office in one wallet's hands, nothing left to the deployer. */
export async function deployLedger(connection: NetworkConnection): Promise<Ledger> {
  const wallets = await nameWallets(connection);
  const { ethers } = connection;
  const manager = await ethers.deployContract("AccessManager", [wallets.deployer]);
  const entities = await behindProxy<EntityRegistry>(connection, "EntityRegistry", [], manager);
  const registry = await behindProxy<AttestationRegistry>(
    connection,
    "AttestationRegistry",
    [await entities.getAddress()],
    manager,
  );
  await wireRoles(manager, entities, registry);
  await grantRoles(manager, wallets);
  const schemas = await fill(registry, wallets);
  await entities.connect(wallets.registrar).register(usccBytes(USCC), KIND.company, wallets.controller);
  return { manager, entities, registry, wallets, schemas, company: id(USCC) };
}

async function nameWallets({ ethers }: NetworkConnection): Promise<Wallets> {
  const signers = await ethers.getSigners();
  return Object.fromEntries(HOLDERS.map((holder, index) => [holder, signers[index]])) as Wallets;
}

async function behindProxy<T>(
  { ethers }: NetworkConnection,
  name: "EntityRegistry" | "AttestationRegistry",
  constructorArguments: unknown[],
  manager: AccessManager,
): Promise<T> {
  const implementation = await ethers.deployContract(name, constructorArguments);
  const initialize = implementation.interface.encodeFunctionData("initialize", [await manager.getAddress()]);
  const proxy = await ethers.deployContract("ERC1967Proxy", [await implementation.getAddress(), initialize]);
  return (await ethers.getContractAt(name, await proxy.getAddress())) as unknown as T;
}

async function wireRoles(manager: AccessManager, entities: EntityRegistry, registry: AttestationRegistry) {
  const open = (target: EntityRegistry | AttestationRegistry, role: bigint, names: string[]) =>
    manager.setTargetFunctionRole(
      target,
      names.map((name) => target.interface.getFunction(name as "pause").selector),
      role,
    );
  await open(entities, ROLE.registrar, [
    "register",
    "registerBatch",
    "suspend",
    "reinstate",
    "proposeControllerAsRegistrar",
  ]);
  await open(registry, ROLE.steward, ["defineAgency", "defineSchema"]);
  await open(registry, ROLE.governed, ["setResolver"]);
  for (const target of [entities, registry]) {
    await open(target, ROLE.guardian, ["pause"]);
    await open(target, ROLE.governed, ["unpause", "upgradeToAndCall"]);
  }
}

async function grantRoles(manager: AccessManager, wallets: Wallets) {
  await manager.grantRole(ROLE.guardian, wallets.guardian, 0);
  await manager.grantRole(ROLE.regulator, wallets.regulator, 0);
  await manager.grantRole(ROLE.registrar, wallets.registrar, 0);
  await manager.grantRole(ROLE.steward, wallets.steward, 0);
  await manager.grantRole(adminRole(TAX), wallets.taxAdmin, 0);
  await manager.grantRole(adminRole(CUSTOMS), wallets.customsAdmin, 0);
  await manager.setRoleGuardian(ROLE.governed, ROLE.guardian);
  await manager.grantRole(ROLE.governed, wallets.governance, GOVERNANCE_DELAY);
  await manager.grantRole(ROLE.governance, wallets.governance, GOVERNANCE_DELAY);
  await manager.renounceRole(ROLE.governance, wallets.deployer);
}

async function fill(registry: AttestationRegistry, wallets: Wallets) {
  const steward = registry.connect(wallets.steward);
  await steward.defineAgency(TAX, "tax", "Tax service", "税务局");
  await steward.defineAgency(CUSTOMS, "cus", "Customs", "海关");
  await registry.connect(wallets.taxAdmin).addSigner(TAX, wallets.taxSigner);
  await registry.connect(wallets.taxAdmin).addSigner(TAX, wallets.secondTaxSigner);
  await registry.connect(wallets.customsAdmin).addSigner(CUSTOMS, wallets.customsSigner);
  const define = async (name: string, agencyId: number) => {
    await steward.defineSchema(name, agencyId, FIELDS, STREAM, VALIDITY, ZeroAddress);
    return schemaIdOf(name, agencyId);
  };
  return {
    tax: await define("tax.test.v1", TAX),
    customs: await define("cus.test.v1", CUSTOMS),
    subject: await define("subject.test.v1", 0),
  };
}

/** Two bytes of agency number, two bytes of the name's hash. */
export function schemaIdOf(name: string, agencyId: number): string {
  return `0x${agencyId.toString(16).padStart(4, "0")}${id(name).slice(2, 6)}`;
}
