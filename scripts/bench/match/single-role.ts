/** A process that asks about one company after the other. */
import { compileScorecard, loadCatalogue } from "../../../catalogue/index.ts";
import { SPECIAL } from "../../../catalogue/scorecard/bulk-column.ts";
import { quickScorer } from "../../../catalogue/scorecard/bulk-one.ts";
import { MatchEngine } from "../../../indexer-api/src/engine/engine.ts";
import { roomForBits } from "../../../indexer-api/src/engine/match-one.ts";
import { defaultBpsByTotal } from "../../../indexer-api/src/engine/rank/default-probability.ts";
import { prepareRanking } from "../../../indexer-api/src/engine/rank/prepare.ts";
import { rankFor } from "../../../indexer-api/src/engine/rank/rank.ts";
import type { LoanRequest } from "../../../indexer-api/src/engine/request.ts";
import type { CompanyValues } from "../../../indexer-api/src/engine/values.ts";
import { benchCard } from "../score/card.ts";
import { benchColumns } from "../score/columns.ts";
import { AS_OF } from "./companies.ts";
import { type BenchData, drawData } from "./data.ts";
import { naiveMatcher } from "./naive.ts";
import { plainCompany } from "./plain.ts";
import { partsFrom } from "./random.ts";
import { serveRole } from "./role.ts";
import { median, timed, type Timing } from "./timing.ts";

/** Companies asked about in turn, so that no answer is the last one's. */
const COMPANIES = 100_000;
const REQUESTS = 1_000;
const ROUNDS = 5;
const CHECKED = 200;
const BEST = 5;
const ABSENCES = ["withheld", "unknown", "undefined"] as const;
const FEN_PER_CNY = 100;
const [LEAST_CNY, POWERS_OF_TEN] = [20_000, 3];
const TENORS = [3, 6, 12, 24, 36];

/** Microseconds of one company, the mean of a loop over different ones, the median of five rounds. */
export interface SingleFigures {
  /** From its features as numbers to the bits of its products. */
  readonly singleMatchUs: number;
  readonly singleMatchCpuUs: number;
  /** The same, its score by 25 characteristics, what fits amount and tenor, and the five best of them. */
  readonly singleFullUs: number;
  readonly singleFullCpuUs: number;
}

const handlers = {
  async measure({ products: count, seed }: BenchData): Promise<SingleFigures> {
    const catalogue = loadCatalogue();
    const { features, columns, products } = drawData({ companies: COMPANIES, products: count, seed });
    const engine = await MatchEngine.open({ features, products, asOf: AS_OF });
    const values = Array.from({ length: COMPANIES }, (_, row) => columns.get(row));
    check(engine, values);
    const bits = roomForBits(engine.compiled.words);
    const match = await perCompany((row) => engine.match(values[row] as CompanyValues, bits).eligible[0] as number);

    const card = compileScorecard(catalogue, benchCard(catalogue));
    const inputs = rowsOf(benchColumns(card, COMPANIES, seed));
    const [score, defaultBps] = [quickScorer(card), defaultBpsByTotal(card.card.scale)];
    const ranking = prepareRanking(products, catalogue);
    const [requests, fitting] = [drawRequests(seed), new Uint32Array(engine.compiled.words)];
    const full = await perCompany((row) => {
      const { eligible } = engine.match(values[row] as CompanyValues, bits);
      const request = requests[row % REQUESTS] as LoanRequest;
      const fits = engine.fits(request, fitting);
      for (let word = 0; word < fits.length; word++)
        eligible[word] = (eligible[word] as number) & (fits[word] as number);
      const { total } = score(inputs[row] as Float64Array);
      const question = { request, defaultBps: defaultBps[total] as number, history: null };
      return rankFor(ranking, eligible, question, BEST).length;
    });
    await engine.close();
    return {
      ...{ singleMatchUs: match.us, singleMatchCpuUs: match.cpuUs },
      ...{ singleFullUs: full.us, singleFullCpuUs: full.cpuUs },
    };
  },
};
export type SingleRole = typeof handlers;

/** @throws Error when one by one somebody is eligible for something else than closures say */
function check(engine: MatchEngine, values: readonly CompanyValues[]): void {
  const match = naiveMatcher(engine.features, engine.products);
  for (const [row, company] of values.slice(0, CHECKED).entries()) {
    const { eligible } = engine.match(company);
    for (const [slot, wanted] of match(plainCompany(engine.features, company, AS_OF)).entries()) {
      const said = (((eligible[slot >>> 5] as number) >>> (slot & 31)) & 1) === 1;
      if (said !== wanted) throw new Error(`company ${row}, product ${slot}: eligible ${said}, must be ${wanted}`);
    }
  }
}

interface Microseconds {
  readonly us: number;
  /** Of the processor, collecting garbage included. */
  readonly cpuUs: number;
}

/** @param one its number is used, so that no part of the work can be left out */
async function perCompany(one: (row: number) => number): Promise<Microseconds> {
  let used = 0;
  const rounds: Timing[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const all = () => {
      for (let row = 0; row < COMPANIES; row++) used += one(row);
    };
    rounds.push(await timed(all));
  }
  if (!Number.isFinite(used)) throw new Error("a single match came to no number");
  const of = (key: keyof Timing) => (median(rounds.map((round) => round[key])) * 1_000_000) / COMPANIES;
  return { us: of("seconds"), cpuUs: of("cpuSeconds") };
}

function rowsOf(columns: readonly Int32Array[]): Float64Array[] {
  return Array.from({ length: COMPANIES }, (_, row) =>
    Float64Array.from(columns, (column) => wideInput(column[row] as number)),
  );
}

/** An input of 32 bits in the form that single companies are scored by. */
function wideInput(value: number): number {
  const absence = ABSENCES.find((name) => SPECIAL.int32[name] === value);
  return absence === undefined ? value : SPECIAL.float64[absence];
}

/** Amounts over several powers of ten. */
function drawRequests(seed: number): LoanRequest[] {
  const next = partsFrom(seed);
  return Array.from({ length: REQUESTS }, () => ({
    amountFen: BigInt(Math.round(LEAST_CNY * 10 ** (POWERS_OF_TEN * next()))) * BigInt(FEN_PER_CNY),
    tenorMonths: TENORS[Math.floor(next() * TENORS.length)] as number,
  }));
}

serveRole(handlers);
