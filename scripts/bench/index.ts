/** `npm run bench:index`: how fast the real graph-node indexes attestations, and how soon the API shows a new one. */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";

import Table from "cli-table3";

import { UsageError } from "../cli/usage-error.ts";
import { StopRequest } from "../stack/stop-request.ts";
import { startBenchStack } from "./index/bench-stack.ts";
import { BenchWorkspace } from "./index/bench-workspace.ts";
import { type Freshness, measureFreshness } from "./index/freshness.ts";
import { BATCH_SIZE, openLoad, VALUES_EACH } from "./index/load.ts";
import { measureThroughput, type Throughput } from "./index/throughput.ts";

const HELP = `Usage: npm run bench:index -- [options]

Starts chain, PostgreSQL, graph-node and API on free ports, mines attestations, and measures. Nothing else should run on
the machine meanwhile: the load average is shown beside the figures.

  --attestations N  attestations to catch up with, in batches of ${BATCH_SIZE} with ${VALUES_EACH} values each (25000)
  --probes N        single attestations that are timed until the API serves them (100)
  --json            print JSON instead of a table
  --help            show this text
`;

const GOALS = { attestationsPerSecond: 1_000, freshnessP95Ms: 2_000 };
const EXIT = { failed: 1, usage: 2 } as const;

type Result = Throughput & Freshness & { cores: number; loadAverage: number };

const stop = new StopRequest();
try {
  await main();
} catch (error) {
  if (error instanceof UsageError) console.error(error.message);
  else if (!stop.signal.aborted) console.error(error);
  process.exitCode = stop.exitCode ?? (error instanceof UsageError ? EXIT.usage : EXIT.failed);
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
    return;
  }
  const workspace = new BenchWorkspace({ signal: stop.signal, killSignal: stop.killSignal });
  try {
    const result = await measure(workspace, options.attestations, options.probes);
    console.log(options.json ? JSON.stringify(result) : tableOf(result));
  } finally {
    await workspace.close();
  }
}

function readOptions() {
  const { values } = parse();
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    attestations: positive("--attestations", values.attestations ?? "25000"),
    probes: positive("--probes", values.probes ?? "100"),
  };
}

function parse() {
  try {
    return parseArgs({
      options: {
        attestations: { type: "string" },
        probes: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; see npm run bench:index -- --help`);
  }
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(`${option}: "${text}" must be a whole number above 0`);
}

async function measure(workspace: BenchWorkspace, attestations: number, probes: number): Promise<Result> {
  say("starting chain, PostgreSQL and graph-node, deploying");
  const stack = await startBenchStack(workspace);
  const load = await openLoad(stack.chainUrl, stack.record);
  try {
    say(`mining ${attestations} attestations while graph-node stands still, then letting it catch up`);
    const throughput = await measureThroughput(stack, load, attestations);
    say(`caught up in ${throughput.seconds.toFixed(1)} s; starting the API and timing single attestations`);
    const freshness = await measureFreshness(await stack.startApi(), load, probes);
    return { ...throughput, ...freshness, cores: cpus().length, loadAverage: loadavg()[0] ?? Number.NaN };
  } finally {
    load.close();
  }
}

/** Progress goes to the error stream, so that `--json` leaves nothing but JSON on the other. */
function say(text: string): void {
  console.error(`${text} …`);
}

function tableOf(result: Result): string {
  const table = new Table({
    head: ["figure", "measured", "goal"],
    colAligns: ["left", "right", "right"],
    style: { head: [], border: [] },
  });
  table.push(
    ["attestationsPerSecond", result.attestationsPerSecond, `≥ ${GOALS.attestationsPerSecond}`],
    ["  attestations", result.attestations, ""],
    ["  seconds", result.seconds.toFixed(2), ""],
    ["freshnessP95Ms", result.freshnessP95Ms, `≤ ${GOALS.freshnessP95Ms}`],
    ["  freshnessP50Ms", result.freshnessP50Ms, ""],
    ["  freshnessMaxMs", result.freshnessMaxMs, ""],
    ["  probes", result.probes, ""],
    [`load average on ${result.cores} cores`, result.loadAverage.toFixed(1), ""],
  );
  return table.toString();
}
