import type { BenchData } from "./data.ts";
import { requireSameBits, requireSameDigest } from "./digest.ts";
import type { DuckDbRole } from "./duckdb-role.ts";
import type { EngineRole } from "./engine-role.ts";
import { RoleProcess } from "./role.ts";
import { type RuleEngine, type RulesRole } from "./rules-role.ts";
import { median, type Timing } from "./timing.ts";
import { wordsFor } from "../../../indexer-api/src/engine/compile.ts";

/** Medians, in seconds of the clock, or the ratio to ours; null where there is nothing to measure. */
export interface BulkFigures {
  readonly openSeconds: number;
  readonly rowsSeconds: number;
  readonly rawSeconds: number;
  /** The least processor time of a round. */
  readonly rowsCpuSeconds: number;
  readonly rawCpuSeconds: number;
  readonly duckdbSeconds: number | null;
  readonly duckdbCpuSeconds: number | null;
  readonly duckdbRounds: number;
  readonly duckdbRatioRows: number | null;
  readonly duckdbRatioRaw: number | null;
  /** Extrapolated from a sample to all companies, per pair; the ratio to ours from raw columns. */
  readonly zenSeconds: number | null;
  readonly zenSample: number;
  readonly zenRatio: number | null;
  readonly jsonRulesSeconds: number | null;
  readonly jsonRulesSample: number;
  readonly jsonRulesRatio: number | null;
  readonly naiveSeconds: number | null;
  readonly naiveSample: number;
  readonly naiveRatio: number | null;
}

/** Companies that are compared bit by bit with DuckDB; all of them are by sums. */
const COMPARED = 50_000;
/** DuckDB takes seconds for a million companies: with more it has fewer turns. */
const DUCKDB_COMPANIES = 3_000_000;
/** Pairs that a slow engine judges in each turn, some seconds' work. */
const SAMPLED_PAIRS: Record<RuleEngine, number> = { naive: 3_200_000, zen: 320_000, jsonRules: 16_000 };
const ENGINES = Object.keys(SAMPLED_PAIRS) as RuleEngine[];

interface Sampled {
  readonly process: RoleProcess<RulesRole>;
  readonly companies: number;
  readonly timings: Timing[];
}

/** Runs all engines in turns. @throws Error when one of them fails or comes to another result */
export async function measureBulk(
  data: BenchData,
  rounds: number,
  ours: RoleProcess<EngineRole>,
  say: (text: string) => void,
): Promise<BulkFigures> {
  const duckdb = new RoleProcess<DuckDbRole>("DuckDB", new URL("./duckdb-role.ts", import.meta.url));
  const sampled = new Map(ENGINES.map((name) => [name, sampleOf(name, data)]));
  try {
    say(`drawing ${data.companies} companies and ${data.products} products, loading them into each engine`);
    const open = await ours.call("open", data, 1);
    await duckdb.call("load", data);
    for (const [name, { process, companies }] of sampled) await process.call("load", name, { ...data, companies });
    const duckdbRounds = Math.max(1, Math.min(rounds, Math.floor(DUCKDB_COMPANIES / Math.max(1, data.companies))));
    const timings = { rows: [] as Timing[], raw: [] as Timing[], duckdb: [] as Timing[] };
    for (let round = 0; round < rounds; round++) {
      say(`round ${round + 1} of ${rounds}`);
      timings.rows.push(await ours.call("rows"));
      if (round < duckdbRounds) timings.duckdb.push(await duckdb.call("match"));
      timings.raw.push(await ours.call("raw"));
      for (const one of sampled.values()) one.timings.push(await one.process.call("match"));
    }
    say("comparing the results");
    await compare(data, ours, duckdb, sampled);
    return figuresOf(data, open, timings, sampled);
  } finally {
    await Promise.all([duckdb.stop(), ...[...sampled.values()].map(({ process }) => process.stop())]);
  }
}

function sampleOf(name: RuleEngine, { companies, products }: BenchData): Sampled {
  const wanted = Math.ceil(SAMPLED_PAIRS[name] / Math.max(1, products));
  const process = new RoleProcess<RulesRole>(name, new URL("./rules-role.ts", import.meta.url));
  return { process, companies: Math.min(companies, wanted), timings: [] };
}

async function compare(
  { companies, products }: BenchData,
  ours: RoleProcess<EngineRole>,
  duckdb: RoleProcess<DuckDbRole>,
  sampled: ReadonlyMap<string, Sampled>,
): Promise<void> {
  const words = wordsFor(products);
  requireSameDigest("DuckDB", await ours.call("digest"), await duckdb.call("digest"));
  const compared = Math.min(companies, COMPARED);
  const first = await ours.call("first", compared);
  requireSameBits("DuckDB", first, await duckdb.call("first", compared), words);
  for (const [name, { process, companies: count }] of sampled) {
    requireSameBits(name, first.subarray(0, count * words), await process.call("bits"), words);
  }
}

function figuresOf(
  { companies, products }: BenchData,
  open: Timing,
  { rows, raw, duckdb }: Record<"rows" | "raw" | "duckdb", readonly Timing[]>,
  sampled: ReadonlyMap<RuleEngine, Sampled>,
): BulkFigures {
  const [rowsSeconds, rawSeconds, duckdbSeconds] = [secondsOf(rows), secondsOf(raw), secondsOf(duckdb)];
  const some = companies > 0 && products > 0;
  const whole = (name: RuleEngine) => {
    const { timings, companies: count } = sampled.get(name) as Sampled;
    return some ? (secondsOf(timings) * companies) / count : null;
  };
  const ratio = (seconds: number | null, to: number) => (some && seconds !== null ? seconds / to : null);
  const [zen, jsonRules, naive] = [whole("zen"), whole("jsonRules"), whole("naive")];
  const sample = (name: RuleEngine) => sampled.get(name)?.companies ?? 0;
  return {
    ...{ openSeconds: open.seconds, rowsSeconds, rawSeconds, rowsCpuSeconds: cpuOf(rows), rawCpuSeconds: cpuOf(raw) },
    ...{ duckdbSeconds, duckdbCpuSeconds: cpuOf(duckdb), duckdbRounds: duckdb.length },
    ...{ duckdbRatioRows: ratio(duckdbSeconds, rowsSeconds), duckdbRatioRaw: ratio(duckdbSeconds, rawSeconds) },
    ...{ zenSeconds: zen, zenSample: sample("zen"), zenRatio: ratio(zen, rawSeconds) },
    ...{
      jsonRulesSeconds: jsonRules,
      jsonRulesSample: sample("jsonRules"),
      jsonRulesRatio: ratio(jsonRules, rawSeconds),
    },
    ...{ naiveSeconds: naive, naiveSample: sample("naive"), naiveRatio: ratio(naive, rawSeconds) },
  };
}

function secondsOf(timings: readonly Timing[]): number {
  return median(timings.map(({ seconds }) => seconds));
}

function cpuOf(timings: readonly Timing[]): number {
  return Math.min(...timings.map(({ cpuSeconds }) => cpuSeconds));
}
