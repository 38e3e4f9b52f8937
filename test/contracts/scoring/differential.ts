import { expect } from "chai";
import { encodeBytes32String, ZeroHash } from "ethers";
import type { IScorecard } from "../../../build/typechain/index.ts";
import { compileScorecard, evaluateScorecard, loadCatalogue, NOT_STATED } from "../../../catalogue/index.ts";
import type { CompiledScorecard, Score } from "../../../catalogue/index.ts";
import { bulkScorer } from "../../../catalogue/scorecard/bulk.ts";
import { inputColumns, type SourceColumns } from "../../../catalogue/scorecard/bulk-inputs.ts";
import { quickScorer } from "../../../catalogue/scorecard/bulk-one.ts";
import { MAX_INPUT, MIN_INPUT } from "../../../catalogue/scorecard/types.ts";
import { advance, freshChain } from "../../../scripts/bench/gas/chain.ts";
import { deployScoring, type ScoreBench } from "../../../scripts/bench/gas/score-setup.ts";
import { pointsOf } from "../support/score.ts";
import { simulateCalldata } from "./differential-calldata.ts";
import { randomCard } from "./differential-cards.ts";
import { type Company, edgeCompanies, randomCompany, uniformCompanies } from "./differential-companies.ts";
import { Random } from "./differential-random.ts";

/** Companies in all; each card gets its share, and more where its edges are more. */
const COMPANIES = 10_000;
const RANDOM_CARDS = 12;
/** Edges of a random card that are tried; of a real one, all. */
const RANDOM_EDGES = 250;
const ATTESTED = 40;
const AS_OF = 1_767_225_600n;
const AT_ONCE = 16;

const catalogue = loadCatalogue();
const real = catalogue.scorecards.map((card) => compileScorecard(catalogue, card));
const random = Array.from({ length: RANDOM_CARDS }, (_, seed) => {
  return compileScorecard(catalogue, randomCard(catalogue, new Random(seed), `random-${seed}`));
});
const cards = [...real, ...random];

describe("Scorecard, differential: Solidity, TypeScript one by one, TypeScript in bulk", function () {
  this.timeout(300_000);
  let bench: ScoreBench;

  before(async function () {
    const schemas = new Set(cards.flatMap(({ sources }) => sources));
    bench = await deployScoring(await freshChain(), catalogue, [...schemas]);
    for (const compiled of cards) await bench.publish(compiled);
  });

  for (const [seed, compiled] of cards.entries()) {
    it(`agree on ${compiled.card.family}`, async function () {
      const companies = companiesOf(compiled, new Random(1_000 + seed));
      expect(companies.length).to.be.at.least(COMPANIES / cards.length);
      const expected = companies.map((values) => evaluateScorecard(compiled, values, AS_OF));
      const onChain = await simulated(bench, compiled, companies);
      const inBulk = bulk(compiled, companies);
      for (const [index, score] of expected.entries()) {
        const numbers = [...wholeOf(score), ...score.characteristics.map(({ points }) => points)].join();
        expect(onChain[index]?.join(), `company ${index} on chain`).to.equal(numbers);
        expect(inBulk[index]?.join(), `company ${index} in bulk`).to.equal(numbers);
      }
    });
  }

  for (const compiled of [...real, ...random.slice(0, 2)]) {
    it(`agree on attested statements by ${compiled.card.family}`, async function () {
      const { family, version } = compiled.card;
      const random = new Random(7);
      const observedAt = await advance(bench.chain);
      const companies = Array.from({ length: ATTESTED }, () => randomCompany(compiled, random, BigInt(observedAt)));
      const subjects = [];
      for (const index of companies.keys()) subjects.push(await bench.register(`${family} ${index}`));
      await attest(bench, compiled, companies, subjects, observedAt);
      const { timestamp } = (await bench.chain.provider.getBlock("latest"))!;
      for (const [index, values] of companies.entries()) {
        const evidence = compiled.sources.flatMap(({ id: schemaId }, source) => {
          const list = values[source];
          return list ? [{ schemaId, observedAt, evidence: ZeroHash, values: list }] : [];
        });
        const score = await bench.scorecard.evaluate(
          ...[encodeBytes32String(family), version, subjects[index]!, evidence],
          ...[{ blockTag: "latest" }],
        );
        const expected = evaluateScorecard(compiled, values, BigInt(timestamp));
        const label = `company ${index}`;
        expect([score.total, score.grade, score.coverageBps].map(Number), label).to.deep.equal(wholeOf(expected));
        expect(pointsOf(score.points), label).to.deep.equal(expected.characteristics.map(({ points }) => points));
      }
    });
  }
});

