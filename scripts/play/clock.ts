import type { Rpc } from "../chain/provider.ts";

/** The clock of a development chain, which can be put forward. */
export class Clock {
  readonly #rpc: Rpc;

  constructor(rpc: Rpc) {
    this.#rpc = rpc;
  }

  /** Unix seconds of the newest block. */
  async now(): Promise<number> {
    const block = await this.#rpc.getBlock("latest");
    if (block === null) throw new Error("the chain has no block");
    return block.timestamp;
  }

  /** Puts the clock forward to a time, with an empty block then; does nothing when that time is over. */
  async moveTo(unixSeconds: number): Promise<void> {
    if (unixSeconds <= (await this.now())) return;
    await this.#rpc.send("evm_setNextBlockTimestamp", [unixSeconds]);
    await this.#rpc.send("evm_mine", []);
  }
}

export const DAY_SECONDS = 86_400;
const BEIJING_SECONDS = 8 * 3_600;
const OFFICE_OPENS_SECONDS = 10 * 3_600;

/** Ten o'clock in Beijing, in unix seconds, of a day as the contracts count them. */
export function morningOf(beijingDay: number): number {
  return beijingDay * DAY_SECONDS - BEIJING_SECONDS + OFFICE_OPENS_SECONDS;
}

/** The Beijing day on which a time falls, as the contracts count them: whole days since 1970-01-01. */
export function beijingDayOf(unixSeconds: number): number {
  return Math.floor((unixSeconds + BEIJING_SECONDS) / DAY_SECONDS);
}

/** A time as its date in Beijing, YYYY-MM-DD. */
export function beijingDate(unixSeconds: number): string {
  return new Date((unixSeconds + BEIJING_SECONDS) * 1000).toISOString().slice(0, 10);
}
