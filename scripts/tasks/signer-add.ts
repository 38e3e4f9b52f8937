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

/** Lets a wallet sign for an agency. */
export async function addSigner(
  options: SignerOptions,
  hre: HardhatRuntimeEnvironment,
): Promise<{ transaction: string }> {
  const ledger = await openLedger(hre, options);
  const agency = findAgency(ledger, options.agency);
  const wallet = parseWallet("wallet", options.wallet);
  const registry = ledger.contracts.AttestationRegistry.connect(await adminWallet(ledger, agency, options.key));
  return perform(ledger, `${wallet} signs for agency "${agency.code}"`, () =>
    registry.addSigner(agency.number, wallet),
  );
}

export default command(addSigner);
