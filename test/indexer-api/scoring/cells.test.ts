import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { compileScorecard } from "../../../catalogue/index.ts";
import type { Scorecard } from "../../../catalogue/index.ts";
import type { CompiledCharacteristic } from "../../../catalogue/scorecard/compile.ts";
import { allCells, bestOf, boundsOf, possibleCells, worstOf } from "../../../indexer-api/src/scoring/cells.ts";
import { catalogue } from "../stated.ts";
import { CARD, COMPILED } from "./card.ts";

const [ARREARS, DEBTS, YOUTH] = COMPILED.characteristics as [
  CompiledCharacteristic,
  CompiledCharacteristic,
  CompiledCharacteristic,
];
const indices = (characteristic: CompiledCharacteristic) =>
  allCells(COMPILED, characteristic).map(({ index }) => index);

/** One characteristic of one fact. */
function ofFact(fact: string, schema: string, cuts: number[], sign: 1 | -1 = 1): number[] {
  const [input, characteristic] = [CARD.inputs[0]!, CARD.characteristics[0]!];
  const card: Scorecard = {
    ...CARD,
    sources: [schema],
    inputs: [{ ...input, numerator: [{ fact, sign }] }],
    characteristics: [{ ...characteristic, axes: [{ input: input.id, cuts }], cells: cuts.map(() => 0).concat(0, 0) }],
  };
  const compiled = compileScorecard(catalogue, card);
  return allCells(compiled, compiled.characteristics[0]!).map(({ index }) => index);
}

describe("the cells that a company can reach", () => {
  it("leave out what is undefined where nothing is divided", () => {
    assert.deepEqual(indices(ARREARS), [1, 2, 3]);
    assert.deepEqual(indices(DEBTS), [0, 1, 2]);
    assert.deepEqual(indices(YOUTH), [3, 4, 5, 6, 7, 8]);
  });

  it("leave out bins that the fact's rules exclude", () => {
    assert.deepEqual(ofFact("amr.registration_status", "amr.registration.v1", [0, 2, 4]), [2, 3]);
    assert.deepEqual(ofFact("court.dishonest_debtor", "court.enforcement.v1", [0, 1, 2]), [2, 3]);
    assert.deepEqual(ofFact("tax.arrears_amount", "tax.arrears.v1", [0, 5]), [2, 3]);
    assert.deepEqual(
      ofFact("tax.arrears_amount", "tax.arrears.v1", [0, 5], -1),
      [1, 2, 3],
      "taken away, it may be less",
    );
  });

  it("are one when everything is known, and a row of a table when half is", () => {
    const points = (inputs: Parameters<typeof possibleCells>[2]) =>
      possibleCells(COMPILED, YOUTH, inputs).map((cell) => cell.points);
    assert.deepEqual(points([0n, 6_000n, 364n]), [-40]);
    assert.deepEqual(points([0n, 5_999n, 365n]), [30]);
    assert.deepEqual(points([0n, "undefined", 365n]), [-10]);
    assert.deepEqual(points([0n, "withheld", 365n]), [-10, 30, 10]);
    assert.deepEqual(points([0n, 5_999n, "unknown"]), [0, 30]);
  });

  it("have a best and a worst", () => {
    const cells = allCells(COMPILED, YOUTH);
    assert.deepEqual(bestOf(cells), { index: 7, points: 30 });
    assert.deepEqual(worstOf(cells), { index: 3, points: -90 });
  });
});

describe("boundsOf", () => {
  it("says where a cell lies on each axis", () => {
    assert.deepEqual(
      [1, 2, 3].map((index) => boundsOf(ARREARS, index)[0]).map((bin) => [bin?.from, bin?.below]),
      [
        [null, 1n],
        [1n, 1_000_000n],
        [1_000_000n, null],
      ],
    );
    assert.deepEqual(boundsOf(YOUTH, 5), [
      { input: 2, undefined: false, from: null, below: 365n },
      { input: 1, undefined: false, from: 6_000n, below: null },
    ]);
    assert.deepEqual(boundsOf(YOUTH, 6)[1], { input: 1, undefined: true, from: null, below: null });
  });
});
