import type { Scorecard } from "../../catalogue/index.ts";
import type { LedgerContracts } from "../chain/contracts.ts";
import { familyId } from "../chain/scorecards.ts";
import { ROLES } from "./roles.ts";

/** A publication that governance has scheduled and neither executed nor let lapse. */
export interface ScheduledPublication {
  /** Calldata of `publishModel`. */
  readonly data: string;
  readonly model: string;
  readonly documentHash: string;
  /** When it may be executed, unix seconds. */
  readonly readyAt: number;
}

/**
 * The publication of a scorecard that waits for its time; undefined when none does.
 * @param fromBlock no event of the ledger is older
 */
export async function scheduledPublication(
  { AccessManager, Scorecard }: LedgerContracts,
  { family, version }: Scorecard,
  fromBlock: number,
): Promise<ScheduledPublication | undefined> {
  const target = await Scorecard.getAddress();
  const events = await AccessManager.queryFilter(AccessManager.filters.OperationScheduled(), fromBlock);
  for (const { args } of events.filter((event) => event.args.target === target)) {
    const call = Scorecard.interface.parseTransaction({ data: args.data });
    if (call?.name !== "publishModel") continue;
    const [ofFamily, ofVersion, model, , documentHash] = call.args as unknown as [
      string,
      bigint,
      string,
      bigint,
      string,
    ];
    if (ofFamily !== familyId(family) || ofVersion !== BigInt(version)) continue;
    const readyAt = Number(await AccessManager.getSchedule(args.operationId));
    if (readyAt !== 0) return { data: args.data, model, documentHash, readyAt };
  }
  return undefined;
}

/**
 * How long who governs must wait between scheduling and execution, in seconds.
 * @throws Error when nobody holds the role
 */
export async function governanceDelay({ AccessManager }: LedgerContracts, fromBlock: number): Promise<number> {
  const granted = await AccessManager.queryFilter(AccessManager.filters.RoleGranted(ROLES.governed), fromBlock);
  const held = await Promise.all(granted.map(({ args }) => AccessManager.hasRole(ROLES.governed, args.account)));
  const delays = held.filter(({ isMember }) => isMember).map(({ executionDelay }) => Number(executionDelay));
  if (delays.length === 0) throw new Error("nobody governs this ledger: see hardhat check-deployment");
  return Math.max(...delays);
}
