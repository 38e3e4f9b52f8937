import assert from "node:assert/strict";
import { test } from "node:test";

import {
  areaUnderCurve,
  brierScore,
  calibrationTable,
  kolmogorovSmirnov,
  type Outcome,
  probabilityAt,
  wilsonInterval,
} from "../../../scripts/score/metrics.ts";

const outcomes = (goods: readonly number[], bads: readonly number[]): Outcome[] => [
  ...goods.map((score) => ({ score, bad: false })),
  ...bads.map((score) => ({ score, bad: true })),
];
const close = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}`);

test("the area under the curve is the part of pairs in the right order, ties count half", () => {
  // Of the six pairs, 5 > 1, 5 > 3, 3 > 1 and 4 > 1, 4 > 3 are right and 3 = 3 is a tie.
  close(areaUnderCurve(outcomes([5, 3, 4], [1, 3])), 5.5 / 6);
  assert.equal(areaUnderCurve(outcomes([1, 2], [3, 4])), 0);
  assert.equal(areaUnderCurve(outcomes([7, 7], [7])), 0.5);
  assert.ok(Number.isNaN(areaUnderCurve(outcomes([1, 2], []))));
});

test("the Kolmogorov-Smirnov distance is the widest gap between the cumulative parts", () => {
  // At or below 2: all bads, half of the goods.
  close(kolmogorovSmirnov(outcomes([1, 5], [1, 2])), 0.5);
  assert.equal(kolmogorovSmirnov(outcomes([3, 4], [1, 2])), 1);
});

test("the Brier score is the mean squared error of the probabilities", () => {
  const predictions = [
    { probability: 0.2, bad: false },
    { probability: 0.6, bad: true },
  ];
  close(brierScore(predictions), (0.04 + 0.16) / 2);
});

test("the scale says 20 to 1 at 600 points, and twice that 40 points higher", () => {
  const scale = { points: 600, odds: 20, pointsToDoubleOdds: 40 };
  close(probabilityAt(600, scale), 1 / 21);
  close(probabilityAt(640, scale), 1 / 41);
  close(probabilityAt(560, scale), 1 / 11);
});

test("Wilson's interval: the textbook values, and everything when nothing was observed", () => {
  const { low, high } = wilsonInterval(1, 10);
  assert.equal(low.toFixed(4), "0.0179");
  assert.equal(high.toFixed(4), "0.4042");
  assert.deepEqual(wilsonInterval(0, 0), { low: 0, high: 1 });
});

test("the calibration table counts every company once, lowest scores first", () => {
  const scores = Array.from({ length: 40 }, (_, index) => index);
  const table = calibrationTable(outcomes(scores.slice(10), scores.slice(0, 10)), () => 0.25, 4);
  assert.deepEqual(
    table.map(({ companies, defaults }) => [companies, defaults]),
    [
      [10, 10],
      [10, 0],
      [10, 0],
      [10, 0],
    ],
  );
  assert.deepEqual([table[0]?.fromScore, table[0]?.toScore, table[0]?.observed], [0, 9, 1]);
  assert.equal(table[0]?.predicted, 0.25);
});
