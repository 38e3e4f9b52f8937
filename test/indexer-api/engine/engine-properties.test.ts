import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";

import type { Criterion } from "../../../catalogue/index.ts";
import { Columns } from "../../../indexer-api/src/engine/columns.ts";
import { MatchEngine } from "../../../indexer-api/src/engine/engine.ts";
import type { LoanRequest, MatchProduct } from "../../../indexer-api/src/engine/engine.ts";
import { slotsOf } from "../../../indexer-api/src/engine/match-one.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { Cell, CompanyValues } from "../../../indexer-api/src/engine/values.ts";
import { arbitraryCompany, arbitraryCriteria, AS_OF, FEATURES } from "./arbitrary.ts";
import { interpret } from "./interpreter.ts";
import { bitAt } from "./products.ts";

const NOW = 1_774_944_000n;
const AGE = FEATURES.findIndex(({ kind }) => kind === "age");

const LENDING = {
  amountFen: { min: 0n, max: 100n },
  tenorMonths: { min: 1, max: 12 },
  annualRateBps: { min: 300, max: 500 },
  security: "none",
};

function productsOf(criteria: readonly (readonly Criterion[])[]): MatchProduct[] {
  return criteria.map((one, place) => ({ id: `P${place}`, criteria: one, ...LENDING }));
}

/** Results of every product's criteria for every company, row by row. */
function interpretAll(criteria: readonly (readonly Criterion[])[], companies: readonly Cell[][], asOf: bigint) {
  return companies.map((cells) => criteria.map((one) => interpret(FEATURES, one, cells, asOf)));
}

function bitsOf(slots: readonly number[], words: number): Uint32Array {
  const bits = new Uint32Array(words);
  for (const slot of slots) bits[slot >>> 5] = (bits[slot >>> 5] as number) | (1 << (slot & 31));
  return bits;
}

/** What one company's bits say, by product. */
function verdictsAt(engine: MatchEngine, row: number, products: number): string[] {
  const { eligible, open } = engine.matchRow(row);
  return Array.from({ length: products }, (_, place) => {
    const slot = engine.slotOf(`P${place}`) ?? assert.fail(`P${place} has no slot`);
    return bitAt(eligible, slot) ? "eligible" : bitAt(open, slot) ? "unknown" : "refused";
  });
}

