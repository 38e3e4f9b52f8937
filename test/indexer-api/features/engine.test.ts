import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Catalogue, Feature } from "../../../catalogue/index.ts";
import { DERIVATIONS } from "../../../indexer-api/src/features/derivations.ts";
import { buildFeatureEngine } from "../../../indexer-api/src/features/engine.ts";
import { factBookOf } from "../../../indexer-api/src/features/facts.ts";
import { catalogue, NOW } from "../stated.ts";

const withFeature = (changes: Partial<Feature>): Catalogue => {
  const [first, ...others] = catalogue.features;
  assert.ok(first);
  return { ...catalogue, features: [{ ...first, ...changes }, ...others] };
};

describe("buildFeatureEngine", () => {
  it("computes every feature of the catalogue, and has no derivation that none uses", () => {
    const readings = buildFeatureEngine(catalogue)(factBookOf([]), NOW);
    assert.deepEqual(
      [...readings.keys()],
      catalogue.features.map(({ id }) => id),
    );
    const used = new Set(catalogue.features.map(({ derivation }) => derivation));
    assert.deepEqual(Object.keys(DERIVATIONS).toSorted(), [...used].toSorted());
  });

  it("knows nothing of a company without facts, and names what is missing", () => {
    const readings = buildFeatureEngine(catalogue)(factBookOf([]), NOW);
    for (const { id, fromFacts } of catalogue.features) {
      const reading = readings.get(id);
      assert.ok(reading && reading.state !== "known", id);
      const missing = reading.state === "unknown" ? reading.missing : [...reading.labels.values()];
      const named = missing.map((fact) => (typeof fact === "object" ? fact.fact : assert.fail(`${id} knows ${fact}`)));
      assert.deepEqual([...new Set(named)].toSorted(), [...fromFacts].toSorted(), id);
    }
  });

  it("refuses a feature that nobody can compute", () => {
    assert.throws(
      () => buildFeatureEngine(withFeature({ derivation: "moonPhase" })),
      /firm_age_months: there is no derivation "moonPhase"/,
    );
  });

  it("refuses a feature made from facts about items", () => {
    assert.throws(
      () => buildFeatureEngine(withFeature({ fromFacts: ["ipo.patent_kind"] })),
      /firm_age_months: ipo.patent_kind belongs to items/,
    );
  });
});
