import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Criterion } from "../../../catalogue/index.ts";
import { MatchEngine } from "../../../indexer-api/src/engine/engine.ts";
import type { CompanyChange, MatchProduct } from "../../../indexer-api/src/engine/engine.ts";
import { slotsOf } from "../../../indexer-api/src/engine/match-one.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { Cell } from "../../../indexer-api/src/engine/values.ts";
import { arbitraryCompany, arbitraryCriteria, AS_OF, FEATURES } from "./arbitrary.ts";
import { interpret } from "./interpreter.ts";

const LENDING = {
  amountFen: { min: 0n, max: 100n },
  tenorMonths: { min: 1, max: 12 },
  annualRateBps: { min: 300, max: 500 },
  security: "none",
};

function productOf(id: string, criteria: readonly Criterion[]): MatchProduct {
  return { id, criteria, ...LENDING };
}

type Step =
  | { readonly do: "set product"; readonly id: string; readonly criteria: readonly Criterion[] }
  | { readonly do: "remove product"; readonly id: string }
  | { readonly do: "set products"; readonly criteria: readonly (readonly Criterion[])[] }
  | { readonly do: "set company"; readonly row: number; readonly cells: readonly Cell[] }
  | { readonly do: "set companies"; readonly rows: readonly { row: number; cells: readonly Cell[] }[] }
  | { readonly do: "advance"; readonly seconds: bigint };

const id = fc.integer({ min: 0, max: 5 }).map((number) => `P${number}`);
const placed = fc.record({ row: fc.nat(1000), cells: arbitraryCompany });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("set product" as const), id, criteria: arbitraryCriteria }),
  fc.record({ do: fc.constant("remove product" as const), id }),
  fc.record({ do: fc.constant("set products" as const), criteria: fc.array(arbitraryCriteria, { maxLength: 6 }) }),
  fc.record({ do: fc.constant("set company" as const), row: fc.nat(1000), cells: arbitraryCompany }),
  fc.record({ do: fc.constant("set companies" as const), rows: fc.array(placed, { maxLength: 4 }) }),
  fc.record({
    do: fc.constant("advance" as const),
    seconds: fc.oneof(fc.bigInt(0n, 90_000n), fc.bigInt(-1_000_000n, 40_000_000n), fc.constantFrom(1n, 86_400n)),
  }),
);

/** What must be true, kept in the simplest way. */
interface Model {
  readonly products: Map<string, readonly Criterion[]>;
  readonly companies: (readonly Cell[])[];
  asOf: bigint;
}

describe("MatchEngine", () => {
  it("says at every moment what the interpreter says, whatever was changed", async () => {
    const products = fc.array(arbitraryCriteria, { maxLength: 6 });
    const companies = fc.array(arbitraryCompany, { maxLength: 6 });
    const steps = fc.array(step, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(products, companies, AS_OF, steps, fc.nat(4), async (criteria, cells, asOf, all, mostApart) => {
        const model: Model = {
          products: new Map(criteria.map((one, place) => [`P${place}`, one])),
          companies: [],
          asOf,
        };
        const listed = [...model.products].map(([id, one]) => productOf(id, one));
        const engine = await MatchEngine.open({ features: FEATURES, products: listed, asOf, mostApart, rowsAtOnce: 2 });
        for (const company of cells) await take(engine, model, { do: "set company", row: 1000, cells: company });
        for (const one of all) {
          await take(engine, model, one);
          await assertSame(engine, model);
        }
        await engine.close();
      }),
      { numRuns: 150 },
    );
  });
});

