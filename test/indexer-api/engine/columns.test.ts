import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";

import { Columns } from "../../../indexer-api/src/engine/columns.ts";
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

  it("keeps numbers in as few bytes as hold them, of 1, 2, 4 and 8", () => {
    const columns = columnsOf([SALES], [[0n], [null]], 9);
    for (const [row, value, kind] of [
      [2, 2n ** 7n - 1n, "Int8Array"],
      [3, -(2n ** 7n) + 1n, "Int8Array"],
      [4, -(2n ** 7n), "Int16Array"],
      [5, 2n ** 15n - 1n, "Int16Array"],
      [6, 2n ** 15n, "Int32Array"],
      [7, -(2n ** 31n) + 1n, "Int32Array"],
      [8, -(2n ** 31n), "Float64Array"],
    ] as const) {
      columns.set(row, encodeCompany([SALES], [value]));
      assert.deepEqual(kindsOf(columns), [kind]);
    }
    const expected = [0, Number.NaN, 127, -127, -128, 2 ** 15 - 1, 2 ** 15, -(2 ** 31) + 1, -(2 ** 31)];
    assert.deepEqual(numbersOf(columns, 9), expected);
  });

  it("gives back numbers of any size, and knows what is unknown, however often it widens and grows", () => {
    const size = fc.oneof(
      ...[6n, 7n, 8n, 14n, 15n, 16n, 30n, 31n, 32n, 52n].map((bits) => fc.bigInt(-(2n ** bits), 2n ** bits)),
    );
    const change = fc.tuple(fc.nat(20), fc.option(size), fc.option(fc.integer({ min: 1, max: 60 })));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const [columns, expected] = [new Columns([SALES], 21), new Array<number>(21).fill(Number.NaN)];
        for (const [row, value, capacity] of changes) {
          if (capacity !== null) columns.reserve(capacity);
          columns.set(row, encodeCompany([SALES], [value]));
          expected[row] = value === null ? Number.NaN : Number(value);
          assert.deepEqual(numbersOf(columns, 21), expected);
        }
        for (let row = 21; row < columns.capacity; row++) assert.equal(columns.get(row).raw[0], Number.NaN);
      }),
    );
  });

  it("makes room for a number before it comes, and leaves what holds it", () => {
    const columns = columnsOf([SALES, AGE, REGION], [[5n, 5n, "north"]], 1);
    columns.makeRoomFor(0, 200.5);
    columns.makeRoomFor(1, 2 ** 31);
    columns.makeRoomFor(2, 2 ** 31);
    assert.deepEqual(kindsOf(columns), ["Int16Array", "Float64Array", "Uint8Array"]);
    columns.makeRoomFor(0, -3);
    assert.deepEqual(kindsOf(columns), ["Int16Array", "Float64Array", "Uint8Array"]);
    assert.deepEqual([...columns.get(0).raw], [5, 5, 0]);
  });

  it("begins as wide as it is told to", () => {
    const columns = new Columns([SALES, SALES, AGE, REGION], 1, [2 ** 15, 0, 2 ** 53, 2 ** 53]);
    assert.deepEqual(kindsOf(columns), ["Int32Array", "Int8Array", "Float64Array", "Uint8Array"]);
    assert.deepEqual([...columns.get(0).raw], [Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });

  it("jumps to the array that a number needs", () => {
    const columns = columnsOf([SALES], [[2n ** 20n]], 2);
    assert.deepEqual(kindsOf(columns), ["Int32Array"]);
    assert.deepEqual(numbersOf(columns, 2), [2 ** 20, Number.NaN]);
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
