import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileScorecard, evaluateScorecard, gradeOf, NOT_STATED, scoreInputs } from "../../../catalogue/index.ts";
import type { Score } from "../../../catalogue/index.ts";
import { binOf } from "../../../catalogue/scorecard/evaluate.ts";
import { MAX_INPUT, MIN_INPUT } from "../../../catalogue/scorecard/types.ts";
import { cardWith, catalogue, SMALL_CARD } from "./small-card.ts";

const compiled = compileScorecard(catalogue, SMALL_CARD);
const DAY = 86_400n;
const NOW = 1_000n * DAY;
const INT256_MAX = 2n ** 255n - 1n;
const [ARREARS, MARGIN, AGE, TABLE] = [0, 1, 2, 3];

/** Facts by name; null: no statement of the schema; "out": the statement leaves the fact out. */
interface Facts {
  readonly profit?: bigint | "out";
  readonly revenue?: bigint | "out";
  readonly accounts?: null;
  readonly registered?: bigint | "out" | null;
  readonly taxPaid?: bigint | "out" | null;
  readonly arrears?: bigint | "out" | null;
}

function scoreOf(facts: Facts, asOf = NOW): Score {
  const { profit = 0n, revenue = 1n, accounts, registered = 0n, taxPaid = 0n, arrears = 0n } = facts;
  const chain = (fact: bigint | "out") => (fact === "out" ? NOT_STATED : fact);
  const values = [
    accounts === null ? null : [0n, chain(revenue), 0n, 0n, 0n, chain(profit), 0n],
    registered === null ? null : [chain(registered), 0n, 0n, 0n, 0n],
    taxPaid === null ? null : [chain(taxPaid), 0n],
    arrears === null ? null : [chain(arrears)],
  ];
  return evaluateScorecard(compiled, values, asOf);
}

const inputOf = (facts: Facts, input: number, asOf = NOW) => scoreOf(facts, asOf).inputs[input];
const outcomeOf = (facts: Facts, characteristic: number) => scoreOf(facts).characteristics[characteristic];

