import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadCatalogue } from "../../../../catalogue/index.ts";
import { compile } from "../../../../indexer-api/src/engine/compile.ts";
import { countBits, matchIds, roomForBits } from "../../../../indexer-api/src/engine/match-one.ts";
import { quantiserOf } from "../../../../indexer-api/src/engine/quantiser.ts";
import { termsOf } from "../../../../indexer-api/src/engine/terms.ts";
import { unpackSet } from "../../../../indexer-api/src/engine/values.ts";
import { AS_OF, distributionOf, drawCompanies } from "../../../../scripts/bench/match/companies.ts";
import { drawProduct, drawProducts } from "../../../../scripts/bench/match/products.ts";

const COMPANIES = 5_000;
const PRODUCTS = 319;
const catalogue = loadCatalogue();
const { features, columns, scores } = drawCompanies(catalogue, COMPANIES, 1);
const products = drawProducts(catalogue, PRODUCTS, 1);

describe("companies of the benchmark", () => {
  it("are the same, however many there are, and others by another seed", () => {
    const few = drawCompanies(catalogue, 100, 1);
    const others = drawCompanies(catalogue, 100, 2);
    for (let row = 0; row < 100; row++) assert.deepEqual(few.columns.get(row), columns.get(row));
    assert.deepEqual(few.scores, scores.slice(0, 100));
    assert.notDeepEqual(others.columns.get(0), few.columns.get(0));
  });

  it("lack so many facts as each feature says", () => {
    for (const [index, feature] of features.entries()) {
      const { kind, missing } = distributionOf(feature);
      let unknown = 0;
      for (let row = 0; row < COMPANIES; row++) {
        const value = columns.get(row).raw[index] as number;
        unknown += kind === "set" ? unpackSet(value).unknown & 1 : Number(Number.isNaN(value));
      }
      assert.ok(Math.abs(unknown / COMPANIES - missing) < 0.02, `${feature.id}: ${unknown} of ${COMPANIES}`);
    }
  });

  it("have amounts beyond 32 bits, and there may be none", () => {
    const sales = features.findIndex(({ id }) => id === "annual_sales");
    assert.ok(columns.arrays[sales] instanceof Float64Array);
    assert.ok(columns.arrays[sales].some((value) => value > 2 ** 31));
    assert.equal(drawCompanies(catalogue, 0, 1).columns.capacity, 0);
  });
});

describe("products of the benchmark", () => {
  it("are the same, however many there are, with four to ten criteria on different features", () => {
    assert.deepEqual(drawProducts(catalogue, 5, 1), products.slice(0, 5));
    assert.notDeepEqual(drawProduct(catalogue, 0, 2).criteria, products[0]?.criteria);
    for (const { criteria } of products) {
      assert.ok(criteria.length >= 4 && criteria.length <= 10);
      assert.equal(new Set(criteria.map(({ feature }) => feature)).size, criteria.length);
    }
  });

  it("use operators that the catalogue allows", () => {
    const operators = new Map(catalogue.features.map((feature) => [feature.id, feature.operators]));
    for (const { feature, operator } of products.flatMap(({ criteria }) => criteria)) {
      assert.ok(operators.get(feature)?.includes(operator), `${feature} ${operator}`);
    }
  });

  it("fit about a fifth of the companies", () => {
    const slotted = products.map(({ criteria }, slot) => ({ slot, terms: termsOf(features, criteria) }));
    const compiled = compile(features, slotted, PRODUCTS, AS_OF);
    const quantiser = quantiserOf(compiled);
    const [ids, bits] = [new Uint8Array(quantiser.width), roomForBits(compiled.words)];
    let eligible = 0;
    for (let row = 0; row < COMPANIES; row++) {
      quantiser.one(columns.get(row), ids);
      eligible += countBits(matchIds(compiled, ids, 0, bits).eligible);
    }
    const part = eligible / (COMPANIES * PRODUCTS);
    assert.ok(part > 0.18 && part < 0.25, `${part}`);
  });
});
