import { findDataFiles } from "../agency/invoices/folder.ts";
import { seed, type SeedSummary } from "../seed/seed.ts";
import { startLocalStack, STACK_STEPS } from "../stack/local-stack.ts";
import { choosePorts } from "../stack/ports.ts";
import { Progress } from "../stack/progress.ts";
import { LEDGER_STEPS, type LedgerStack } from "../stack/steps.ts";
import type { StopRequest } from "../stack/stop-request.ts";
import { untilIndexed } from "../stack/until-indexed.ts";
import type { StartOptions } from "./start-options.ts";
import { printSummary } from "./start-summary.ts";

const SEEDING_STEPS = 2;

/** The invoices at hand end in February 2020; a fact's validity is judged by the chain's clock. */
const CLOCK_AFTER_LAST_INVOICE = new Date("2020-03-01T00:00:00Z");

/**
 * Starts everything, seeds it, says where it is, and stays until it is asked to stop.
 * @throws Error when a part could not start or ended by itself; the stop request's reason when it came before all was up.
 */
export async function runPlatform(options: StartOptions, stop: StopRequest): Promise<void> {
  const startedAt = performance.now();
  // Only seeding needs the files; who named the wrong folder need not wait for that.
  if (options.data !== undefined) await findDataFiles(options.data);
  const progress = new Progress(STACK_STEPS + (options.companies === 0 ? 0 : SEEDING_STEPS));
  const stack = await startLocalStack({
    ports: await choosePorts(options.ports, (line) => progress.note(line)),
    progress,
    steps: LEDGER_STEPS,
    signal: stop.signal,
    killSignal: stop.killSignal,
    ...(options.data !== undefined && { clockStart: CLOCK_AFTER_LAST_INVOICE }),
    ...(options.keep !== undefined && { keep: options.keep }),
  });
  try {
    const broken = stack.broken.then((service) => Promise.reject(new Error(service.obituary())));
    const seeded = await Promise.race([seedAll(stack, options, progress), abortOf(stop.signal), broken]);
    await printSummary({ stack, seeded, progress, seconds: (performance.now() - startedAt) / 1000 });
    await Promise.race([stop.asked(), broken]);
  } finally {
    progress.note("\nStopping …");
    await stack.stop();
  }
}

async function seedAll(
  stack: LedgerStack,
  options: StartOptions,
  progress: Progress,
): Promise<SeedSummary | undefined> {
  if (options.companies === 0) return undefined;
  const { record, chainUrl } = stack;
  const summary = await progress.step("seeding", (onProgress) => seed({ ...options, record, chainUrl, onProgress }));
  await progress.step("indexing", (onBlock) => untilIndexed(stack, onBlock));
  return summary;
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(signal.reason as Error);
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
}
