import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { command } from "./command.ts";
import { findEntity, registrarWallet } from "./entity.ts";
import { perform } from "./office.ts";
import { openLedger } from "./open-ledger.ts";
import { encodeReason } from "./revoke.ts";

export interface StandingOptions {
  company: string | undefined;
  reason: string | undefined;
  key: string | undefined;
  record: string | undefined;
}

type Change = (options: StandingOptions, hre: HardhatRuntimeEnvironment) => Promise<{ transaction: string }>;

function change(name: "suspend" | "reinstate", deed: string): Change {
  return async (options, hre) => {
    const ledger = await openLedger(hre, options);
    const company = findEntity(options.company);
    const registry = ledger.contracts.EntityRegistry.connect(await registrarWallet(ledger, options.key));
    const send = () => registry[name](company.entityId, encodeReason(options.reason));
    return perform(ledger, `${company.uscc} ${deed}`, send, company);
  };
}

/** Stops an active entity from acting. */
export const suspendEntity = change("suspend", "is suspended");

/** Lets a suspended entity act again. */
export const reinstateEntity = change("reinstate", "may act again");

export const suspend = { default: command(suspendEntity) };
export const reinstate = { default: command(reinstateEntity) };
