import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { calibrationLine } from "../../../../scripts/score/conduct/calibration-line.ts";
import { gradesFrom, gradesOf } from "../../../../scripts/score/conduct/grades.ts";
import { fitMonotone, logLoss, type StepDesign } from "../../../../scripts/score/conduct/monotone-fit.ts";
import { wholeShares } from "../../../../scripts/score/conduct/points.ts";
import { stabilityIndex } from "../../../../scripts/score/conduct/stability.ts";
import { levelOf } from "../../../../scripts/score/conduct/steps.ts";
import { readOptions } from "../../../../scripts/score/conduct/train.ts";
import { UsageError } from "../../../../scripts/cli/usage-error.ts";
import { wilsonInterval } from "../../../../scripts/score/metrics.ts";

/** So many good and bad observations of the same steps. */
function group(steps: readonly number[], goods: number, bads: number) {
  return Array.from({ length: goods + bads }, (_, index) => ({ steps: Int32Array.from(steps), good: index < goods }));
}

function designOf(rows: ReturnType<typeof group>, steps: number): StepDesign {
  return { taken: rows.map(({ steps }) => steps), good: rows.map(({ good }) => good), weight: 1, steps };
}

describe("the monotone fit", () => {
  it("finds the log odds of two groups when the ridge is next to nothing", () => {
    const { gains, intercept } = fitMonotone(designOf([...group([], 10, 10), ...group([0], 30, 10)], 1), 1e-9);
    assert.ok(Math.abs(intercept) < 1e-4, `intercept ${intercept}`);
    assert.ok(Math.abs((gains[0] as number) - Math.log(3)) < 1e-4, `gain ${gains[0]}`);
  });

  it("gives nothing to a step after which more default", () => {
    const { gains, intercept } = fitMonotone(designOf([...group([], 30, 10), ...group([0], 10, 10)], 1), 1e-9);
    assert.equal(gains[0], 0);
    assert.ok(Math.abs(intercept - Math.log(2)) < 1e-4, `intercept ${intercept}`);
  });

  it("cannot be bettered by any small allowed move", () => {
    const rows = [...group([], 3, 9), ...group([0], 8, 6), ...group([0, 1], 5, 7), ...group([0, 1, 2], 20, 2)];
    const design = designOf([...rows, ...group([2], 1, 1)], 3);
    const ridge = 2;
    const loss = (at: readonly number[]) =>
      design.taken.reduce((sum, steps, row) => {
        return (
          sum +
          logLoss(
            [...steps, 3].reduce((odds, j) => odds + (at[j] as number), 0),
            design.good[row] === true,
          )
        );
      }, 0) +
      (ridge / 2) * at.slice(0, 3).reduce((sum, gain) => sum + gain * gain, 0);
    const { gains, intercept } = fitMonotone(design, ridge);
    const best = [...gains, intercept];
    for (const j of best.keys()) {
      for (const move of [-1e-3, 1e-3]) {
        const moved = best.with(j, (best[j] as number) + move);
        if (j < 3 && (moved[j] as number) < 0) continue;
        assert.ok(loss(moved) >= loss(best), `moving ${j} by ${move} is better`);
      }
    }
  });
});

describe("levels", () => {
  it("count cuts at or below the input, from the worst side", () => {
    const cuts = [10, 20];
    assert.deepEqual(
      [9n, 10n, 19n, 20n].map((input) => levelOf(input, cuts, "higher")),
      [0, 1, 1, 2],
    );
    assert.deepEqual(
      [9n, 10n, 19n, 20n].map((input) => levelOf(input, cuts, "lower")),
      [2, 1, 1, 0],
    );
  });

  it("put what is missing with the worst", () => {
    for (const absence of ["undefined", "withheld", "unknown"] as const) {
      assert.equal(levelOf(absence, [10, 20], "lower"), 0);
    }
  });
});

