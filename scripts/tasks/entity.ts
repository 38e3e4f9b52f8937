import type { Signer } from "ethers";
import { entityIdOf, parseUscc } from "../../catalogue/index.ts";
import { walletFor } from "../wallets/wallet-for.ts";
import { need } from "./command.ts";
import { nearest } from "./nearest.ts";
import type { OpenLedger } from "./open-ledger.ts";

/** Kinds of entity in the order of the contract's numbers; the first is that of an unregistered one. */
export const KINDS = [
  "none",
  "company",
  "bank",
  "small loan",
  "financing guarantee",
  "regional equity market",
  "pawn shop",
  "financial leasing",
  "mutual credit cooperative",
  "crowdfunding",
] as const;

/** Whether an entity may act, in the order of the contract's numbers. */
export const STATUSES = ["not registered", "active", "suspended"] as const;

/** @throws Error naming the option. */
export function findEntity(company: string | undefined): { uscc: string; entityId: string } {
  const given = need(company, "company");
  try {
    return { uscc: parseUscc(given), entityId: entityIdOf(given) };
  } catch (error) {
    throw new Error(`--company ${(error as Error).message}`, { cause: error });
  }
}

/** The contract's number of a kind. @throws Error that lists the nearest kinds. */
export function parseKind(text: string): number {
  const index = KINDS.indexOf(text.trim().toLowerCase().replaceAll(/[-_]/g, " ") as (typeof KINDS)[number]);
  if (index > 0) return index;
  throw new Error(`--kind ${text}: there is no such kind: did you mean ${nearest(text, KINDS.slice(1)).join(", ")}?`);
}

export function registrarWallet(ledger: OpenLedger, key: string | undefined): Promise<Signer> {
  return walletFor("registrar", ledger.keys, key);
}
