import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { command } from "./command.ts";
import { findEntity, registrarWallet } from "./entity.ts";
import { perform } from "./office.ts";
import { openLedger } from "./open-ledger.ts";

export interface AppraiserOptions {
  company: string | undefined;
  key: string | undefined;
  record: string | undefined;
}

type Change = (options: AppraiserOptions, hre: HardhatRuntimeEnvironment) => Promise<{ transaction: string }>;

function change(approved: boolean, deed: string): Change {
  return async (options, hre) => {
    const ledger = await openLedger(hre, options);
    const company = findEntity(options.company);
    const assets = ledger.contracts.SoftAssets.connect(await registrarWallet(ledger, options.key));
    return perform(ledger, `${company.uscc} ${deed}`, () => assets.setAppraiser(company.entityId, approved), company);
  };
}

/** Lets an entity's appraisals of assets count. */
export const approveAppraiser = change(true, "may appraise assets");

/** Lets no further appraisal of an entity count; those that it made stay until their validity ends. */
export const dropAppraiser = change(false, "may no longer appraise assets");

export const approve = { default: command(approveAppraiser) };
export const drop = { default: command(dropAppraiser) };
