import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";

import { compile } from "../../../indexer-api/src/engine/compile.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import { countBits, matchIds, roomForBits, slotsOf } from "../../../indexer-api/src/engine/match-one.ts";
import { productTables } from "../../../indexer-api/src/engine/product-tables.ts";
import { quantiserOf } from "../../../indexer-api/src/engine/quantiser.ts";
import { termsOf } from "../../../indexer-api/src/engine/terms.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import { arbitraryCompany, arbitraryCriteria, AS_OF, FEATURES } from "./arbitrary.ts";
import { checkVerdicts, compileAll, verdicts } from "./products.ts";

/** Around a word, two words, the launch and the year after it. */
const COUNTS = [0, 1, 31, 32, 33, 63, 64, 65, 319, 320, 1_080, 1_081];

const NOW = 1_774_944_000n;

describe("one company against products", () => {
  it("is judged as the interpreter judges it", () => {
    const products = fc.array(arbitraryCriteria, { maxLength: 70 });
    const companies = fc.array(arbitraryCompany, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(products, companies, AS_OF, (criteria, cells, asOf) => {
        const compiled = compileAll(FEATURES, criteria, asOf);
        for (const company of cells) checkVerdicts(compiled, criteria, company);
      }),
      { numRuns: 300 },
    );
  });

  for (const count of COUNTS) {
    it(`is judged so by ${count} products`, () => {
      const drawn = fc.sample(arbitraryCriteria, { numRuns: count, seed: count });
      const compiled = compileAll(FEATURES, drawn, NOW);
      for (const cells of fc.sample(arbitraryCompany, { numRuns: 20, seed: 7 })) checkVerdicts(compiled, drawn, cells);
    });
  }

  it("is judged so by criteria on a set that one byte does not tell apart", () => {
    const labels = Array.from({ length: 8 }, (_, place) => `label ${place}`);
    const features: FeatureSpec[] = [{ id: "many", kind: "set", ordered: false, labels }];
    const anyLabels = fc.subarray(labels);
    const operator = fc.constantFrom("none of", "none of", "none of", "any of" as const);
    const criterion = fc.record({ feature: fc.constant("many"), operator, value: anyLabels });
    const products = fc.array(fc.tuple(criterion), { minLength: 20, maxLength: 120 });
    const state = fc.array(fc.constantFrom("holds", "unknown", "not", "not"), { minLength: 8, maxLength: 8 });
    const bitsOf = (states: string[], wanted: string) =>
      states.reduce((bits, one, place) => bits | (one === wanted ? 1 << place : 0), 0);
    fc.assert(
      fc.property(products, fc.array(state, { maxLength: 12 }), anyLabels, (criteria, states, value) => {
        const compiled = compileAll(features, criteria, NOW);
        for (const one of states) {
          checkVerdicts(compiled, criteria, [{ holds: bitsOf(one, "holds"), unknown: bitsOf(one, "unknown") }]);
        }
        // Of a product that was not among them nobody must be looked at, where labels are told apart one by one.
        const draft = termsOf(features, [{ feature: "many", operator: "none of", value }]);
        if (compiled.columns.length > 1 && criteria.filter(([{ operator }]) => operator === "none of").length > 60) {
          assert.deepEqual(productTables(compiled, draft).looks, []);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("of which nothing is known is refused by contradictions on sets alone", () => {
    const nothing = FEATURES.map(() => null);
    const products = [
      [],
      [{ feature: "sales", operator: ">=", value: 1n }],
      [{ feature: "sales", operator: "between", value: [9n, 1n] }],
      [{ feature: "grade", operator: "in", value: [] }],
      [{ feature: "flags", operator: "any of", value: [] }],
      [{ feature: "flags", operator: "none of", value: [] }],
      [{ feature: "flags", operator: "none of", value: ["court"] }],
    ] as const;
    const said = verdicts(compileAll(FEATURES, products, NOW), nothing, products.length);
    assert.deepEqual(said, ["eligible", "unknown", "unknown", "unknown", "refused", "eligible", "unknown"]);
  });
});

describe("matchIds", () => {
  it("reads a row wherever it lies, and leaves nothing of the last one", () => {
    const products = [
      [{ feature: "sales", operator: ">=", value: 5n }],
      [{ feature: "sales", operator: "<=", value: 4n }],
    ] as const;
    const slotted = products.map((criteria, slot) => ({ slot, terms: termsOf(FEATURES, criteria) }));
    const compiled = compile(FEATURES, slotted, 2, NOW);
    const quantiser = quantiserOf(compiled);
    const { width } = quantiser;
    const [rows, bits] = [new Uint8Array(3 * width), roomForBits(compiled.words)];
    for (const [row, sales] of [7n, 2n, null].entries()) {
      const company = FEATURES.map(({ id }) => (id === "sales" ? sales : null));
      quantiser.one(encodeCompany(FEATURES, company), rows.subarray(row * width, (row + 1) * width));
    }
    const found = [0, 1, 2].map((row) => {
      const { eligible, open } = matchIds(compiled, rows, row * width, bits);
      return [slotsOf(eligible), slotsOf(open)];
    });
    assert.deepEqual(found, [
      [[0], [0]],
      [[1], [1]],
      [[], [0, 1]],
    ]);
  });
});

describe("bits", () => {
  it("are listed by slot, ascending, and counted", () => {
    const slots = fc.uniqueArray(fc.nat(1_087), { maxLength: 200 });
    fc.assert(
      fc.property(slots, (unsorted) => {
        const bits = new Uint32Array(34);
        for (const slot of unsorted) bits[slot >>> 5] = (bits[slot >>> 5] as number) | (1 << (slot & 31));
        assert.deepEqual(
          slotsOf(bits),
          unsorted.toSorted((a, b) => a - b),
        );
        assert.equal(countBits(bits), unsorted.length);
      }),
    );
  });

  it("are counted in full words, too", () => {
    const bits = Uint32Array.of(0, 2 ** 32 - 1, 2 ** 31, 1);
    assert.equal(countBits(bits), 34);
    assert.deepEqual(slotsOf(bits).slice(-3), [63, 95, 96]);
  });
});
