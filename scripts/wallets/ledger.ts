import type { HardhatPlugin } from "hardhat/types/plugins";

// Not written into the import, so that the types can be checked where the package is missing.
const PACKAGE = "@nomicfoundation/hardhat-ledger";

/** Hardhat's plugin for Ledger devices, when it is installed: it is optional, since it does not build everywhere. */
export async function ledgerPlugin(): Promise<HardhatPlugin[]> {
  try {
    const { default: plugin } = (await import(PACKAGE)) as { default: HardhatPlugin };
    return [plugin];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return [];
    throw error;
  }
}

/** The accounts on Ledger devices that `LINGNAN_LEDGER_ACCOUNTS` lists, separated by commas. */
export function ledgerAccounts(): string[] {
  const listed = process.env.LINGNAN_LEDGER_ACCOUNTS ?? "";
  return listed
    .split(",")
    .map((account) => account.trim())
    .filter((account) => account !== "");
}
