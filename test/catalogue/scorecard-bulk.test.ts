import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileScorecard, loadCatalogue, NOT_STATED, scoreInputs } from "../../catalogue/index.ts";
import { bulkScorer, roomFor } from "../../catalogue/scorecard/bulk.ts";
import { SPECIAL } from "../../catalogue/scorecard/bulk-column.ts";
import { inputColumns, numberOf, type SourceColumns } from "../../catalogue/scorecard/bulk-inputs.ts";
import { quickScorer } from "../../catalogue/scorecard/bulk-one.ts";
import type { CompiledScorecard } from "../../catalogue/scorecard/compile.ts";
import { type Absence, evaluateScorecard } from "../../catalogue/scorecard/evaluate.ts";
import { MAX_INPUT, MIN_INPUT } from "../../catalogue/scorecard/types.ts";
import { randomCard } from "../contracts/scoring/differential-cards.ts";
import {
  type Company,
  edgeCompanies,
  randomCompany,
  uniformCompanies,
} from "../contracts/scoring/differential-companies.ts";
import { Random } from "../contracts/scoring/differential-random.ts";

const AS_OF = 1_767_225_600n;
const catalogue = loadCatalogue();
const cards = Array.from({ length: 12 }, (_, seed) => {
  return compileScorecard(catalogue, randomCard(catalogue, new Random(seed), `random-${seed}`));
});
const compiled = cards[0] as CompiledScorecard;

describe("bulkScorer", () => {
  it("scores inputs as scoreInputs does, at every cut, for every kind of absence, beyond a block of companies", () => {
    for (const [seed, card] of cards.entries()) {
      const rows = inputRows(card, new Random(seed), 2_500);
      const columns = card.inputs.map((_, input) => Float64Array.from(rows, (row) => numberOf(row[input]!)));
      const scores = bulkScorer(card)(columns);
      const expected = rows.map((row) => scoreInputs(card, row));
      assert.deepEqual(
        [...scores.totals],
        expected.map(({ total }) => total),
      );
      assert.deepEqual(
        [...scores.grades],
        expected.map(({ grade }) => grade),
      );
      assert.deepEqual(
        [...scores.coverageBps],
        expected.map(({ coverageBps }) => coverageBps),
      );
    }
  });

  it("reads columns of 32 bits like those of 64, where their values fit", () => {
    for (const [seed, card] of cards.entries()) {
      const rows = inputRows(card, new Random(seed), 500).map((row) => row.map(within32));
      const wide = card.inputs.map((_, input) => Float64Array.from(rows, (row) => numberOf(row[input]!)));
      const narrow = card.inputs.map((_, input) => {
        return Int32Array.from(rows, (row) => {
          const value = row[input]!;
          return typeof value === "bigint" ? Number(value) : SPECIAL.int32[value];
        });
      });
      assert.deepEqual(bulkScorer(card)(narrow), bulkScorer(card)(wide));
    }
  });

  it("takes a nought below zero for nought", () => {
    const columns = (value: number) => compiled.inputs.map(() => Float64Array.of(value));
    assert.deepEqual(bulkScorer(compiled)(columns(-0)), bulkScorer(compiled)(columns(0)));
  });

  it("refuses columns that are not one for each input, or of different lengths, and too little room", () => {
    const score = bulkScorer(compiled);
    const columns = compiled.inputs.map(() => new Float64Array(3));
    assert.throws(() => score(columns.slice(1)), /^RangeError: random-0 has \d+ inputs: \d+ columns given$/);
    const short = columns.map((column, index) => (index === 2 ? new Float64Array(2) : column));
    assert.throws(() => score(short), /^RangeError: column 2 \(input_2\) has 2 companies, the scores 3$/);
    assert.throws(() => score(columns, { ...roomFor(3), grades: new Uint8Array(2) }), /^RangeError: totals have room/);
  });
});

