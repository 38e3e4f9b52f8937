import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Criterion } from "../../../catalogue/index.ts";
import { CriterionError, isContradiction, termsOf } from "../../../indexer-api/src/engine/terms.ts";
import type { Term } from "../../../indexer-api/src/engine/terms.ts";
import { FEATURES } from "./arbitrary.ts";

type Written = readonly [feature: string, operator: Criterion["operator"], value: unknown];

function criteriaOf(...written: readonly Written[]): Criterion[] {
  return written.map(([feature, operator, value]) => ({ feature, operator, value: value as Criterion["value"] }));
}

function terms(...written: readonly Written[]): Term[] {
  return termsOf(FEATURES, criteriaOf(...written));
}

/** The one term that they make, without its feature and criteria. */
function only(...written: readonly Written[]) {
  const [made, ...others] = terms(...written);
  assert.deepEqual(others, []);
  return Object.fromEntries(Object.entries(made ?? {}).filter(([key]) => key !== "feature" && key !== "criteria"));
}

function range(min: bigint | null, max: bigint | null) {
  return { kind: "range", min, max };
}

/** Of `grade`: D, C, B, A and any other text. */
function labels(bits: string) {
  return { kind: "labels", allowed: [...bits].map((bit) => bit === "1") };
}

describe("termsOf", () => {
  it("makes nothing of no criteria", () => {
    assert.deepEqual(terms(), []);
  });

  it("makes a range of a number's or an age's criterion", () => {
    for (const feature of ["sales", "age"]) {
      assert.deepEqual(only([feature, ">=", 5n]), range(5n, null));
      assert.deepEqual(only([feature, "<=", 5n]), range(null, 5n));
      assert.deepEqual(only([feature, "==", -5n]), range(-5n, -5n));
      assert.deepEqual(only([feature, "between", [1n, 2n ** 255n]]), range(1n, 2n ** 255n));
    }
  });

  it("says by place which labels are allowed; any other text counts as none of them", () => {
    assert.deepEqual(only(["grade", ">=", "C"]), labels("01110"));
    assert.deepEqual(only(["grade", "<=", "C"]), labels("11000"));
    assert.deepEqual(only(["grade", "==", "B"]), labels("00100"));
    assert.deepEqual(only(["grade", "in", ["A", "D"]]), labels("10010"));
    assert.deepEqual(only(["grade", "not in", ["A", "D"]]), labels("01101"));
    assert.deepEqual(only(["grade", "in", []]), labels("00000"));
    assert.deepEqual(only(["grade", "not in", []]), labels("11111"));
  });

  it("makes a mask of a set's labels", () => {
    assert.deepEqual(only(["flags", "any of", ["court", "abnormal"]]), { kind: "any of", mask: 0b1010 });
    assert.deepEqual(only(["flags", "none of", ["arrears", "arrears"]]), { kind: "none of", mask: 0b0001 });
    assert.deepEqual(only(["flags", "any of", []]), { kind: "any of", mask: 0 });
  });

  it("takes criteria on one number together", () => {
    assert.deepEqual(only(["sales", ">=", 1n], ["sales", "<=", 9n], ["sales", ">=", 3n]), range(3n, 9n));
    assert.deepEqual(only(["sales", "<=", 9n], ["sales", "<=", 4n], ["sales", "between", [2n, 7n]]), range(2n, 4n));
    assert.deepEqual(only(["sales", ">=", 9n], ["sales", "<=", 1n]), range(9n, 1n));
  });

  it("takes criteria on one label together, and those on a set that say one thing", () => {
    assert.deepEqual(only(["grade", ">=", "C"], ["grade", "not in", ["B"]]), labels("01010"));
    assert.deepEqual(only(["flags", "none of", ["court"]], ["flags", "none of", ["fraud"]]), {
      ...{ kind: "none of", mask: 0b0110 },
    });
    assert.deepEqual(only(["flags", "any of", ["court", "fraud"]], ["flags", "any of", ["fraud", "court"]]), {
      ...{ kind: "any of", mask: 0b0110 },
    });
  });

  it("keeps apart what does not go together: either of some, and either of others", () => {
    const apart = terms(
      ["flags", "any of", ["court"]],
      ["flags", "any of", ["fraud"]],
      ["flags", "none of", ["court"]],
      ["sales", ">=", 1n],
      ["growth", ">=", 1n],
    );
    assert.deepEqual(
      apart.map(({ feature, kind }) => [FEATURES[feature]?.id, kind]),
      [
        ["flags", "any of"],
        ["flags", "any of"],
        ["flags", "none of"],
        ["sales", "range"],
        ["growth", "range"],
      ],
    );
  });

  it("names the criteria that a term stands for", () => {
    const made = terms(["sales", ">=", 1n], ["grade", "==", "A"], ["sales", "<=", 9n], ["sales", ">=", 1n]);
    assert.deepEqual(
      made.map(({ criteria }) => criteria),
      [[0, 2, 3], [1]],
    );
  });

  it("makes one term of a thousand criteria on a number", () => {
    const written = Array.from({ length: 1_000 }, (_, n): Written => [
      "sales",
      n % 2 ? ">=" : "<=",
      BigInt(n % 2 ? n : -n),
    ]);
    const [term, ...others] = terms(...written);
    assert.deepEqual(others, []);
    assert.equal(term?.criteria.length, 1_000);
    assert.deepEqual(only(...written), range(999n, -998n));
  });
});

