import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { walletFor } from "../wallets/wallet-for.ts";
import { findAssetKind } from "./asset.ts";
import { command } from "./command.ts";
import { perform } from "./office.ts";
import { openLedger } from "./open-ledger.ts";

export interface AdvanceRateOptions {
  kind: string;
  percent: string;
  key: string | undefined;
  record: string | undefined;
}

const BPS_PER_PERCENT = 100;

/** Sets what share of its value an asset of a kind may secure; liens that stand stay. */
export async function setAdvanceRate(
  options: AdvanceRateOptions,
  hre: HardhatRuntimeEnvironment,
): Promise<{ transaction: string }> {
  const ledger = await openLedger(hre, options);
  const kind = findAssetKind(ledger.catalogue, options.kind);
  const percent = parsePercent(options.percent);
  const registry = ledger.contracts.PledgeRegistry.connect(await walletFor("regulator", ledger.keys, options.key));
  return perform(ledger, `the advance rate of ${kind.nameEn} ${kind.nameZh} is ${percent} %`, () =>
    registry.setAdvanceRate(kind.number, percent * BPS_PER_PERCENT),
  );
}

/** @throws Error naming what was written. */
function parsePercent(text: string): number {
  if (/^(\d{1,2}|100)$/.test(text.trim())) return Number(text);
  throw new Error(`percent ${text}: must be a whole number from 0 to 100`);
}

export default command(setAdvanceRate);
