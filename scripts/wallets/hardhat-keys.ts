import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import type { Catalogue } from "../../catalogue/index.ts";
import type { KeySources } from "./wallet-for.ts";

/** Keys from what Hardhat knows: environment, keystore, and the Ledger accounts of the connected network. */
export function hardhatKeys(
  hre: HardhatRuntimeEnvironment,
  connection: NetworkConnection,
  catalogue: Catalogue,
): KeySources {
  const { ethers } = connection;
  const { ledgerAccounts } = connection.networkConfig as { ledgerAccounts?: readonly string[] };
  return {
    provider: ethers.provider,
    catalogue,
    variable: (name) => configurationVariable(hre, name),
    ...(ledgerAccounts && { ledgerAccounts }),
    ledgerSigner: (account) => ethers.getSigner(account),
  };
}

/**
 * A configuration variable that need not be in the configuration file; Hardhat resolves it as it does those that are.
 * With a default, a keystore that has no such key does not ask for its password.
 */
async function configurationVariable(hre: HardhatRuntimeEnvironment, name: string): Promise<string | undefined> {
  const value = await hre.hooks.runHandlerChain(
    "configurationVariables",
    "fetchValue",
    [{ _type: "ConfigurationVariable", name, default: "" }],
    (_context, variable) => Promise.resolve(process.env[variable.name] ?? variable.default ?? ""),
  );
  return value === "" ? undefined : value;
}
