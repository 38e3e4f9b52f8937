import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ScoreGrade, Scorecard } from "../../../../catalogue/index.ts";
import { estimatedPart, middleOf } from "../../../../scripts/score/platform/estimated.ts";
import { cardWith, SMALL_CARD } from "../../../catalogue/scorecard/small-card.ts";

/** The small card with so many companies in each grade of 100 points, from the worst. */
function cardOf(companies: readonly number[]): Scorecard {
  const grades: ScoreGrade[] = SMALL_CARD.grades.map((grade, index) => ({
    ...grade,
    companies: companies[index] ?? 0,
  }));
  return cardWith({ grades });
}

describe("the middle company", () => {
  it("is found within the grade that holds it", () => {
    assert.equal(middleOf(cardOf([0, 0, 10])), 250);
    assert.equal(middleOf(cardOf([4, 0, 12])), 233);
    assert.equal(middleOf(cardOf([0, 0, 0, 0, 0, 0, 0, 0, 0, 2])), 950);
  });

  it("lies between two grades that hold half each", () => {
    assert.equal(middleOf(cardOf([0, 7, 7])), 200);
  });

  it("is not there when nobody stands behind the grades", () => {
    assert.throws(
      () => middleOf(SMALL_CARD),
      new RangeError("small: no company stands behind the grades, so there is no middle one"),
    );
  });
});

describe("an estimated card in the platform's", () => {
  const part = estimatedPart(cardOf([0, 0, 0, 0, 0, 0, 5]), "conduct", 0.5);

  it("has all outcomes damped and rounded", () => {
    const margin = part.characteristics[1];
    assert.deepEqual(margin?.cells, [-5, -30, -2, 3, 25]);
    assert.deepEqual([margin?.unknownPoints, margin?.withheldPoints], [-15, -30]);
  });

  it("has no minus zero, which JSON would lose", () => {
    const nothing = estimatedPart(cardOf([1]), "conduct", 0);
    assert.deepEqual(nothing.characteristics[0]?.cells, [0, 0, 0, 0]);
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

  it("is centred on the middle company: 650 points on the card with 500 base points, damped", () => {
    assert.deepEqual([part.middleTotal, part.centre], [650, 75]);
  });
});
