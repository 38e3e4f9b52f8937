import { ContractFactory, type Signer } from "ethers";

import type { DevelopmentCny } from "../../build/typechain/index.ts";
import { readArtifact } from "../chain/artifacts.ts";
import type { ProductCatalogue } from "../chain/contracts.ts";

/** Symbol by which the token is known again. */
const SYMBOL = "dCNY";

/** Wallets that a settlement token takes. */
export interface TokenOffices {
  /** Makes the token, and owns it. */
  readonly issuer: Signer;
  /** Lets products settle in it. */
  readonly regulator: Signer;
}

/**
 * The digital yuan of a development chain, in which products may settle. Made and approved when no approved token has its
 * symbol yet.
 * @param products connected to the chain
 * @returns the token, connected to its issuer
 */
export async function settlementToken(products: ProductCatalogue, offices: TokenOffices): Promise<DevelopmentCny> {
  const { issuer, regulator } = offices;
  const { abi, bytecode } = await readArtifact("DevelopmentCny");
  const factory = new ContractFactory<[], DevelopmentCny>(abi as never, bytecode, issuer);
  for (const address of await approvedTokens(products)) {
    const token = factory.attach(address) as DevelopmentCny;
    if ((await token.symbol()) === SYMBOL) return token;
  }
  const token = await factory.deploy();
  await token.waitForDeployment();
  const approved = await products.connect(regulator).setSettlementToken(await token.getAddress(), true);
  await approved.wait();
  return token as unknown as DevelopmentCny;
}

async function approvedTokens(products: ProductCatalogue): Promise<string[]> {
  const events = await products.queryFilter(products.filters.SettlementTokenChanged());
  const tokens = [...new Set(events.map(({ args }) => args.token))];
  const standing = await Promise.all(tokens.map((token) => products.isSettlementToken(token)));
  return tokens.filter((_, index) => standing[index]);
}
