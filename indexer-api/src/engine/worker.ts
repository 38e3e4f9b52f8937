import { Kernel } from "./kernel.ts";
import type { KernelCode } from "./kernel.ts";
import { Rows } from "./rows.ts";
import type { ScanView } from "./runner.ts";
import type { ScanSlice } from "./scan.ts";

/** A slice of a task as it is sent to a worker thread. */
export interface SliceMessage {
  readonly view: Omit<ScanView, "kernel">;
  readonly code: KernelCode | undefined;
  readonly from: number;
  readonly to: number;
  readonly module: string;
  /** Under which the module exports the function. */
  readonly name: string;
  readonly argument: unknown;
}

/** What a slice came to, or what its function threw: other errors are those of the thread itself. */
export type SliceOutcome = { readonly value: unknown } | { readonly thrown: unknown };

interface KeptKernel {
  readonly key: string;
  readonly kernel: Kernel;
}

/** The last two, the last one first. */
let kernels: readonly KeptKernel[] = [];

export default async function runSlice({
  view,
  code,
  module,
  name,
  argument,
  ...rows
}: SliceMessage): Promise<SliceOutcome> {
  try {
    const exported = (await import(module)) as Record<string, (slice: ScanSlice, argument: unknown) => unknown>;
    const run = exported[name];
    if (run === undefined) throw new RangeError(`task ${name}: the module does not export it`);
    const { width, capacity, bytes } = view.rows;
    const slice = { ...view, ...rows, rows: new Rows(width, capacity, bytes), kernel: kernelOf(code, view) };
    return { value: run(slice, argument) };
  } catch (thrown) {
    return { thrown };
  }
}

/** A kernel serves while columns are the same. */
function kernelOf(code: KernelCode | undefined, { compiled, columns }: SliceMessage["view"]): Kernel | undefined {
  if (code === undefined) return undefined;
  const { key } = code;
  const one = kernels.find((kept) => kept.key === key) ?? { key, kernel: new Kernel(code, compiled, columns) };
  if (kernels[0] !== one) kernels = [one, ...kernels.filter((kept) => kept !== one)].slice(0, 2);
  return one.kernel;
}
