import { ZeroAddress } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { command, printTable } from "./command.ts";
import { findEntity, KINDS, STATUSES } from "./entity.ts";
import { openLedger } from "./open-ledger.ts";
import { showTime } from "./statement.ts";

/** How an entity stands on the chain. */
export async function showEntity(
  options: { company: string | undefined; record: string | undefined },
  hre: HardhatRuntimeEnvironment,
): Promise<{ kind: string; status: string; controller: string }> {
  const ledger = await openLedger(hre, options);
  const { uscc, entityId } = findEntity(options.company);
  const entity = await ledger.contracts.EntityRegistry.entityOf(entityId);
  const [kind, status] = [KINDS[Number(entity.kind)]!, STATUSES[Number(entity.status)]!];
  printTable([
    ["company", uscc],
    ["entity id", entityId],
    ["status", status],
    ...(entity.status === 0n
      ? []
      : ([
          ["kind", kind],
          ["controller", entity.controller === ZeroAddress ? "none" : entity.controller],
          ["registered", showTime(entity.registeredAt)],
        ] as const)),
  ]);
  return { kind, status, controller: entity.controller };
}

export default command(showEntity);
