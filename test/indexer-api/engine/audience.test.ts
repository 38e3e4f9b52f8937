import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Criterion } from "../../../catalogue/index.ts";
import { audienceOf, contradictionsOf } from "../../../indexer-api/src/engine/audience.ts";
import type { Audience } from "../../../indexer-api/src/engine/audience.ts";
import { addTally, audienceSlice, emptyTally } from "../../../indexer-api/src/engine/audience-slice.ts";
import { Columns } from "../../../indexer-api/src/engine/columns.ts";
import { compile } from "../../../indexer-api/src/engine/compile.ts";
import { MatchEngine } from "../../../indexer-api/src/engine/engine.ts";
import type { MatchProduct } from "../../../indexer-api/src/engine/engine.ts";
import { conditionsOf } from "../../../indexer-api/src/engine/judge.ts";
import { BLOCK, Rows } from "../../../indexer-api/src/engine/rows.ts";
import type { ScanSlice } from "../../../indexer-api/src/engine/scan.ts";
import { quantiserOf } from "../../../indexer-api/src/engine/quantiser.ts";
import { termsOf } from "../../../indexer-api/src/engine/terms.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { Cell } from "../../../indexer-api/src/engine/values.ts";
import { arbitraryCompany, arbitraryCriteria, AS_OF, FEATURES } from "./arbitrary.ts";
import { interpret } from "./interpreter.ts";

const NOW = 1_800_000_000n;
const LENT = { amountFen: { min: 1n, max: 2n }, tenorMonths: { min: 1, max: 2 }, security: "none" };

function productWith(id: string, criteria: readonly Criterion[]): MatchProduct {
  return { id, criteria, annualRateBps: { min: 1, max: 2 }, ...LENT };
}

/** An engine that already has a product, so that some of a draft's thresholds are known to it and some are not. */
async function engineWith(companies: readonly (readonly Cell[])[], asOf: bigint, criteria: readonly Criterion[] = []) {
  const products = [productWith("one", criteria)];
  const engine = await MatchEngine.open({ features: FEATURES, products, asOf, threads: 1 });
  for (const [row, cells] of companies.entries()) engine.setCompany(row, encodeCompany(FEATURES, cells), null);
  return engine;
}

async function audienceAmong(
  companies: readonly (readonly Cell[])[],
  criteria: readonly Criterion[],
  asOf = NOW,
  known: readonly Criterion[] = [],
): Promise<Audience> {
  const engine = await engineWith(companies, asOf, known);
  try {
    return await audienceOf(engine, criteria);
  } finally {
    await engine.close();
  }
}

/** The same, one company after the other. */
function counted(companies: readonly (readonly Cell[])[], criteria: readonly Criterion[], asOf: bigint) {
  const among = (some: readonly Criterion[], result: string) =>
    companies.filter((cells) => interpret(FEATURES, some, cells, asOf) === result).length;
  const results = (some: readonly Criterion[]) => ({
    eligible: among(some, "eligible"),
    unknown: among(some, "unknown"),
    refused: among(some, "refused"),
  });
  return {
    ...results(criteria),
    criteria: criteria.map((criterion, place) => {
      const others = criteria.toSpliced(place, 1);
      return {
        place,
        failed: among([criterion], "refused"),
        unknown: among([criterion], "unknown"),
        refusedByItAlone: among(criteria, "refused") - among(others, "refused"),
        gainedWithout: among(others, "eligible") - among(criteria, "eligible"),
        after: results(criteria.slice(0, place + 1)),
      };
    }),
  };
}

/** A criterion with another threshold. */
function moved({ feature, operator, value }: Criterion, end: "least" | "most", to: bigint | string): Criterion {
  if (typeof to !== "bigint" || operator !== "between") return { feature, operator, value: to };
  const [least, most] = value as [bigint, bigint];
  return { feature, operator, value: end === "least" ? [to, most] : [least, to] };
}

