/** `npm run bench:score`: the scores of all companies from columns, DuckDB beside it in the same run. */
import { cpus, loadavg } from "node:os";
import { cpuUsage, memoryUsage } from "node:process";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";

import Table from "cli-table3";

import { compileScorecard, loadCatalogue } from "../../catalogue/index.ts";
import { type BulkScores, bulkScorer, roomFor } from "../../catalogue/scorecard/bulk.ts";
import { UsageError } from "../cli/usage-error.ts";
import { benchCard, CHARACTERISTICS } from "./score/card.ts";
import { benchColumns } from "./score/columns.ts";
import { type Digest, digestOf } from "./score/digest.ts";
import { DuckDbPeer } from "./score/duckdb.ts";
import { measureSingle, type SingleFigures } from "./score/single.ts";

const HELP = `Usage: npm run bench:score -- [options]

Scores companies by ${CHARACTERISTICS} characteristics from seeded columns of bin inputs (32 bits), in TypeScript on one thread and in
DuckDB on two, in turns, and compares the results; then one company at a time. Nothing else should run on the machine
meanwhile: the load average is shown beside the figures. Takes about 300 bytes of memory for each company.

  --companies N  how many (1000000); the platform of the model has 11000000
  --rounds N     how often each side scores them all; the median counts (5)
  --seed N       of the columns (1)
  --json         print JSON instead of a table
  --help         show this text
`;

const MOST = { companies: 50_000_000, rounds: 100, seed: 2 ** 31 - 1 } as const;
const GOALS = { rawSecondsOf11M: 1.5, singleUs: 5 };
const ALL_COMPANIES = 11_000_000;
/** Every so many companies' scores are compared one by one. */
const SAMPLED = 10_000;
const EXIT = { failed: 1, usage: 2 } as const;

interface Result extends SingleFigures {
  readonly companies: number;
  /** From raw columns to total, grade and known weight; median, and the least processor time of a round. */
  readonly rawSeconds: number;
  readonly rawCpuSeconds: number;
  /** From the same columns to total and grade; median, and the least processor time of both threads together. */
  readonly duckdbSeconds: number;
  readonly duckdbCpuSeconds: number;
  readonly duckdbRatio: number;
  readonly memoryBytes: number;
  readonly cores: number;
  readonly loadAverage: number;
}

interface Timing {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
    return;
  }
  const result = await measure(options);
  console.log(options.json ? JSON.stringify(result) : tableOf(result));
}

function readOptions() {
  const { values } = parse();
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    companies: whole("companies", values.companies ?? "1000000"),
    rounds: whole("rounds", values.rounds ?? "5"),
    seed: whole("seed", values.seed ?? "1"),
  };
}

function parse() {
  try {
    return parseArgs({
      options: {
        companies: { type: "string" },
        rounds: { type: "string" },
        seed: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; see npm run bench:score -- --help`);
  }
}

function whole(option: keyof typeof MOST, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value > 0 && value <= MOST[option]) return value;
  throw new UsageError(`--${option}: "${text}" must be a whole number from 1 to ${MOST[option]}`);
}

async function measure({ companies, rounds, seed }: Record<keyof typeof MOST, number>): Promise<Result> {
  const catalogue = loadCatalogue();
  const compiled = compileScorecard(catalogue, benchCard(catalogue));
  const score = bulkScorer(compiled);
  say(`drawing ${companies} companies`);
  const columns = benchColumns(compiled, companies, seed);
  say("loading the same into DuckDB");
  const duckdb = await DuckDbPeer.load(compiled, columns);
  const scores = roomFor(companies);
  const timings: { ours: Timing; theirs: Timing }[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}`);
    const ours = await timed(() => score(columns, scores));
    timings.push({ ours, theirs: await timed(() => duckdb.score()) });
  }
  say("comparing the scores");
  await requireEqual(duckdb, scores, compiled.card.grades.length);
  const memoryBytes = memoryUsage.rss();
  duckdb.close();
  say("scoring one company at a time");
  const [ours, theirs] = [timings.map((round) => round.ours), timings.map((round) => round.theirs)];
  const [rawSeconds, duckdbSeconds] = [medianOf(ours), medianOf(theirs)];
  return {
    ...{ companies, rawSeconds, rawCpuSeconds: leastCpu(ours), duckdbSeconds, duckdbCpuSeconds: leastCpu(theirs) },
    ...{ duckdbRatio: duckdbSeconds / rawSeconds, ...measureSingle(compiled, columns, scores), memoryBytes },
    ...{ cores: cpus().length, loadAverage: loadavg()[0] ?? Number.NaN },
  };
}

async function timed(run: () => unknown): Promise<Timing> {
  const [startedAt, usedBefore] = [performance.now(), cpuUsage()];
  await run();
  const used = cpuUsage(usedBefore);
  return { seconds: (performance.now() - startedAt) / 1_000, cpuSeconds: (used.user + used.system) / 1_000_000 };
}

function medianOf(timings: readonly Timing[]): number {
  const sorted = timings.map(({ seconds }) => seconds).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

function leastCpu(timings: readonly Timing[]): number {
  return Math.min(...timings.map(({ cpuSeconds }) => cpuSeconds));
}

/** @throws Error unless both sides came to the same: all by sums, some company by company */
async function requireEqual(duckdb: DuckDbPeer, scores: BulkScores, grades: number): Promise<void> {
  const [ours, theirs]: Digest[] = [digestOf(scores, grades), await duckdb.digest(grades)];
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
    throw new Error(`the scores differ: ${JSON.stringify(ours)} here, ${JSON.stringify(theirs)} in DuckDB`);
  }
  for (const [company, total, grade] of await duckdb.sample(Math.ceil(scores.totals.length / SAMPLED))) {
    const [here, gradeHere] = [scores.totals[company as number], scores.grades[company as number]];
    if (here !== total || gradeHere !== grade) {
      throw new Error(`company ${company}: ${here} points, grade ${gradeHere} here; ${total}, ${grade} in DuckDB`);
    }
  }
}

/** Progress goes to the error stream, so that `--json` leaves nothing but JSON on the other. */
function say(text: string): void {
  console.error(`${text} …`);
}

function tableOf(result: Result): string {
  const goal = (GOALS.rawSecondsOf11M * result.companies) / ALL_COMPANIES;
  const table = new Table({
    head: ["figure", "measured", "goal"],
    colAligns: ["left", "right", "right"],
    style: { head: [], border: [] },
  });
  table.push(
    [
      `rawSeconds, ${result.companies.toLocaleString("en")} companies`,
      result.rawSeconds.toFixed(3),
      `≤ ${goal.toFixed(3)}`,
    ],
    ["  processor time, best round", result.rawCpuSeconds.toFixed(3), ""],
    ["duckdbSeconds, two threads", result.duckdbSeconds.toFixed(3), ""],
    ["  processor time, best round", result.duckdbCpuSeconds.toFixed(3), ""],
    ["duckdbRatio", result.duckdbRatio.toFixed(1), ""],
    ["singleUs", result.singleUs.toFixed(2), `≤ ${GOALS.singleUs}`],
    ["singleFromFactsUs", result.singleFromFactsUs.toFixed(1), ""],
    ["memory, MiB", Math.round(result.memoryBytes / 2 ** 20), ""],
    [`load average on ${result.cores} cores`, result.loadAverage.toFixed(1), ""],
  );
  return table.toString();
}
