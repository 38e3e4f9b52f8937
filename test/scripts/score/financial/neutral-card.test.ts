import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { compileScorecard, loadCatalogue } from "../../../../catalogue/index.ts";
import { scoreInputs } from "../../../../catalogue/scorecard/evaluate.ts";
import type { Characteristic, Scorecard } from "../../../../catalogue/scorecard/types.ts";
import { RATIOS } from "../../../../scripts/score/financial/ratios.ts";

const catalogue = loadCatalogue();

function cardOf(family: string): Scorecard {
  return catalogue.scorecards.find((card) => card.family === family) ?? assert.fail(`no card ${family}`);
}

/** 1 where more of the characteristic's ratio is better, -1 where less is. */
function directionOf({ id, axes }: Characteristic): 1 | -1 {
  const name = axes[0]?.input.replace(/^financial_/, "");
  const direction = RATIOS.find(({ input }) => input.id === name)?.direction;
  return direction === 1 || direction === -1 ? direction : assert.fail(`${id} has no direction`);
}

/** Points of the bins from the worst side of the ratio to the best. */
function towardBetter(characteristic: Characteristic): number[] {
  const bins = characteristic.cells.slice(1);
  return directionOf(characteristic) === 1 ? bins : bins.toReversed();
}

describe("the financial card that companies are graded by", () => {
  const { characteristics } = cardOf("financial-1y-neutral");

  it("judges one ratio at a time, each in a direction, in which points never fall", () => {
    assert.ok(characteristics.length >= 20);
    for (const characteristic of characteristics) {
      assert.equal(characteristic.axes.length, 1, characteristic.id);
      const bins = towardBetter(characteristic);
      assert.deepEqual(
        bins,
        bins.toSorted((a, b) => a - b),
        characteristic.id,
      );
    }
  });

  it("reads nothing into a ratio without a denominator", () => {
    assert.deepEqual(
      characteristics.filter(({ cells }) => cells[0] !== 0).map(({ id }) => id),
      [],
    );
  });
});

describe("advice on the accounts, in the platform's card", () => {
  const card = cardOf("platform");
  const compiled = compileScorecard(catalogue, card);
  const financial = card.characteristics.filter(({ part }) => part === "financial");

  it("never costs points in the characteristic that it is about, wherever the company stands", () => {
    assert.ok(financial.length > 0);
    for (const characteristic of financial) {
      const [axis] = characteristic.axes;
      if (axis === undefined) assert.fail(characteristic.id);
      const worstFirst = [(axis.cuts[0] ?? 0) - 1, ...axis.cuts];
      if (directionOf(characteristic) === -1) worstFirst.reverse();
      const points = worstFirst.map((input) => pointsWith(characteristic.id, axis.input, input));
      assert.deepEqual(
        points,
        points.toSorted((a, b) => a - b),
        characteristic.id,
      );
      assert.ok((points.at(-1) ?? 0) > (points[0] ?? 0), `${characteristic.id}: nothing to win`);
    }
  });

  /** Points of a characteristic for a company of which nothing else is known. */
  function pointsWith(characteristic: string, input: string, value: number): number {
    const inputs = card.inputs.map(({ id }) => (id === input ? BigInt(value) : ("unknown" as const)));
    const at = card.characteristics.findIndex(({ id }) => id === characteristic);
    return scoreInputs(compiled, inputs).characteristics[at]?.points ?? assert.fail(characteristic);
  }
});
