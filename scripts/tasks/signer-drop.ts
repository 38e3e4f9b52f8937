import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { adminWallet, findAgency, parseWallet } from "./agency.ts";
import { command } from "./command.ts";
import { perform } from "./office.ts";
import { openLedger } from "./open-ledger.ts";

export interface SignerOptions {
  agency: string | undefined;
  wallet: string;
  key: string | undefined;
  record: string | undefined;
}

/** Stops a wallet from signing for an agency. */
export async function dropSigner(
  options: SignerOptions,
  hre: HardhatRuntimeEnvironment,
): Promise<{ transaction: string }> {
  const ledger = await openLedger(hre, options);
  const agency = findAgency(ledger, options.agency);
  const wallet = parseWallet("wallet", options.wallet);
  const registry = ledger.contracts.AttestationRegistry.connect(await adminWallet(ledger, agency, options.key));
  return perform(ledger, `${wallet} no longer signs for agency "${agency.code}"`, () =>
    registry.dropSigner(agency.number, wallet),
  );
}

export default command(dropSigner);
