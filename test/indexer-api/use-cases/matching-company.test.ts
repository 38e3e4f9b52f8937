import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Reading } from "../../../indexer-api/src/features/reading.ts";
import { noCreditGrade } from "../../../indexer-api/src/scoring/credit-grade.ts";
import { withheldIn } from "../../../indexer-api/src/use-cases/matching-company.ts";
import { catalogue } from "../stated.ts";

describe("what the access policy withholds of a company", () => {
  it("is told apart from what nobody attested, label by label of a set", () => {
    const flags = catalogue.featureById.get("red_flags")?.values ?? [];
    const labels = new Map(
      flags.map(({ label }, place) => {
        const missing = { fact: label, reason: place === 1 ? "withheld" : "not attested" } as const;
        return [label, place === 0 ? false : missing];
      }),
    );
    const readings = new Map<string, Reading>([
      ["credit_grade", noCreditGrade("withheld", "not shown")],
      ["lenders", { state: "unknown", missing: [{ fact: "pbc.lenders", reason: "expired" }], evidence: [] }],
      ["annual_sales", { state: "known", value: 1n, evidence: [] }],
      ["red_flags", { state: "labels", labels, evidence: [] }],
    ]);
    assert.deepEqual([...withheldIn(readings, catalogue)].sort(), [
      ["credit_grade", -1],
      ["red_flags", 2],
    ]);
  });
});
