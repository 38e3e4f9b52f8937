import { expect } from "chai";
import { network } from "hardhat";
import { encodeBytes32String, MaxInt256, MinInt256 } from "ethers";
import { evaluateScorecard, NOT_STATED } from "../../../catalogue/index.ts";
import { compileCard, DAY, deployScored, FAMILY, pointsOf } from "../support/score.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const scored = () => deployScored(connection);

const TAX = [1_000_000n, 800_000n, 150n];
const SUBJECT = [1_000_000n, 0n, 20n];

describe("Scorecard, simulate", function () {
  it("makes of values what evaluate makes of current statements", async function () {
    const { scorecard, company, evidence, now } = await networkHelpers.loadFixture(scored);
    const values = evidence.map((item) => item.values);
    const simulated = await scorecard.simulate(FAMILY, 1, values, now);
    const evaluated = await scorecard.evaluate(FAMILY, 1, company, evidence);
    expect(simulated.points).to.equal(evaluated.points);
    expect(simulated.slice(0, 3)).to.deep.equal(evaluated.slice(0, 3));
    expect(simulated.expiresAt).to.equal(0n);
  });

  it("takes no values for what is unknown, and NOT_STATED for what is withheld", async function () {
    const { ledger, scorecard } = await networkHelpers.loadFixture(scored);
    for (const values of [
      [[], [], []],
      [SUBJECT, [], []],
      [[], TAX, []],
      [SUBJECT, [NOT_STATED, 1n, NOT_STATED], [0n, 0n, NOT_STATED]],
      [
        [MaxInt256, MinInt256 + 1n, NOT_STATED],
        [MinInt256 + 1n, MaxInt256, MaxInt256],
        [NOT_STATED, 0n, 0n],
      ],
    ]) {
      const stated = values.map((each) => (each.length === 0 ? null : each));
      const expected = evaluateScorecard(compileCard(ledger), stated, 1_000n);
      const score = await scorecard.simulate(FAMILY, 1, values, 1_000);
      expect(pointsOf(score.points)).to.deep.equal(expected.characteristics.map(({ points }) => points));
      expect(score.slice(0, 3)).to.deep.equal([expected.total, expected.grade, expected.coverageBps].map(BigInt));
    }
  });

  it("answers for any time, before the date too", async function () {
    const { scorecard } = await networkHelpers.loadFixture(scored);
    const since = 1_000 * DAY;
    const trade = async (asOf: number | bigint) =>
      pointsOf((await scorecard.simulate(FAMILY, 1, [[], TAX, [BigInt(since), 0n, 0n]], asOf)).points)[1];
    expect(await trade(0)).to.equal(50);
    expect(await trade(since + 365 * DAY - 1)).to.equal(50);
    expect(await trade(since + 365 * DAY)).to.equal(60);
    expect(await trade(2n ** 40n - 1n)).to.equal(60);
  });

  it("refuses another number of sources", async function () {
    const { scorecard } = await networkHelpers.loadFixture(scored);
    for (const values of [[], [[], []], [[], [], [], []]]) {
      await expect(scorecard.simulate(FAMILY, 1, values, 0))
        .to.be.revertedWithCustomError(scorecard, "ScorecardWrongSourceCount")
        .withArgs(values.length, 3);
    }
  });

  it("refuses another number of values", async function () {
    const { scorecard } = await networkHelpers.loadFixture(scored);
    for (const [source, count] of [
      [0, 1],
      [1, 2],
      [2, 4],
    ] as const) {
      const values: bigint[][] = [[], [], []];
      values[source] = Array.from({ length: count }, () => 1n);
      await expect(scorecard.simulate(FAMILY, 1, values, 0))
        .to.be.revertedWithCustomError(scorecard, "ScorecardWrongValueCount")
        .withArgs(source, count, 3);
    }
  });

  it("knows no model that was not published", async function () {
    const { scorecard } = await networkHelpers.loadFixture(scored);
    for (const [family, version] of [
      [FAMILY, 2],
      [encodeBytes32String("other"), 1],
    ] as const) {
      await expect(scorecard.simulate(family, version, [[], [], []], 0))
        .to.be.revertedWithCustomError(scorecard, "ScorecardUnknownModel")
        .withArgs(family, version);
    }
  });
});
