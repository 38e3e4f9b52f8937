import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadCatalogue } from "../../../../catalogue/index.ts";
import { administrativePart } from "../../../../scripts/score/platform/administrative.ts";
import type { ExpertCharacteristic } from "../../../../scripts/score/platform/expert/form.ts";
import * as form from "../../../../scripts/score/platform/expert/form.ts";

const catalogue = loadCatalogue();
const SALES = { fact: "tax.invoiced_sales_12m", sign: 1 };

function expert(judged: Pick<ExpertCharacteristic, "measure" | "judgement">, withheld?: number): ExpertCharacteristic {
  return {
    ...{ id: "any", names: ["Any", "任意"], advice: ["Do it", "去做"], reason: "Because.", unknown: -3 },
    ...judged,
    ...(withheld === undefined ? {} : { withheld }),
  };
}

function partOf(judged: Pick<ExpertCharacteristic, "measure" | "judgement">, withheld?: number) {
  const { inputs, characteristics } = administrativePart(catalogue, [expert(judged, withheld)]);
  const [input, characteristic] = [inputs[0], characteristics[0]];
  assert.ok(input && characteristic);
  return { input, characteristic, cuts: characteristic.axes[0]?.cuts, cells: characteristic.cells };
}

describe("expert points as characteristics", () => {
  it("of a flag have one cut", () => {
    const { cuts, cells } = partOf(form.flag("tax.major_violation", { no: 0, yes: -120 }));
    assert.deepEqual([cuts, cells], [[1], [-120, 0, -120]]);
  });

  it("of labels have a bin for each, by its number on the chain", () => {
    const { cuts, cells } = partOf(form.labels("tax.credit_grade", { D: -80, C: -40, M: -10, B: 0, A: 20 }));
    assert.deepEqual(
      [cuts, cells],
      [
        [1, 2, 3, 4],
        [-80, -80, -40, -10, 0, 20],
      ],
    );
  });

  it("of amounts are judged in CNY and cut in fen", () => {
    const { input, cuts, cells } = partOf(form.steps("tax.arrears_amount", 0, [0.01, -40], [100_000, -60]));
    assert.deepEqual(
      [cuts, cells],
      [
        [1, 10_000_000],
        [-60, 0, -40, -60],
      ],
    );
    assert.deepEqual([input.operation, input.denominator, input.multiplier], ["value", [], 1]);
  });

  it("of shares are judged as parts of one and cut in basis points", () => {
    assert.deepEqual(partOf(form.steps("court.equity_frozen_share", 0, [0.3, -44])).cuts, [3_000]);
  });

  it("of ages are judged and cut in days", () => {
    const { input, cuts } = partOf(form.daysSince("amr.registration_date", -30, [365, 0]));
    assert.deepEqual([input.operation, cuts], ["days since", [365]]);
  });

  it("of yearly sales over a debt fall into the worst bin at sales of 0, and are undefined without the debt", () => {
    const { input, cuts, cells } = partOf(form.salesOver("pbc.loan_balance", 0, -44, [1.5, -10], [3, 0]));
    assert.deepEqual(
      [cuts, cells],
      [
        [15_000, 30_000],
        [0, -44, -10, 0],
      ],
    );
    assert.deepEqual([input.operation, input.multiplier], ["ratio", 10_000]);
    assert.deepEqual([input.numerator, input.denominator], [[SALES], [{ fact: "pbc.loan_balance", sign: 1 }]]);
  });

  it("of a trend compare with the year before", () => {
    const { input, cells } = partOf(form.trend("pwr.kwh_3m", "pwr.kwh_3m_prev_year", 0, -32, [0.4, 5]));
    assert.deepEqual(input.denominator, [{ fact: "pwr.kwh_3m_prev_year", sign: 1 }]);
    assert.deepEqual(cells, [0, -32, 5]);
  });

  it("of several facts add or subtract them", () => {
    const net = partOf(form.net("nr.real_estate_value", "nr.real_estate_mortgaged", -16, [0, 0]));
    assert.deepEqual(
      net.input.numerator.map(({ sign }) => sign),
      [1, -1],
    );
    const total = partOf(form.total(["jus.notarised_debt_enforcement", "jus.arbitration_awards_unpaid"], 0));
    assert.deepEqual(
      total.input.numerator.map(({ sign }) => sign),
      [1, 1],
    );
  });

  it("take withheld like unknown unless the expert says otherwise", () => {
    const judged = form.flag("tax.major_violation", { no: 0, yes: -120 });
    assert.equal(partOf(judged).characteristic.withheldPoints, -3);
    assert.equal(partOf(judged, -20).characteristic.withheldPoints, -20);
  });

  const refused = [
    ["a fact of no schema", form.steps("tax.luck", 0), "no schema has tax.luck"],
    ["a flag that is an amount", form.flag("tax.arrears_amount", { no: 0, yes: -1 }), "tax.arrears_amount is no flag"],
    [
      "labels that do not fit",
      form.labels("tax.credit_grade", { A: 20, B: 0 }),
      "must judge the labels D, C, M, B, A, not A, B",
    ],
    [
      "judgement without an ordinary company",
      form.steps("tax.arrears_amount", 5, [1, -40]),
      "an ordinary company has 0 points: no outcome has",
    ],
  ] as const;
  for (const [what, judged, rule] of refused) {
    it(`refuse ${what}`, () => {
      assert.throws(() => partOf(judged), new RangeError(`expert characteristic any: ${rule}`));
    });
  }
});