describe("inputs", () => {
  it("add the terms with their signs, and divide truncating toward zero", () => {
    assert.equal(inputOf({ profit: 5n, taxPaid: 3n, revenue: 7n }, MARGIN), 2_857n);
    assert.equal(inputOf({ profit: 3n, taxPaid: 5n, revenue: 7n }, MARGIN), -2_857n);
    assert.equal(inputOf({ profit: 1n, revenue: 20_000n }, MARGIN), 0n);
    assert.equal(inputOf({ profit: -1n, revenue: 20_000n }, MARGIN), 0n);
    assert.equal(inputOf({ profit: 5n, revenue: -7n }, MARGIN), -7_142n);
  });

  it("count whole days since a date, truncating toward zero on both sides", () => {
    assert.equal(inputOf({ registered: NOW - 365n * DAY }, AGE), 365n);
    assert.equal(inputOf({ registered: NOW - 365n * DAY + 1n }, AGE), 364n);
    assert.equal(inputOf({ registered: NOW + DAY - 1n }, AGE), 0n);
    assert.equal(inputOf({ registered: NOW + DAY }, AGE), -1n);
  });

  it("are undefined when the denominator is 0, and only then", () => {
    assert.equal(inputOf({ profit: 5n, revenue: 0n }, MARGIN), "undefined");
    assert.equal(inputOf({ profit: 0n, revenue: 0n }, MARGIN), "undefined");
    assert.equal(inputOf({ profit: 0n, revenue: 1n }, MARGIN), 0n);
  });

  it("are unknown without a statement, and withheld when a statement leaves the fact out", () => {
    assert.equal(inputOf({ arrears: null }, ARREARS), "unknown");
    assert.equal(inputOf({ arrears: "out" }, ARREARS), "withheld");
    assert.equal(inputOf({ registered: null }, AGE), "unknown");
    assert.equal(inputOf({ registered: "out" }, AGE), "withheld");
  });

  it("are withheld rather than unknown or undefined, and unknown rather than undefined", () => {
    assert.equal(inputOf({ profit: "out", taxPaid: null }, MARGIN), "withheld");
    assert.equal(inputOf({ taxPaid: null, revenue: "out" }, MARGIN), "withheld");
    assert.equal(inputOf({ profit: "out", revenue: 0n }, MARGIN), "withheld");
    assert.equal(inputOf({ taxPaid: null, revenue: 0n }, MARGIN), "unknown");
    assert.equal(inputOf({ accounts: null }, MARGIN), "unknown");
  });

  it("saturate: facts at 128 bits before they are added, inputs at 48 after", () => {
    assert.equal(inputOf({ arrears: INT256_MAX }, ARREARS), MAX_INPUT);
    assert.equal(inputOf({ arrears: -INT256_MAX }, ARREARS), MIN_INPUT);
    assert.equal(inputOf({ arrears: MAX_INPUT }, ARREARS), MAX_INPUT);
    assert.equal(inputOf({ arrears: MAX_INPUT + 1n }, ARREARS), MAX_INPUT);
    assert.equal(inputOf({ arrears: MIN_INPUT - 1n }, ARREARS), MIN_INPUT);
    assert.equal(inputOf({ registered: -INT256_MAX }, AGE), MAX_INPUT);
    assert.equal(inputOf({ registered: INT256_MAX }, AGE), MIN_INPUT);
    // Both facts become 2^127 - 1, and so come to 0.
    assert.equal(inputOf({ profit: INT256_MAX, taxPaid: 2n ** 200n }, MARGIN), 0n);
    assert.equal(inputOf({ profit: 2n ** 127n - 1n, taxPaid: 2n ** 127n - 2n }, MARGIN), 10_000n);
    assert.equal(inputOf({ profit: -(2n ** 127n), taxPaid: -(2n ** 127n) - 1n }, MARGIN), 0n);
  });
});

describe("bins", () => {
  it("begin at their cut", () => {
    assert.deepEqual(
      [-1n, 0n, 1n, 99n, 100n, 101n].map((input) => binOf(input, [1n, 100n])),
      [0, 0, 1, 1, 2, 2],
    );
  });

  it("are one when there is no cut", () => {
    assert.equal(binOf(MIN_INPUT, []), 0);
    assert.equal(binOf(MAX_INPUT, []), 0);
  });

  it("hold the largest inputs when the cuts are the largest", () => {
    assert.equal(binOf(MAX_INPUT, [MIN_INPUT, MAX_INPUT]), 2);
    assert.equal(binOf(MIN_INPUT, [MIN_INPUT, MAX_INPUT]), 1);
  });
});

