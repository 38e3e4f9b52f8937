import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Criterion } from "../../../catalogue/index.ts";
import {
  canJudge,
  cutsOf,
  dimensionsOf,
  outcomesOf,
  piecesOf,
  stateOutcomes,
} from "../../../indexer-api/src/engine/dimensions.ts";
import type { CutDimension, Dimension } from "../../../indexer-api/src/engine/dimensions.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import { termsOf } from "../../../indexer-api/src/engine/terms.ts";
import type { RangeTerm, SetTerm, Term } from "../../../indexer-api/src/engine/terms.ts";
import { FIRST_DAY } from "../../../indexer-api/src/engine/values.ts";
import { FEATURES } from "./arbitrary.ts";

const AS_OF = at("2026-03-31T08:00:00Z");

function at(time: string): bigint {
  return BigInt(Date.parse(time) / 1000);
}

type Written = readonly [feature: string, operator: Criterion["operator"], value: Criterion["value"]];

function termsFrom(written: readonly Written[]): Term[] {
  return termsOf(
    FEATURES,
    written.map(([feature, operator, value]) => ({ feature, operator, value })),
  );
}

function term(...written: Written): Term {
  return termsFrom([written])[0] ?? assert.fail("no term");
}

/** Of products with a list of criteria each. */
function dimensions(...products: readonly (readonly Written[])[]): Dimension[] {
  const slotted = products.map((written, slot) => ({ slot, terms: termsFrom(written) }));
  return dimensionsOf(FEATURES, slotted, AS_OF);
}

function only(...products: readonly (readonly Written[])[]): Dimension {
  const [one, ...others] = dimensions(...products);
  assert.deepEqual(others, []);
  return one ?? assert.fail("no dimension");
}

/** m, f, u by bucket. */
function outcomes(dimension: Dimension, judged: Term): string {
  assert.equal(canJudge(dimension, judged, AS_OF), true);
  return outcomesOf(dimension, judged, AS_OF)
    .map((outcome) => outcome.charAt(0))
    .join("");
}

describe("dimensions of a number", () => {
  it("are cut where a criterion begins to hold, and where it ceases to", () => {
    const { cuts, buckets } = only(
      [["sales", ">=", 5n]],
      [["sales", "<=", 8n]],
      [["sales", "between", [5n, 6n]]],
    ) as CutDimension;
    assert.deepEqual({ cuts, buckets }, { cuts: [5n, 7n, 9n], buckets: 5 });
  });

  it("judge all values of a bucket alike", () => {
    const dimension = only([["sales", ">=", 5n]], [["sales", "<=", 8n]], [["sales", "==", 5n]]);
    // below 5, 5, 6 to 8, from 9, unknown
    assert.equal(outcomes(dimension, term("sales", ">=", 5n)), "fmmmu");
    assert.equal(outcomes(dimension, term("sales", "<=", 8n)), "mmmfu");
    assert.equal(outcomes(dimension, term("sales", "==", 5n)), "fmffu");
    assert.equal(outcomes(dimension, term("sales", "between", [6n, 8n])), "ffmfu");
    assert.equal(outcomes(dimension, term("sales", "between", [9n, 5n])), "ffffu");
  });

  it("refuse everybody by a contradiction", () => {
    const [contradiction] = termsFrom([
      ["sales", ">=", 9n],
      ["sales", "<=", 4n],
    ]);
    assert.ok(contradiction);
    assert.equal(outcomes(only([["sales", "between", [5n, 8n]]]), contradiction), "fffu");
  });

  it("cannot judge a criterion whose cut they lack", () => {
    const dimension = only([["sales", ">=", 5n]], [["sales", "<=", 8n]]);
    assert.equal(canJudge(dimension, term("sales", ">=", 6n), AS_OF), false);
    assert.equal(canJudge(dimension, term("sales", "<=", 5n), AS_OF), false);
    assert.equal(canJudge(dimension, term("sales", "<=", 4n), AS_OF), true);
    assert.equal(canJudge(dimension, term("growth", ">=", 5n), AS_OF), false);
  });

  it("are spread over several when a byte cannot count the cuts", () => {
    const products = Array.from({ length: 600 }, (_, n): Written[] => [["sales", ">=", BigInt(n)]]);
    const made = dimensions(...products) as CutDimension[];
    assert.deepEqual(
      made.map(({ buckets }) => buckets),
      [256, 256, 600 - 2 * 254 + 2],
    );
    for (const [criterion] of products as [Written][]) {
      assert.equal(made.filter((dimension) => canJudge(dimension, term(...criterion), AS_OF)).length, 1);
    }
  });

  it("never part the two cuts of one criterion", () => {
    const products = Array.from({ length: 400 }, (_, n): Written[] => [
      ["sales", "between", [BigInt(3 * n), BigInt(3 * n + 1)]],
    ]);
    const made = dimensions(...products);
    assert.ok(made.every(({ buckets }) => buckets <= 256));
    for (const [criterion] of products as [Written][]) {
      assert.ok(made.some((dimension) => canJudge(dimension, term(...criterion), AS_OF)));
    }
  });
});