describe("MatchEngine on companies that were there before", () => {
  /** So many that worker threads are asked, and no whole number of words. */
  const ROWS = 70_001;
  /** They come again and again, in a rhythm that no block has. */
  const distinct = fc.sample(arbitraryCompany, { numRuns: 197, seed: 5 });
  const encoded = distinct.map((cells) => encodeCompany(FEATURES, cells));
  const columns = filledColumns();

  function filledColumns(): Columns {
    const filled = new Columns(FEATURES, ROWS);
    for (let row = 0; row < ROWS; row++) filled.set(row, encoded[row % encoded.length] as CompanyValues);
    return filled;
  }

  /** All rows whose company, by its place among the distinct ones, is such. */
  function rowsThat(is: (place: number) => boolean): number[] {
    const places = distinct.map((_, place) => is(place));
    return Array.from({ length: ROWS }, (_, row) => row).filter((row) => places[row % distinct.length]);
  }

  function countThat(is: (place: number) => boolean): number {
    return distinct.reduce(
      (count, _, place) => (is(place) ? count + Math.ceil((ROWS - place) / distinct.length) : count),
      0,
    );
  }

  /** Around a word, two words, the launch and the year after it. */
  for (const count of [0, 1, 31, 32, 33, 63, 64, 65, 319, 320, 1_080, 1_081]) {
    it(`agrees with the interpreter on all of them and ${count} products`, async () => {
      const criteria = fc.sample(arbitraryCriteria, { numRuns: count, seed: count + 1 });
      const expected = interpretAll(criteria, distinct, NOW);
      const listed = productsOf(criteria);
      const engine = await MatchEngine.open({
        features: FEATURES,
        products: listed,
        asOf: NOW,
        columns,
        companies: ROWS,
      });
      try {
        const slots = listed.map(({ id }) => engine.slotOf(id) as number);
        const { eligible, words, companies } = await engine.matchAll();
        assert.equal(companies, ROWS);
        const wanted = expected.map((said) =>
          bitsOf(
            slots.filter((_, place) => said[place] === "eligible"),
            words,
          ),
        );
        const wrong = Array.from({ length: ROWS }, (_, row) => row).filter((row) => {
          const mask = wanted[row % distinct.length] as Uint32Array;
          return mask.some((word, place) => word !== eligible[row * words + place]);
        });
        assert.deepEqual(wrong, []);
        for (const row of [0, 4_095, 4_096, ROWS - 1]) {
          assert.deepEqual(verdictsAt(engine, row, count), expected[row % distinct.length]);
        }
        const counts = await engine.countAll();
        for (const [place, slot] of slots.entries()) {
          const fits = countThat((row) => expected[row]?.[place] === "eligible");
          const open = countThat((row) => expected[row]?.[place] !== "refused");
          assert.deepEqual([counts.eligible[slot], counts.open[slot]], [fits, open]);
        }
      } finally {
        await engine.close();
      }
    });
  }

  it("says who would fit a product that is not there yet", async () => {
    const criteria = fc.sample(arbitraryCriteria, { numRuns: 40, seed: 3 });
    const drafts = fc.sample(arbitraryCriteria, { numRuns: 25, seed: 4 });
    const expected = interpretAll(drafts, distinct, NOW);
    const options = { features: FEATURES, products: productsOf(criteria), asOf: NOW, columns, companies: ROWS };
    const engine = await MatchEngine.open(options);
    try {
      for (const [place, draft] of drafts.entries()) {
        const rowsSaid = (wanted: string) => rowsThat((row) => expected[row]?.[place] === wanted);
        const { eligibleRows, unknownRows, eligible, unknown, refused } = await engine.audience(draft);
        assert.deepEqual(slotsOf(eligibleRows), rowsSaid("eligible"));
        assert.deepEqual(slotsOf(unknownRows), rowsSaid("unknown"));
        const counts = ["eligible", "unknown", "refused"].map((wanted) => rowsSaid(wanted).length);
        assert.deepEqual([eligible, unknown, refused], counts);
      }
    } finally {
      await engine.close();
    }
  });

  it("counts whom it is told of meanwhile from the next question on", async () => {
    const criteria = fc.sample(arbitraryCriteria, { numRuns: 65, seed: 8 });
    const newer = fc.sample(arbitraryCompany, { numRuns: 3, seed: 9 });
    const expected = interpretAll(criteria, newer, NOW);
    const options = { features: FEATURES, products: productsOf(criteria), asOf: NOW, companies: ROWS };
    const engine = await MatchEngine.open({ ...options, columns: filledColumns() });
    try {
      const before = (await engine.matchAll()).eligible.slice();
      const asked = engine.matchAll();
      await setImmediate();
      // The first, the last, and one more than there were.
      for (const [place, row] of [0, ROWS - 1, ROWS].entries()) {
        engine.setCompany(row, encodeCompany(FEATURES, newer[place] ?? []), null);
        assert.deepEqual(verdictsAt(engine, row, 65), expected[place]);
      }
      const { eligible, companies } = await asked;
      assert.equal(companies, ROWS);
      assert.deepEqual(eligible, before);
      const after = await engine.matchAll();
      assert.equal(after.companies, ROWS + 1);
      for (const [place, row] of [0, ROWS - 1, ROWS].entries()) {
        const bits = after.eligible.subarray(row * after.words, (row + 1) * after.words);
        const slots = slotsOf(bits).map((slot) => engine.productAt(slot).id);
        const wanted = expected[place]?.flatMap((said, product) => (said === "eligible" ? [`P${product}`] : []));
        assert.deepEqual(slots, wanted);
      }
    } finally {
      await engine.close();
    }
  });
});

