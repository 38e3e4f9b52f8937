import { getAddress, isAddress, type Signer } from "ethers";
import type { Agency } from "../../catalogue/index.ts";
import { walletFor } from "../wallets/wallet-for.ts";
import { need } from "./command.ts";
import { nearest } from "./nearest.ts";
import type { OpenLedger } from "./open-ledger.ts";

/** @throws Error that suggests the nearest codes when there is no such agency. */
export function findAgency({ catalogue }: Pick<OpenLedger, "catalogue">, code: string | undefined): Agency {
  const given = need(code, "agency");
  const agency = catalogue.agencyByCode.get(given);
  if (agency) return agency;
  const suggestions = nearest(given, catalogue.agencyByCode.keys());
  throw new Error(`--agency ${given}: there is no such agency: did you mean ${suggestions.join(", ")}?`);
}

/** @throws Error naming what was written. */
export function parseWallet(name: string, text: string): string {
  const valid: boolean = isAddress(text);
  if (valid) return getAddress(text);
  throw new Error(`${name} ${text}: must be an address of 20 bytes whose checksum, if it has one, is right`);
}

/** The wallet of an agency's admin. */
export function adminWallet(ledger: OpenLedger, agency: Agency, key: string | undefined): Promise<Signer> {
  return walletFor(`admin:${agency.number}`, ledger.keys, key);
}