describe("the audience of a draft", () => {
  it("is what counting one company after the other comes to, with every point of every curve", async () => {
    const companies = fc.array(arbitraryCompany, { maxLength: 60 });
    const property = fc.asyncProperty(
      ...[companies, arbitraryCriteria, arbitraryCriteria, AS_OF],
      async (cells, criteria, known, asOf) => {
        const audience = await audienceAmong(cells, criteria, asOf, known);
        const expected = counted(cells, criteria, asOf);
        const { eligible, unknown, refused } = audience;
        assert.deepEqual(
          { eligible, unknown, refused },
          { eligible: expected.eligible, unknown: expected.unknown, refused: expected.refused },
        );
        for (const [place, { criterion, sameAs, curves, ...counts }] of audience.criteria.entries()) {
          assert.deepEqual(counts, expected.criteria[place]);
          for (const { end, points } of curves) {
            for (const { threshold, eligible: then } of points) {
              const other = criteria.with(place, moved(criterion, end, threshold));
              assert.equal(then, counted(cells, other, asOf).eligible, `${criterion.feature} ${String(threshold)}`);
            }
          }
          assert.ok(sameAs === null || sameAs < place);
        }
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });

  it("adds up over slices, whatever their number", () => {
    const companies = Array.from({ length: 2 * BLOCK + 77 }, (_, row): Cell[] =>
      FEATURES.map(({ kind, labels }, place) => {
        if ((row + place) % 7 === 0) return null;
        if (kind === "set") return { holds: row % 3, unknown: 0 };
        return kind === "label" ? (labels[row % labels.length] as string) : BigInt(row * (place + 1));
      }),
    );
    const criteria: Criterion[] = [
      { feature: "sales", operator: ">=", value: 1_000n },
      { feature: "grade", operator: ">=", value: "C" },
      { feature: "awards", operator: "none of", value: ["silver"] },
    ];
    const slice = sliceOf(companies, criteria.slice(0, 1));
    const terms = conditionsOf(FEATURES, criteria).map(({ term }) => term);
    const question = { terms, termOf: [0, 1, 2], histograms: [{ criterion: 0, cuts: [500n, 1_000n, 5_000n] }] };
    const whole = audienceSlice(slice, question);
    const parts = emptyTally(question);
    for (let from = 0; from < companies.length; from += BLOCK) {
      addTally(parts, audienceSlice({ ...slice, from, to: Math.min(from + BLOCK, companies.length) }, question));
    }
    assert.deepEqual(parts, whole);
    assert.equal(whole.companies, companies.length);
    assert.ok((whole.eligibleAfter[2] as number) > 0);
  });

  it("lays some twenty thresholds around that of now, where companies are", async () => {
    const companies = Array.from({ length: 1_000 }, (_, row) => companyWith({ sales: BigInt(row) * 1_234n }));
    const { criteria } = await audienceAmong(companies, [{ feature: "sales", operator: ">=", value: 600_000n }]);
    const points = criteria[0]?.curves[0]?.points ?? [];
    assert.ok(points.length >= 18 && points.length <= 21, `${points.length} points`);
    assert.ok(points.some(({ threshold }) => threshold === 600_000n));
    const counts = points.map(({ eligible }) => eligible);
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => b - a),
      "the higher, the fewer",
    );
    assert.equal(counts[0], 1_000);
  });

  it("moves along the labels of an ordered scale", async () => {
    const companies = ["D", "C", "C", "A", "elsewhere"].map((grade) => companyWith({ grade }));
    const { criteria } = await audienceAmong(companies, [{ feature: "grade", operator: ">=", value: "B" }]);
    assert.deepEqual(criteria[0]?.curves, [
      {
        end: "least",
        points: [
          { threshold: "D", eligible: 4 },
          { threshold: "C", eligible: 3 },
          { threshold: "B", eligible: 1 },
          { threshold: "A", eligible: 1 },
        ],
      },
    ]);
  });

  it("is everybody when nothing is asked, and nobody where there is nobody", async () => {
    const { eligible, criteria } = await audienceAmong([companyWith({}), companyWith({})], []);
    assert.deepEqual({ eligible, criteria }, { eligible: 2, criteria: [] });
    const empty = await audienceAmong([], [{ feature: "sales", operator: ">=", value: 7n }]);
    assert.equal(empty.companies, 0);
    assert.deepEqual(empty.criteria[0]?.curves, [{ end: "least", points: [{ threshold: 7n, eligible: 0 }] }]);
  });

  it("names what says the same twice, of which neither can be dropped for a gain", async () => {
    const twice: Criterion[] = [
      { feature: "sales", operator: ">=", value: 7n },
      { feature: "sales", operator: ">=", value: 7n },
    ];
    const { criteria, refused } = await audienceAmong([companyWith({ sales: 1n })], twice);
    assert.equal(refused, 1);
    assert.deepEqual(
      criteria.map(({ sameAs, gainedWithout }) => ({ sameAs, gainedWithout })),
      [
        { sameAs: null, gainedWithout: 0 },
        { sameAs: 0, gainedWithout: 0 },
      ],
    );
  });

  it("is of one moment, which it names, though time moves while it waits", async () => {
    const days = Array.from({ length: 1_500 }, (_, day) => companyWith({ age: NOW - 86_400n * BigInt(day) }));
    const engine = await engineWith(days, NOW);
    const later = NOW + 86_400n * 300n;
    const moved = engine.advance(later);
    const { asOf, eligible, criteria } = await audienceOf(engine, [{ feature: "age", operator: ">=", value: 24n }]);
    await moved;
    assert.equal(asOf, later);
    const now = criteria[0]?.curves[0]?.points.find(({ threshold }) => threshold === 24n);
    assert.equal(now?.eligible, eligible);
    await engine.close();
  });

  it("takes a thousand criteria", async () => {
    const many = Array.from({ length: 1_000 }, (_, place): Criterion => {
      return { feature: "sales", operator: ">=", value: BigInt(place) };
    });
    const companies = Array.from({ length: 40 }, (_, row) => companyWith({ sales: BigInt(row) * 30n }));
    const { eligible, criteria } = await audienceAmong(companies, many);
    assert.equal(eligible, 6);
    assert.equal(criteria[999]?.failed, 34);
    assert.equal(criteria[999]?.refusedByItAlone, 0);
  });

  it("refuses a feature that there is not, by its name", async () => {
    await assert.rejects(audienceAmong([], [{ feature: "profit", operator: ">=", value: 1n }]), {
      message: "criterion 0, profit >=: there is no such feature",
    });
  });
});

