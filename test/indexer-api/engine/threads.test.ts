import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import type { Criterion } from "../../../catalogue/index.ts";
import { Columns } from "../../../indexer-api/src/engine/columns.ts";
import { MatchEngine } from "../../../indexer-api/src/engine/engine.ts";
import type { MatchProduct } from "../../../indexer-api/src/engine/engine.ts";
import { slotsOf } from "../../../indexer-api/src/engine/match-one.ts";
import { scanTask } from "../../../indexer-api/src/engine/scan.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { Cell } from "../../../indexer-api/src/engine/values.ts";
import { arbitraryCompany, arbitraryCriteria, FEATURES } from "./arbitrary.ts";
import { interpret } from "./interpreter.ts";
import { dieThenCount, refuse } from "./tasks.ts";

/** More than are done without a thread, and no whole number of blocks. */
const COMPANIES = 70_001;
const AS_OF = 1_780_000_000n;
const TASKS = new URL("./tasks.ts", import.meta.url).href;
const CELLS = fc.sample(arbitraryCompany, { numRuns: 97, seed: 1 });
const CRITERIA = fc.sample(arbitraryCriteria, { numRuns: 70, seed: 2 });

const cellsOf = (row: number) => CELLS[row % CELLS.length] as Cell[];
const productOf = (id: string, criteria: readonly Criterion[]): MatchProduct => ({
  ...{ id, criteria, security: "none", annualRateBps: { min: 1, max: 2 } },
  ...{ amountFen: { min: 1n, max: 2n }, tenorMonths: { min: 1, max: 2 } },
});

