import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rateOf } from "../../../scripts/tasks/grade-rate.ts";
import { sampleCard } from "../deploy/scorecards.ts";

const { grades } = sampleCard("platform", 1);

/** The sample card, of whose grades C and CC (the second and the third) these companies were observed. */
function observed(second: { companies: number; defaults: number }, third: { companies: number; defaults: number }) {
  const rates = { defaultRateBps: 1_250, defaultRateLowBps: 400, defaultRateHighBps: 3_000 };
  const changed = grades.with(1, { ...grades[1]!, ...rates, ...second }).with(2, { ...grades[2]!, ...rates, ...third });
  return sampleCard("platform", 1, { grades: changed, provenance: { yearsAhead: 5 } });
}

describe("the rate of a grade", () => {
  it("says that nothing was observed when it is read off the scale", () => {
    const text = rateOf(sampleCard("platform", 1), 6);
    assert.equal(
      text,
      "5.00 % default 违约 (interval 区间 0.00 % to 20.00 %; read off the scale, not observed yet 按评分尺度推算，尚未观察)",
    );
  });

  it("names the horizon of a family that has one, and how many companies were observed", () => {
    const text = rateOf(observed({ companies: 8, defaults: 1 }, { companies: 0, defaults: 0 }), 2);
    assert.match(
      text,
      /^12\.50 % bankruptcy within 5 years 5年内破产 \(interval 区间 4\.00 % to 30\.00 %; 1 of 8 observed/,
    );
  });

  it("counts the companies of all the grades that share a pooled rate", () => {
    const card = observed({ companies: 6, defaults: 0 }, { companies: 10, defaults: 2 });
    for (const grade of [2, 3]) assert.match(rateOf(card, grade), /; 2 of 16 observed in grades C, CC /);
  });

  it("writes one year in the singular", () => {
    const card = sampleCard("financial-1y", 1, { provenance: { yearsAhead: 1 } });
    assert.match(rateOf(card, 6), /bankruptcy within 1 year 1年内破产/);
  });
});
