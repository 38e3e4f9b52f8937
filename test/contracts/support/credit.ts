import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";
import { AbiCoder, id, keccak256, toBeHex, toBigInt, toUtf8Bytes, ZeroAddress, ZeroHash } from "ethers";
import type { BaseContract } from "ethers";
import type {
  AccessManager,
  AttestationRegistry,
  Declarations,
  EntityRegistry,
  GuaranteeRegistry,
  LoanDesk,
  PledgeRegistry,
  ProductCatalogue,
  SoftAssets,
} from "../../../build/typechain/index.ts";
import { developmentUscc } from "../../../catalogue/uscc.ts";
import { KIND, ROLE, schemaIdOf, STREAM, usccBytes } from "./ledger.ts";

/** Agencies of the fixture, by their numbers in the catalogue. */
export const AGENCY = { tax: 2, customs: 3, patents: 4 } as const;

/** `AssetKind` and `Register`. */
export const ASSET = {
  none: 0,
  invention: 1,
  utilityModel: 2,
  trademark: 3,
  export: 6,
  import: 7,
  invoice: 8,
} as const;
export const REGISTER = { none: 0, patent: 1, trademark: 2, customs: 5, invoice: 6 } as const;

/** `ILoanDesk.State`. */
export const STATE = {
  none: 0n,
  applied: 1n,
  offered: 2n,
  accepted: 3n,
  disbursed: 4n,
  active: 5n,
  defaulted: 6n,
  settled: 7n,
  withdrawn: 8n,
  declined: 9n,
  expired: 10n,
  cancelled: 11n,
  writtenOff: 12n,
  lapsed: 13n,
} as const;

/** `EntityRegistry.Kind` of the fixture's guarantor. */
const FINANCING_GUARANTEE = 4n;

export const ABSENT = 255;
export const DAY = 86_400;
export const NOT_STATED = -(2n ** 255n);

/** Validity of the fixture's asset and valuation schemas, seconds. */
export const ASSET_VALIDITY = 400 * DAY;
export const VALUATION_VALIDITY = 365 * DAY;

const HOLDERS = [
  ...["deployer", "guardian", "regulator", "registrar", "steward", "governance"],
  ...["taxSigner", "customsSigner", "patentSigner"],
  ...["company", "otherCompany", "bank", "otherBank", "guarantor", "appraiser", "buyer", "stranger", "next"],
] as const;

type Office = "deployer" | "guardian" | "regulator" | "registrar" | "steward" | "governance";
type Person =
  | "taxSigner"
  | "customsSigner"
  | "patentSigner"
  | "company"
  | "otherCompany"
  | "bank"
  | "otherBank"
  | "guarantor"
  | "appraiser"
  | "buyer"
  | "stranger"
  | "next";

/** Entities whose controller is the wallet of the same name. */
export const ENTITIES = ["company", "otherCompany", "bank", "otherBank", "guarantor", "appraiser", "buyer"] as const;
export type EntityName = (typeof ENTITIES)[number];

export interface Credit {
  readonly connection: NetworkConnection;
  readonly manager: AccessManager;
  readonly entities: EntityRegistry;
  readonly registry: AttestationRegistry;
  readonly assets: SoftAssets;
  readonly pledges: PledgeRegistry;
  readonly products: ProductCatalogue;
  readonly guarantees: GuaranteeRegistry;
  readonly desk: LoanDesk;
  readonly declarations: Declarations;
  readonly wallets: Readonly<Record<Office | Person, HardhatEthersSigner>>;
  readonly uscc: Readonly<Record<EntityName, string>>;
  readonly ids: Readonly<Record<EntityName, string>>;
  /** Schema ids; see `SCHEMAS`. */
  readonly schemas: Readonly<Record<keyof typeof SCHEMAS, string>>;
}

/** Fields of the fixture's schemas. In all that register assets: number, label of the kind, status, due date, value. */
const FIELDS = ["number", "kind", "status", "due", "value"];

const layout = (register: number, kinds: string, changes: object = {}) => ({
  effect: 1,
  register,
  numberAt: 0,
  kindAt: 1,
  statusAt: 2,
  inForce: 1,
  dueAt: 3,
  valueAt: 4,
  validitySeconds: ASSET_VALIDITY,
  kinds,
  ...changes,
});

