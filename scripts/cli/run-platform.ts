import { findDataFiles } from "../agency/invoices/folder.ts";
import type { LedgerTarget } from "../seed/development-ledger.ts";
import { startLocalStack, STACK_STEPS } from "../stack/local-stack.ts";
import { choosePorts } from "../stack/ports.ts";
import { Progress } from "../stack/progress.ts";
import { LEDGER_STEPS } from "../stack/steps.ts";
import type { StopRequest } from "../stack/stop-request.ts";
import { untilIndexed } from "../stack/until-indexed.ts";
import { clockStart, type Filled, fillLedger, fillSteps } from "./fill-ledger.ts";
import type { StartOptions } from "./start-options.ts";
import { printSummary } from "./start-summary.ts";

const INDEXING_STEP = 1;

/**
 * Starts everything, fills the ledger, says where it is, and stays until it is asked to stop.
 * @throws Error when a part could not start or ended by itself; the stop request's reason when it came before all was up.
 */
export async function runPlatform(options: StartOptions, stop: StopRequest): Promise<void> {
  const startedAt = performance.now();
  // Only seeding needs the files; who named the wrong folder need not wait for that.
  if (options.data !== undefined) await findDataFiles(options.data);
  const empty = options.companies === 0;
  const progress = new Progress(STACK_STEPS + (empty ? 0 : fillSteps(options) + INDEXING_STEP));
  const start = clockStart(options);
  const result: { filled?: Filled } = {};
  const fill = async (target: LedgerTarget) => void (result.filled = await fillLedger(target, options, progress));
  const stack = await startLocalStack({
    ports: await choosePorts(options.ports, (line) => progress.note(line)),
    progress,
    steps: empty ? LEDGER_STEPS : { ...LEDGER_STEPS, fill },
    signal: stop.signal,
    killSignal: stop.killSignal,
    ...(start !== undefined && { clockStart: start }),
    ...(options.keep !== undefined && { keep: options.keep }),
  });
  try {
    const broken = stack.broken.then((service) => Promise.reject(new Error(service.obituary())));
    if (!empty) {
      const indexed = progress.step("indexing", (onBlock) => untilIndexed(stack, onBlock));
      await Promise.race([indexed, abortOf(stop.signal), broken]);
    }
    await printSummary({ ...result, stack, progress, seconds: (performance.now() - startedAt) / 1000 });
    await Promise.race([stop.asked(), broken]);
  } finally {
    progress.note("\nStopping …");
    await stack.stop();
  }
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(signal.reason as Error);
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
}
