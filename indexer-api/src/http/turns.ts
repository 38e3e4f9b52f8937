import { setImmediate as othersTurn } from "node:timers/promises";

/** How long one request may keep the others waiting. */
const TURN_MS = 3;

/** Shares the thread: long work asks `over` between its steps, and lets everybody else have a turn when it is. */
export class Turns {
  #endsAtMs = performance.now() + TURN_MS;

  get over(): boolean {
    return performance.now() >= this.#endsAtMs;
  }

  async letOthers(): Promise<void> {
    await othersTurn();
    this.#endsAtMs = performance.now() + TURN_MS;
  }
}
