import { expect } from "chai";
import { network } from "hardhat";
import { dataSlice, toBigInt } from "ethers";
import { word, withWord } from "../support/calldata.ts";
import { deployScored, FAMILY } from "../support/score.ts";
import { STANDING } from "../support/statements.ts";

const connection = await network.create();
const { networkHelpers, ethers } = connection;

/** Words of the calldata: four parameters, the number of items, their three offsets, then eight words for each item. */
const OFFSETS_AT = 5;
const ITEMS_AT = 8;
const ITEM_WORDS = 8;
const itemAt = (index: number) => ITEMS_AT + index * ITEM_WORDS;
/** Words of an item. */
const [SCHEMA, OBSERVED, VALUES_OFFSET, COUNT, FIRST_VALUE] = [0, 1, 3, 4, 5] as const;

async function called() {
  const fixture = await deployScored(connection);
  const { scorecard, company, evidence } = fixture;
  const data = scorecard.interface.encodeFunctionData("evaluate", [FAMILY, 1, company, evidence]);
  const to = await scorecard.getAddress();
  const send = (changed: string) => ethers.provider.call({ to, data: changed });
  const wordAt = (index: number) => dataSlice(data, 4 + 32 * index, 36 + 32 * index);
  const expected = scorecard.interface.encodeFunctionResult("evaluate", [
    await scorecard.evaluate(FAMILY, 1, company, evidence),
  ]);
  return { ...fixture, data, send, wordAt, expected };
}

describe("Scorecard, calldata that no encoder writes", function () {
  it("is laid out as these tests take it", async function () {
    const { data, send, expected, statements, wordAt } = await networkHelpers.loadFixture(called);
    expect(await send(data)).to.equal(expected);
    expect(toBigInt(wordAt(itemAt(1) + OBSERVED))).to.equal(BigInt(statements.tax.observedAt));
    expect(toBigInt(wordAt(itemAt(1) + FIRST_VALUE))).to.equal(statements.tax.values[0]);
  });

  it("is refused where a schema id or a time has bits beyond its type", async function () {
    const { data, send, wordAt } = await networkHelpers.loadFixture(called);
    for (const index of [0, 1, 2]) {
      const [schema, observed] = [itemAt(index) + SCHEMA, itemAt(index) + OBSERVED];
      await expect(send(withWord(data, schema, word(toBigInt(wordAt(schema)) | 1n)))).to.revert(ethers);
      await expect(send(withWord(data, observed, word(toBigInt(wordAt(observed)) | (1n << 32n))))).to.revert(ethers);
    }
  });

  it("is refused where an item or its values lie beyond the end", async function () {
    const { data, send } = await networkHelpers.loadFixture(called);
    for (const offset of [10_000n, 2n ** 64n, 2n ** 255n - 1n]) {
      await expect(send(withWord(data, OFFSETS_AT, word(offset)))).to.revert(ethers);
      await expect(send(withWord(data, itemAt(0) + VALUES_OFFSET, word(offset)))).to.revert(ethers);
    }
    for (const count of [4n + 24n, 2n ** 64n - 1n, 2n ** 64n, 2n ** 251n]) {
      await expect(send(withWord(data, itemAt(2) + COUNT, word(count)))).to.revert(ethers);
    }
    await expect(send(dataSlice(data, 0, (data.length - 2) / 2 - 1))).to.revert(ethers);
  });

  it("brings no values from before the calldata: an offset that winds round brings none at all", async function () {
    const { data, send, scorecard, schemas } = await networkHelpers.loadFixture(called);
    // Behind the selector and before it, where reading finds zeros.
    const start = 4 + 32 * itemAt(1);
    for (const target of [-1, -31, -32, -33, -64, -1_000]) {
      await expect(send(withWord(data, itemAt(1) + VALUES_OFFSET, word(target - start))))
        .to.be.revertedWithCustomError(scorecard, "ScorecardNotCurrent")
        .withArgs(schemas.tax, STANDING.unknown);
    }
  });

  it("brings no item from before the calldata", async function () {
    const { data, send } = await networkHelpers.loadFixture(called);
    const start = 4 + 32 * OFFSETS_AT;
    for (const target of [-1, -32, -64, -96, -128, -1_000]) {
      await expect(send(withWord(data, OFFSETS_AT + 1, word(target - start)))).to.revert(ethers);
    }
  });

  it("counts one item that stands in two places as two", async function () {
    const { data, send, wordAt, scorecard, schemas } = await networkHelpers.loadFixture(called);
    await expect(send(withWord(data, OFFSETS_AT + 2, wordAt(OFFSETS_AT + 1))))
      .to.be.revertedWithCustomError(scorecard, "ScorecardEvidenceUnsorted")
      .withArgs(2, schemas.tax);
  });

  it("reads the values that were hashed, wherever they lie: those of another item are not these", async function () {
    const { data, send, scorecard, schemas } = await networkHelpers.loadFixture(called);
    const toOther = 32 * (ITEM_WORDS + COUNT);
    await expect(send(withWord(data, itemAt(1) + VALUES_OFFSET, word(toOther))))
      .to.be.revertedWithCustomError(scorecard, "ScorecardNotCurrent")
      .withArgs(schemas.tax, STANDING.unknown);
  });
});
