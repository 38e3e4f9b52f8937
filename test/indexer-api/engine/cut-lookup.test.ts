import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";

import { CELL_SHIFT, cellOf, countUpTo, cutLookup, USED_CELLS } from "../../../indexer-api/src/engine/cut-lookup.ts";
import type { CutLookup } from "../../../indexer-api/src/engine/cut-lookup.ts";

const LIMIT = Number.MAX_SAFE_INTEGER;
const UNKNOWN = 200;

const double = new DataView(new ArrayBuffer(8));

/** What the quantiser does with the lookup. */
function bucketOf({ start, bounds }: CutLookup, value: number): number {
  double.setFloat64(0, value);
  let bucket = start[double.getUint32(0) >>> CELL_SHIFT] as number;
  while ((bounds[bucket] as number) <= value) bucket++;
  return bucket;
}

/** What the kernel does where few bounds share a cell. */
function bucketWithoutBranch({ start, bounds, mostInCell }: CutLookup, value: number): number {
  double.setFloat64(0, value);
  const first = start[double.getUint32(0) >>> CELL_SHIFT] as number;
  return first + bounds.subarray(first, first + mostInCell).filter((bound) => bound <= value).length;
}

function counted(bounds: readonly number[], value: number): number {
  return bounds.filter((bound) => bound <= value).length;
}

function check(bounds: readonly number[], values: readonly number[]) {
  const lookup = cutLookup(bounds, UNKNOWN);
  for (const value of values) {
    const message = `${value} in ${bounds.join(" ")}`;
    assert.equal(bucketOf(lookup, value), counted(bounds, value), message);
    assert.equal(bucketWithoutBranch(lookup, value), counted(bounds, value), message);
  }
}

/** Each bound, the whole numbers beside it, and the limits. */
function around(bounds: readonly number[]): number[] {
  const finite = bounds.filter(Number.isFinite);
  const beside = finite.flatMap((bound) => [bound - 1, bound, bound + 1, -bound, 2 * bound, Math.trunc(bound / 2)]);
  return [...beside, 0, -0, 1, -1, LIMIT, -LIMIT, 2 ** 53, -(2 ** 53)];
}

const powers = Array.from({ length: 53 }, (_, exponent) => 2 ** exponent);

describe("cutLookup", () => {
  it("counts the bounds at or below a number", () => {
    const random = fc.oneof(
      fc.integer({ min: -8, max: 8 }),
      fc.maxSafeInteger(),
      fc.constantFrom(...powers).chain((power) => fc.constantFrom(power - 1, power, power + 1, -power)),
    );
    fc.assert(
      fc.property(fc.uniqueArray(random, { maxLength: 40 }), fc.array(random), (unsorted, values) => {
        const bounds = unsorted.map((bound) => bound + 0).sort((a, b) => a - b);
        check(bounds, [...values, ...around(bounds)]);
      }),
      { numRuns: 40 },
    );
  });

  it("does so where bounds crowd into one cell, or lie at its edges", () => {
    const crowd = Array.from({ length: 198 }, (_, n) => 2 ** 40 + n);
    const edges = powers.flatMap((power) => [-power, power]).sort((a, b) => a - b);
    const neighbours = Array.from({ length: 198 }, (_, n) => n - 99);
    for (const bounds of [
      crowd,
      crowd.map((bound) => -bound).reverse(),
      edges,
      neighbours,
      [0],
      [-1],
      [1],
      [LIMIT],
      [-LIMIT],
    ]) {
      check(bounds, around(bounds));
    }
  });

  it("knows how many bounds share a cell, and where numbers fall", () => {
    for (const [bounds, most] of [
      [[], 0],
      [[-Infinity, Infinity], 0],
      [[1, 2, 4, 8], 0],
      [[-8, 3, 5_000_000], 1],
      [[5_000_000, 5_000_001], 2],
      [[-5_000_002, -5_000_001, -5_000_000, 7], 3],
    ] as const) {
      const { start, bounds: compared, mostInCell } = cutLookup(bounds, UNKNOWN);
      assert.equal(mostInCell, most, bounds.join(" "));
      assert.equal(compared.length, bounds.length + 2 + most);
      const used = start.slice().fill(0);
      for (const [from, to] of USED_CELLS) used.set(start.subarray(from, to), from);
      assert.deepEqual(used, start);
      for (const value of [...around(bounds), Number.NaN, Infinity, -Infinity]) {
        assert.ok(
          USED_CELLS.some(([from, to]) => cellOf(value) >= from && cellOf(value) < to),
          `${value}`,
        );
      }
    }
  });

  it("has one bucket without bounds", () => {
    check([], around([]));
  });

  it("takes bounds that every number reaches, or none", () => {
    check([-Infinity, -3, 7, Infinity], around([-3, 7]));
    check([-Infinity, -Infinity], around([]));
    check([Infinity], around([]));
  });

  it("says unknown of whatever is no finite number", () => {
    const others = [0x7ff80000, 0xfff80000, 0x7ff00001, 0xffffffff].map((upper) => {
      double.setUint32(0, upper);
      double.setUint32(4, 1);
      return double.getFloat64(0);
    });
    for (const bounds of [[], [1, 2], [-Infinity, 5, Infinity]]) {
      const [lookup, unknown] = [cutLookup(bounds, bounds.length + 1), bounds.length + 1];
      for (const value of [Number.NaN, Infinity, -Infinity, ...others]) assert.equal(bucketOf(lookup, value), unknown);
    }
  });

  it("has room for as many bounds as a byte counts", () => {
    const bounds = Array.from({ length: 254 }, (_, n) => n * 1_000_003 - 7);
    const lookup = cutLookup(bounds, 255);
    for (const value of around(bounds)) assert.equal(bucketOf(lookup, value), counted(bounds, value));
    assert.equal(bucketOf(lookup, Number.NaN), 255);
  });
});

describe("countUpTo", () => {
  it("counts numbers and bigints of any size", () => {
    assert.equal(countUpTo([], 1), 0);
    assert.deepEqual(
      [-4, -3, 0, 6, 7, 8].map((value) => countUpTo([-3, 7], value)),
      [0, 1, 1, 1, 2, 2],
    );
    const wide = [-(2n ** 255n), 2n ** 53n, 2n ** 53n + 1n];
    assert.deepEqual(
      [-(2n ** 255n) - 1n, -(2n ** 255n), 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n].map((value) =>
        countUpTo(wide, value),
      ),
      [0, 1, 1, 2, 3],
    );
  });
});
