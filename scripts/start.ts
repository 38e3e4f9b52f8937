/** `npm start`: the whole platform on this machine, seeded, until Ctrl-C. */
import { readStartOptions, START_HELP } from "./cli/start-options.ts";
import { UsageError } from "./cli/usage-error.ts";
import { StopRequest } from "./stack/stop-request.ts";

const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

const stop = new StopRequest();
try {
  const options = readStartOptions(process.argv.slice(2));
  if (options === undefined) {
    console.log(START_HELP);
  } else {
    // Only now: reading the command line must not wait for half of the packages to load.
    const { runPlatform } = await import("./cli/run-platform.ts");
    await runPlatform(options, stop);
  }
  process.exit(EXIT.ok);
} catch (error) {
  process.exit(exitCodeOf(error));
}

function exitCodeOf(error: unknown): number {
  if (stop.signal.aborted && stop.exitCode !== undefined) {
    console.log("\nStopped before everything was up.");
    return stop.exitCode;
  }
  if (error instanceof UsageError) {
    console.error(error.message);
    return EXIT.usage;
  }
  console.error(error instanceof Error ? `\n${error.message}` : error);
  if (process.env["DEBUG"] !== undefined) console.error(error);
  return EXIT.failed;
}
