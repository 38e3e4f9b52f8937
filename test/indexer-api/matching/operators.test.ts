import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { CriterionValue, Feature, Operator } from "../../../catalogue/index.ts";
import type { Reading } from "../../../indexer-api/src/features/reading.ts";
import { OPERATORS } from "../../../indexer-api/src/matching/operators.ts";
import { catalogue } from "../stated.ts";

const feature = (id: string): Feature => catalogue.featureById.get(id) ?? assert.fail(`there is no feature ${id}`);
const known = (value: bigint | string): Reading => ({ state: "known", value, evidence: [] });
const MISSING = { fact: "a.fact", reason: "not attested" } as const;
const UNKNOWN: Reading = { state: "unknown", missing: [MISSING], evidence: [] };

const verdict = (operator: Operator, id: string, reading: Reading, wanted: CriterionValue) =>
  OPERATORS[operator](reading, wanted, feature(id));

const MET = { outcome: "met" };
const failed = (actual: bigint | string | string[], distance: bigint | null) => ({
  outcome: "failed",
  actual,
  distance,
});

describe("on numbers", () => {
  const sales = "annual_sales";
  const cases: [Operator, bigint, CriterionValue, object][] = [
    [">=", 100n, 100n, MET],
    [">=", 99n, 100n, failed(99n, 1n)],
    [">=", -5n, 0n, failed(-5n, 5n)],
    ["<=", 100n, 100n, MET],
    ["<=", 101n, 100n, failed(101n, 1n)],
    ["between", 10n, [10n, 20n], MET],
    ["between", 20n, [10n, 20n], MET],
    ["between", 9n, [10n, 20n], failed(9n, 1n)],
    ["between", 23n, [10n, 20n], failed(23n, 3n)],
    ["==", 7n, 7n, MET],
    ["==", 4n, 7n, failed(4n, 3n)],
    ["==", 9n, 7n, failed(9n, 2n)],
    // Beyond what a double can tell apart.
    [">=", 9_007_199_254_740_992n, 9_007_199_254_740_993n, failed(9_007_199_254_740_992n, 1n)],
  ];
  for (const [operator, actual, wanted, expected] of cases) {
    it(`${actual} ${operator} ${String(wanted)}`, () =>
      assert.deepEqual(verdict(operator, sales, known(actual), wanted), expected));
  }
});

describe("on ordered labels, from the worst to the best", () => {
  const grade = "tax_credit_grade";
  it("compares places and counts steps", () => {
    assert.deepEqual(verdict(">=", grade, known("M"), "M"), MET);
    assert.deepEqual(verdict(">=", grade, known("A"), "M"), MET);
    assert.deepEqual(verdict(">=", grade, known("D"), "B"), failed("D", 3n));
    assert.deepEqual(verdict("<=", grade, known("C"), "M"), MET);
    assert.deepEqual(verdict("<=", grade, known("A"), "M"), failed("A", 2n));
    assert.deepEqual(verdict("==", grade, known("B"), "B"), MET);
    assert.deepEqual(verdict("==", grade, known("D"), "A"), failed("D", 4n));
  });

  it("takes lists too", () => {
    assert.deepEqual(verdict("in", grade, known("B"), ["A", "B"]), MET);
    assert.deepEqual(verdict("in", grade, known("C"), ["A", "B"]), failed("C", null));
    assert.deepEqual(verdict("not in", grade, known("C"), ["D"]), MET);
    assert.deepEqual(verdict("not in", grade, known("D"), ["C", "D"]), failed("D", null));
  });

  it("does not guess about a label that the scale does not have", () => {
    assert.throws(() => verdict(">=", grade, known("E"), "M"), /tax_credit_grade has no label "E"/);
  });
});

describe("on single labels and codes", () => {
  it("measures no distance", () => {
    assert.deepEqual(verdict("==", "size_class", known("small"), "small"), MET);
    assert.deepEqual(verdict("==", "size_class", known("small"), "large"), failed("small", null));
    assert.deepEqual(verdict("in", "size_class", known("micro"), ["micro", "small"]), MET);
    assert.deepEqual(verdict("not in", "size_class", known("large"), ["large"]), failed("large", null));
    assert.deepEqual(verdict("in", "industry", known("C"), ["C"]), MET);
    assert.deepEqual(verdict("in", "industry", known("K"), ["C"]), failed("K", null));
    assert.deepEqual(verdict("not in", "region", known("440100"), ["440300"]), MET);
    assert.deepEqual(verdict("not in", "region", known("440300"), ["440300"]), failed("440300", null));
  });
});

describe("on sets of labels", () => {
  const having = (labels: Record<string, boolean | typeof MISSING>): Reading => ({
    state: "labels",
    labels: new Map(Object.entries(labels)),
    evidence: [],
  });
  const unknown = { outcome: "unknown", missing: [MISSING] };

  it("any of: one that holds is enough", () => {
    const status = "innovation_status";
    const reading = having({ high_tech: true, tech_sme: MISSING, champion: false });
    assert.deepEqual(verdict("any of", status, reading, ["high_tech", "tech_sme"]), MET);
    assert.deepEqual(verdict("any of", status, reading, ["tech_sme", "champion"]), unknown);
    assert.deepEqual(verdict("any of", status, reading, ["champion"]), failed(["high_tech"], null));
  });

  it("none of: one that holds is too much", () => {
    const flags = "red_flags";
    const reading = having({ dishonest_debtor: true, overdue_30d: MISSING, overdue_90d: MISSING, mee_red: false });
    assert.deepEqual(
      verdict("none of", flags, reading, ["overdue_30d", "dishonest_debtor"]),
      failed(["dishonest_debtor"], null),
    );
    assert.deepEqual(verdict("none of", flags, reading, ["overdue_30d", "overdue_90d", "mee_red"]), unknown);
    assert.deepEqual(verdict("none of", flags, reading, ["mee_red"]), MET);
  });

  it("cannot be compared as one value, nor a value as a set", () => {
    assert.throws(() => verdict("in", "innovation_status", having({}), ["high_tech"]), /set of labels/);
    assert.throws(() => verdict("any of", "region", known("440100"), ["440100"]), /one value/);
  });
});

describe("on what is unknown", () => {
  const values: [Operator, string, CriterionValue][] = [
    [">=", "annual_sales", 1n],
    ["<=", "annual_sales", 1n],
    ["between", "annual_sales", [1n, 2n]],
    ["==", "annual_sales", 1n],
    [">=", "tax_credit_grade", "M"],
    ["==", "size_class", "small"],
    ["in", "size_class", ["small"]],
    ["not in", "size_class", ["small"]],
    ["not in", "region", ["440100"]],
  ];
  for (const [operator, id, wanted] of values) {
    it(`${id} ${operator} is unknown, never failed`, () =>
      assert.deepEqual(verdict(operator, id, UNKNOWN, wanted), { outcome: "unknown", missing: [MISSING] }));
  }
});
