import { id, toBeHex, toBigInt, toUtf8Bytes, ZeroHash } from "ethers";
import { entityIdOf, schemaIdOf } from "../../../catalogue/index.ts";
import { developmentUscc } from "../../../catalogue/uscc.ts";
import type {
  AttestationRegistry,
  EntityRegistry,
  GuaranteeRegistry,
  LoanDesk,
  PledgeRegistry,
  ProductCatalogue,
  SoftAssets,
} from "../../../build/typechain/index.ts";
import { behindProxy, freshChain } from "./chain.ts";
import type { Chain } from "./chain.ts";

const PATENTS = 4;
const YEAR_SECONDS = 31_536_000;
const ABSENT = 255;
const INVENTION = 1;
const FIELDS = ["number", "kind", "status", "due", "value"];
const COMPANY = 1;
const BANK = 2;

/** End of every patent's term, unix seconds: the first day of 2040. */
const TERM_ENDS = 2_208_988_800n;

/** A ledger with its lending side on a fresh chain. The first account holds every office and signs for the agency. */
export interface CreditBench {
  readonly chain: Chain;
  readonly registry: AttestationRegistry;
  readonly desk: LoanDesk;
  readonly productId: bigint;
  readonly company: string;
  readonly schemas: { readonly plain: string; readonly patent: string; readonly valuation: string };
  readonly as: (who: "company" | "bank") => LoanDesk;
  /** Has the appraiser value an asset at a million CNY. */
  readonly value: (assetId: bigint, observedAt: number) => Promise<unknown>;
}

export async function deployCredit(): Promise<CreditBench> {
  const chain = await freshChain();
  const [office, company, bank, appraiser] = await chain.getSigners();
  const access = await chain.deployContract("AccessManager", [office!.address]);
  const proxy = <T>(name: string, args: unknown[]) => behindProxy<T>(chain, name, args, access);
  const entities = await proxy<EntityRegistry>("EntityRegistry", []);
  const registry = await proxy<AttestationRegistry>("AttestationRegistry", [entities]);
  const assets = await proxy<SoftAssets>("SoftAssets", [entities, registry]);
  const pledges = await proxy<PledgeRegistry>("PledgeRegistry", [entities, assets]);
  const products = await proxy<ProductCatalogue>("ProductCatalogue", [entities]);
  const guarantees = await proxy<GuaranteeRegistry>("GuaranteeRegistry", [entities]);
  const desk = await proxy<LoanDesk>("LoanDesk", [entities, pledges, products, guarantees]);
  await assets.getFunction("connect")(pledges);
  await pledges.getFunction("connect")(desk);
  await pledges.setAdvanceRate(INVENTION, 3_000);

  const people = { company, bank, appraiser };
  const ids = Object.fromEntries(Object.keys(people).map((name) => [name, entityIdOf(developmentUscc(name))]));
  for (const [name, wallet] of Object.entries(people)) {
    await entities.register(toUtf8Bytes(developmentUscc(name)), name === "bank" ? BANK : COMPANY, wallet!.address);
  }
  await assets.setAppraiser(ids.appraiser!, true);
  await registry.defineAgency(PATENTS, "ipo", "IP office", "知识产权局");
  await access.grantRole(1000 + PATENTS, office!.address, 0);
  await registry.addSigner(PATENTS, office!.address);
  const schemas = await defineSchemas(registry, assets);

  const terms = { minAmountFen: 1n, maxAmountFen: 10n ** 12n, minTenorMonths: 1, maxTenorMonths: 36 };
  const rates = { minRateBps: 300, maxRateBps: 1_200, collateralKinds: 1 << INVENTION };
  await products.connect(bank).publish(ids.bank!, "bench", { ...terms, ...rates }, ZERO_ADDRESS, "0x");
  const productId = await products.productIdOf(ids.bank!, "bench");
  const value = (assetId: bigint, observedAt: number) =>
    registry.connect(appraiser).attest(schemas.valuation, {
      ...{ subject: ids.appraiser!, itemKey: toBeHex(assetId, 32), observedAt, evidence: ZeroHash },
      values: [100_000_000n, 0n, 0n, 0n, 0n],
    });
  const as = (who: "company" | "bank") => desk.connect(people[who]);
  return { chain, registry, desk, productId, company: ids.company!, schemas, as, value };
}

const ZERO_ADDRESS = toBeHex(0, 20);

/** One schema without an effect, one that registers patents, and one that values assets; five fields each. */
async function defineSchemas(registry: AttestationRegistry, assets: SoftAssets) {
  const define = async (name: string, agency: number, resolver: string): Promise<string> => {
    await registry.defineSchema(name, agency, FIELDS, 1, YEAR_SECONDS, resolver);
    return schemaIdOf(name, agency);
  };
  const resolver = await assets.getAddress();
  const schemas = {
    plain: await define("ipo.plain.v1", PATENTS, ZERO_ADDRESS),
    patent: await define("ipo.patent.v1", PATENTS, resolver),
    valuation: await define("company.valuation.v1", 0, resolver),
  };
  const positions = { numberAt: 0, kindAt: 1, statusAt: 2, inForce: 1, dueAt: 3, validitySeconds: YEAR_SECONDS };
  const patents = { ...positions, effect: 1, register: 1, valueAt: ABSENT, kinds: "0x01020000" };
  await assets.defineAssetSchema(schemas.patent, patents);
  await assets.defineAssetSchema(schemas.valuation, { ...patents, effect: 2, register: 0, valueAt: 0 });
  return schemas;
}

/** A statement of the five-field schemas about the patent with this number. */
export function patentStatement({ company }: CreditBench, number: string, observedAt: number) {
  const values = [toBigInt(toUtf8Bytes(number)), 0n, 1n, TERM_ENDS, -(2n ** 255n)];
  return { subject: company, itemKey: id(number), observedAt, evidence: ZeroHash, values };
}
