import type { ColumnArray } from "./columns.ts";
import type { Compiled } from "./compile.ts";
import type { FeatureSpec } from "./features.ts";
import type { Kernel } from "./kernel.ts";
import type { Rows } from "./rows.ts";

/** Companies of consecutive rows, with what the engine knows of them. Nothing of it may be changed. */
export interface ScanSlice {
  /** First row. */
  readonly from: number;
  /** Behind the last row. */
  readonly to: number;
  readonly features: readonly FeatureSpec[];
  /** Unix seconds. */
  readonly asOf: bigint;
  /** Raw values by feature; `valueAt` reads an entry. */
  readonly columns: readonly ColumnArray[];
  /** By feature: exact numbers of the rows that stand at ±`WIDE`. */
  readonly wide: readonly ReadonlyMap<number, bigint>[];
  readonly compiled: Compiled;
  /** Ids by column of `compiled`. */
  readonly rows: Rows;
  /** What goes through many companies fast; without it all is the same, but slower. */
  readonly kernel?: Kernel | undefined;
}

/**
 * A function to be run over slices of all companies, in any thread: exported by a module under its own name, its
 * argument and what it returns structured-cloneable. A slice may be run again after a thread died.
 */
export interface ScanTask<T, A = unknown> {
  readonly run: (slice: ScanSlice, argument: A) => T;
  /** `import.meta.url` of the module that exports `run`. */
  readonly module: string;
  readonly argument: A;
}

/** @param module `import.meta.url` of the module that exports `run` under its own name */
export function scanTask<T, A>(module: string, run: (slice: ScanSlice, argument: A) => T, argument: A): ScanTask<T> {
  return { run: run as ScanTask<T>["run"], module, argument };
}
