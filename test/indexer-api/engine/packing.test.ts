import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { packed } from "../../../indexer-api/src/engine/packing.ts";

function bucketsOf(sizes: readonly number[], most = 256): number[][] {
  const groups = packed(
    sizes.map((buckets) => ({ buckets })),
    most,
  );
  return groups.map((group) => group.map(({ buckets }) => buckets));
}

describe("packed", () => {
  it("puts everything into one group that has room", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2, max: 256 }), { maxLength: 40 }), (sizes) => {
        const groups = bucketsOf(sizes);
        const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);
        assert.deepEqual(sorted(groups.flat()), sorted(sizes));
        for (const group of groups) assert.ok(group.reduce((ids, buckets) => ids * buckets, 1) <= 256, group.join(" "));
      }),
    );
  });

  it("takes fewer groups than the first with room would", () => {
    // 13 x 11 would leave the others without room for one another.
    assert.deepEqual(bucketsOf([8, 2, 13, 10, 2, 11]), [
      [13, 8, 2],
      [11, 10, 2],
    ]);
  });

  it("gives a group of its own to what has more than fits", () => {
    assert.deepEqual(bucketsOf([300, 2]), [[300], [2]]);
    assert.deepEqual(bucketsOf([]), []);
  });

  it("is quick with many of the same", () => {
    assert.equal(bucketsOf(new Array<number>(60).fill(3)).length, 12);
  });
});