/** @throws AssertionError when a company that was made for an edge does not lie at it */
function companiesOf(compiled: CompiledScorecard, random: Random): Company[] {
  const all = [...edgeCompanies(compiled, random, AS_OF)];
  for (const { values, input, wanted } of all) {
    const reached = evaluateScorecard(compiled, values, AS_OF).inputs[input];
    expect(reached).to.equal(wanted > MAX_INPUT ? MAX_INPUT : wanted < MIN_INPUT ? MIN_INPUT : wanted);
  }
  const isReal = real.includes(compiled);
  const cuts = compiled.characteristics.flatMap(({ axes }) => axes.flatMap((axis) => axis.cuts));
  if (isReal) expect(all.length, "edges").to.equal(3 * cuts.length);
  const edges = isReal ? all : random.some(all, RANDOM_EDGES);
  const companies = [...uniformCompanies(compiled), ...edges.map(({ values }) => values)];
  while (companies.length < COMPANIES / cards.length) companies.push(randomCompany(compiled, random, AS_OF));
  return companies;
}

/** Total, grade, coverage and points of each company, by the contract. */
async function simulated(
  { chain, scorecard }: ScoreBench,
  { card }: CompiledScorecard,
  companies: readonly Company[],
): Promise<number[][]> {
  const to = await scorecard.getAddress();
  const one = async (values: Company) => {
    const data = simulateCalldata(card.family, card.version, values, AS_OF);
    const answer = (await chain.provider.send("eth_call", [{ to, data }, "latest"])) as string;
    const score = decodeScore(scorecard, answer);
    return [...[score.total, score.grade, score.coverageBps].map(Number), ...pointsOf(score.points)];
  };
  const results: number[][] = [];
  for (let from = 0; from < companies.length; from += AT_ONCE) {
    results.push(...(await Promise.all(companies.slice(from, from + AT_ONCE).map(one))));
  }
  return results;
}

function decodeScore({ interface: abi }: ScoreBench["scorecard"], answer: string): IScorecard.ScoreStructOutput {
  return abi.decodeFunctionResult("simulate", answer)[0] as IScorecard.ScoreStructOutput;
}

/** The same from columns; the points by the scorer of single companies, because bulk keeps none. */
function bulk(compiled: CompiledScorecard, companies: readonly Company[]): number[][] {
  const columns = inputColumns(compiled, columnsOf(compiled, companies), AS_OF);
  const { totals, grades, coverageBps } = bulkScorer(compiled)(columns);
  const quick = quickScorer(compiled);
  return companies.map((_, row) => {
    const { points } = quick(Float64Array.from(columns, (column) => column[row] as number));
    return [totals[row] as number, grades[row] as number, coverageBps[row] as number, ...points];
  });
}

/** Doubles where a column's facts all fit one, else big integers. */
function columnsOf({ sources }: CompiledScorecard, companies: readonly Company[]): SourceColumns[] {
  return sources.map(({ fields }, source) => ({
    present: Uint8Array.from(companies, (values) => (values[source] ? 1 : 0)),
    fields: fields.map((_, field) => {
      const facts = companies.map((values) => values[source]?.[field] ?? 0n);
      const doubles = Float64Array.from(facts, (fact) => (fact === NOT_STATED ? NaN : Number(fact)));
      return facts.every((fact, row) => fact === NOT_STATED || BigInt(doubles[row]!) === fact) ? doubles : facts;
    }),
  }));
}

async function attest(
  { registry, issuerOf }: ScoreBench,
  { sources }: CompiledScorecard,
  companies: readonly Company[],
  subjects: readonly string[],
  observedAt: number,
): Promise<void> {
  for (const [source, schema] of sources.entries()) {
    const statements = companies.flatMap((values, index) => {
      const list = values[source];
      const head = { subject: subjects[index]!, itemKey: ZeroHash, observedAt, evidence: ZeroHash };
      return list ? [{ ...head, values: list }] : [];
    });
    if (statements.length > 0) await registry.connect(issuerOf(schema)).attestBatch(schema.id, statements);
  }
}

function wholeOf({ total, grade, coverageBps }: Score): number[] {
  return [total, grade, coverageBps];
}