describe("shares, indices and grades", () => {
  it("shares come to 10000 exactly", () => {
    assert.deepEqual(wholeShares([1, 1, 1]), [3334, 3333, 3333]);
    assert.deepEqual(wholeShares([2, 1, 1]), [5000, 2500, 2500]);
  });

  it("the stability index is 0 for equal distributions and grows with the distance", () => {
    assert.equal(stabilityIndex([1, 2, 2, 3], [1, 2, 2, 3]), 0);
    const near = stabilityIndex([1, 1, 2, 2], [1, 2, 2, 2]);
    const far = stabilityIndex([1, 1, 2, 2], [3, 3, 3, 3]);
    assert.ok(near > 0 && far > near);
  });

  it("the calibration line of outcomes that the scale expects is the diagonal", () => {
    // 600 points: 20 to 1; 560: 10 to 1.
    const outcomes = [
      { score: 600, of: 21 },
      { score: 560, of: 11 },
    ].flatMap(({ score, of }) => Array.from({ length: of }, (_, index) => ({ score, bad: index === 0 })));
    const { slope, intercept } = calibrationLine(outcomes);
    assert.ok(Math.abs(slope - 1) < 1e-3 && Math.abs(intercept) < 1e-3, `${slope} ${intercept}`);
  });

  it("a grade shows what was observed, or the scale's rates where nobody stands", () => {
    const grades = gradesOf([
      { score: 300, bad: true },
      { score: 399, bad: false },
    ]);
    const [, c, cc] = grades;
    assert.deepEqual([c?.label, c?.companies, c?.defaults, c?.defaultRateBps], ["C", 2, 1, 5000]);
    assert.equal(cc?.companies, 0);
    assert.ok(cc.defaultRateLowBps < cc.defaultRateBps && cc.defaultRateBps < cc.defaultRateHighBps);
  });
});

describe("observed default rates of grades", () => {
  const none = { companies: 0, defaults: 0 };
  /** Grades B, BB, BBB and A; nobody in the others. */
  const middle = (...counts: (readonly [defaults: number, companies: number])[]) => {
    const given = counts.map(([defaults, companies]) => ({ defaults, companies }));
    return gradesFrom([none, none, none, none, ...given, none, none]).slice(4, 4 + counts.length);
  };

  it("are pooled where a better grade would have more defaults, and only there", () => {
    const grades = middle([1, 24], [3, 28], [0, 25], [1, 12]);
    const { low, high } = wilsonInterval(4, 52);
    for (const grade of grades.slice(0, 2)) {
      assert.equal(grade.defaultRateBps, Math.round((10_000 * 4) / 52));
      assert.equal(grade.defaultRateLowBps, Math.round(10_000 * low));
      assert.equal(grade.defaultRateHighBps, Math.round(10_000 * high));
    }
    assert.deepEqual(
      grades.slice(2).map(({ defaultRateBps }) => defaultRateBps),
      [270, 270],
    );
    assert.deepEqual(
      grades.map(({ defaults, companies }) => [defaults, companies]),
      [
        [1, 24],
        [3, 28],
        [0, 25],
        [1, 12],
      ],
    );
  });

  it("are pooled backward as far as it takes, across a grade in which nobody stands", () => {
    const grades = middle([2, 10], [1, 10], [0, 0], [9, 10]);
    assert.deepEqual(
      [grades[0], grades[1], grades[3]].map((grade) => grade?.defaultRateBps),
      [4000, 4000, 4000],
    );
    assert.equal(grades[2]?.companies, 0);
  });

  it("stay as observed where they fall anyway", () => {
    const rates = middle([4, 10], [3, 10], [2, 10], [1, 10]).map(({ defaultRateBps }) => defaultRateBps);
    assert.deepEqual(rates, [4000, 3000, 2000, 1000]);
  });
});

describe("the trainer's options", () => {
  it("name the option, its value and the rule when wrong", () => {
    assert.throws(() => readOptions([]), { name: "UsageError", message: /^--data is needed/ });
    assert.throws(() => readOptions(["--data", "x", "--seed", "-1"]), UsageError);
    assert.throws(() => readOptions(["--data", "x", "--seed", "1.5"]), {
      message: '--seed "1.5" must be a whole number from 0 to 2147483647',
    });
    assert.throws(() => readOptions(["--data", "x", "--sed", "1"]), UsageError);
  });

  it("answer a cry for help with nothing, and default to the catalogue's file", () => {
    assert.equal(readOptions(["--help"]), undefined);
    assert.equal(readOptions(["--data", "x"])?.seed, 20_200_301);
  });
});
