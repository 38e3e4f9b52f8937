import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { changeBetween } from "../../../indexer-api/src/engine/change.ts";
import { slotsOf } from "../../../indexer-api/src/engine/match-one.ts";
import { placesByRow } from "../../../indexer-api/src/engine/row-order.ts";

describe("changeBetween", () => {
  it("names what only one of two masks has", () => {
    const word = fc.oneof(fc.constantFrom(0, 1, 0x80000000, 0xffffffff), fc.nat(0xffffffff));
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 5 }), (words) => {
        const [before, after] = [Uint32Array.from(words, ([old]) => old), Uint32Array.from(words, ([, now]) => now)];
        const [was, is] = [slotsOf(before), slotsOf(after)];
        const { became, ceased } = changeBetween(before, after);
        assert.deepEqual(
          [...became],
          is.filter((slot) => !was.includes(slot)),
        );
        assert.deepEqual(
          [...ceased],
          was.filter((slot) => !is.includes(slot)),
        );
      }),
    );
  });
});

describe("placesByRow", () => {
  it("orders by row, and equal rows as they came", () => {
    const row = fc.oneof(fc.nat(3), fc.nat(2 ** 31 - 1));
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const expected = rows.map((_, place) => place).sort((a, b) => (rows[a] ?? 0) - (rows[b] ?? 0) || a - b);
        assert.deepEqual(Array.from(placesByRow(rows)), expected);
      }),
    );
  });

  it("orders as many as there may be", () => {
    const [count, most] = [2 ** 20 + 3, 2 ** 32];
    const rows = Array.from({ length: count }, (_, place) => most - place);
    assert.ok(placesByRow(rows).every((place, at) => place === count - 1 - at));
  });
});