describe("isContradiction", () => {
  const contradicts = (...written: readonly Written[]) => terms(...written).map(isContradiction);

  it("is a range without numbers, a label that may be none, a set that must have one of none", () => {
    assert.deepEqual(contradicts(["sales", ">=", 5n], ["sales", "<=", 4n]), [true]);
    assert.deepEqual(contradicts(["sales", "between", [5n, 4n]]), [true]);
    assert.deepEqual(contradicts(["grade", "==", "A"], ["grade", "==", "B"]), [true]);
    assert.deepEqual(contradicts(["grade", "in", []]), [true]);
    assert.deepEqual(contradicts(["flags", "any of", []]), [true]);
  });

  it("is nothing that some company could have", () => {
    assert.deepEqual(contradicts(["sales", ">=", 5n], ["sales", "<=", 5n]), [false]);
    assert.deepEqual(contradicts(["sales", ">=", 5n]), [false]);
    assert.deepEqual(contradicts(["sales", "<=", 5n]), [false]);
    assert.deepEqual(contradicts(["grade", "not in", ["D", "C", "B", "A"]]), [false]);
    assert.deepEqual(contradicts(["flags", "any of", ["court"]], ["flags", "none of", []]), [false, false]);
  });
});

describe("termsOf refuses", () => {
  const refusals: readonly [name: string, written: Written, rule: string][] = [
    ["a feature that there is not", ["profit", ">=", 1n], "there is no such feature"],
    ["a number in a list", ["sales", "in", ["1"]], "does not fit a number"],
    ["an age as a set", ["age", "any of", ["1"]], "does not fit a number"],
    ["a double", ["sales", ">=", 1], "needs a whole number"],
    ["NaN", ["sales", ">=", Number.NaN], "needs a whole number"],
    ["infinity", ["sales", "<=", Infinity], "needs a whole number"],
    ["text for a number", ["sales", "==", "5"], "needs a whole number"],
    ["two numbers for one", ["sales", ">=", [1n, 2n]], "needs a whole number"],
    ["one number for two", ["sales", "between", 1n], "needs two whole numbers"],
    ["three numbers for two", ["sales", "between", [1n, 2n, 3n]], "needs two whole numbers"],
    ["two doubles", ["sales", "between", [1, 2]], "needs two whole numbers"],
    ["a number and nothing", ["sales", "between", [1n, null]], "needs two whole numbers"],
    ["an order where there is none", ["region", ">=", "east"], "does not fit a label without an order"],
    ["a range of labels", ["grade", "between", ["C", "A"]], "does not fit a label"],
    ["a label as a set", ["region", "any of", ["east"]], "does not fit a label"],
    ["a label that there is not", ["grade", "==", "AAA"], 'there is no label "AAA"'],
    ["one such in a list", ["region", "in", ["east", "moon"]], 'there is no label "moon"'],
    ["a label in quotes", ["region", "not in", ['the "moon"']], 'there is no label "the \\"moon\\""'],
    ["a number for a label", ["grade", ">=", 2n], 'there is no label "2"'],
    ["a label for a list", ["region", "in", "east"], "needs a list of labels"],
    ["a label for a set's list", ["flags", "any of", "court"], "needs a list of labels"],
    ["a set's label that there is not", ["flags", "none of", ["tax"]], 'there is no label "tax"'],
    ["a set compared", ["flags", "==", ["court"]], "does not fit a set of labels"],
    ["an operator that there is not", ["sales", "~" as Criterion["operator"], 1n], "does not fit a number"],
  ];

  for (const [name, written, rule] of refusals) {
    it(name, () => {
      const criteria = criteriaOf(["sales", ">=", 1n], written);
      assert.throws(
        () => termsOf(FEATURES, criteria),
        (error) => {
          assert.ok(error instanceof CriterionError && error instanceof RangeError);
          assert.equal(error.message, `criterion 1, ${written[0]} ${written[1]}: ${rule}`);
          return true;
        },
      );
    });
  }
});
