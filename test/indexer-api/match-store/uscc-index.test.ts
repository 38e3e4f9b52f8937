import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";

import { UsccIndex } from "../../../indexer-api/src/match-store/uscc-index.ts";

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/** Few letters and a long common beginning, so that codes are alike and hashes have work to do. */
const code = fc.oneof(
  fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 18, maxLength: 18 }),
  fc.string({ unit: fc.constantFrom("0", "1", "Y"), minLength: 6, maxLength: 6 }).map((end) => `91440300MA5F${end}`),
);

describe("UsccIndex", () => {
  it("finds what a Map finds, whatever is set, changed and taken away", () => {
    const steps = fc.array(fc.tuple(fc.nat({ max: 200 }), fc.option(code)), { maxLength: 400 });
    fc.assert(
      fc.property(steps, fc.array(code), (set, others) => {
        const [index, byRow] = [new UsccIndex(), new Map<number, string | null>()];
        for (const [row, uscc] of set) {
          // A code belongs to one company, and a company keeps its row.
          if (uscc !== null && [...byRow].some(([other, one]) => one === uscc && other !== row)) continue;
          index.set(row, uscc);
          byRow.set(row, uscc);
        }
        const rows = Math.max(0, ...byRow.keys()) + 1;
        const copy = UsccIndex.from(index.codes(rows).slice());
        const wanted = new Map([...byRow].map(([row, uscc]) => [uscc, row]));
        for (const uscc of [...set.flatMap(([, uscc]) => uscc ?? []), ...others]) {
          assert.equal(index.get(uscc), wanted.get(uscc), uscc);
          assert.equal(copy.get(uscc), wanted.get(uscc), uscc);
        }
      }),
      { numRuns: 200 },
    );
  });

  for (const [what, text] of [
    ["nothing", ""],
    ["a code cut short", "91440300715267261"],
    ["a longer one", "9144030071526726XG0"],
    ["small letters", "9144030071526726xg"],
    ["letters that no code has", "9144030071526726IO"],
    ["what is no letter", "914403007152672６XG".slice(0, 18)],
  ] as const) {
    it(`finds nothing under ${what}`, () => {
      const index = new UsccIndex();
      index.set(0, "9144030071526726XG");
      assert.equal(index.get(text), undefined);
      index.set(1, text);
      assert.equal(index.get(text), undefined);
      assert.equal(index.get("9144030071526726XG"), 0);
    });
  }
});