describe("dimensions of an age", () => {
  const years = only([["age", ">=", 12n]], [["age", "<=", 35n]]) as CutDimension;

  it("are cut at the seconds that ages are counted from, and behind now", () => {
    assert.equal(years.age, true);
    // At most 35 months: from the day on which there are not yet 36.
    assert.deepEqual(years.cuts, [at("2023-04-01"), at("2025-04-01"), AS_OF + 1n]);
  });

  it("count the days ahead as unknown", () => {
    assert.equal(outcomes(years, term("age", ">=", 12n)), "mmfuu");
    assert.equal(outcomes(years, term("age", "<=", 35n)), "fmmuu");
    assert.equal(outcomes(years, term("age", "between", [12n, 35n])), "fmfuu");
  });

  it("know no age below nought, and none beyond the calendar", () => {
    const dimension = only([["age", ">=", 0n]], [["age", "<=", -1n]], [["age", ">=", 2n ** 200n]]) as CutDimension;
    assert.deepEqual(dimension.cuts, [FIRST_DAY, AS_OF + 1n]);
    assert.equal(outcomes(dimension, term("age", ">=", 0n)), "mmuu");
    assert.equal(outcomes(dimension, term("age", ">=", -(2n ** 255n))), "mmuu");
    assert.equal(outcomes(dimension, term("age", "<=", -1n)), "ffuu");
    assert.equal(outcomes(dimension, term("age", "<=", 2n ** 200n)), "fmuu");
  });

  it("begin after the last of a month that is too short", () => {
    const cuts = cutsOf(term("age", "==", 1n) as RangeTerm, at("2026-03-30"));
    assert.deepEqual(cuts, [at("2026-01-31"), at("2026-03-01")]);
  });
});

describe("dimensions of a label", () => {
  it("put together the labels that no product tells apart", () => {
    const dimension = only([["grade", ">=", "B"]], [["grade", "in", ["A", "B", "D"]]]);
    assert.ok(dimension.kind === "labels");
    // D, C, B, A, any other text
    assert.deepEqual(dimension.bucketOf, [0, 1, 2, 2, 1]);
    assert.equal(dimension.buckets, 4);
    assert.equal(outcomes(dimension, term("grade", ">=", "B")), "ffmu");
    assert.equal(outcomes(dimension, term("grade", "in", ["A", "B", "D"])), "mfmu");
    assert.equal(outcomes(dimension, term("grade", "not in", ["A", "B", "D"])), "fmfu");
    assert.equal(outcomes(dimension, term("grade", "in", [])), "fffu");
    assert.equal(canJudge(dimension, term("grade", "==", "A"), AS_OF), false);
    assert.equal(canJudge(dimension, term("grade", "<=", "C"), AS_OF), false);
    assert.equal(canJudge(dimension, term("region", "==", "east"), AS_OF), false);
  });
});

describe("dimensions of a set", () => {
  it("are one for all criteria on it, but of its own where there is one alone", () => {
    const made = dimensions(
      [
        ["flags", "any of", ["court"]],
        ["flags", "none of", ["fraud"]],
      ],
      [["flags", "any of", ["court"]]],
      [
        ["flags", "none of", ["fraud", "court"]],
        ["awards", "any of", ["gold"]],
      ],
    );
    assert.deepEqual(
      made.map(({ feature, kind, buckets }) => [FEATURES[feature]?.id, kind, buckets]),
      [
        // Court and fraud each hold, do not hold or are unknown.
        ["flags", "states", 9],
        ["awards", "any of", 3],
      ],
    );
  });

  it("tell labels apart one by one where a byte does not hold what all criteria on several do", () => {
    const labels = Array.from({ length: 8 }, (_, place) => `label ${place}`);
    const features: FeatureSpec[] = [{ id: "many", kind: "set", ordered: false, labels }];
    const noneOf = (mask: number) => ({ kind: "none of", mask, feature: 0, criteria: [0] }) as const;
    const slotted = Array.from({ length: 255 }, (_, slot) => ({ slot, terms: [noneOf(slot + 1)] }));
    const made = dimensionsOf(features, slotted, AS_OF);
    assert.deepEqual(
      made.map(({ kind, buckets }) => [kind, buckets]),
      [
        ["states", 243],
        ["states", 27],
      ],
    );
    for (const mask of [1, 0b11, 0b10000001, 255]) {
      for (const piece of piecesOf(noneOf(mask))) {
        assert.equal(made.filter((dimension) => canJudge(dimension, piece, AS_OF)).length, 1);
      }
    }
    const pieces = piecesOf(noneOf(0b10010001)).map(({ mask }) => mask);
    assert.deepEqual(pieces, [1, 16, 128]);
    const anyOf = { ...noneOf(3), kind: "any of" } as const;
    assert.deepEqual(piecesOf(anyOf), [anyOf]);
  });

  it("do not say of a criterion what the states of a bucket do not say alike", () => {
    const made = only([["flags", "any of", ["court", "fraud"]]], [["flags", "none of", ["court", "fraud"]]]);
    assert.ok(made.kind === "states");
    // None of the two, one at least, and not known of one at least.
    assert.deepEqual(
      new Set(outcomesOf(made, term("flags", "any of", ["court", "fraud"]), AS_OF)),
      new Set(["met", "failed", "unknown"]),
    );
    assert.deepEqual(stateOutcomes(made, term("flags", "any of", ["court"]) as SetTerm), ["failed", null, null]);
    assert.equal(canJudge(made, term("flags", "any of", ["court"]), AS_OF), false);
  });

  it("judge their own criterion alone", () => {
    const dimension = only([["flags", "any of", ["court"]]]);
    assert.equal(outcomes(dimension, term("flags", "any of", ["court"])), "mfu");
    assert.equal(canJudge(dimension, term("flags", "none of", ["court"]), AS_OF), false);
    assert.equal(canJudge(dimension, term("flags", "any of", ["fraud"]), AS_OF), false);
    assert.equal(canJudge(dimension, term("flags", "any of", ["court", "fraud"]), AS_OF), false);
    assert.equal(canJudge(dimension, term("awards", "any of", ["silver"]), AS_OF), false);
  });
});

describe("dimensions of nothing", () => {
  it("are none where no product asks", () => {
    assert.deepEqual(dimensions(), []);
    assert.deepEqual(dimensions([], []), []);
  });
});
