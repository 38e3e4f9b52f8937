import { expect } from "chai";
import { network } from "hardhat";
import { concat, dataLength, dataSlice, encodeBytes32String, toBeHex } from "ethers";
import type { Characteristic, Scorecard } from "../../../catalogue/index.ts";
import { deployLedger } from "../support/ledger.ts";
import { CARD, deployScorecard, FAMILY, modelOf, publish, SOURCES } from "../support/score.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** Where the parts of the test card begin, in bytes: see the table of ScoreModel. */
const HEAD = 9;
const SOURCE = 9;
const GRADES_AT = HEAD + SOURCES.length * SOURCE;
const INPUTS_AT = GRADES_AT + CARD.grades.length * 2;
const INPUT_BYTES = CARD.inputs.map(({ numerator, denominator }) => 6 + 2 * (numerator.length + denominator.length));
const CHARACTERISTIC_BYTES = CARD.characteristics.map(
  ({ axes, cells }) => 7 + axes.reduce((sum, { cuts }) => sum + 2 + 6 * cuts.length, 0) + 2 * cells.length,
);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const CHARACTERISTICS_AT = INPUTS_AT + sum(INPUT_BYTES);
const inputAt = (index: number) => INPUTS_AT + sum(INPUT_BYTES.slice(0, index));
const characteristicAt = (index: number) => CHARACTERISTICS_AT + sum(CHARACTERISTIC_BYTES.slice(0, index));

async function deployed() {
  const ledger = await deployLedger(connection);
  const scorecard = await deployScorecard(connection, ledger);
  const governance = scorecard.connect(ledger.wallets.governance);
  const attempt = (model: string) =>
    governance.publishModel.staticCall(FAMILY, 1, model, 0, encodeBytes32String("document"));
  const refused = (model: string, error: string, ...given: unknown[]) =>
    expect(attempt(model))
      .to.be.revertedWithCustomError(scorecard, error)
      .withArgs(...given);
  return { ledger, scorecard, attempt, refused, model: modelOf(ledger) };
}

/** The bytes with others written over them. */
const withBytes = (model: string, at: number, bytes: string) =>
  concat([dataSlice(model, 0, at), bytes, dataSlice(model, at + dataLength(bytes))]);
const withByte = (model: string, at: number, value: number) => withBytes(model, at, toBeHex(value, 1));

/** The test card with one characteristic changed. */
const withCharacteristic = (index: number, change: Partial<Characteristic>): Scorecard => ({
  ...CARD,
  characteristics: CARD.characteristics.map((each, at) => (at === index ? { ...each, ...change } : each)),
});

