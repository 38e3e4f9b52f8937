import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { featureSpecsOf } from "../../../indexer-api/src/engine/features.ts";
import { matchableProducts } from "../../../indexer-api/src/match-store/matchable.ts";
import type { LedgerProduct } from "../../../indexer-api/src/use-cases/products.ts";
import { catalogue } from "../stated.ts";

const [listed] = catalogue.products;
const features = featureSpecsOf(catalogue);

function product(changes: Partial<LedgerProduct>): LedgerProduct {
  const lenderRef = catalogue.lenderByCode.get(listed?.lender ?? "");
  assert.ok(listed && lenderRef);
  return { ...listed, lenderRef, onChain: null, criteriaProblem: null, ...changes };
}

describe("matchableProducts", () => {
  it("takes every product of the catalogue", () => {
    const all = catalogue.products.map((one) => product(one));
    const { products, unmatchable } = matchableProducts(all, features);
    assert.equal(products.length, catalogue.products.length);
    assert.deepEqual(unmatchable, []);
  });

  it("leaves out what cannot be read or judged, and says why", () => {
    const wrong = [{ feature: "height", operator: ">=", value: 1n }] as const;
    const { products, unmatchable } = matchableProducts(
      [
        product({ id: "unread", criteria: [], criteriaProblem: "byte 0: no feature" }),
        product({ id: "unjudged", criteria: wrong }),
        product({ id: "fine" }),
      ],
      features,
    );
    assert.deepEqual(
      products.map(({ id }) => id),
      ["fine"],
    );
    assert.deepEqual(unmatchable, [
      { product: "unread", problem: "byte 0: no feature" },
      { product: "unjudged", problem: "criterion 0, height >=: there is no such feature" },
    ]);
  });
});
