import type { ScanSlice, ScanTask } from "./scan.ts";

/** Companies of all rows, and what the engine knows of them. */
export type ScanView = Omit<ScanSlice, "from" | "to">;

/** Runs a task over all rows, in slices that begin at multiples of `BLOCK`. */
export interface Runner {
  /** @returns what the slices came to, in the order of their rows */
  run<T>(view: ScanView, companies: number, task: ScanTask<T>): Promise<T[]>;
  close(): Promise<void>;
}

/** In the thread that asks, all rows at once. */
export const HERE: Runner = {
  run: (view, companies, { run, argument }) => Promise.resolve([run({ ...view, from: 0, to: companies }, argument)]),
  close: () => Promise.resolve(),
};