/** Patents have no face value: value is absent. Two schemas of one register, by two agencies, for the customs. */
export const SCHEMAS = {
  patent: { name: "ipo.patent.v1", agency: AGENCY.patents, layout: layout(1, "0x01020000", { valueAt: ABSENT }) },
  trademark: {
    name: "ipo.mark.v1",
    agency: AGENCY.patents,
    layout: layout(2, "0x03000000", { kindAt: ABSENT, valueAt: ABSENT }),
  },
  declaration: { name: "cus.declaration.v1", agency: AGENCY.customs, layout: layout(5, "0x07060000") },
  taxDeclaration: { name: "tax.declaration.v1", agency: AGENCY.tax, layout: layout(5, "0x07060000") },
  invoice: { name: "tax.invoice.v1", agency: AGENCY.tax, layout: layout(6, "0x08000000", { kindAt: ABSENT }) },
  valuation: {
    name: "company.valuation.v1",
    agency: 0,
    layout: layout(0, "0x00000000", { effect: 2, valueAt: 0, validitySeconds: VALUATION_VALIDITY }),
  },
} as const;

/** Advance rates of the fixture, basis points by asset kind. */
export const ADVANCE = { 1: 3000, 2: 3000, 3: 3000, 6: 8000, 7: 6000, 8: 8000 } as const;

/** The text of a registry number as the chain takes it. */
export const textOf = (number: string): bigint => toBigInt(toUtf8Bytes(number));

/** The itemKey of a registry number in its written form. */
export const itemKeyOf = (number: string): string => id(number);

export const assetIdOf = (register: number, number: string): bigint =>
  toBigInt(keccak256(AbiCoder.defaultAbiCoder().encode(["uint8", "bytes32"], [register, id(number)])));

/** A whole ledger with its lending side: every office in one wallet's hands, and a handful of entities. */
export async function deployCredit(connection: NetworkConnection): Promise<Credit> {
  const { ethers } = connection;
  const signers = await ethers.getSigners();
  const wallets = Object.fromEntries(HOLDERS.map((holder, index) => [holder, signers[index]])) as Credit["wallets"];
  const manager = await ethers.deployContract("AccessManager", [wallets.deployer]);
  const proxy = <T extends BaseContract>(name: string, args: unknown[]) =>
    behindProxy<T>(connection, name, args, manager);

  const entities = await proxy<EntityRegistry>("EntityRegistry", []);
  const registry = await proxy<AttestationRegistry>("AttestationRegistry", [entities]);
  const assets = await proxy<SoftAssets>("SoftAssets", [entities, registry]);
  const pledges = await proxy<PledgeRegistry>("PledgeRegistry", [entities, assets]);
  const products = await proxy<ProductCatalogue>("ProductCatalogue", [entities]);
  const guarantees = await proxy<GuaranteeRegistry>("GuaranteeRegistry", [entities]);
  const desk = await proxy<LoanDesk>("LoanDesk", [entities, pledges, products, guarantees]);
  const declarations = await proxy<Declarations>("Declarations", [entities, registry]);
  const contracts = { manager, entities, registry, assets, pledges, products, guarantees, desk, declarations };

  await wire(contracts, wallets);
  const schemas = await define(contracts, wallets);
  const uscc = Object.fromEntries(ENTITIES.map((name) => [name, developmentUscc(name)])) as Credit["uscc"];
  const ids = Object.fromEntries(ENTITIES.map((name) => [name, id(uscc[name])])) as Credit["ids"];
  const kinds: Partial<Record<EntityName, bigint>> = {
    bank: KIND.bank,
    otherBank: KIND.bank,
    guarantor: FINANCING_GUARANTEE,
  };
  const registrar = entities.connect(wallets.registrar);
  for (const name of ENTITIES) {
    await registrar.register(usccBytes(uscc[name]), kinds[name] ?? KIND.company, wallets[name]);
  }
  await assets.connect(wallets.registrar).setAppraiser(ids.appraiser, true);
  return { connection, ...contracts, wallets, uscc, ids, schemas };
}

async function behindProxy<T extends BaseContract>(
  { ethers }: NetworkConnection,
  name: string,
  args: unknown[],
  manager: AccessManager,
): Promise<T> {
  const implementation = await ethers.deployContract(name, args);
  const initialize = implementation.interface.encodeFunctionData("initialize", [await manager.getAddress()]);
  const proxy = await ethers.deployContract("ERC1967Proxy", [await implementation.getAddress(), initialize]);
  return (await ethers.getContractAt(name, await proxy.getAddress())) as unknown as T;
}

type Contracts = Omit<Credit, "connection" | "wallets" | "uscc" | "ids" | "schemas">;

