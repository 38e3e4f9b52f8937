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

/** Stops an active entity from acting. */
export async function suspendEntity(
  options: StandingOptions,
  hre: HardhatRuntimeEnvironment,
): Promise<{ transaction: string }> {
  const ledger = await openLedger(hre, options);
  const company = findEntity(options.company);
  const registry = ledger.contracts.EntityRegistry.connect(await registrarWallet(ledger, options.key));
  return perform(
    ledger,
    `${company.uscc} is suspended`,
    () => registry.suspend(company.entityId, encodeReason(options.reason)),
    company,
  );
}

export default command(suspendEntity);
