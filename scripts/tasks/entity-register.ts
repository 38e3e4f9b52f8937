import { hexlify, toUtf8Bytes, ZeroAddress } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { parseWallet } from "./agency.ts";
import { command } from "./command.ts";
import { findEntity, KINDS, parseKind, registrarWallet } from "./entity.ts";
import { perform } from "./office.ts";
import { openLedger } from "./open-ledger.ts";

export interface RegisterOptions {
  company: string | undefined;
  kind: string;
  controller: string | undefined;
  key: string | undefined;
  record: string | undefined;
}

/** Registers one entity. */
export async function registerEntity(
  options: RegisterOptions,
  hre: HardhatRuntimeEnvironment,
): Promise<{ transaction: string }> {
  const ledger = await openLedger(hre, options);
  const { uscc } = findEntity(options.company);
  const kind = parseKind(options.kind);
  const controller = options.controller === undefined ? ZeroAddress : parseWallet("--controller", options.controller);
  const registry = ledger.contracts.EntityRegistry.connect(await registrarWallet(ledger, options.key));
  return perform(ledger, `${uscc} is registered as ${KINDS[kind]}`, () =>
    registry.register(hexlify(toUtf8Bytes(uscc)), kind, controller),
  );
}

export default command(registerEntity);