describe("a MatchEngine with worker threads", () => {
  let engine: MatchEngine;

  before(async () => {
    const columns = new Columns(FEATURES, COMPANIES);
    for (let row = 0; row < COMPANIES; row++) columns.set(row, encodeCompany(FEATURES, cellsOf(row)));
    const products = CRITERIA.map((criteria, place) => productOf(`P${place}`, criteria));
    const options = {
      features: FEATURES,
      products,
      asOf: AS_OF,
      columns,
      companies: COMPANIES,
      threads: 2,
      mostApart: 3,
      // Products are compiled anew in worker threads first, then of the companies that are left here.
      rowsAtOnce: COMPANIES - 369,
    };
    engine = await MatchEngine.open(options);
  });
  after(() => engine.close());

  /** By the interpreter, of the few different companies that there are. */
  const rowsOf = (criteria: readonly Criterion[], wanted: string): number[] => {
    const verdicts = CELLS.map((cells) => interpret(FEATURES, criteria, cells, AS_OF));
    return Array.from({ length: COMPANIES }, (_, row) => row).filter((row) => verdicts[row % CELLS.length] === wanted);
  };

  it("matches and counts all companies as the interpreter does", async () => {
    const { eligible, words, companies } = await engine.matchAll();
    assert.equal(companies, COMPANIES);
    for (let row = 0; row < COMPANIES; row += 1_009) {
      const expected = engine.matchRow(row).eligible;
      assert.deepEqual(slotsOf(eligible.subarray(row * words, (row + 1) * words)), slotsOf(expected));
    }
    const counts = await engine.countAll();
    for (const [place, criteria] of CRITERIA.entries()) {
      const slot = engine.slotOf(`P${place}`) as number;
      const [fit, perhaps] = [rowsOf(criteria, "eligible").length, rowsOf(criteria, "unknown").length];
      assert.deepEqual([counts.eligible[slot], counts.open[slot]], [fit, fit + perhaps]);
    }
  });

  it("finds the audience of any criteria", async () => {
    for (const criteria of fc.sample(arbitraryCriteria, { numRuns: 15, seed: 3 })) {
      const { eligibleRows, unknownRows } = await engine.audience(criteria);
      assert.deepEqual(slotsOf(eligibleRows), rowsOf(criteria, "eligible"));
      assert.deepEqual(slotsOf(unknownRows), rowsOf(criteria, "unknown"));
    }
  });

  it("judges new products apart, and all together again once they are many", async () => {
    for (const [place, criteria] of fc.sample(arbitraryCriteria, { numRuns: 6, seed: 4 }).entries()) {
      await engine.setProduct(productOf(`P${place}`, criteria));
      const [counts, { eligible, words }] = [await engine.countAll(), await engine.matchAll()];
      const slot = engine.slotOf(`P${place}`) as number;
      const rows = rowsOf(criteria, "eligible");
      assert.equal(counts.eligible[slot], rows.length);
      assert.equal(counts.open[slot], rows.length + rowsOf(criteria, "unknown").length);
      const bit = (row: number) => ((eligible[row * words + (slot >> 5)] as number) >>> (slot & 31)) & 1;
      assert.deepEqual(
        Array.from({ length: COMPANIES }, (_, row) => row).filter((row) => bit(row) === 1),
        rows,
      );
    }
  });

  it("has them all compiled in the end, without anybody waiting for it", async () => {
    // What the test before may have begun.
    for (let job = 0; job < 5; job++) await engine.idle();
    const before = engine.compiled;
    const criteria = fc.sample(arbitraryCriteria, { numRuns: 20, seed: 7 });
    await Promise.all(criteria.map((one, place) => engine.setProduct(productOf(`P${place}`, one))));
    assert.equal(engine.compiled, before);
    for (let job = 0; job < 10 && engine.compiled === before; job++) await engine.idle();
    assert.notEqual(engine.compiled, before);
    for (const [place, one] of criteria.entries()) {
      const { eligibleRows } = await engine.audience(one);
      const bit = engine.slotOf(`P${place}`) as number;
      for (let row = 0; row < COMPANIES; row += 1_009) {
        const eligible = slotsOf(engine.matchRow(row).eligible).includes(bit);
        assert.equal(eligible, (((eligibleRows[row >>> 5] as number) >>> (row & 31)) & 1) === 1);
      }
    }
  });

  it("keeps companies that are set while a job runs, and answers for them at once", async () => {
    const unknown = encodeCompany(
      FEATURES,
      FEATURES.map(() => null),
    );
    const known = engine.valuesAt(5);
    const job = engine.setProducts(engine.products);
    await Promise.resolve();
    engine.setCompany(5, unknown, 700);
    engine.setCompany(COMPANIES, unknown, null);
    assert.deepEqual(engine.valuesAt(5), unknown);
    assert.deepEqual([engine.scoreAt(5), engine.scoreAt(COMPANIES), engine.companies], [700, null, COMPANIES + 1]);
    assert.deepEqual(engine.matchRow(5), engine.match(unknown));
    await job;
    await engine.idle();
    assert.deepEqual(engine.columns.get(5), unknown);
    assert.deepEqual(engine.matchRow(5), engine.match(unknown));
    assert.deepEqual(engine.matchRow(COMPANIES), engine.match(unknown));
    assert.equal((await engine.matchAll()).companies, COMPANIES + 1);
    engine.setCompany(5, known, null);
  });

  it("does a slice again whose thread dies", async () => {
    const lives = new Int32Array(new SharedArrayBuffer(4)).fill(2);
    const counted = await engine.scan(scanTask(TASKS, dieThenCount, lives));
    assert.equal(
      counted.reduce((sum, rows) => sum + rows, 0),
      engine.companies,
    );
    assert.ok(Atomics.load(lives, 0) < 0);
    assert.ok((await engine.matchAll()).companies >= COMPANIES);
  });

  it("gives up on a slice whose threads die again and again, and goes on with the next job", async () => {
    const lives = new Int32Array(new SharedArrayBuffer(4)).fill(1_000);
    const task = scanTask(TASKS, dieThenCount, lives);
    await assert.rejects(engine.scan(task), /task dieThenCount: 3 threads died over rows \d+ to \d+/);
    assert.ok((await engine.countAll()).eligible.length > 0);
  });

  it("passes on what a task throws", async () => {
    await assert.rejects(engine.scan(scanTask(TASKS, refuse, undefined)), RangeError("no such thing"));
  });
});