/** Opens the restricted functions to their offices and connects what obeys each other. */
async function wire(contracts: Contracts, wallets: Credit["wallets"]) {
  const { manager, entities, registry, assets, pledges, products, guarantees, desk, declarations } = contracts;
  const open = (target: BaseContract, role: bigint, names: string[]) =>
    manager.setTargetFunctionRole(
      target,
      names.map((name) => target.interface.getFunction(name)!.selector),
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
  await open(assets, ROLE.steward, ["defineAssetSchema", "connect"]);
  await open(assets, ROLE.registrar, ["setAppraiser"]);
  await open(pledges, ROLE.steward, ["connect"]);
  await open(pledges, ROLE.regulator, ["setAdvanceRate"]);
  await open(products, ROLE.regulator, ["setSettlementToken"]);
  await open(guarantees, ROLE.steward, ["connect"]);
  await open(guarantees, ROLE.regulator, ["setLimit"]);
  await open(declarations, ROLE.steward, ["defineRule"]);
  for (const target of [entities, registry, assets, pledges, products, guarantees, desk, declarations]) {
    await open(target, ROLE.guardian, ["pause"]);
    await open(target, ROLE.governed, ["unpause", "upgradeToAndCall"]);
  }
  for (const role of ["guardian", "regulator", "registrar", "steward"] as const) {
    await manager.grantRole(ROLE[role], wallets[role], 0);
  }
  await manager.grantRole(ROLE.governed, wallets.governance, 0);
  await assets.connect(wallets.steward).getFunction("connect")(pledges);
  await pledges.connect(wallets.steward).getFunction("connect")(desk);
  await guarantees.connect(wallets.steward).getFunction("connect")(desk);
  for (const [kind, bps] of Object.entries(ADVANCE)) {
    await pledges.connect(wallets.regulator).setAdvanceRate(kind, bps);
  }
}

/** Agencies with one signer each, and the schemas with their effects. */
async function define({ manager, registry, assets }: Contracts, wallets: Credit["wallets"]) {
  const steward = registry.connect(wallets.steward);
  const signers = { tax: wallets.taxSigner, customs: wallets.customsSigner, patents: wallets.patentSigner };
  for (const [name, number] of Object.entries(AGENCY)) {
    await steward.defineAgency(number, name, name, "机构");
    await manager.grantRole(1000 + number, wallets.steward, 0);
    await steward.addSigner(number, signers[name as keyof typeof signers]);
  }
  const schemas: Record<string, string> = {};
  for (const [key, { name, agency, layout: effect }] of Object.entries(SCHEMAS)) {
    const schemaId = schemaIdOf(name, agency);
    await steward.defineSchema(name, agency, FIELDS, STREAM, effect.validitySeconds, await assets.getAddress());
    await assets.connect(wallets.steward).defineAssetSchema(schemaId, effect);
    schemas[key] = schemaId;
  }
  return schemas as Credit["schemas"];
}

/** What a statement of an asset schema says; everything but the number has a sensible default. */
export interface Paper {
  readonly number: string;
  /** A name of the fixture's, or an entity id. */
  readonly entity?: string;
  readonly label?: bigint;
  readonly status?: bigint;
  readonly dueAt?: bigint;
  readonly valueFen?: bigint;
  readonly observedAt?: number;
}

/** Ten years after the chain's time. */
export async function farAhead({ connection }: Credit): Promise<bigint> {
  return BigInt((await connection.networkHelpers.time.latest()) + 3650 * DAY);
}

/** The statement that attests a paper; `observedAt` is the latest block's time unless it is given. */
export async function statementOf(credit: Credit, paper: Paper) {
  const { entity = "company", label = 0n, status = 1n, number } = paper;
  const observedAt = paper.observedAt ?? (await credit.connection.networkHelpers.time.latest());
  const subject = (credit.ids as Record<string, string>)[entity] ?? entity;
  const values = [textOf(number), label, status, paper.dueAt ?? (await farAhead(credit)), paper.valueFen ?? NOT_STATED];
  return { subject, itemKey: itemKeyOf(number), observedAt, evidence: ZeroHash, values };
}

const SIGNERS = {
  patent: "patentSigner",
  trademark: "patentSigner",
  declaration: "customsSigner",
  taxDeclaration: "taxSigner",
  invoice: "taxSigner",
} as const;

/** Has the schema's agency attest a paper. */
export async function attestPaper(credit: Credit, schema: keyof typeof SIGNERS, paper: Paper) {
  const statement = await statementOf(credit, paper);
  return credit.registry.connect(credit.wallets[SIGNERS[schema]]).attest(credit.schemas[schema], statement);
}

/** Has the appraiser value an asset. */
export async function appraise(credit: Credit, assetId: bigint, valueFen: bigint) {
  const observedAt = await credit.connection.networkHelpers.time.latest();
  const { registry, wallets, ids, schemas } = credit;
  const statement = { subject: ids.appraiser, itemKey: toBeHex(assetId, 32), observedAt, evidence: ZeroHash };
  return registry.connect(wallets.appraiser).attest(schemas.valuation, {
    ...statement,
    values: [valueFen, NOT_STATED, NOT_STATED, NOT_STATED, NOT_STATED],
  });
}

/** A patent of an entity, attested and valued; its id. */
export async function valuedPatent(
  credit: Credit,
  valueFen = 100_000_000n,
  number = "2019101234567",
  entity: EntityName = "company",
): Promise<bigint> {
  await attestPaper(credit, "patent", { number, entity });
  const assetId = assetIdOf(REGISTER.patent, number);
  await appraise(credit, assetId, valueFen);
  return assetId;
}

/** Terms of a product that lends 1,000 to 1,000,000 CNY for 1 to 36 months at 3 to 12 %, on any collateral. */
export const TERMS = {
  minAmountFen: 100_000n,
  maxAmountFen: 100_000_000n,
  minTenorMonths: 1n,
  maxTenorMonths: 36n,
  minRateBps: 300n,
  maxRateBps: 1_200n,
  collateralKinds: 0x3fen,
};

/** Publishes a product of the bank; its id. */
export async function publish(
  credit: Credit,
  changes: {
    lender?: EntityName;
    code?: string;
    terms?: Partial<typeof TERMS>;
    token?: string;
    criteria?: string;
  } = {},
): Promise<bigint> {
  const { lender = "bank", code = "loan-001", terms, token = ZeroAddress, criteria = "0x" } = changes;
  const products = credit.products.connect(credit.wallets[lender]);
  await products.publish(credit.ids[lender], code, { ...TERMS, ...terms }, token, criteria);
  return products.productIdOf(credit.ids[lender], code);
}

/** Applies for a product; the case's id. */
export async function applyFor(
  credit: Credit,
  productId: bigint,
  changes: { borrower?: EntityName; amountFen?: bigint; tenorMonths?: bigint; version?: bigint } = {},
): Promise<bigint> {
  const { borrower = "company", amountFen = 10_000_000n, tenorMonths = 12n, version = 1n } = changes;
  const desk = credit.desk.connect(credit.wallets[borrower]);
  const args = [credit.ids[borrower], productId, version, amountFen, tenorMonths, id("working capital")] as const;
  const loanId = await desk.applyFor.staticCall(...args);
  await desk.applyFor(...args);
  return loanId;
}

/** An offer of 100,000 CNY for a year at 6 %, open for 30 days. */
export async function offerOf(credit: Credit, changes: Partial<Offer> = {}): Promise<Offer> {
  const now = await credit.connection.networkHelpers.time.latest();
  return {
    amountFen: 10_000_000n,
    feeFen: 10_000n,
    tenorMonths: 12n,
    rateBps: 600n,
    overdueRateBps: 900n,
    validUntil: BigInt(now + 30 * DAY),
    guarantor: ZeroHash,
    guaranteedFen: 0n,
    collateral: [],
    ...changes,
  };
}

export interface Offer {
  amountFen: bigint;
  feeFen: bigint;
  tenorMonths: bigint;
  rateBps: bigint;
  overdueRateBps: bigint;
  validUntil: bigint;
  guarantor: string;
  guaranteedFen: bigint;
  collateral: { assetId: bigint; securedFen: bigint }[];
}

const OFFER_TYPE =
  "tuple(uint56 amountFen,uint40 feeFen,uint16 tenorMonths,uint16 rateBps,uint16 overdueRateBps,uint40 validUntil," +
  "bytes32 guarantor,uint56 guaranteedFen,tuple(uint256 assetId,uint56 securedFen)[] collateral)";

/** `keccak256(abi.encode(offer))`. */
export const hashOffer = (offer: Offer): string => keccak256(AbiCoder.defaultAbiCoder().encode([OFFER_TYPE], [offer]));

/** Takes a case of the bank from application to acceptance. */
export async function acceptedLoan(
  credit: Credit,
  productId: bigint,
  changes: Partial<Offer> = {},
  parties: { borrower?: EntityName; lender?: EntityName } = {},
): Promise<bigint> {
  const { borrower = "company", lender = "bank" } = parties;
  const loanId = await applyFor(credit, productId, { borrower });
  const offer = await offerOf(credit, changes);
  await credit.desk.connect(credit.wallets[lender]).offer(loanId, offer);
  await credit.desk.connect(credit.wallets[borrower]).accept(loanId, offer);
  return loanId;
}

/** Takes a case of a product without a token on until the loan is active. */
export async function activeLoan(
  credit: Credit,
  productId: bigint,
  changes: Partial<Offer> = {},
  parties: { borrower?: EntityName; lender?: EntityName } = {},
): Promise<bigint> {
  const { borrower = "company", lender = "bank" } = parties;
  const loanId = await acceptedLoan(credit, productId, changes, parties);
  await credit.desk.connect(credit.wallets[lender]).disburse(loanId, id("payment"));
  await credit.desk.connect(credit.wallets[borrower]).confirmReceipt(loanId);
  return loanId;
}