describe("ScoreModel", function () {
  it("has the layout of its table", async function () {
    const { model, attempt } = await networkHelpers.loadFixture(deployed);
    expect(dataLength(model)).to.equal(characteristicAt(CARD.characteristics.length));
    await attempt(model);
  });

  it("is refused when it is cut off, wherever", async function () {
    const { model, scorecard, attempt } = await networkHelpers.loadFixture(deployed);
    const parts = [...CARD.inputs.map((_, index) => inputAt(index)), ...partsOfCharacteristics()];
    for (let length = 0; length < dataLength(model); length += 1) {
      const part = parts.findLast((start) => start <= length) ?? 0;
      await expect(attempt(dataSlice(model, 0, length)), `${length} bytes`)
        .to.be.revertedWithCustomError(scorecard, "ScoreModelMalformed")
        .withArgs(part);
    }
  });

  it("is refused with a byte behind it", async function () {
    const { model, refused } = await networkHelpers.loadFixture(deployed);
    await refused(concat([model, "0x00"]), "ScoreModelMalformed", dataLength(model));
  });

  it("is refused with another form, too high a coverage, or a part that is empty or too large", async function () {
    const { model, refused } = await networkHelpers.loadFixture(deployed);
    for (const wrong of [
      ...[withByte(model, 0, 0), withByte(model, 0, 2), withBytes(model, 3, toBeHex(10_001, 2))],
      ...[5, 6, 7, 8].map((at) => withByte(model, at, 0)),
      ...[
        [5, 65],
        [6, 17],
        [7, 129],
        [8, 129],
      ].map(([at, count]) => withByte(model, at!, count!)),
    ]) {
      await refused(wrong, "ScoreModelMalformed", 0);
    }
  });

  it("is refused when more of a part are announced than follow", async function () {
    const { model, scorecard, attempt } = await networkHelpers.loadFixture(deployed);
    for (const at of [5, 6, 7, 8]) {
      const more = withByte(model, at, Number(dataSlice(model, at, at + 1)) + 1);
      await expect(attempt(more)).to.revert(connection.ethers);
    }
    await expect(attempt(withByte(model, 8, 128))).to.be.revertedWithCustomError(scorecard, "ScoreModelMalformed");
  });

  it("is refused with sources that are not ascending, or the same twice", async function () {
    const { model, refused, ledger } = await networkHelpers.loadFixture(deployed);
    const { subject, tax, customs } = ledger.schemas;
    const at = (index: number) => HEAD + index * SOURCE;
    await refused(withBytes(model, at(1), customs), "ScoreModelSourcesUnsorted", 2);
    await refused(withBytes(model, at(1), subject), "ScoreModelSourcesUnsorted", 1);
    await refused(withBytes(withBytes(model, at(0), tax), at(1), subject), "ScoreModelSourcesUnsorted", 1);
  });

  it("is refused with grades that do not begin at 0 or are not ascending", async function () {
    const { refused, ledger } = await networkHelpers.loadFixture(deployed);
    const graded = (...lowest: number[]) =>
      modelOf(ledger, { ...CARD, grades: lowest.map((fromPoints) => ({ ...CARD.grades[0]!, fromPoints })) });
    await refused(graded(1, 400), "ScoreModelGradesUnsorted", 0);
    await refused(graded(0, 400, 400), "ScoreModelGradesUnsorted", 2);
    await refused(graded(0, 400, 399), "ScoreModelGradesUnsorted", 2);
    await refused(graded(0, 0), "ScoreModelGradesUnsorted", 1);
  });

  it("is refused with an input that breaks a rule", async function () {
    const { model, refused } = await networkHelpers.loadFixture(deployed);
    const [ratio, age] = [inputAt(0), inputAt(1)];
    for (const [at, wrong] of [
      // An operation that does not exist; a ratio that says it is a value, and the other way round.
      [ratio, withByte(model, ratio, 3)],
      [ratio, withByte(model, ratio, 0)],
      [age, withByte(model, age, 1)],
      // No numerator, too many terms, a denominator that has none.
      [ratio, withByte(model, ratio + 1, 0x01)],
      [ratio, withByte(model, ratio + 1, 0x91)],
      [ratio, withByte(model, ratio + 1, 0x29)],
      [ratio, withByte(model, ratio + 1, 0x20)],
      // A ratio times nothing; a date times something.
      [ratio, withBytes(model, ratio + 2, "0x00000000")],
      [age, withBytes(model, age + 2, "0x00000002")],
      [age, withBytes(model, age + 2, "0x00000000")],
    ] as const) {
      await refused(wrong, "ScoreModelMalformed", at);
    }
  });

  it("is refused with a fact of no source, or of no field", async function () {
    const { model, refused } = await networkHelpers.loadFixture(deployed);
    const term = inputAt(1) + 6;
    await refused(withByte(model, term, 3), "ScoreModelUnknownFact", 1, 3, 0);
    await refused(withByte(model, term, 255), "ScoreModelUnknownFact", 1, 255, 0);
    await refused(withByte(model, term + 1, 3), "ScoreModelUnknownFact", 1, 2, 3);
    await refused(withByte(model, term + 1, 0xff), "ScoreModelUnknownFact", 1, 2, 127);
    // Subtracted is not another field.
    await refused(withByte(model, term + 1, 0x83), "ScoreModelUnknownFact", 1, 2, 3);
  });

  it("is refused with a characteristic of no input", async function () {
    const { model, refused } = await networkHelpers.loadFixture(deployed);
    await refused(withByte(model, characteristicAt(0) + 7, CARD.inputs.length), "ScoreModelUnknownInput", 0, 6);
    const second = characteristicAt(1) + 7 + 2 + 2 * 6;
    await refused(withByte(model, second, 255), "ScoreModelUnknownInput", 1, 255);
  });

  it("is refused with no axis, three axes or more cuts than 31", async function () {
    const { model, refused } = await networkHelpers.loadFixture(deployed);
    const at = characteristicAt(1);
    for (const axes of [0, 3, 255]) await refused(withByte(model, at + 6, axes), "ScoreModelMalformed", at);
    await refused(withByte(model, at + 8, 32), "ScoreModelMalformed", at + 7);
    await refused(withByte(model, at + 8, 255), "ScoreModelMalformed", at + 7);
  });

  it("is refused with bins that are out of order or overlap, on either axis", async function () {
    const { refused, ledger } = await networkHelpers.loadFixture(deployed);
    const cells = Array.from({ length: 5 }, () => 0);
    const one = (...cuts: number[]) =>
      modelOf(ledger, withCharacteristic(0, { axes: [{ input: "margin", cuts }], cells }));
    await refused(one(0, 3_000, 1_000), "ScoreModelCutsUnsorted", 0, 0, 2);
    await refused(one(1_000, 0, 3_000), "ScoreModelCutsUnsorted", 0, 0, 1);
    await refused(one(0, 1_000, 1_000), "ScoreModelCutsUnsorted", 0, 0, 2);
    await refused(one(0, -1, 5), "ScoreModelCutsUnsorted", 0, 0, 1);
    const axes = [
      { input: "invoices", cuts: [10] },
      { input: "age", cuts: [5, 5] },
    ];
    const table = withCharacteristic(1, { axes, cells: Array.from({ length: 12 }, () => 0), withheldPoints: 0 });
    await refused(modelOf(ledger, table), "ScoreModelCutsUnsorted", 1, 1, 1);
  });

  it("is taken with cuts at the ends of their range", async function () {
    const { attempt, ledger } = await networkHelpers.loadFixture(deployed);
    const axes = [{ input: "margin", cuts: [-(2 ** 47), 0, 2 ** 47 - 1] }];
    await attempt(modelOf(ledger, withCharacteristic(0, { axes })));
    const none = [{ input: "margin", cuts: [] }];
    await attempt(modelOf(ledger, withCharacteristic(0, { axes: none, cells: [0, 0] })));
  });

  it("is refused when its weights are not a whole", async function () {
    const { refused, ledger } = await networkHelpers.loadFixture(deployed);
    await refused(modelOf(ledger, withCharacteristic(0, { weightBps: 2_999 })), "ScoreModelWeights", 9_999);
    await refused(modelOf(ledger, withCharacteristic(0, { weightBps: 3_001 })), "ScoreModelWeights", 10_001);
    await refused(modelOf(ledger, withCharacteristic(0, { weightBps: 65_535 })), "ScoreModelWeights", 72_535);
  });

  describe("points for what is withheld", function () {
    const [margin, declared, staff] = [0, 3, 4];

    it("are never better than the worst cell, where companies state a fact themselves", async function () {
      const { refused, attempt, ledger } = await networkHelpers.loadFixture(deployed);
      for (const [index, worst] of [
        [declared, -35],
        [staff, -8],
      ] as const) {
        const changed = (withheldPoints: number) => modelOf(ledger, withCharacteristic(index, { withheldPoints }));
        await refused(changed(worst + 1), "ScoreModelWithheldTooGood", index, worst + 1, worst);
        await attempt(changed(worst));
        await attempt(changed(-32_768));
      }
    });

    it("are never better than what is unknown, for the same reason", async function () {
      const { refused, attempt, ledger } = await networkHelpers.loadFixture(deployed);
      const changed = (unknownPoints: number) => modelOf(ledger, withCharacteristic(declared, { unknownPoints }));
      await refused(changed(-36), "ScoreModelWithheldTooGood", declared, -35, -36);
      await attempt(changed(-35));
    });

    it("are free where agencies alone state the facts", async function () {
      const { attempt, ledger } = await networkHelpers.loadFixture(deployed);
      await attempt(modelOf(ledger, withCharacteristic(margin, { withheldPoints: 32_767 })));
    });

    it("are bound by an input of the company on any axis, on either side of a ratio", async function () {
      const { refused, ledger } = await networkHelpers.loadFixture(deployed);
      const axes = [
        { input: "margin", cuts: [] },
        { input: "staff", cuts: [] },
      ];
      const table = withCharacteristic(margin, { axes, cells: [1, 2, 3, 4], unknownPoints: 9, withheldPoints: 2 });
      await refused(modelOf(ledger, table), "ScoreModelWithheldTooGood", margin, 2, 1);
      const inputs = CARD.inputs.map((input) =>
        input.id === "margin" ? { ...input, denominator: [{ fact: "subject.revenue", sign: 1 as const }] } : input,
      );
      await refused(modelOf(ledger, { ...CARD, inputs }), "ScoreModelWithheldTooGood", margin, -30, -40);
    });
  });

  it("has 24,575 bytes at most", async function () {
    const { refused, scorecard } = await networkHelpers.loadFixture(deployed);
    expect(await scorecard.MAX_MODEL_BYTES()).to.equal(24_575n);
    await refused(`0x${"01".repeat(24_576)}`, "ScorecardModelTooLarge", 24_576, 24_575);
    await refused(`0x${"01".repeat(24_575)}`, "ScoreModelGradesUnsorted", 0);
  });

  it("is kept when it is sound", async function () {
    const { ledger, scorecard, model } = await networkHelpers.loadFixture(deployed);
    await publish(scorecard, ledger, model);
    expect((await scorecard.modelOf(FAMILY, 1)).model).to.equal(model);
  });
});

/** Where a characteristic is said to be cut off: at its head, at an axis, or where its cells begin. */
function partsOfCharacteristics(): number[] {
  return CARD.characteristics.flatMap(({ axes }, index) => {
    const axesAt = characteristicAt(index) + 7;
    const behind = (count: number) => axesAt + sum(axes.slice(0, count).map(({ cuts }) => 2 + 6 * cuts.length));
    return [characteristicAt(index), ...Array.from({ length: axes.length + 1 }, (_, count) => behind(count))];
  });
}
