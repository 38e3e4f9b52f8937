import type { Signer } from "ethers";

import { type Catalogue, entityIdOf, type Lender } from "../../catalogue/index.ts";
import type { LedgerContracts } from "../chain/contracts.ts";
import type { Rpc } from "../chain/provider.ts";
import { developmentWallet, type Holder } from "../wallets/development.ts";
import { endow } from "./funds.ts";
import { publishProducts } from "./products.ts";
import { registerEntities } from "./register.ts";
import { settlementToken } from "./settlement-token.ts";

export interface MarketSummary {
  /** Lenders that have a controller on the register. */
  lenders: number;
  products: number;
  /** Address of the digital yuan in which some products settle. */
  token: string;
  transactions: number;
  gasUsed: bigint;
}

/** What a guarantor of the development chain may guarantee at once, fen: ten times net assets of 100 million CNY. */
const GUARANTEE_LIMIT_FEN = 100_000_000_000n;

/** The development wallet that acts for a lender of the catalogue. */
export function lenderHolder(catalogue: Catalogue, code: string): Holder {
  const number = catalogue.lenders.findIndex((lender) => lender.code === code);
  if (number < 0) throw new RangeError(`lender "${code}": the catalogue has none of that code`);
  return `lender:${number}`;
}

/**
 * Opens the market of a development chain: puts the lenders on the register with their wallets, lets guarantors guarantee,
 * issues a digital yuan, and has each lender publish its products. Safe to run again.
 * @throws what ethers throws when the chain refuses
 */
export async function openMarket(
  provider: Rpc,
  contracts: LedgerContracts,
  catalogue: Catalogue,
  say: (message: string) => void,
): Promise<MarketSummary> {
  const wallet = (holder: Holder): Signer => developmentWallet(holder).connect(provider);
  const controllers = new Map(catalogue.lenders.map(({ code }) => [code, wallet(lenderHolder(catalogue, code))]));
  const controllerOf = ({ code }: Lender): Signer => controllers.get(code)!;
  const lines = await Promise.all(
    catalogue.lenders.map(async (lender) => ({
      uscc: lender.uscc,
      kind: lender.kind,
      controller: await controllerOf(lender).getAddress(),
    })),
  );
  await endow(
    provider,
    lines.map(({ controller }) => controller),
  );
  const register = await registerEntities(contracts.EntityRegistry, wallet("registrar"), lines);
  say(`${lines.length} lenders on the register (${register.registered} new)`);

  const limits = await setGuaranteeLimits(contracts, catalogue, wallet("regulator"));
  const offices = { issuer: wallet("deployer"), regulator: wallet("regulator") };
  const token = await (await settlementToken(contracts.ProductCatalogue, offices)).getAddress();
  const products = contracts.ProductCatalogue;
  const all = catalogue.products.length;
  const onProgress = (published: number) => say(`${published} of ${all} products published`);
  const published = await publishProducts({ catalogue, products, token, controllerOf, onProgress });
  return {
    lenders: lines.length,
    products: published.published + published.known,
    token,
    transactions: register.transactions + limits.transactions + published.transactions,
    gasUsed: register.gasUsed + limits.gasUsed + published.gasUsed,
  };
}

async function setGuaranteeLimits({ GuaranteeRegistry }: LedgerContracts, catalogue: Catalogue, regulator: Signer) {
  const report = { transactions: 0, gasUsed: 0n };
  for (const { kind, uscc } of catalogue.lenders) {
    if (kind !== "financing_guarantee_company") continue;
    const { limitFen } = await GuaranteeRegistry.guarantorOf(entityIdOf(uscc));
    if (limitFen !== 0n) continue;
    const sent = await GuaranteeRegistry.connect(regulator).setLimit(entityIdOf(uscc), GUARANTEE_LIMIT_FEN);
    report.gasUsed += (await sent.wait())?.gasUsed ?? 0n;
    report.transactions++;
  }
  return report;
}
