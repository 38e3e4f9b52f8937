import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Criterion } from "../../../catalogue/index.ts";
import { explain } from "../../../indexer-api/src/engine/explain.ts";
import type { Explainable } from "../../../indexer-api/src/engine/explain.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import { arbitraryCompany, arbitraryCriteria, AS_OF, FEATURES } from "./arbitrary.ts";
import { interpret } from "./interpreter.ts";

const NOW = 1_800_000_000n;
const SALES: Criterion = { feature: "sales", operator: ">=", value: 100n };
const GRADE: Criterion = { feature: "grade", operator: ">=", value: "C" };
const AWARD: Criterion = { feature: "awards", operator: "any of", value: ["gold"] };
/** Sales of 90, grade B; nothing is known of the rest. */
const COMPANY = encodeCompany(
  FEATURES,
  FEATURES.map(({ id }) => (id === "sales" ? 90n : id === "grade" ? "B" : null)),
);

function productWith(criteria: readonly Criterion[], security = "none"): Explainable {
  return { criteria, amountFen: { min: 100n, max: 200n }, tenorMonths: { min: 6, max: 12 }, security };
}

describe("explain", () => {
  it("judges as the interpreter does, and sorts every criterion by its own outcome", () => {
    fc.assert(
      fc.property(arbitraryCriteria, arbitraryCompany, AS_OF, (criteria, cells, asOf) => {
        const said = explain(FEATURES, productWith(criteria), encodeCompany(FEATURES, cells), asOf);
        assert.equal(said.result, interpret(FEATURES, criteria, cells, asOf));
        const placesOf = (wanted: string) =>
          criteria.flatMap((one, place) => (interpret(FEATURES, [one], cells, asOf) === wanted ? [place] : []));
        assert.deepEqual(
          said.failed.map(({ place }) => place),
          placesOf("refused"),
        );
        assert.deepEqual(
          said.unknown.map(({ place }) => place),
          placesOf("unknown"),
        );
        assert.equal(said.met, placesOf("eligible").length);
      }),
      { numRuns: 500 },
    );
  });

  it("tells what failed with its distance, and what is unknown though it no longer matters", () => {
    const product = productWith([GRADE, SALES, AWARD]);
    assert.deepEqual(explain(FEATURES, product, COMPANY, NOW), {
      product,
      result: "refused",
      failed: [{ place: 1, criterion: SALES, verdict: { outcome: "failed", actual: 90n, distance: 10n } }],
      unknown: [{ place: 2, criterion: AWARD, verdict: { outcome: "unknown", labels: ["gold"] } }],
      mismatches: [],
      met: 1,
    });
  });

  it("takes a product without criteria for everybody", () => {
    assert.equal(explain(FEATURES, productWith([]), COMPANY, NOW).result, "eligible");
  });

  it("does not judge what was not asked for", () => {
    assert.equal(explain(FEATURES, productWith([GRADE], "ip"), COMPANY, NOW, {}).result, "eligible");
  });

  it("takes both ends of a range", () => {
    for (const [amountFen, tenorMonths] of [
      [100n, 6],
      [200n, 12],
    ] as const) {
      const { result } = explain(FEATURES, productWith([GRADE]), COMPANY, NOW, { amountFen, tenorMonths });
      assert.equal(result, "eligible");
    }
  });

  it("refuses a request outside, with the distance", () => {
    const request = { amountFen: 201n, tenorMonths: 4 };
    const { result, mismatches } = explain(FEATURES, productWith([GRADE]), COMPANY, NOW, request);
    assert.equal(result, "refused");
    assert.deepEqual(mismatches, [
      { property: "amount", offered: [100n, 200n], asked: 201n, distance: 1n },
      { property: "tenor_months", offered: [6n, 12n], asked: 4n, distance: 2n },
    ]);
  });

  it("refuses without the security that is needed, and needs none where it says so", () => {
    const request = { securityOffered: ["guarantor"] };
    assert.equal(explain(FEATURES, productWith([GRADE]), COMPANY, NOW, request).result, "eligible");
    assert.equal(explain(FEATURES, productWith([GRADE], "guarantor"), COMPANY, NOW, request).result, "eligible");
    assert.deepEqual(explain(FEATURES, productWith([GRADE], "ip"), COMPANY, NOW, request).mismatches, [
      { property: "security_offered", offered: "ip", asked: ["guarantor"], distance: null },
    ]);
  });
});
