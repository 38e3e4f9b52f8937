import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { buildFeatureEngine } from "../../../indexer-api/src/features/engine.ts";
import { factBookOf } from "../../../indexer-api/src/features/facts.ts";
import { creditGradeOf, noCreditGrade } from "../../../indexer-api/src/scoring/credit-grade.ts";
import { explain } from "../../../indexer-api/src/scoring/explain.ts";
import { catalogue, NOW } from "../stated.ts";
import { arrears, COMPILED, registered, sources } from "./card.ts";

describe("creditGradeOf", () => {
  it("is the label of the grade, with the evidence of the score", () => {
    const statement = arrears("0");
    const reading = creditGradeOf(explain(COMPILED, sources([statement]), NOW));
    // 600 + 40 - 20 - 5 with 4000 bps of 3000 that are needed.
    assert.deepEqual(reading, { state: "known", value: "BBB", evidence: [statement.id] });
  });

  it("is unknown below the minimum, and names the facts of the weightiest that would do", () => {
    const statement = registered("2015-01-01");
    const reading = creditGradeOf(explain(COMPILED, sources([statement]), NOW));
    assert.deepEqual(reading, {
      state: "unknown",
      missing: [{ fact: "tax.arrears_amount", reason: "not attested" }],
      evidence: [statement.id],
    });
  });
});

describe("the feature credit_grade", () => {
  const engine = buildFeatureEngine(catalogue);
  it("is what the score says", () => {
    const reading = noCreditGrade("withheld", "ask for consent");
    assert.deepEqual(engine(factBookOf([]), NOW, reading).get("credit_grade"), {
      state: "unknown",
      missing: [{ fact: "credit_grade", reason: "withheld", detail: "ask for consent" }],
      evidence: [],
    });
  });
});
