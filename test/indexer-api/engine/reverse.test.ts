import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Criterion } from "../../../catalogue/index.ts";
import { MatchEngine } from "../../../indexer-api/src/engine/engine.ts";
import { companiesThatFit, rowsAfter, topByScore } from "../../../indexer-api/src/engine/reverse.ts";
import type { Page, ScoredRow } from "../../../indexer-api/src/engine/reverse.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import { arbitraryCompany, arbitraryCriteria, FEATURES } from "./arbitrary.ts";
import { interpret } from "./interpreter.ts";

const NOW = 1_800_000_000n;

function bitsOf(chosen: readonly boolean[]): Uint32Array {
  const bits = new Uint32Array(Math.ceil(chosen.length / 32));
  for (const [row, isChosen] of chosen.entries()) {
    if (isChosen) bits[row >>> 5] = (bits[row >>> 5] as number) | (1 << (row & 31));
  }
  return bits;
}

const MOST = 150;
const companies = fc.array(
  fc.record({
    chosen: fc.boolean(),
    score: fc.oneof(fc.integer({ min: -1, max: 2 }), fc.constantFrom(-1, 600, 32_766, 32_767)),
  }),
  { maxLength: MOST },
);

/** All of a list, page by page. */
function readAll(read: (after: ScoredRow | null) => readonly ScoredRow[]): ScoredRow[] {
  const all: ScoredRow[] = [];
  for (let page = read(null); page.length > 0; page = read(all.at(-1) ?? null)) {
    all.push(...page);
    assert.ok(all.length <= MOST, "the list does not end");
  }
  return all;
}

describe("rows of a set", () => {
  it("come ascending, page by page, each once", () => {
    fc.assert(
      fc.property(companies, fc.integer({ min: 1, max: 40 }), (some, limit) => {
        const bits = bitsOf(some.map(({ chosen }) => chosen));
        const read = readAll((after) => {
          const page = rowsAfter(bits, after?.row ?? -1, limit);
          assert.ok(page.length <= limit);
          return page.map((row) => ({ row, score: null }));
        });
        assert.deepEqual(
          read.map(({ row }) => row),
          some.flatMap(({ chosen }, row) => (chosen ? [row] : [])),
        );
      }),
    );
  });

  it("come to nothing with a limit of none", () => {
    assert.deepEqual(rowsAfter(bitsOf([true, true]), -1, 0), []);
    assert.deepEqual(topByScore(bitsOf([true, true]), Int16Array.of(3, 4), 0, null), []);
  });
});

describe("companies by score", () => {
  it("come from the highest down, page by page, each once, those without a score at the end", () => {
    fc.assert(
      fc.property(companies, fc.integer({ min: 1, max: 40 }), (some, limit) => {
        const [bits, scores] = [bitsOf(some.map(({ chosen }) => chosen)), Int16Array.from(some, ({ score }) => score)];
        const read = readAll((after) => {
          const page = topByScore(bits, scores, limit, after);
          assert.ok(page.length <= limit);
          return page;
        });
        const sorted = some
          .flatMap(({ chosen, score }, row) => (chosen ? [{ row, score }] : []))
          .sort((a, b) => b.score - a.score || a.row - b.row)
          .map(({ row, score }) => ({ row, score: score === -1 ? null : score }));
        assert.deepEqual(read, sorted);
      }),
    );
  });
});

describe("companies that fit a product", () => {
  it("are those of whom the interpreter says so, in either order", async () => {
    const cells = fc.array(arbitraryCompany, { maxLength: 40 });
    const property = fc.asyncProperty(cells, arbitraryCriteria, async (known, criteria) => {
      const engine = await engineWith(known);
      const fits = (result: string) => known.flatMap((one, row) => (said(criteria, one) === result ? [row] : []));
      for (const order of ["row", "score"] as const) {
        const page: Page = { order, limit: 100, after: null };
        const { companies: found, eligible, unknown, refused } = await companiesThatFit(engine, criteria, page);
        const rows = found.map(({ row }) => row).sort((a, b) => a - b);
        assert.deepEqual(rows, fits("eligible"));
        assert.deepEqual([eligible, unknown, refused], [rows.length, fits("unknown").length, fits("refused").length]);
        assert.ok(found.every(({ row, score }) => score === engine.scoreAt(row)));
      }
      await engine.close();
    });
    await fc.assert(property, { numRuns: 50 });
  });

  it("come from behind the last one that was read", async () => {
    const engine = await engineWith(Array.from({ length: 5 }, () => FEATURES.map(() => null)));
    const page: Page = { order: "row", limit: 2, after: { row: 1, score: 1 } };
    const { companies: found, eligible } = await companiesThatFit(engine, [], page);
    assert.deepEqual(found, [
      { row: 2, score: null },
      { row: 3, score: 3 },
    ]);
    assert.equal(eligible, 5);
    await engine.close();
  });
});

function said(criteria: readonly Criterion[], cells: Parameters<typeof interpret>[2]): string {
  return interpret(FEATURES, criteria, cells, NOW);
}

/** Every second company has its row for a score. */
async function engineWith(known: readonly Parameters<typeof encodeCompany>[1][]) {
  const engine = await MatchEngine.open({ features: FEATURES, products: [], asOf: NOW, threads: 1 });
  for (const [row, cells] of known.entries()) {
    engine.setCompany(row, encodeCompany(FEATURES, cells), row % 2 === 1 ? row : null);
  }
  return engine;
}