describe("contradictions", () => {
  it("are named by the places of the criteria", () => {
    const criteria: Criterion[] = [
      { feature: "sales", operator: ">=", value: 10n },
      { feature: "awards", operator: "none of", value: ["gold", "silver"] },
      { feature: "sales", operator: "<=", value: 9n },
      { feature: "awards", operator: "any of", value: ["silver"] },
      { feature: "awards", operator: "any of", value: ["silver", "bronze"] },
      { feature: "grade", operator: "in", value: [] },
    ];
    assert.deepEqual(contradictionsOf(FEATURES, criteria), [[0, 2], [5], [1, 3]]);
    assert.deepEqual(contradictionsOf(FEATURES, criteria.slice(0, 2)), []);
  });
});

function companyWith(known: Readonly<Record<string, Cell>>): Cell[] {
  return FEATURES.map(({ id }) => known[id] ?? null);
}

/** All of them, with the rows of an engine that has one product. */
function sliceOf(companies: readonly (readonly Cell[])[], criteria: readonly Criterion[]): ScanSlice {
  const compiled = compile(FEATURES, [{ slot: 0, terms: termsOf(FEATURES, criteria) }], 1, NOW);
  const [quantiser, columns] = [quantiserOf(compiled), new Columns(FEATURES, companies.length)];
  const [rows, ids] = [new Rows(quantiser.width, companies.length), new Uint8Array(quantiser.width)];
  for (const [row, cells] of companies.entries()) {
    const values = encodeCompany(FEATURES, cells);
    columns.set(row, values);
    quantiser.one(values, ids);
    rows.set(row, ids);
  }
  const { arrays, wide } = columns;
  return { from: 0, to: companies.length, features: FEATURES, asOf: NOW, columns: arrays, wide, compiled, rows };
}
