import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Catalogue, Criterion, Product } from "../../../catalogue/index.ts";
import type { Reading } from "../../../indexer-api/src/features/reading.ts";
import { matchProducts } from "../../../indexer-api/src/matching/match.ts";
import type { LoanRequest } from "../../../indexer-api/src/matching/request.ts";
import { catalogue } from "../stated.ts";

const SALES: Criterion = { feature: "annual_sales", operator: ">=", value: 100n };
const GRADE: Criterion = { feature: "tax_credit_grade", operator: ">=", value: "M" };
const EXPORTS: Criterion = { feature: "export_value", operator: ">=", value: 1n };

const READINGS = new Map<string, Reading>([
  ["annual_sales", { state: "known", value: 90n, evidence: ["0xa1"] }],
  ["tax_credit_grade", { state: "known", value: "B", evidence: ["0xa2"] }],
  [
    "export_value",
    { state: "unknown", missing: [{ fact: "cus.export_value_12m", reason: "not attested" }], evidence: [] },
  ],
]);

function productWith(criteria: readonly Criterion[], changes: Partial<Product> = {}): Catalogue {
  const [first] = catalogue.products;
  assert.ok(first);
  const range = {
    amountFen: { min: 100n, max: 200n },
    tenorMonths: { min: 6, max: 12 },
    security: "none",
  };
  return { ...catalogue, products: [{ ...first, ...range, criteria, ...changes }] };
}

function match(criteria: readonly Criterion[], request: LoanRequest = {}, changes: Partial<Product> = {}) {
  const [only] = matchProducts(productWith(criteria, changes), READINGS, request);
  return only ?? assert.fail("nothing was matched");
}

describe("matchProducts", () => {
  it("judges every product of the catalogue", () => {
    const nothing: Reading = { state: "unknown", missing: [], evidence: [] };
    const readings = new Map<string, Reading>(
      catalogue.features.map(({ id, type, values }) => [
        id,
        type === "set" || type === "flagset"
          ? { state: "labels", labels: new Map(values?.map(({ label }) => [label, false])), evidence: [] }
          : nothing,
      ]),
    );
    const matches = matchProducts(catalogue, readings, {});
    assert.equal(matches.length, 319);
    for (const { product, met, failed, unknown } of matches) {
      assert.equal(met + failed.length + unknown.length, product.criteria.length, product.id);
    }
  });

  it("is eligible when everything is met", () => {
    const { result, met } = match([GRADE]);
    assert.deepEqual({ result, met }, { result: "eligible", met: 1 });
  });

  it("is refused for one failure, with how far off it is and on what evidence", () => {
    const { result, failed, unknown, met } = match([GRADE, SALES, EXPORTS]);
    assert.equal(result, "refused");
    assert.equal(met, 1);
    assert.equal(unknown.length, 1, "what is unknown is told even when it no longer matters");
    const [failure] = failed;
    assert.equal(failure?.criterion, SALES);
    assert.deepEqual(failure.verdict, { outcome: "failed", actual: 90n, distance: 10n });
    assert.deepEqual(failure.evidence, ["0xa1"]);
  });

  it("is unknown when nothing failed but something could not be judged", () => {
    const { result, unknown } = match([GRADE, EXPORTS]);
    assert.equal(result, "unknown");
    assert.deepEqual(unknown[0]?.verdict.missing, [{ fact: "cus.export_value_12m", reason: "not attested" }]);
  });

  it("does not judge what was not asked for", () => {
    assert.deepEqual(match([GRADE], {}, { security: "ip" }).mismatches, []);
  });

  it("takes both ends of a range", () => {
    for (const request of [
      { amountFen: 100n, tenorMonths: 6 },
      { amountFen: 200n, tenorMonths: 12 },
    ]) {
      assert.equal(match([GRADE], request).result, "eligible");
    }
  });

  it("is refused when the request lies outside, with the distance", () => {
    const { result, mismatches } = match([GRADE], { amountFen: 201n, tenorMonths: 4 });
    assert.equal(result, "refused");
    assert.deepEqual(mismatches, [
      { property: "amount", offered: [100n, 200n], asked: 201n, distance: 1n },
      { property: "tenor_months", offered: [6n, 12n], asked: 4n, distance: 2n },
    ]);
  });

  it("is refused without the security that it needs, and needs none when it says so", () => {
    const request = { securityOffered: ["guarantor"] };
    assert.equal(match([GRADE], request).result, "eligible");
    assert.equal(match([GRADE], request, { security: "guarantor" }).result, "eligible");
    assert.deepEqual(match([GRADE], request, { security: "ip" }).mismatches, [
      { property: "security_offered", offered: "ip", asked: ["guarantor"], distance: null },
    ]);
  });
});