describe("MatchEngine while time passes", () => {
  /** Companies whose day lies around now, to the second. */
  const away = fc.oneof(fc.bigInt(-2n, 8n), fc.bigInt(-100_000n, 200_000n));
  const soon = fc.record({ cells: arbitraryCompany, seconds: away });
  const step = fc.oneof(fc.bigInt(0n, 3n), fc.bigInt(0n, 50_000n), fc.bigInt(-50_000n, 3_000_000n));
  const steps = fc.array(step, { maxLength: 6 });

  it("counts every day from the second in which it comes", async () => {
    const criteria = fc.array(arbitraryCriteria, { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        criteria,
        fc.array(soon, { maxLength: 8 }),
        AS_OF,
        steps,
        async (wanted, drawn, start, seconds) => {
          let asOf = start;
          const companies = drawn.map(({ cells, seconds: from }) => cells.with(AGE, asOf + from));
          const engine = await MatchEngine.open({
            features: FEATURES,
            products: productsOf(wanted),
            asOf,
            mostApart: 4,
          });
          try {
            for (const [row, cells] of companies.entries())
              engine.setCompany(row, encodeCompany(FEATURES, cells), null);
            for (const passed of seconds) {
              asOf += passed;
              await engine.advance(asOf);
              const expected = interpretAll(wanted, companies, asOf);
              for (const row of companies.keys())
                assert.deepEqual(verdictsAt(engine, row, wanted.length), expected[row]);
            }
          } finally {
            await engine.close();
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("MatchEngine when nobody waits", () => {
  type Change =
    | { readonly product: number; readonly criteria: Criterion[] }
    | { readonly row: number; readonly cells: Cell[] }
    | { readonly batch: readonly { readonly row: number; readonly cells: Cell[] }[] }
    | { readonly seconds: bigint }
    | { readonly breath: true };

  const company = fc.record({ row: fc.nat(5), cells: arbitraryCompany });
  const inBatch = fc.record({ row: fc.nat(5), cells: arbitraryCompany });
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.record({ product: fc.nat(7), criteria: arbitraryCriteria }),
    company,
    fc.record({ batch: fc.uniqueArray(inBatch, { selector: (one) => one.row, maxLength: 4 }) }),
    fc.record({ seconds: fc.bigInt(0n, 100_000n) }),
    fc.record({ breath: fc.constant(true as const) }),
  );
  const some = fc.array(arbitraryCompany, { minLength: 6, maxLength: 6 });
  const eight = fc.array(arbitraryCriteria, { minLength: 8, maxLength: 8 });
  /** All of them; so few that products are compiled anew between jobs. */
  const atOnce = fc.constantFrom(100, 2, 1);

  it("comes in the end to what the interpreter says of what was asked last", async () => {
    await fc.assert(
      fc.asyncProperty(
        eight,
        some,
        fc.array(change, { maxLength: 20 }),
        atOnce,
        async (criteria, cells, changes, rowsAtOnce) => {
          const [wanted, companies] = [[...criteria], [...cells]];
          let asOf = NOW;
          const products = productsOf(wanted);
          const engine = await MatchEngine.open({ features: FEATURES, products, asOf, mostApart: 2, rowsAtOnce });
          for (const [at, one] of companies.entries()) engine.setCompany(at, encodeCompany(FEATURES, one), null);
          const asked: Promise<unknown>[] = [];
          for (const one of changes) {
            if ("product" in one) {
              wanted[one.product] = one.criteria;
              asked.push(engine.setProduct(productsOf(wanted)[one.product] ?? assert.fail("no product")));
            } else if ("row" in one) {
              const at = Math.min(one.row, companies.length);
              companies[at] = one.cells;
              engine.setCompany(at, encodeCompany(FEATURES, one.cells), null);
            } else if ("batch" in one) {
              for (const { row: at, cells: these } of one.batch) companies[at] = these;
              const values = one.batch.map(({ cells: these }) => encodeCompany(FEATURES, these));
              asked.push(
                engine.setCompanies(
                  one.batch.map(({ row: at }) => at),
                  values,
                  values.map(() => null),
                ),
              );
            } else if ("seconds" in one) {
              asOf += one.seconds;
              asked.push(engine.advance(asOf));
            } else await setImmediate();
          }
          await Promise.all(asked);
          await engine.idle();
          const expected = interpretAll(wanted, companies, asOf);
          for (const at of companies.keys()) {
            assert.deepEqual(engine.valuesAt(at), encodeCompany(FEATURES, companies[at] ?? []));
            assert.deepEqual(verdictsAt(engine, at, wanted.length), expected[at]);
          }
          await engine.close();
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("MatchEngine.fits", () => {
  const SECURITIES = ["none", "patent_pledge", "mortgage"];
  const LIMITS = [0n, 1n, 100n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 255n];
  const amount = fc.oneof(fc.constantFrom(...LIMITS), fc.bigInt(0n, 8n));
  const lending = fc.record({
    amountFen: fc.record({ min: amount, max: amount }),
    tenorMonths: fc.record({ min: fc.nat(6), max: fc.nat(12) }),
    security: fc.constantFrom(...SECURITIES),
  });
  const request = fc.record(
    {
      amountFen: fc.oneof(
        amount,
        amount.map((fen) => -fen),
      ),
      tenorMonths: fc.nat(13),
      securityOffered: fc.array(fc.constantFrom(...SECURITIES, "gold")),
    },
    { requiredKeys: [] },
  );

  function fits(request: LoanRequest, { amountFen, tenorMonths, security }: MatchProduct): boolean {
    const { amountFen: fen, tenorMonths: months, securityOffered } = request;
    return (
      (fen === undefined || (fen >= amountFen.min && fen <= amountFen.max)) &&
      (months === undefined || (months >= tenorMonths.min && months <= tenorMonths.max)) &&
      (securityOffered === undefined || security === "none" || securityOffered.includes(security))
    );
  }

  it("has the bits of those that lend what is asked for", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(lending, { maxLength: 70 }), fc.array(request), async (terms, requests) => {
        const products = terms.map((one, place) => ({ ...LENDING, ...one, id: `P${place}`, criteria: [] }));
        const engine = await MatchEngine.open({ features: FEATURES, products, asOf: NOW });
        for (const one of requests) {
          const found = slotsOf(engine.fits(one)).map((slot) => engine.productAt(slot).id);
          assert.deepEqual(
            found,
            products.filter((product) => fits(one, product)).map(({ id }) => id),
          );
        }
        await engine.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe("MatchEngine refuses", () => {
  const products = productsOf([[{ feature: "sales", operator: ">=", value: 1n }], []]);
  const wrong = { ...LENDING, id: "W", criteria: [{ feature: "profit", operator: ">=", value: 1n }] as const };
  const message = "product W: criterion 0, profit >=: there is no such feature";

  it("a product with a criterion that it cannot judge, and stays as it was", async () => {
    await assert.rejects(MatchEngine.open({ features: FEATURES, products: [...products, wrong], asOf: NOW }), {
      message,
    });
    const engine = await MatchEngine.open({ features: FEATURES, products, asOf: NOW });
    await assert.rejects(engine.setProduct(wrong), { name: "CriterionError", message });
    await assert.rejects(engine.setProduct({ ...wrong, id: "P0" }), { message: message.replace(" W", " P0") });
    await assert.rejects(engine.setProducts([...products, wrong]), { message });
    await assert.rejects(engine.setProducts([...products, ...products]), {
      message: "product P0: comes twice, ids must be unique",
    });
    await assert.rejects(engine.audience(wrong.criteria), { message: message.replace("product W: ", "") });
    assert.deepEqual(engine.products, products);
    engine.setCompany(
      0,
      encodeCompany(
        FEATURES,
        FEATURES.map(() => null),
      ),
      null,
    );
    assert.deepEqual(verdictsAt(engine, 0, 2), ["unknown", "eligible"]);
    await engine.close();
  });

  it("rows and slots that there are not", async () => {
    const engine = await MatchEngine.open({ features: FEATURES, products, asOf: NOW });
    const nothing = encodeCompany(
      FEATURES,
      FEATURES.map(() => null),
    );
    const refusal = (row: number, last: number) => ({
      name: "RangeError",
      message: `row ${row}: must be from 0 to ${last}`,
    });
    assert.throws(() => engine.matchRow(0), refusal(0, -1));
    assert.throws(() => engine.setCompany(1, nothing, null), refusal(1, 0));
    engine.setCompany(0, nothing, 700);
    for (const row of [-1, 0.5, Number.NaN]) assert.throws(() => engine.valuesAt(row), refusal(row, 0));
    assert.throws(() => engine.scoreAt(1), refusal(1, 0));
    assert.throws(() => engine.productAt(2), { name: "RangeError", message: "slot 2: no product has it" });
    assert.throws(() => engine.setCompanies([0, 1], [nothing], [null]), {
      message: "companies: 2 rows, 1 values, 1 scores must be as many",
    });
    assert.equal(engine.scoreAt(0), 700);
    await engine.close();
  });
});
