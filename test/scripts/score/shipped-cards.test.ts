import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { loadCatalogue } from "../../../catalogue/index.ts";

describe("the scorecards that ship", () => {
  for (const { family, grades, inputs, characteristics } of loadCatalogue().scorecards) {
    it(`${family}: a better grade never has a higher default rate`, () => {
      const rates = grades.map(({ defaultRateBps }) => defaultRateBps);
      assert.deepEqual(
        rates,
        rates.toSorted((a, b) => b - a),
      );
    });

    it(`${family}: names carry no unit of the computation`, () => {
      for (const { nameEn, nameZh } of [...inputs, ...characteristics]) {
        assert.doesNotMatch(`${nameEn} ${nameZh}`, /\((fen|bps)\)|（(分|基点)）/);
      }
    });
  }
});
