import { performance } from "node:perf_hooks";
import { cpuUsage } from "node:process";

export interface Timing {
  readonly seconds: number;
  /** Processor time of all threads together. */
  readonly cpuSeconds: number;
}

export async function timed(run: () => unknown): Promise<Timing> {
  const [startedAt, usedBefore] = [performance.now(), cpuUsage()];
  await run();
  const used = cpuUsage(usedBefore);
  return { seconds: (performance.now() - startedAt) / 1_000, cpuSeconds: (used.user + used.system) / 1_000_000 };
}

/** NaN of none; the upper one of two in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
