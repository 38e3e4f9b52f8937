import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultBpsByTotal, tableByDefault } from "../../../../indexer-api/src/engine/rank/default-probability.ts";
import { catalogue } from "./products.ts";

const scale = { points: 600, odds: 20, pointsToDoubleOdds: 40 };

describe("default probability of a score", () => {
  it("is one in 21 at 600 points, one in 41 at 640 and one in 11 at 560", () => {
    const table = defaultBpsByTotal(scale);
    assert.equal(table.length, 1001);
    assert.deepEqual([table[560], table[600], table[640]], [909, 476, 244]);
  });

  it("falls with every point or stays, and is the grades' at their lower ends", () => {
    const table = defaultBpsByTotal(scale);
    for (let total = 1; total <= 1000; total++) assert.ok(table[total]! <= table[total - 1]!, String(total));
    const grades = catalogue.scorecards.find(({ family }) => family === "platform")?.grades.slice(1, -1) ?? [];
    assert.equal(grades.length, 8);
    for (const { fromPoints, defaultRateHighBps } of grades) assert.equal(table[fromPoints], defaultRateHighBps);
  });

  it("is never so near to the middle between two basis points that another machine could round it otherwise", () => {
    const exact = Array.from({ length: 1001 }, (_, total) => 10_000 / (1 + 20 * 2 ** ((total - 600) / 40)));
    const nearest = Math.min(...exact.map((bps) => Math.abs(bps - Math.floor(bps) - 0.5)));
    assert.ok(nearest > 1e-3, String(nearest));
  });
});

describe("a function of the default probability", () => {
  const points = [
    { defaultBps: 10, bps: 1000 },
    { defaultBps: 20, bps: 1005 },
    { defaultBps: 5000, bps: 0 },
  ];

  it("goes through its points, is level outside and rounds down between", () => {
    const table = tableByDefault(points);
    assert.deepEqual(
      [0, 10, 11, 19, 20, 5000, 10_000].map((defaultBps) => table[defaultBps]),
      [1000, 1000, 1000, 1004, 1005, 0, 0],
    );
    assert.equal(table[2510], 502);
  });

  it("may be one point", () => {
    assert.deepEqual(new Set(tableByDefault([{ defaultBps: 10_000, bps: 7 }])), new Set([7]));
  });
});
