import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gradesOffTheScale, pointsAt } from "../../../../scripts/score/platform/scale.ts";

describe("the scale", () => {
  it("gives 600 points to odds of 20 to 1, and 40 more to twice as much", () => {
    assert.equal(pointsAt(1 / 21), 600);
    assert.equal(pointsAt(1 / 41), 640);
    assert.equal(pointsAt(1 / 11), 560);
    assert.equal(pointsAt(0.03), 628);
  });
});

describe("grades read off the scale", () => {
  const grades = gradesOffTheScale();

  it("have the rate at the middle of their band, and the band's ends as bounds", () => {
    const bbb = grades.find(({ label }) => label === "BBB");
    // 625 points: 20 x 2^(25/40) to 1; 650 and 600 points.
    assert.deepEqual([bbb?.defaultRateBps, bbb?.defaultRateLowBps, bbb?.defaultRateHighBps], [314, 206, 476]);
  });

  it("take the first and the last for as wide as their neighbours: 250 and 790 points", () => {
    assert.equal(grades[0]?.defaultRateBps, 9_556);
    assert.equal(grades.at(-1)?.defaultRateBps, 19);
  });

  it("follow each other without a gap, the worst ending in certainty", () => {
    for (const [index, { label, defaultRateLowBps }] of grades.slice(0, -1).entries()) {
      assert.equal(defaultRateLowBps, grades[index + 1]?.defaultRateHighBps, label);
    }
    assert.ok((grades[0]?.defaultRateHighBps ?? 0) > 9_900);
    assert.ok((grades.at(-1)?.defaultRateLowBps ?? 1) === 0);
  });

  it("claim no company", () => {
    assert.ok(grades.every(({ companies, defaults }) => companies === 0 && defaults === 0));
  });
});
