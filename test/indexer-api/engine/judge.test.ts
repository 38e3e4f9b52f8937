import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import type { Criterion, CriterionValue, Operator } from "../../../catalogue/index.ts";
import { conditionsOf, judge } from "../../../indexer-api/src/engine/judge.ts";
import type { Condition, Failed, Verdict } from "../../../indexer-api/src/engine/judge.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { Cell } from "../../../indexer-api/src/engine/values.ts";
import { FEATURES } from "./arbitrary.ts";

const MET: Verdict = { outcome: "met" };
const AS_OF = secondsOf("2026-03-31");

function secondsOf(day: string): bigint {
  return BigInt(Date.parse(day) / 1000);
}

function failed(actual: Failed["actual"], distance: bigint | null): Failed {
  return { outcome: "failed", actual, distance };
}

function unknown(...labels: string[]): Verdict {
  return { outcome: "unknown", labels };
}

/** One criterion against a company of which only that feature is known. */
function verdictOn(feature: string, operator: Operator, value: CriterionValue, cell: Cell): Verdict {
  const cells = FEATURES.map(({ id }) => (id === feature ? cell : null));
  const [condition] = conditionsOf(FEATURES, [{ feature, operator, value }]) as [Condition];
  return judge(condition, encodeCompany(FEATURES, cells), AS_OF);
}

function judged(feature: string, cases: [Operator, Cell, CriterionValue, Verdict][]): void {
  for (const [operator, cell, value, verdict] of cases) {
    const name = `${feature} ${inspect(cell)} ${operator} ${String(value)}`;
    assert.deepEqual(verdictOn(feature, operator, value, cell), verdict, name);
  }
}

describe("a criterion on a number", () => {
  it("is met at the threshold itself, and says by how much it is missed", () => {
    judged("sales", [
      [">=", 100n, 100n, MET],
      [">=", 99n, 100n, failed(99n, 1n)],
      [">=", -5n, 0n, failed(-5n, 5n)],
      ["<=", 100n, 100n, MET],
      ["<=", 103n, 100n, failed(103n, 3n)],
      ["between", 10n, [10n, 20n], MET],
      ["between", 20n, [10n, 20n], MET],
      ["between", 9n, [10n, 20n], failed(9n, 1n)],
      ["between", 23n, [10n, 20n], failed(23n, 3n)],
      ["==", 7n, 7n, MET],
      ["==", 4n, 7n, failed(4n, 3n)],
      ["==", 9n, 7n, failed(9n, 2n)],
      [">=", null, 1n, unknown()],
    ]);
  });

  it("is exact beyond doubles", () => {
    judged("sales", [
      [">=", 2n ** 53n, 2n ** 53n + 1n, failed(2n ** 53n, 1n)],
      [">=", 2n ** 53n + 1n, 2n ** 53n + 1n, MET],
      ["<=", -(2n ** 255n), -(2n ** 255n) - 1n, failed(-(2n ** 255n), 1n)],
    ]);
  });

  it("is never met by a range without a number in it", () => {
    judged("sales", [
      ["between", 4n, [5n, 3n], failed(4n, 1n)],
      ["between", 6n, [5n, 3n], failed(6n, 3n)],
    ]);
  });
});

describe("a criterion on an age", () => {
  it("counts whole months up to now", () => {
    judged("age", [
      [">=", secondsOf("2025-03-31"), 12n, MET],
      [">=", secondsOf("2025-04-01"), 12n, failed(11n, 1n)],
      ["<=", secondsOf("2025-03-31"), 10n, failed(12n, 2n)],
    ]);
  });

  it("knows nothing of a day ahead", () => {
    judged("age", [
      ["<=", AS_OF, 0n, MET],
      ["<=", AS_OF + 1n, 0n, unknown()],
    ]);
  });
});

describe("a criterion on a label", () => {
  it("measures steps of an ordered scale", () => {
    judged("grade", [
      [">=", "B", "B", MET],
      [">=", "D", "B", failed("D", 2n)],
      ["<=", "A", "C", failed("A", 2n)],
      ["==", "A", "C", failed("A", 2n)],
      ["in", "D", ["A", "B"], failed("D", null)],
      ["not in", "D", ["D"], failed("D", null)],
      [">=", null, "C", unknown()],
    ]);
  });

  it("measures nothing without an order, and nothing from a label that is not on the list", () => {
    judged("region", [
      ["==", "north", "south", failed("north", null)],
      ["not in", "abroad", ["north"], MET],
      ["in", "abroad", ["north"], failed(null, null)],
    ]);
    judged("grade", [[">=", "AAA", "A", failed(null, null)]]);
  });
});

describe("a criterion on a set", () => {
  const [GOLD, SILVER, BRONZE] = [1, 2, 4] as const;

  it("takes any of: met by one that holds, failed when each is known not to", () => {
    judged("awards", [
      ["any of", { holds: SILVER, unknown: GOLD }, ["gold", "silver"], MET],
      ["any of", { holds: BRONZE, unknown: GOLD }, ["gold", "silver"], unknown("gold")],
      ["any of", { holds: BRONZE, unknown: 0 }, ["gold", "silver"], failed(["bronze"], null)],
      ["any of", { holds: GOLD, unknown: 0 }, [], failed(["gold"], null)],
      ["any of", null, ["gold", "silver"], unknown("gold", "silver")],
    ]);
  });

  it("takes none of: failed by one that holds, met when each is known not to", () => {
    judged("awards", [
      ["none of", { holds: BRONZE, unknown: 0 }, ["gold", "silver"], MET],
      ["none of", { holds: GOLD | BRONZE, unknown: SILVER }, ["gold", "silver"], failed(["gold"], null)],
      ["none of", { holds: 0, unknown: SILVER | BRONZE }, ["gold", "silver"], unknown("silver")],
      ["none of", { holds: GOLD, unknown: 0 }, [], MET],
    ]);
  });
});

describe("distance", () => {
  const number = fc.bigInt(-(2n ** 60n), 2n ** 60n);

  it("is exactly what is missing to a number's threshold", () => {
    fc.assert(
      fc.property(number, number, (actual, threshold) => {
        const verdict = verdictOn("sales", ">=", threshold, actual);
        if (verdict.outcome !== "failed") return assert.ok(actual >= threshold);
        const { distance } = verdict;
        assert.ok(distance !== null);
        assert.deepEqual(verdictOn("sales", ">=", threshold, actual + distance), MET);
        assert.equal(verdictOn("sales", ">=", threshold, actual + distance - 1n).outcome, "failed");
      }),
    );
  });
});

describe("criteria that cannot be judged", () => {
  it("are named by their place", () => {
    const fine: Criterion = { feature: "sales", operator: ">=", value: 1n };
    const wrong: Criterion = { feature: "profit", operator: ">=", value: 1n };
    assert.throws(() => conditionsOf(FEATURES, [fine, wrong]), {
      name: "CriterionError",
      message: "criterion 1, profit >=: there is no such feature",
    });
  });
});
