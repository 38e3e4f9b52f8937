import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BaseContract, ContractTransactionResponse } from "ethers";
import hre from "hardhat";
import { loadCatalogue } from "../../../catalogue/index.ts";
import type { LedgerContracts } from "../../../scripts/chain/contracts.ts";
import { deployForDevelopment } from "../../../scripts/deploy/development.ts";
import { developmentParameters } from "../../../scripts/deploy/parameters.ts";
import { developmentWallet, type Holder } from "../../../scripts/wallets/development.ts";

export const catalogue = loadCatalogue();
export const parameters = developmentParameters(catalogue);
const DELAY_SECONDS = parameters.executionDelaySeconds;

/** A development chain of its own, in this process. */
export async function freshChain(chainId?: number) {
  const connection = await hre.network.create(chainId === undefined ? {} : { override: { chainId } });
  const { provider } = connection.ethers;
  return { connection, provider, wallet: (holder: Holder) => developmentWallet(holder).connect(provider) };
}

export type Chain = Awaited<ReturnType<typeof freshChain>>;

/** A fresh chain with the ledger on it. */
export async function deployedChain() {
  const chain = await freshChain();
  const outcome = await deployForDevelopment({ provider: chain.provider, catalogue });
  return { ...chain, ...outcome };
}

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder that goes when the process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lingnan-test-"));
  folders.push(folder);
  return folder;
}

/** Schedules a call as governance. */
export async function schedule(chain: Chain, { AccessManager }: LedgerContracts, target: string, data: string) {
  const manager = AccessManager.connect(chain.wallet("governance"));
  await mined(manager.schedule(target, data, 0));
  return manager;
}

/** Does something as governance: schedules it, lets the delay pass and executes it. */
export async function govern(chain: Chain, contracts: LedgerContracts, target: BaseContract, data: string) {
  const address = await target.getAddress();
  const manager = await schedule(chain, contracts, address, data);
  await passTime(chain, DELAY_SECONDS);
  await mined(manager.execute(address, data));
}

export async function passTime({ provider }: Chain, seconds: number): Promise<void> {
  await provider.send("evm_increaseTime", [seconds]);
  await provider.send("evm_mine", []);
}

/** Waits until a transaction is mined. */
export async function mined(sent: Promise<ContractTransactionResponse>) {
  return (await (await sent).wait())!;
}
