import { parseEther, toQuantity } from "ethers";

import type { Rpc } from "../chain/provider.ts";

const BALANCE_WEI = parseEther("1000");

/**
 * Gives wallets something to pay gas with, as the genesis of a permissioned chain gives its members. Development chains
 * alone can do so later.
 */
export async function endow(provider: Rpc, addresses: readonly string[]): Promise<void> {
  const balance = toQuantity(BALANCE_WEI);
  await Promise.all(addresses.map((address) => provider.send("hardhat_setBalance", [address, balance])));
}