async function take(engine: MatchEngine, model: Model, step: Step): Promise<void> {
  const rowOf = (row: number) => Math.min(row, model.companies.length);
  switch (step.do) {
    case "set product":
      model.products.set(step.id, step.criteria);
      return engine.setProduct(productOf(step.id, step.criteria));
    case "remove product":
      model.products.delete(step.id);
      return engine.removeProduct(step.id);
    case "set products":
      model.products.clear();
      step.criteria.forEach((one, place) => model.products.set(`P${place}`, one));
      return engine.setProducts([...model.products].map(([id, one]) => productOf(id, one)));
    case "advance":
      model.asOf += step.seconds;
      return engine.advance(model.asOf);
    case "set company": {
      const row = rowOf(step.row);
      const before = eligibleIds(model, model.companies[row]);
      model.companies[row] = step.cells;
      const change = engine.setCompany(row, encodeCompany(FEATURES, step.cells), null);
      return assertChange(engine, change, before, eligibleIds(model, step.cells));
    }
    case "set companies": {
      const rows: number[] = [];
      const expected = step.rows.map(({ row, cells }) => {
        const before = eligibleIds(model, model.companies[rowOf(row)]);
        rows.push(rowOf(row));
        model.companies[rowOf(row)] = cells;
        return { before, after: eligibleIds(model, cells) };
      });
      const values = step.rows.map(({ cells }) => encodeCompany(FEATURES, cells));
      const changes = await engine.setCompanies(
        rows,
        values,
        values.map(() => 600),
      );
      expected.forEach(({ before, after }, place) => {
        const change = changes[place] as (typeof changes)[number];
        assert.equal(change.row, rows[place]);
        assertChange(engine, change, before, after);
      });
    }
  }
}

function eligibleIds({ products, asOf }: Model, cells: readonly Cell[] | undefined): Set<string> {
  if (cells === undefined) return new Set();
  const eligible = [...products].filter(([, criteria]) => interpret(FEATURES, criteria, cells, asOf) === "eligible");
  return new Set(eligible.map(([id]) => id));
}

function assertChange(engine: MatchEngine, change: CompanyChange, before: Set<string>, after: Set<string>): void {
  const ids = (slots: readonly number[]) => new Set(slots.map((slot) => engine.productAt(slot).id));
  assert.deepEqual(ids(change.became), without(after, before));
  assert.deepEqual(ids(change.ceased), without(before, after));
}

function without(ids: Set<string>, others: Set<string>): Set<string> {
  return new Set([...ids].filter((id) => !others.has(id)));
}

/** Every way in which the engine can be asked. */
async function assertSame(engine: MatchEngine, model: Model): Promise<void> {
  const { companies, products, asOf } = model;
  assert.equal(engine.companies, companies.length);
  assert.equal(engine.asOf, asOf);
  assert.deepEqual(new Set(engine.products.map(({ id }) => id)), new Set(products.keys()));
  const [all, counts] = [await engine.matchAll(), await engine.countAll()];
  for (const [row, cells] of companies.entries()) {
    const bits = engine.matchRow(row);
    assert.deepEqual(engine.match(engine.valuesAt(row)), bits);
    assert.deepEqual(slotsOf(all.eligible.subarray(row * all.words, (row + 1) * all.words)), slotsOf(bits.eligible));
    for (const [id, criteria] of products) {
      assert.equal(
        verdictAt(engine.slotOf(id) as number, bits.eligible, bits.open),
        interpret(FEATURES, criteria, cells, asOf),
      );
    }
    assert.equal(
      slotsOf(bits.open).every((slot) => products.has(engine.productAt(slot).id)),
      true,
    );
  }
  for (const [id, criteria] of products) {
    const verdicts = companies.map((cells) => interpret(FEATURES, criteria, cells, asOf));
    const [eligible, unknown] = [rowsOf(verdicts, "eligible"), rowsOf(verdicts, "unknown")];
    const slot = engine.slotOf(id) as number;
    assert.equal(counts.eligible[slot], eligible.length);
    assert.equal(counts.open[slot], eligible.length + unknown.length);
    const audience = await engine.audience(criteria);
    assert.deepEqual(slotsOf(audience.eligibleRows), eligible);
    assert.deepEqual(slotsOf(audience.unknownRows), unknown);
    const { eligible: fit, unknown: perhaps, refused } = audience;
    assert.deepEqual(
      [fit, perhaps, refused],
      [eligible.length, unknown.length, companies.length - eligible.length - unknown.length],
    );
  }
}

function rowsOf(verdicts: readonly string[], wanted: string): number[] {
  return verdicts.flatMap((verdict, row) => (verdict === wanted ? [row] : []));
}

function verdictAt(slot: number, eligible: Uint32Array, open: Uint32Array): string {
  const has = (bits: Uint32Array) => (((bits[slot >> 5] as number) >>> (slot & 31)) & 1) === 1;
  return has(eligible) ? "eligible" : has(open) ? "unknown" : "refused";
}
