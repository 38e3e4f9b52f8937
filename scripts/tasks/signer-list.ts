import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { findAgency } from "./agency.ts";
import { command, printTable } from "./command.ts";
import { openLedger } from "./open-ledger.ts";
import { showTime } from "./statement.ts";

export interface ListedSigner {
  readonly wallet: string;
  readonly agency: string;
  /** Unix seconds. */
  readonly since: bigint;
}

/** The wallets that sign now, in the order in which they were added. */
export async function listSigners(
  options: { agency: string | undefined; record: string | undefined },
  hre: HardhatRuntimeEnvironment,
): Promise<ListedSigner[]> {
  const ledger = await openLedger(hre, options);
  const only = options.agency === undefined ? undefined : findAgency(ledger, options.agency);
  const registry = ledger.contracts.AttestationRegistry;
  const events = await registry.queryFilter(registry.filters.SignerAdded(only?.number), ledger.record.startBlock);
  const wallets = [...new Set(events.map(({ args }) => args.wallet))];
  const held = await Promise.all(wallets.map((wallet) => registry.signerOf(wallet)));
  const codes = new Map(ledger.catalogue.agencies.map(({ number, code }) => [BigInt(number), code]));
  const listed = wallets
    .map((wallet, index) => ({ wallet, agencyId: held[index]!.agencyId, since: held[index]!.since }))
    .map(({ wallet, agencyId, since }) => ({ wallet, since, agency: codes.get(agencyId) ?? String(agencyId) }))
    .filter(({ since, agency }) => since !== 0n && (only === undefined || agency === only.code));
  if (listed.length === 0) console.log("No wallet signs.");
  else printTable(listed.map(({ wallet, agency, since }) => [agency, `${wallet} since ${showTime(since)}`] as const));
  return listed;
}

export default command(listSigners);
