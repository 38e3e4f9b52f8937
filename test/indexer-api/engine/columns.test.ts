import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";

import { Columns, UNKNOWN_INT32 } from "../../../indexer-api/src/engine/columns.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { Cell } from "../../../indexer-api/src/engine/values.ts";
import { arbitraryCompany, FEATURES } from "./arbitrary.ts";

const SALES: FeatureSpec = { id: "sales", kind: "number", ordered: false, labels: [] };
const AGE: FeatureSpec = { id: "age", kind: "age", ordered: false, labels: [] };
const REGION: FeatureSpec = { id: "region", kind: "label", ordered: false, labels: ["north", "south"] };

function setOf(labels: number): FeatureSpec {
  return { id: "flags", kind: "set", ordered: false, labels: Array.from({ length: labels }, (_, n) => `label ${n}`) };
}

/** Columns with these rows. */
function columnsOf(
  features: readonly FeatureSpec[],
  companies: readonly (readonly Cell[])[],
  capacity: number,
): Columns {
  const columns = new Columns(features, capacity);
  for (const [row, cells] of companies.entries()) columns.set(row, encodeCompany(features, cells));
  return columns;
}

function kindsOf({ arrays }: Columns): string[] {
  return arrays.map((array) => array.constructor.name);
}

function numbersOf(columns: Columns, rows: number): number[] {
  return Array.from({ length: rows }, (_, row) => columns.get(row).raw[0] as number);
}

describe("Columns", () => {
  it("gives back what was put in, also after it has grown", () => {
    fc.assert(
      fc.property(fc.array(arbitraryCompany, { maxLength: 12 }), (companies) => {
        const columns = columnsOf(FEATURES, companies, companies.length);
        columns.reserve(40);
        assert.deepEqual(
          companies.map((_, row) => columns.get(row)),
          companies.map((cells) => encodeCompany(FEATURES, cells)),
        );
        const nothing = encodeCompany(
          FEATURES,
          FEATURES.map(() => null),
        );
        for (let row = companies.length; row < 40; row++) assert.deepEqual(columns.get(row), nothing);
      }),
      { numRuns: 60 },
    );
  });

  it("keeps numbers in 32 bits until one does not fit", () => {
    const limits = [2n ** 31n - 1n, -(2n ** 31n) + 1n, 0n, null];
    const columns = columnsOf(
      [SALES],
      limits.map((cell) => [cell]),
      5,
    );
    assert.deepEqual(kindsOf(columns), ["Int32Array"]);
    assert.deepEqual(numbersOf(columns, 5), [2 ** 31 - 1, -(2 ** 31) + 1, 0, Number.NaN, Number.NaN]);
    columns.set(4, encodeCompany([SALES], [2n ** 31n]));
    assert.deepEqual(kindsOf(columns), ["Float64Array"]);
    assert.deepEqual(numbersOf(columns, 5), [2 ** 31 - 1, -(2 ** 31) + 1, 0, Number.NaN, 2 ** 31]);
  });

  it("does not take the number that stands for unknown for it", () => {
    const columns = columnsOf([SALES], [[BigInt(UNKNOWN_INT32)], [null]], 2);
    assert.deepEqual(kindsOf(columns), ["Float64Array"]);
    assert.deepEqual(numbersOf(columns, 2), [UNKNOWN_INT32, Number.NaN]);
  });

  it("stays wide when it grows, and unknown where nothing is", () => {
    const columns = columnsOf([SALES, AGE], [[2n ** 40n, 5n]], 1);
    columns.reserve(3);
    columns.set(2, encodeCompany([SALES, AGE], [-7n, null]));
    assert.equal(columns.capacity, 3);
    assert.deepEqual(kindsOf(columns), ["Float64Array", "Int32Array"]);
    assert.deepEqual(numbersOf(columns, 3), [2 ** 40, Number.NaN, -7]);
    assert.equal(columns.get(1).raw[1], Number.NaN);
  });

  it("forgets an exact number when another comes", () => {
    const columns = columnsOf(
      [SALES, AGE],
      [
        [2n ** 60n, null],
        [2n ** 70n, null],
      ],
      2,
    );
    assert.deepEqual(
      [...(columns.wide[0] ?? [])],
      [
        [0, 2n ** 60n],
        [1, 2n ** 70n],
      ],
    );
    columns.set(0, encodeCompany([SALES, AGE], [3n, null]));
    columns.set(1, encodeCompany([SALES, AGE], [-(2n ** 80n), null]));
    assert.deepEqual([...(columns.wide[0] ?? [])], [[1, -(2n ** 80n)]]);
    assert.deepEqual([...columns.get(0).wide], []);
    assert.equal(columns.get(0).raw[0], 3);
  });

  it("has two bits for each label of a set, in as few bytes as hold them", () => {
    for (const [labels, kind] of [
      [0, "Uint16Array"],
      [8, "Uint16Array"],
      [9, "Uint32Array"],
      [16, "Uint32Array"],
    ] as const) {
      const [all, feature] = [2 ** labels - 1, setOf(labels)];
      const cells = [
        null,
        { holds: all, unknown: 0 },
        { holds: 0, unknown: all },
        { holds: 0, unknown: 0 },
        { holds: all >> 1, unknown: all & ~(all >> 1) },
      ];
      const columns = columnsOf(
        [feature],
        cells.map((cell) => [cell]),
        6,
      );
      assert.deepEqual(kindsOf(columns), [kind]);
      const expected = [...cells, null].map((cell) => encodeCompany([feature], [cell]).raw[0]);
      assert.deepEqual(numbersOf(columns, 6), expected);
    }
  });

  it("has a byte for as many labels as there may be", () => {
    const feature = { ...REGION, labels: Array.from({ length: 254 }, (_, n) => `place ${n}`) };
    const columns = columnsOf([feature], [["place 0"], ["place 253"], ["elsewhere"], [null]], 4);
    assert.deepEqual(kindsOf(columns), ["Uint8Array"]);
    assert.deepEqual(numbersOf(columns, 4), [0, 253, 254, Number.NaN]);
  });

  it("lies in memory that threads share, and says how much", () => {
    const features = [SALES, AGE, REGION, setOf(8), setOf(9)];
    const columns = columnsOf(features, [[2n ** 40n, 5n, "north", null, null]], 10);
    assert.ok(columns.arrays.every(({ buffer }) => buffer instanceof SharedArrayBuffer));
    assert.equal(columns.bytes, 10 * (8 + 4 + 1 + 2 + 4));
    assert.equal(columns.capacity, 10);
    columns.reserve(5);
    assert.equal(columns.capacity, 10);
    assert.equal(columns.features, features);
  });

  it("refuses a row that there is no room for", () => {
    const columns = new Columns([SALES], 5);
    const company = encodeCompany([SALES], [1n]);
    for (const row of [5, -1, Number.NaN]) {
      const message = `row ${row}: there is room for rows 0 to 4`;
      assert.throws(() => columns.set(row, company), { name: "RangeError", message });
    }
  });
});
