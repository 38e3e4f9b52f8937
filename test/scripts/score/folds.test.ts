import assert from "node:assert/strict";
import { test } from "node:test";

import { foldsOf, shuffled } from "../../../scripts/score/folds.ts";

const rows = Array.from({ length: 200 }, (_, index) => ({ key: `row ${index % 190}`, bad: index % 10 === 0 }));

test("equal rows are in one fold", () => {
  const folds = foldsOf(rows, 5, 7);
  for (let index = 0; index < 10; index++) assert.equal(folds[index], folds[index + 190], `rows ${index}`);
});

test("each fold has its part of the rows and of the bad ones", () => {
  const folds = foldsOf(rows, 5, 7);
  for (let fold = 0; fold < 5; fold++) {
    const inside = rows.filter((_, index) => folds[index] === fold);
    assert.ok(Math.abs(inside.length - 40) <= 4, `${inside.length} rows in fold ${fold}`);
    assert.ok(Math.abs(inside.filter(({ bad }) => bad).length - 4) <= 1, `bads of fold ${fold}`);
  }
});

test("a seed fixes the folds, another deals anew", () => {
  assert.deepEqual(foldsOf(rows, 5, 7), foldsOf(rows, 5, 7));
  assert.notDeepEqual(foldsOf(rows, 5, 7), foldsOf(rows, 5, 8));
});

test("a shuffle keeps what it is given", () => {
  const values = Array.from({ length: 50 }, (_, index) => index);
  const result = shuffled(values, 3);
  assert.notDeepEqual(result, values);
  assert.deepEqual(
    result.toSorted((a, b) => a - b),
    values,
  );
});