describe("points", () => {
  it("are those of the bin", () => {
    const points = [0n, 1n, 99n, 100n].map((arrears) => outcomeOf({ arrears }, ARREARS));
    assert.deepEqual(points, [
      { points: 0, state: "known", cell: 1 },
      { points: -20, state: "known", cell: 2 },
      { points: -20, state: "known", cell: 2 },
      { points: -40, state: "known", cell: 3 },
    ]);
  });

  it("are those of cell 0 when the input is undefined, which counts as known", () => {
    assert.deepEqual(outcomeOf({ revenue: 0n }, MARGIN), { points: -10, state: "known", cell: 0 });
  });

  it("have their own number for unknown and for withheld", () => {
    assert.deepEqual(outcomeOf({ accounts: null }, MARGIN), { points: -30, state: "unknown", cell: null });
    assert.deepEqual(outcomeOf({ profit: "out" }, MARGIN), { points: -60, state: "withheld", cell: null });
  });

  it("of a table are found row by row, the second axis running fastest", () => {
    const cellOf = (facts: Facts) => outcomeOf(facts, TABLE);
    assert.deepEqual(cellOf({ arrears: 0n, revenue: 0n }), { points: 1, state: "known", cell: 3 });
    assert.deepEqual(cellOf({ arrears: 0n, profit: -1n }), { points: 2, state: "known", cell: 4 });
    assert.deepEqual(cellOf({ arrears: 0n, profit: 1n }), { points: 3, state: "known", cell: 5 });
    assert.deepEqual(cellOf({ arrears: 1n, revenue: 0n }), { points: -4, state: "known", cell: 6 });
    assert.deepEqual(cellOf({ arrears: 1n, profit: -1n }), { points: -5, state: "known", cell: 7 });
    assert.deepEqual(cellOf({ arrears: 1n, profit: 1n }), { points: -6, state: "known", cell: 8 });
  });

  it("of a table with one axis withheld are those of the withheld, even when the other is unknown", () => {
    const withheld = { points: -100, state: "withheld", cell: null };
    assert.deepEqual(outcomeOf({ arrears: "out" }, TABLE), withheld);
    assert.deepEqual(outcomeOf({ arrears: "out", accounts: null }, TABLE), withheld);
    assert.deepEqual(outcomeOf({ arrears: null, profit: "out" }, TABLE), withheld);
    assert.deepEqual(outcomeOf({ arrears: null }, TABLE), { points: -7, state: "unknown", cell: null });
    assert.deepEqual(outcomeOf({ arrears: null, revenue: 0n }, TABLE), { points: -7, state: "unknown", cell: null });
  });
});

describe("the score", () => {
  it("is the base and all points", () => {
    const { total, grade, coverageBps } = scoreOf({ arrears: 1n, profit: 1n, revenue: 10n, registered: 0n });
    assert.equal(total, 500 - 20 + 50 + 10 - 6);
    assert.deepEqual([grade, coverageBps], [6, 10_000]);
  });

  it("of a company of which nothing is known has points but no grade", () => {
    const { total, grade, coverageBps } = scoreOf({ accounts: null, registered: null, taxPaid: null, arrears: null });
    assert.equal(total, 500 - 1 - 30 - 3 - 7);
    assert.deepEqual([grade, coverageBps], [0, 0]);
  });

  it("has a grade from the minimum coverage on", () => {
    // Known are arrears and age: 1000 + 3000.
    assert.deepEqual([scoreOf({ accounts: null }).coverageBps, scoreOf({ accounts: null }).grade], [4_000, 5]);
    assert.equal(gradeOf(SMALL_CARD, 500, 3_999), 0);
    assert.equal(gradeOf(SMALL_CARD, 500, 4_000), 6);
  });

  it("does not count what is withheld as known", () => {
    assert.equal(scoreOf({ profit: "out" }).coverageBps, 4_000);
  });

  it("lies between 0 and 1000", () => {
    const low = compileScorecard(catalogue, cardWith({ basePoints: -32_768 }));
    const high = compileScorecard(catalogue, cardWith({ basePoints: 32_767 }));
    const inputs = [0n, 0n, 0n];
    assert.deepEqual([scoreInputs(low, inputs).total, scoreInputs(low, inputs).grade], [0, 1]);
    assert.deepEqual([scoreInputs(high, inputs).total, scoreInputs(high, inputs).grade], [1_000, 10]);
  });

  it("changes its grade at the first point of the next", () => {
    assert.deepEqual(
      [0, 99, 100, 899, 900, 1_000].map((total) => gradeOf(SMALL_CARD, total, 10_000)),
      [1, 1, 2, 9, 10, 10],
    );
  });

  it("wants one entry for each source and one value for each field", () => {
    assert.throws(
      () => evaluateScorecard(compiled, [null, null, null], NOW),
      new RangeError("small has 4 sources: values of 3 given"),
    );
    assert.throws(
      () => evaluateScorecard(compiled, [null, null, null, [1n, 2n]], NOW),
      new RangeError("tax.arrears.v1 has 1 fields: 2 values given"),
    );
  });
});