describe("quickScorer", () => {
  it("scores one company as scoreInputs does, and names first what loses most", () => {
    for (const [seed, card] of cards.entries()) {
      const score = quickScorer(card);
      for (const row of inputRows(card, new Random(seed), 200)) {
        const { total, grade, coverageBps, points, reasons } = score(Float64Array.from(row, numberOf));
        const expected = scoreInputs(card, row);
        assert.deepEqual([total, grade, coverageBps], [expected.total, expected.grade, expected.coverageBps]);
        assert.deepEqual(
          [...points],
          expected.characteristics.map((one) => one.points),
        );
        const lost = card.characteristics.map(({ characteristic }, index) => {
          return Math.max(...characteristic.cells) - points[index]!;
        });
        assert.deepEqual(
          [...reasons],
          lost.map((_, index) => index).sort((a, b) => lost[b]! - lost[a]!),
        );
      }
    }
  });
});

describe("inputColumns", () => {
  it("makes the inputs of facts that evaluateScorecard makes, from columns of doubles and of big integers", () => {
    for (const [seed, card] of cards.entries()) {
      const companies = factRows(card, new Random(seed), 400);
      const expected = companies.map((values) => evaluateScorecard(card, values, AS_OF).inputs.map(numberOf));
      for (const columns of [bigColumns(card, companies), doubleColumns(card, companies)]) {
        const made = inputColumns(card, columns, AS_OF);
        assert.deepEqual(
          companies.map((_, row) => made.map((column) => column[row])),
          expected,
        );
      }
    }
  });

  it("refuses sources and columns that are not the scorecard's", () => {
    const columns = bigColumns(compiled, [compiled.sources.map(() => null)]);
    const [first, ...rest] = columns as [SourceColumns, ...SourceColumns[]];
    assert.throws(
      () => inputColumns(compiled, rest, AS_OF),
      /^RangeError: random-0 has \d+ sources: columns of \d+ given$/,
    );
    const fewer = [{ ...first, fields: first.fields.slice(1) }, ...rest];
    assert.throws(() => inputColumns(compiled, fewer, AS_OF), /^RangeError: \S+ has \d+ fields: \d+ columns given$/);
    const longer = [{ ...first, fields: first.fields.map(() => [1n, 2n]) }, ...rest];
    assert.throws(() => inputColumns(compiled, longer, AS_OF), /^RangeError: \S+ has a column of 2 companies/);
  });
});

function factRows(card: CompiledScorecard, random: Random, count: number): Company[] {
  const edges = [...edgeCompanies(card, random, AS_OF)].map(({ values }) => values);
  const others = Array.from({ length: count }, () => randomCompany(card, random, AS_OF));
  return [...uniformCompanies(card), ...edges, ...others];
}

function inputRows(card: CompiledScorecard, random: Random, count: number): (bigint | Absence)[][] {
  const cuts = card.characteristics.flatMap(({ axes }) => axes.flatMap(({ cuts }) => cuts));
  const absences = ["withheld", "unknown", "undefined"] as const;
  const one = (): bigint | Absence => {
    const kind = random.int(1, 20);
    if (kind <= 3) return random.pick(absences);
    const near = cuts.length > 0 && kind <= 15 ? random.pick(cuts) + BigInt(random.int(-1, 1)) : random.big(47);
    return near > MAX_INPUT ? MAX_INPUT : near < MIN_INPUT ? MIN_INPUT : near;
  };
  return Array.from({ length: count }, () => card.inputs.map(one));
}

function within32(value: bigint | Absence): bigint | Absence {
  if (typeof value !== "bigint") return value;
  const [least, most] = [BigInt(SPECIAL.int32.undefined) + 1n, 2n ** 31n - 1n];
  return value < least ? least : value > most ? most : value;
}

function bigColumns({ sources }: CompiledScorecard, companies: readonly Company[]): SourceColumns[] {
  return sources.map(({ fields }, source) => ({
    present: Uint8Array.from(companies, (values) => (values[source] ? 1 : 0)),
    fields: fields.map((_, field) => companies.map((values) => values[source]?.[field] ?? 0n)),
  }));
}

/** Doubles wherever a column's facts all fit, NaN for what is not stated. */
function doubleColumns(card: CompiledScorecard, companies: readonly Company[]): SourceColumns[] {
  return bigColumns(card, companies).map(({ present, fields }) => ({
    present,
    fields: fields.map((column) => {
      const doubles = Float64Array.from(column as bigint[], (value) => (value === NOT_STATED ? NaN : Number(value)));
      return doubles.every((double, row) => Number.isNaN(double) || BigInt(double) === column[row]) ? doubles : column;
    }),
  }));
}
