import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Feature, FeatureType } from "../../../catalogue/index.ts";
import { featureSpecsOf } from "../../../indexer-api/src/engine/features.ts";
import { catalogue } from "../stated.ts";

describe("featureSpecsOf", () => {
  it("has the catalogue's features in its order", () => {
    assert.deepEqual(
      featureSpecsOf(catalogue).map(({ id }) => id),
      catalogue.features.map(({ id }) => id),
    );
  });

  it("counts the firm's age, and nothing else, up to now", () => {
    const ages = featureSpecsOf(catalogue).filter(({ kind }) => kind === "age");
    assert.deepEqual(ages, [{ id: "firm_age_months", kind: "age", ordered: false, labels: [] }]);
  });

  it("makes of a type a kind", () => {
    const kinds = (["number", "enum", "ordered", "set", "flagset"] as const).map((type) => {
      const [spec] = featureSpecsOf({ features: [feature(type, 2)] });
      return [spec?.kind, spec?.ordered, spec?.labels.length];
    });
    assert.deepEqual(kinds, [
      ["number", false, 0],
      ["label", false, 2],
      ["label", true, 2],
      ["set", false, 2],
      ["set", false, 2],
    ]);
  });

  it("refuses more labels than there is room for", () => {
    const most = { enum: 254, ordered: 254, set: 16, flagset: 16 };
    for (const [type, labels] of Object.entries(most) as [FeatureType, number][]) {
      assert.equal(featureSpecsOf({ features: [feature(type, labels)] })[0]?.labels.length, labels);
      assert.throws(() => featureSpecsOf({ features: [feature(type, labels + 1)] }), {
        name: "RangeError",
        message: `thing: has ${labels + 1} labels, the engine has room for ${labels}`,
      });
    }
  });
});

function feature(type: FeatureType, labels: number): Feature {
  const [model] = catalogue.features;
  assert.ok(model);
  const values = Array.from({ length: labels }, (_, place) => ({
    ...{ label: `label ${place}`, nameEn: "one", nameZh: "一" },
  }));
  return { ...model, id: "thing", type, derivation: "copy", ...(type === "number" ? {} : { values }) };
}
