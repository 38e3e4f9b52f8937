import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { Random } from "../../../scripts/seed/random.ts";

const DRAWS = 20_000;

function many<T>(draw: () => T): T[] {
  return Array.from({ length: DRAWS }, draw);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

describe("Random", () => {
  it("gives the same stream for the same text and another for another", () => {
    const [one, same, other] = [new Random("a"), new Random("a"), new Random("b")];
    const first = Array.from({ length: 5 }, () => one.unit());
    assert.deepEqual(
      Array.from({ length: 5 }, () => same.unit()),
      first,
    );
    assert.notEqual(other.unit(), first[0]);
  });

  it("forks independently of what was drawn before", () => {
    const [one, other] = [new Random("a"), new Random("a")];
    one.unit();
    assert.equal(one.fork("x").unit(), other.fork("x").unit());
    assert.notEqual(one.fork("y").unit(), other.fork("x").unit());
  });

  it("draws what its distributions promise", () => {
    const random = new Random("moments");
    const normals = many(() => random.normal());
    assert.ok(Math.abs(mean(normals)) < 0.03);
    assert.ok(Math.abs(mean(normals.map((number) => number ** 2)) - 1) < 0.05);
    assert.ok(Math.abs(mean(many(() => random.poisson(3))) - 3) < 0.06);
    assert.deepEqual([...new Set(many(() => random.integer(2, 4)))].toSorted(), [2, 3, 4]);
    const logs = many(() => Math.log(random.logNormal(100, 0.5)));
    assert.ok(Math.abs(mean(logs) - Math.log(100)) < 0.02);
    const heads = many(() => random.weighted({ heads: 3, tails: 1 })).filter((side) => side === "heads");
    assert.ok(Math.abs(heads.length / DRAWS - 0.75) < 0.02);
  });
});
