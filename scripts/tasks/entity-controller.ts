import type { Signer } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { walletFor } from "../wallets/wallet-for.ts";
import { parseWallet } from "./agency.ts";
import { command, need } from "./command.ts";
import { findEntity, registrarWallet } from "./entity.ts";
import { perform } from "./office.ts";
import { type OpenLedger, openLedger } from "./open-ledger.ts";

export interface ProposeOptions {
  company: string | undefined;
  controller: string | undefined;
  asRegistrar: boolean;
  key: string | undefined;
  record: string | undefined;
}

export interface AcceptOptions {
  company: string | undefined;
  key: string | undefined;
  record: string | undefined;
}

/** Offers control of an entity to a wallet: as its controller, or as the registrar when it has none or lost it. */
export async function proposeController(
  options: ProposeOptions,
  hre: HardhatRuntimeEnvironment,
): Promise<{ transaction: string }> {
  const company = findEntity(options.company);
  const next = parseWallet("--controller", need(options.controller, "controller"));
  const ledger = await openLedger(hre, options);
  const registry = ledger.contracts.EntityRegistry;
  const deed = `control of ${company.uscc} is offered to ${next}, which must accept it`;
  if (options.asRegistrar) {
    const registrar = registry.connect(await registrarWallet(ledger, options.key));
    return perform(ledger, deed, () => registrar.proposeControllerAsRegistrar(company.entityId, next), company);
  }
  const controller = registry.connect(await chosenWallet(ledger, options.key));
  return perform(ledger, deed, () => controller.proposeController(company.entityId, next), company);
}

/** Takes over control of an entity that was offered to the wallet. */
export async function acceptController(
  options: AcceptOptions,
  hre: HardhatRuntimeEnvironment,
): Promise<{ transaction: string }> {
  const company = findEntity(options.company);
  const ledger = await openLedger(hre, options);
  const wallet = await chosenWallet(ledger, options.key);
  const registry = ledger.contracts.EntityRegistry.connect(wallet);
  const deed = `${await wallet.getAddress()} acts for ${company.uscc}`;
  return perform(ledger, deed, () => registry.acceptController(company.entityId), company);
}

/** A company's own wallet, which nobody but the company can name. */
async function chosenWallet(ledger: OpenLedger, key: string | undefined): Promise<Signer> {
  // The number matters for development keys alone, and a chosen key never falls back on one.
  return walletFor("company:0", ledger.keys, need(key, "key"));
}

export const propose = { default: command(proposeController) };
export const accept = { default: command(acceptController) };
