import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import { kernelCode, kernelKey } from "./kernel.ts";
import type { KernelCode } from "./kernel.ts";
import { BLOCK } from "./rows.ts";
import type { ScanSlice, ScanTask } from "./scan.ts";
import type { SliceMessage, SliceOutcome } from "./worker.ts";

/** Companies of all rows, and what the engine knows of them. */
export type ScanView = Omit<ScanSlice, "from" | "to">;

/** So few companies are done before a thread would have been asked. */
const FEW_COMPANIES = 16 * BLOCK;
/** Slices for each thread: a few, so that none waits long for another; each costs a copy of what the engine knows. */
const SLICES_PER_THREAD = 2;
/** How often a slice is tried whose thread dies. */
const TRIES = 3;

/** Runs tasks over many rows, in slices that begin at multiples of `BLOCK`: in worker threads, or here where they are few. */
export class Runner {
  readonly #threads: number;
  #pool: Piscina<SliceMessage, SliceOutcome> | undefined;
  /** Of the last two columns: one that answers, another that is filled meanwhile. */
  #codes: readonly KernelCode[] = [];

  constructor(threads = availableParallelism()) {
    this.#threads = threads;
  }

  /**
   * @param from first row, a multiple of `BLOCK` @param to behind the last one
   * @returns what the slices came to, in the order of their rows
   * @throws what the task throws; Error when threads die again and again over one slice
   */
  async run<T>(view: ScanView, from: number, to: number, task: ScanTask<T>): Promise<T[]> {
    if (to - from <= FEW_COMPANIES) return [task.run({ ...view, from, to }, task.argument)];
    const code = await this.kernelOf(view);
    const { module, argument } = task;
    const message = { view, code, module, name: task.run.name, argument };
    const slices = slicesOf(from, to, this.#threads);
    // A job has ended when no thread is at it any more, however it ends.
    const outcomes = await Promise.allSettled(slices.map((slice) => this.#try({ ...message, ...slice }, TRIES)));
    return outcomes.map((outcome) => {
      if (outcome.status === "rejected") throw outcome.reason;
      return outcome.value as T;
    });
  }

  async close(): Promise<void> {
    await this.#pool?.destroy();
    this.#pool = undefined;
  }

  async #try(message: SliceMessage, tries: number): Promise<unknown> {
    const outcome = await this.#started()
      .run(message)
      .catch((cause: unknown) => {
        if (tries > 1) return this.#try(message, tries - 1).then((value) => ({ value }));
        throw new Error(`task ${message.name}: ${TRIES} threads died over rows ${message.from} to ${message.to - 1}`, {
          cause,
        });
      });
    if ("thrown" in outcome) throw outcome.thrown;
    return outcome.value;
  }

  #started(): Piscina<SliceMessage, SliceOutcome> {
    this.#pool ??= new Piscina({
      filename: new URL("./worker.ts", import.meta.url).href,
      minThreads: this.#threads,
      maxThreads: this.#threads,
    });
    return this.#pool;
  }

  /** What goes through many companies fast; undefined where there is nothing to match by. */
  async kernelOf({ compiled, columns }: Pick<ScanView, "compiled" | "columns">): Promise<KernelCode | undefined> {
    const key = kernelKey(compiled, columns);
    if (key === undefined) return undefined;
    const known = this.#codes.find((code) => code.key === key);
    const code = known ?? (await kernelCode(key, compiled, columns));
    if (this.#codes[0] !== code) this.#codes = [code, ...this.#codes.filter((one) => one !== code)].slice(0, 2);
    return code;
  }
}

function slicesOf(from: number, to: number, threads: number): { from: number; to: number }[] {
  const blocks = Math.ceil((to - from) / BLOCK);
  const size = BLOCK * Math.max(4, Math.ceil(blocks / (threads * SLICES_PER_THREAD)));
  return Array.from({ length: Math.ceil((to - from) / size) }, (_, place) => {
    return { from: from + place * size, to: Math.min(to, from + (place + 1) * size) };
  });
}
