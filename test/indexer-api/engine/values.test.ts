import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";

import {
  encodeCompany,
  FIRST_DAY,
  numberAt,
  packSet,
  unpackSet,
  WIDE,
} from "../../../indexer-api/src/engine/values.ts";
import type { Cell } from "../../../indexer-api/src/engine/values.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";

const SALES: FeatureSpec = { id: "sales", kind: "number", ordered: false, labels: [] };
const AGE: FeatureSpec = { id: "age", kind: "age", ordered: false, labels: [] };
const GRADE: FeatureSpec = { id: "grade", kind: "label", ordered: true, labels: ["C", "B", "A"] };
const FLAGS: FeatureSpec = { id: "flags", kind: "set", ordered: false, labels: ["arrears", "court", "fraud"] };
const SIXTEEN: FeatureSpec = { ...FLAGS, labels: Array.from({ length: 16 }, (_, place) => `label ${place}`) };

const LIMITS = [31n, 32n, 53n, 63n, 64n, 128n, 255n].flatMap((bits) => [2n ** bits - 1n, 2n ** bits, 2n ** bits + 1n]);

function encodeOne(feature: FeatureSpec, cell: Cell) {
  const { raw, wide } = encodeCompany([feature], [cell]);
  return { raw: raw[0], exact: wide.get(0) };
}

function refused(feature: FeatureSpec, cell: unknown, message: string) {
  assert.throws(() => encodeOne(feature, cell as Cell), { name: "RangeError", message });
}

describe("encodeCompany: numbers", () => {
  it("keeps every whole number exactly", () => {
    for (const value of [0n, 1n, ...LIMITS].flatMap((limit) => [limit, -limit])) {
      assert.equal(numberAt(encodeCompany([SALES], [value]), 0), value);
    }
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 256n), 2n ** 256n), (value) => {
        assert.equal(numberAt(encodeCompany([SALES], [value]), 0), value);
      }),
    );
  });

  it("is a double below 2^53, and from there on exact beside it", () => {
    assert.deepEqual(encodeOne(SALES, 2n ** 53n - 1n), { raw: WIDE - 1, exact: undefined });
    assert.deepEqual(encodeOne(SALES, 2n ** 53n), { raw: WIDE, exact: 2n ** 53n });
    assert.deepEqual(encodeOne(SALES, 1n - 2n ** 53n), { raw: 1 - WIDE, exact: undefined });
    assert.deepEqual(encodeOne(SALES, -(2n ** 53n)), { raw: -WIDE, exact: -(2n ** 53n) });
    assert.deepEqual(encodeOne(SALES, -(2n ** 255n)), { raw: -WIDE, exact: -(2n ** 255n) });
  });

  it("takes whole doubles, minus nought as nought", () => {
    assert.ok(Object.is(encodeOne(SALES, -0).raw, 0));
    assert.equal(encodeOne(SALES, -17).raw, -17);
    assert.equal(encodeOne(SALES, Number.MAX_SAFE_INTEGER).raw, WIDE - 1);
  });

  it("refuses what is no whole number, or could be two", () => {
    refused(SALES, Number.NaN, 'sales: number "NaN" must be a whole number');
    refused(SALES, Infinity, 'sales: number "Infinity" must be a whole number');
    refused(SALES, -Infinity, 'sales: number "-Infinity" must be a whole number');
    refused(SALES, 0.5, 'sales: number "0.5" must be a whole number');
    refused(SALES, Number.MIN_VALUE, 'sales: number "5e-324" must be a whole number');
    refused(SALES, WIDE, "sales: 9007199254740992 may stand for another number; from 2^53 on it must be a bigint");
    refused(SALES, "12", 'sales: string "12" must be a whole number');
    refused(SALES, { holds: 1, unknown: 0 }, 'sales: {"holds":1,"unknown":0} must be a whole number');
    refused(SALES, undefined, 'sales: undefined "undefined" must be a whole number');
    refused(AGE, "2020-01-01", 'age: string "2020-01-01" must be a whole number');
  });

  it("takes a day outside the calendar of four digits for unknown", () => {
    const lastDay = BigInt(Date.parse("9999-12-31T23:59:59Z") / 1000);
    assert.equal(FIRST_DAY, BigInt(Date.parse("0001-01-01") / 1000));
    assert.equal(encodeOne(AGE, FIRST_DAY).raw, Number(FIRST_DAY));
    assert.equal(encodeOne(AGE, lastDay).raw, Number(lastDay));
    for (const cell of [FIRST_DAY - 1n, lastDay + 1n, 2n ** 255n]) {
      assert.deepEqual(encodeOne(AGE, cell), { raw: Number.NaN, exact: undefined });
    }
  });
});

describe("encodeCompany: labels and sets", () => {
  it("has a label's place, one more for any other text", () => {
    const places = ["C", "B", "A", "D", "", "c", "constructor"].map((label) => encodeOne(GRADE, label).raw);
    assert.deepEqual(places, [0, 1, 2, 3, 3, 3, 3]);
  });

  it("has what holds and what is unknown of a set", () => {
    assert.equal(encodeOne(FLAGS, { holds: 0, unknown: 0 }).raw, 0);
    assert.equal(encodeOne(FLAGS, { holds: 0b101, unknown: 0b010 }).raw, 0b101 + 0b010 * 2 ** 16);
    assert.equal(encodeOne(SIXTEEN, { holds: 0, unknown: 2 ** 16 - 1 }).raw, 2 ** 32 - 2 ** 16);
    assert.equal(encodeOne(SIXTEEN, { holds: 2 ** 16 - 1, unknown: 0 }).raw, 2 ** 16 - 1);
  });

  it("refuses what is neither", () => {
    refused(GRADE, 2n, 'grade: bigint "2" must be the text of a label');
    refused(GRADE, 1, 'grade: number "1" must be the text of a label');
    refused(FLAGS, "court", 'flags: string "court" must be a set of labels');
    refused(FLAGS, 1n, 'flags: bigint "1" must be a set of labels');
    for (const bits of [8, -1, 0.5, Number.NaN, Infinity]) {
      const message = `flags: ${bits} must be bits of its 3 labels, from 0 to 7`;
      refused(FLAGS, { holds: bits, unknown: 0 }, message);
      refused(FLAGS, { holds: 0, unknown: bits }, message);
    }
    refused(FLAGS, { holds: 0b011, unknown: 0b010 }, "flags: a label cannot hold and be unknown at once");
  });
});

describe("encodeCompany: a company", () => {
  const features = [SALES, AGE, GRADE, FLAGS];

  it("may know nothing of itself", () => {
    const values = encodeCompany(features, [null, null, null, null]);
    assert.deepEqual([...values.raw], [Number.NaN, Number.NaN, Number.NaN, 0b111 * 2 ** 16]);
    assert.equal(values.wide.size, 0);
    assert.equal(numberAt(values, 0), null);
  });

  it("has a value for each feature", () => {
    for (const values of [0, 3, 5]) {
      const message = `company: ${values} values, there are 4 features`;
      const cells = new Array<null>(values).fill(null);
      assert.throws(() => encodeCompany(features, cells), { name: "RangeError", message });
    }
    assert.deepEqual([...encodeCompany([], []).raw], []);
  });
});

describe("packSet", () => {
  it("is undone by unpackSet", () => {
    const bits = fc.integer({ min: 0, max: 2 ** 16 - 1 });
    fc.assert(
      fc.property(bits, bits, (holds, unknown) => {
        assert.deepEqual(unpackSet(packSet({ holds, unknown })), { holds, unknown });
      }),
    );
  });
});
