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

/** Lets a suspended entity act again. */
export async function reinstateEntity(
  options: StandingOptions,
  hre: HardhatRuntimeEnvironment,
): Promise<{ transaction: string }> {
  const ledger = await openLedger(hre, options);
  const { uscc, entityId } = findEntity(options.company);
  const registry = ledger.contracts.EntityRegistry.connect(await registrarWallet(ledger, options.key));
  return perform(ledger, `${uscc} may act again`, () => registry.reinstate(entityId, encodeReason(options.reason)));
}

export default command(reinstateEntity);
