import assert from "node:assert/strict";
import { test } from "node:test";

import { binsOf, quantileCuts } from "../../../../scripts/score/financial/binning.ts";
import { calibrate } from "../../../../scripts/score/financial/calibrate.ts";
import { inputOf } from "../../../../scripts/score/financial/inputs.ts";
import { merged } from "../../../../scripts/score/financial/merge.ts";
import { items } from "../../../../scripts/score/financial/ratio.ts";
import { RATIOS } from "../../../../scripts/score/financial/ratios.ts";
import { boostStumps } from "../../../../scripts/score/financial/stumps.ts";
import { boostTables, pairOf } from "../../../../scripts/score/financial/tables.ts";
import { mayJoin } from "../../../../scripts/score/financial/table-rules.ts";

const all = (length: number) => Int32Array.from({ length }, (_, index) => index);
const BOOST = { rounds: 60, learningRate: 0.3, ridge: 1, rowPart: 1, candidatePart: 1, seed: 1 };

test("cuts come from the rows given, ascend, and leave no bin empty below the first", () => {
  const inputs = Float64Array.from([5, 5, 5, 6, 7, 8, NaN, 1_000_000]);
  assert.deepEqual(quantileCuts(inputs, all(7), 3), [7]);
  assert.deepEqual(quantileCuts(inputs, all(7), 6), [6, 7, 8]);
  assert.deepEqual(quantileCuts(Float64Array.from([NaN]), all(1), 4), []);
});

test("an input on a cut is in the bin above it; undefined is bin 0", () => {
  assert.deepEqual([...binsOf(Float64Array.from([NaN, -9, 10, 19, 20]), [10, 20])], [0, 1, 2, 2, 3]);
});

test("a cut between equal points goes, undefined stays by itself", () => {
  assert.deepEqual(merged({ axes: [[10, 20, 30]], cells: [4, 4, 4, 7, 7] }), { axes: [[20]], cells: [4, 4, 7] });
  const table = { axes: [[1, 2], [5]], cells: [0, 1, 2, 3, 4, 5, 3, 4, 5, 6, 7, 8] };
  assert.deepEqual(merged(table), { axes: [[2], [5]], cells: [0, 1, 2, 3, 4, 5, 6, 7, 8] });
  assert.deepEqual(merged({ axes: [[1], [5]], cells: [0, 1, 1, 2, 3, 3, 2, 3, 3] }), {
    axes: [[], []],
    cells: [0, 1, 2, 3],
  });
});

test("stumps learn a step, and not against the direction of a ratio", () => {
  const bad = Uint8Array.from({ length: 400 }, (_, row) => (row % 4 === 0 ? 1 : 0));
  const bins = Uint8Array.from(bad, (value) => (value === 1 ? 1 : 2));
  const shapeWith = (direction: -1 | 0 | 1) => {
    const ratios = [{ bins, size: 3, direction, undefinedCounts: true }];
    return boostStumps(ratios, bad, all(400), new Float64Array(400), BOOST)[0] as Float64Array;
  };
  const free = shapeWith(0);
  assert.ok((free[2] as number) > 2 && (free[1] as number) < -2, free.join());
  assert.deepEqual(shapeWith(1), free);
  const against = shapeWith(-1);
  assert.ok((against[2] as number) <= (against[1] as number), against.join());
});

test("nothing is learned from an undefined ratio when it does not count", () => {
  const bad = Uint8Array.from({ length: 300 }, (_, row) => (row % 3 === 0 ? 1 : 0));
  const bins = Uint8Array.from(bad, (value, row) => (value === 1 ? 0 : 1 + (row % 2)));
  const shapeWith = (undefinedCounts: boolean) =>
    boostStumps([{ bins, size: 3, direction: 0, undefinedCounts }], bad, all(300), new Float64Array(300), BOOST)[0];
  assert.equal(shapeWith(false)?.[0], 0);
  assert.ok((shapeWith(true)?.[0] as number) < -2);
});

test("a table learns what neither of its ratios tells alone", () => {
  const [one, other] = [new Uint8Array(400), new Uint8Array(400)];
  const bad = Uint8Array.from(one, (_, row) => {
    [one[row], other[row]] = [1 + (row % 2), 1 + ((row >> 1) % 2)];
    return one[row] === other[row] ? 1 : 0;
  });
  const { tables } = boostTables([pairOf(one, 3, other, 3)], bad, all(400), new Float64Array(400), BOOST);
  const at = (row: number, column: number) => tables[0]?.[3 * row + column] as number;
  assert.ok(at(1, 1) < -2 && at(2, 2) < -2 && at(1, 2) > 2 && at(2, 1) > 2, tables[0]?.join());
});

test("calibration finds the shift and the stretch that were applied", () => {
  // 100 rows at each of two places, whose true log odds are 1 + 2 x the predicted ones.
  const goods = (logOdds: number) => Math.round(10_000 / (1 + Math.exp(-(1 + 2 * logOdds))));
  const predicted = [-0.5, 0.5];
  const bad = Uint8Array.from({ length: 20_000 }, (_, row) =>
    row % 10_000 < goods(predicted[row < 10_000 ? 0 : 1] as number) ? 0 : 1,
  );
  const logOdds = Float64Array.from(bad, (_, row) => predicted[row < 10_000 ? 0 : 1] as number);
  const { shift, stretch } = calibrate(bad, all(20_000), logOdds);
  assert.ok(Math.abs(shift - 1) < 0.01 && Math.abs(stretch - 2) < 0.02, `${shift}, ${stretch}`);
});

test("every ratio is made of registered items, reads its file, and has an id of its own", () => {
  assert.deepEqual(items("current_assets - inventory + cash"), [
    { fact: "company.current_assets", sign: 1 },
    { fact: "company.inventory", sign: -1 },
    { fact: "company.cash", sign: 1 },
  ]);
  assert.equal(new Set(RATIOS.map(({ input }) => input.id)).size, RATIOS.length);
  for (const { input, read, attributes } of RATIOS) {
    const value = read((attribute) => (attributes.includes(attribute) ? attribute : NaN));
    assert.ok(Number.isFinite(value), `${input.id} reads attributes that it does not name`);
    assert.ok(input.denominator.length > 0, `${input.id} has no denominator`);
  }
});

test("inputs truncate toward zero, saturate, and know no binary dust", () => {
  const [net] = RATIOS;
  assert.ok(net);
  const input = (value: number) => inputOf(net, { attribute: () => value });
  assert.equal(input(0.29), 2900);
  assert.equal(input(0.12349), 1234);
  assert.equal(input(-0.12349), -1234);
  assert.equal(input(1e30), 2 ** 47 - 1);
  assert.equal(input(-1e30), -(2 ** 47));
  assert.ok(Number.isNaN(input(NaN)));
});

test("no table joins the two sides of an identity that the sample breaks for the bankrupt", () => {
  assert.ok(!mayJoin("quick_ratio", "inventory_days"));
  assert.ok(!mayJoin("inventory_days", "quick_ratio"));
  assert.ok(!mayJoin("profit_to_assets", "three_year_profit_to_assets"));
  assert.ok(mayJoin("quick_ratio", "profit_to_assets"));
});
