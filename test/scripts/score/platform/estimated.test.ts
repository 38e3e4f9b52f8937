import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { estimatedPart } from "../../../../scripts/score/platform/estimated.ts";
import { cardWith, SMALL_CARD } from "../../../catalogue/scorecard/small-card.ts";

const HALF = { factor: 0.5, most: 4 };

describe("an estimated card in the platform's", () => {
  const part = estimatedPart(SMALL_CARD, "conduct", HALF);

  it("has all outcomes damped, halves rounded away from 0", () => {
    const margin = part.characteristics[1];
    assert.deepEqual(margin?.cells, [-5, -30, -3, 3, 25]);
    assert.deepEqual([margin?.unknownPoints, margin?.withheldPoints], [-15, -30]);
  });

  it("says which part it is, and that it was estimated", () => {
    assert.ok(part.characteristics.every(({ part, basis }) => part === "conduct" && basis === "estimated"));
  });

  it("has ids of its own, so that two cards can have an input of the same name", () => {
    assert.deepEqual(
      part.inputs.map(({ id }) => id),
      ["conduct_arrears", "conduct_margin", "conduct_age"],
    );
    assert.deepEqual(
      part.characteristics[3]?.axes.map(({ input }) => input),
      ["conduct_arrears", "conduct_margin"],
    );
  });

  it("merges bins that damping makes equal, but not the undefined one", () => {
    const { characteristics } = estimatedPart(SMALL_CARD, "conduct", { factor: 0.01, most: 4 });
    // -10, -60, -5, 5 and 50 become 0, -1, 0, 0 and 1.
    assert.deepEqual(characteristics[1]?.cells, [0, -1, 0, 1]);
    assert.deepEqual(characteristics[1]?.axes[0]?.cuts, [-500, 500]);
  });

  it("has no minus zero, which JSON would lose", () => {
    const [first] = estimatedPart(SMALL_CARD, "conduct", { factor: 0, most: 4 }).characteristics;
    assert.deepEqual([first?.cells, first?.unknownPoints], [[0, 0], 0]);
  });

  it("takes the weightiest, in their order, with the inputs that they read", () => {
    const { inputs, characteristics } = estimatedPart(SMALL_CARD, "conduct", { factor: 0.5, most: 2 });
    assert.deepEqual(
      characteristics.map(({ id }) => id),
      ["conduct_age", "conduct_arrears_by_margin"],
    );
    assert.deepEqual(
      inputs.map(({ id }) => id),
      ["conduct_arrears", "conduct_margin", "conduct_age"],
    );
    const one = estimatedPart(SMALL_CARD, "conduct", { factor: 0.5, most: 1 });
    assert.deepEqual(
      one.inputs.map(({ id }) => id),
      ["conduct_arrears", "conduct_margin"],
    );
  });

  it("takes the first of equally weighty ones", () => {
    const equal = cardWith({
      characteristics: SMALL_CARD.characteristics.map((characteristic) => ({ ...characteristic, weightBps: 2_500 })),
    });
    assert.deepEqual(
      estimatedPart(equal, "conduct", { factor: 0.5, most: 2 }).characteristics.map(({ id }) => id),
      ["conduct_arrears", "conduct_margin"],
    );
  });
});
