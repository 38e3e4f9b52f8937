import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ScorePart } from "../../../../catalogue/scorecard/types.ts";
import type { Unweighted } from "../../../../scripts/score/platform/administrative.ts";
import { weighted, wholeNumbers } from "../../../../scripts/score/platform/weights.ts";

function characteristic(part: ScorePart, cells: number[]): Unweighted {
  return {
    ...{ id: "any", nameEn: "Any", nameZh: "任意", adviceEn: "Any", adviceZh: "任意", part, basis: "estimated" },
    ...{ axes: [{ input: "any", cuts: [] }], unknownPoints: 0, withheldPoints: 0, cells },
  };
}

const weightsOf = (characteristics: Unweighted[]) => weighted(characteristics).map(({ weightBps }) => weightBps);

describe("weights", () => {
  it("share a part's 50, 25 or 25 % by the range of the points", () => {
    const weights = weightsOf([
      characteristic("administrative", [0, -30]),
      characteristic("administrative", [10, 0]),
      characteristic("financial", [-5, 5]),
      characteristic("conduct", [3, 0, 1]),
    ]);
    assert.deepEqual(weights, [3_750, 1_250, 2_500, 2_500]);
  });

  it("come to a whole when a part is missing", () => {
    assert.deepEqual(
      weightsOf([characteristic("administrative", [0, 1]), characteristic("conduct", [0, 1])]),
      [6_667, 3_333],
    );
    assert.deepEqual(
      weightsOf(Array.from({ length: 3 }, () => characteristic("conduct", [0, 1]))),
      [3_334, 3_333, 3_333],
    );
  });

  it("count a gate like a range of 100 points", () => {
    const gate = characteristic("administrative", [0, -1_200]);
    assert.deepEqual(weightsOf([gate, characteristic("administrative", [0, -100])]), [5_000, 5_000]);
  });
});

describe("rounding with a sum kept", () => {
  it("gives what is left to the largest remainders, the first of equals", () => {
    assert.deepEqual(wholeNumbers([1.5, 1.5, 7], 10), [2, 1, 7]);
    assert.deepEqual(wholeNumbers([0.2, 0.9, 0.9], 2), [0, 1, 1]);
    assert.deepEqual(wholeNumbers([4, 6], 10), [4, 6]);
  });
});
