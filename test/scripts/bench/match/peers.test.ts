import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadCatalogue } from "../../../../catalogue/index.ts";
import { compile } from "../../../../indexer-api/src/engine/compile.ts";
import { matchIds, roomForBits, slotsOf } from "../../../../indexer-api/src/engine/match-one.ts";
import { quantiserOf } from "../../../../indexer-api/src/engine/quantiser.ts";
import { termsOf } from "../../../../indexer-api/src/engine/terms.ts";
import { AS_OF, drawCompanies } from "../../../../scripts/bench/match/companies.ts";
import { digestOf } from "../../../../scripts/bench/match/digest.ts";
import { DuckDbPeer } from "../../../../scripts/bench/match/duckdb.ts";
import { jsonRulesMatcher } from "../../../../scripts/bench/match/json-rules.ts";
import { naiveMatcher } from "../../../../scripts/bench/match/naive.ts";
import { plainCompanies } from "../../../../scripts/bench/match/plain.ts";
import { drawProducts } from "../../../../scripts/bench/match/products.ts";
import { ZenMatcher } from "../../../../scripts/bench/match/zen.ts";

const COMPANIES = 60;
const PRODUCTS = 100;
const catalogue = loadCatalogue();
const drawn = drawCompanies(catalogue, COMPANIES, 3);
const { features, columns } = drawn;
const products = drawProducts(catalogue, PRODUCTS, 3);
const plain = plainCompanies(features, columns, COMPANIES, AS_OF);

/** As the engine judges them, the first words of whose masks are these. */
function engineBits(): { eligible: Uint32Array; words: number } {
  const slotted = products.map(({ criteria }, slot) => ({ slot, terms: termsOf(features, criteria) }));
  const compiled = compile(features, slotted, PRODUCTS, AS_OF);
  const quantiser = quantiserOf(compiled);
  const [ids, bits] = [new Uint8Array(quantiser.width), roomForBits(compiled.words)];
  const eligible = new Uint32Array(COMPANIES * compiled.words);
  for (let row = 0; row < COMPANIES; row++) {
    quantiser.one(columns.get(row), ids);
    eligible.set(matchIds(compiled, ids, 0, bits).eligible, row * compiled.words);
  }
  return { eligible, words: compiled.words };
}

const ours = engineBits();

function slotsOfRow(row: number): number[] {
  return slotsOf(ours.eligible.subarray(row * ours.words, (row + 1) * ours.words));
}

function slotsIn(eligible: readonly boolean[]): number[] {
  return [...eligible.keys()].filter((slot) => eligible[slot]);
}

describe("the other engines of the benchmark judge as ours does", () => {
  it("closures", () => {
    const match = naiveMatcher(features, products);
    for (const [row, company] of plain.entries()) assert.deepEqual(slotsIn(match(company)), slotsOfRow(row));
  });

  it("json-rules-engine", async () => {
    const match = jsonRulesMatcher(features, products);
    for (const [row, company] of plain.entries()) assert.deepEqual(slotsIn(await match(company)), slotsOfRow(row));
  });

  it("zen-engine", async () => {
    const matched = await new ZenMatcher(features, products).match(plain);
    for (const [row, eligible] of matched.entries()) assert.deepEqual(slotsIn(eligible), slotsOfRow(row));
  });

  it("DuckDB, bit by bit and by digest", async () => {
    const criteria = products.map((product) => product.criteria);
    const peer = await DuckDbPeer.load(drawn, COMPANIES, criteria, AS_OF);
    await peer.match();
    assert.deepEqual(await peer.first(COMPANIES), ours.eligible);
    assert.deepEqual(await peer.digest(), digestOf({ ...ours, companies: COMPANIES }));
  });

  it("DuckDB without companies or products", async () => {
    const nobody = await DuckDbPeer.load(drawCompanies(catalogue, 0, 3), 0, [[]], AS_OF);
    await nobody.match();
    assert.deepEqual(await nobody.digest(), [0, 0, 0, 0]);
    const nothing = await DuckDbPeer.load(drawn, COMPANIES, [], AS_OF);
    await nothing.match();
    assert.deepEqual(await nothing.first(2), new Uint32Array(4));
  });
});
