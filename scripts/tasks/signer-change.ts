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

type Change = (options: SignerOptions, hre: HardhatRuntimeEnvironment) => Promise<{ transaction: string }>;

function change(name: "addSigner" | "dropSigner", deed: string): Change {
  return async (options, hre) => {
    const ledger = await openLedger(hre, options);
    const agency = findAgency(ledger, options.agency);
    const wallet = parseWallet("wallet", options.wallet);
    const registry = ledger.contracts.AttestationRegistry.connect(await adminWallet(ledger, agency, options.key));
    return perform(ledger, `${wallet} ${deed} agency "${agency.code}"`, () => registry[name](agency.number, wallet));
  };
}

/** Lets a wallet sign for an agency. */
export const addSigner = change("addSigner", "signs for");

/** Stops a wallet from signing for an agency. */
export const dropSigner = change("dropSigner", "no longer signs for");

export const add = { default: command(addSigner) };
export const drop = { default: command(dropSigner) };
