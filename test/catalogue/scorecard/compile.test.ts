import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileScorecard } from "../../../catalogue/index.ts";
import { cardWith, catalogue, SMALL_CARD } from "./small-card.ts";

describe("finding a scorecard's facts", () => {
  it("puts the sources in the order of their ids, which is the order of the evidence", () => {
    const { sources } = compileScorecard(catalogue, SMALL_CARD);
    assert.deepEqual(
      sources.map(({ name }) => name),
      ["company.income_statement.v1", "amr.registration.v1", "tax.filing.v1", "tax.arrears.v1"],
    );
  });

  it("finds each term's source and field, with its sign", () => {
    const margin = compileScorecard(catalogue, SMALL_CARD).inputs[1];
    assert.deepEqual(margin?.numerator, [
      { source: 0, field: 5, sign: 1 },
      { source: 2, field: 0, sign: -1 },
    ]);
    assert.deepEqual(margin?.denominator, [{ source: 0, field: 1, sign: 1 }]);
    assert.equal(margin?.multiplier, 10_000n);
  });

  it("numbers the inputs of each axis and keeps the cuts", () => {
    const { characteristics } = compileScorecard(catalogue, SMALL_CARD);
    assert.deepEqual(characteristics[3]?.axes, [
      { input: 0, cuts: [1n] },
      { input: 1, cuts: [0n] },
    ]);
  });

  const refused = [
    {
      what: "a schema that the catalogue does not have",
      card: cardWith({ sources: ["tax.nothing.v1"] }),
      message: 'small: the catalogue has no schema "tax.nothing.v1"',
    },
    {
      what: "a fact that no source has",
      card: cardWith({ sources: ["tax.arrears.v1"] }),
      message: 'small: no source has the fact "company.net_profit"',
    },
    {
      what: "an input that the card does not have",
      card: cardWith({ inputs: SMALL_CARD.inputs.slice(0, 2) }),
      message: 'small, age: no input "age"',
    },
  ];
  for (const { what, card, message } of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => compileScorecard(catalogue, card), new RangeError(message));
    });
  }
});
