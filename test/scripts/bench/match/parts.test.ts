import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadCatalogue } from "../../../../catalogue/index.ts";
import { OwnFacts } from "../../../../indexer-api/src/wire/own-facts.ts";
import { AS_OF, drawCompanies } from "../../../../scripts/bench/match/companies.ts";
import { codesOf } from "../../../../scripts/bench/match/data.ts";
import { digestOf, requireSameBits, requireSameDigest } from "../../../../scripts/bench/match/digest.ts";
import { readOptions } from "../../../../scripts/bench/match/options.ts";
import { statableValues, statedFacts } from "../../../../scripts/bench/match/own-facts.ts";
import { changedProduct, drawProducts } from "../../../../scripts/bench/match/products.ts";
import { tableOf } from "../../../../scripts/bench/match/report.ts";
import { median } from "../../../../scripts/bench/match/timing.ts";

const WORDS = 2;
const catalogue = loadCatalogue();

describe("options of the benchmark", () => {
  it("have usual values, and nought companies and products are allowed", () => {
    const { companies, products, rounds, http, json } = readOptions([]);
    assert.deepEqual([companies, products, rounds, http, json], [1_000_000, 319, 5, true, false]);
    assert.equal(readOptions(["--companies", "0", "--products", "0", "--no-http"]).http, false);
  });

  it("are refused by name, value and rule", () => {
    assert.throws(() => readOptions(["--companies", "-1"]), /--companies/);
    assert.throws(() => readOptions(["--products", "1.5"]), /--products: "1.5" must be a whole number from 0 to 10000/);
    assert.throws(() => readOptions(["--rounds", "0"]), /--rounds: "0" must be a whole number from 1 to 100/);
    assert.throws(() => readOptions(["--fast"]), /--fast/);
  });
});

describe("comparing bitmaps", () => {
  const eligible = Uint32Array.from({ length: 3_000 * WORDS }, (_, index) => Math.imul(index, 0x9e3779b1) >>> 0);
  const bitmap = { eligible, words: WORDS, companies: 3_000 };

  it("finds every bit that differs, and says whose it is", () => {
    for (const [row, product] of [
      [0, 0],
      [1_234, 31],
      [2_999, 63],
    ] as const) {
      const other = eligible.slice();
      const word = row * WORDS + (product >>> 5);
      other[word] = (other[word] as number) ^ (1 << (product & 31));
      const named = new RegExp(`company ${row}, product ${product}:`);
      assert.throws(() => requireSameBits("other", eligible, other, WORDS), named);
      const digest = digestOf({ ...bitmap, eligible: other });
      assert.throws(() => requireSameDigest("other", digestOf(bitmap), digest), /the results differ in products/);
    }
  });

  it("finds companies that changed places, and a result of another length", () => {
    const other = eligible.slice();
    other.set(eligible.subarray(0, WORDS), WORDS);
    other.set(eligible.subarray(WORDS, 2 * WORDS), 0);
    assert.throws(() => requireSameDigest("other", digestOf(bitmap), digestOf({ ...bitmap, eligible: other })));
    assert.throws(() => requireSameBits("other", eligible, eligible.subarray(1), WORDS), /words/);
    requireSameBits("other", eligible, eligible.slice(), WORDS);
    requireSameDigest("other", digestOf(bitmap), digestOf(bitmap));
  });
});

describe("facts as the benchmark states them", () => {
  it("are read by the service as the values that they were", () => {
    const { features, columns } = drawCompanies(catalogue, 300, 5);
    const own = new OwnFacts(catalogue.features);
    for (const values of statableValues(features, columns, 300)) {
      const wrong: { feature: string; value: unknown; rule: string }[] = [];
      assert.deepEqual(own.read(statedFacts(features, values), AS_OF, wrong).raw, values.raw);
      assert.deepEqual(wrong, []);
    }
  });
});

describe("changes of the benchmark", () => {
  it("keep the product's id, with criteria that are known every other time", () => {
    const products = drawProducts(catalogue, 20, 1);
    for (let number = 0; number < 40; number++) {
      const { id, criteria } = changedProduct(catalogue, products, number, 1);
      const old = products[number % 20];
      assert.equal(id, old?.id);
      assert.notDeepEqual(criteria, old?.criteria);
      const isKnown = products.some((product) => product.criteria === criteria);
      assert.equal(isKnown, number % 2 === 0);
    }
  });

  it("give every company a code of its own", () => {
    const codes = codesOf({ companies: 500, products: 0, seed: 1 });
    assert.equal(new Set(codes).size, 500);
  });
});

describe("figures", () => {
  it("are medians", () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.ok(Number.isNaN(median([])));
  });

  it("stand beside their goals, and what is missing is said", () => {
    const table = tableOf({ rowsSeconds: 0.123456, zenRatio: 12_345.6, zenSample: 1_000, naiveRatio: null });
    assert.match(table, /rowsSeconds +│ +0\.123 s │ +≤ 0\.8/);
    assert.match(table, /zenRatio +│ +12,346 × │ +≥ 5,000/);
    assert.match(table, /naiveRatio +│ +not measured/);
    assert.match(table, /zenSample +│ +1,000/);
  });
});
