import type { BaseWallet } from "ethers";

import { type Catalogue, entityIdOf, type Lender } from "../../catalogue/index.ts";
import { developmentWallet, type Holder } from "../wallets/development.ts";
import { type DevelopmentLedger, type LedgerTarget, withDevelopmentLedger } from "./development-ledger.ts";
import { endow } from "./funds.ts";
import { publishProducts } from "./products.ts";
import { registerEntities } from "./register.ts";
import { settlementToken } from "./settlement-token.ts";

export interface MarketOptions extends LedgerTarget {
  readonly onProgress?: (message: string) => void;
}

export interface MarketSummary {
  /** Lenders on the register. */
  lenders: number;
  /** Products of theirs on the chain. */
  products: number;
  /** Address of the digital yuan in which some products settle. */
  token: string;
  /** Transactions that publish products, and their gas. */
  transactions: number;
  gasUsed: bigint;
}

/** What a guarantor of the development chain may guarantee at once, fen: ten times net assets of 100 million CNY. */
const GUARANTEE_LIMIT_FEN = 100_000_000_000n;

/** The development wallet that acts for a lender of the catalogue. */
export function lenderHolder({ lenders }: Catalogue, code: string): Holder {
  const number = lenders.findIndex((lender) => lender.code === code);
  if (number < 0) throw new RangeError(`lender "${code}": the catalogue has none of that code`);
  return `lender:${number}`;
}

/**
 * Opens the market of a development chain: puts the lenders on the register with their wallets, lets guarantors guarantee,
 * issues a digital yuan, and has each lender publish its products. Safe to run again.
 * @throws Error on any other chain; Error naming the product that the chain refuses; what ethers throws otherwise
 */
export function openMarket(options: MarketOptions): Promise<MarketSummary> {
  const say = options.onProgress ?? (() => {});
  return withDevelopmentLedger(options, async (ledger) => {
    const { provider, catalogue, contracts } = ledger;
    const controllers = await registerLenders(ledger);
    say(`${controllers.size} lenders on the register`);
    await setGuaranteeLimits(ledger);
    const offices = { issuer: walletOf(ledger, "deployer"), regulator: walletOf(ledger, "regulator") };
    const yuan = await settlementToken(contracts.ProductCatalogue, offices);
    const token = await yuan.getAddress();
    const { published, known, gasUsed } = await publishProducts({
      ...{ provider, catalogue, token, products: contracts.ProductCatalogue },
      controllerOf: ({ code }: Lender) => controllers.get(code)!,
      onProgress: (count) => say(`${count} of ${catalogue.products.length} products published`),
    });
    return { lenders: controllers.size, products: published + known, token, transactions: published, gasUsed };
  });
}

/** @returns the wallets that act for the lenders, by code */
async function registerLenders(ledger: DevelopmentLedger): Promise<Map<string, BaseWallet>> {
  const { provider, contracts, catalogue } = ledger;
  const wallets = new Map(
    catalogue.lenders.map(({ code }) => [code, walletOf(ledger, lenderHolder(catalogue, code))] as const),
  );
  const lines = catalogue.lenders.map(({ code, uscc, kind }) => ({
    uscc,
    kind,
    controller: wallets.get(code)!.address,
  }));
  const controllers = lines.map(({ controller }) => controller);
  await endow(provider, controllers);
  await registerEntities(contracts.EntityRegistry, walletOf(ledger, "registrar"), lines);
  return wallets;
}

async function setGuaranteeLimits(ledger: DevelopmentLedger): Promise<void> {
  const { GuaranteeRegistry } = ledger.contracts;
  const guarantors = ledger.catalogue.lenders.filter(({ kind }) => kind === "financing_guarantee_company");
  for (const { uscc } of guarantors) {
    const { limitFen } = await GuaranteeRegistry.guarantorOf(entityIdOf(uscc));
    if (limitFen !== 0n) continue;
    const regulator = walletOf(ledger, "regulator");
    const sent = await GuaranteeRegistry.connect(regulator).setLimit(entityIdOf(uscc), GUARANTEE_LIMIT_FEN);
    await sent.wait();
  }
}

function walletOf({ provider }: DevelopmentLedger, holder: Holder): BaseWallet {
  return developmentWallet(holder).connect(provider);
}
