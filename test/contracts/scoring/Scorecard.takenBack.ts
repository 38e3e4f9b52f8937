import { expect } from "chai";
import { network } from "hardhat";
import { VALIDITY } from "../support/ledger.ts";
import { attest, DAY, deployScored, evidenceOf, FAMILY, pointsOf, RATING, revoke } from "../support/score.ts";
import type { Scored } from "../support/score.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const fixture = () => deployScored(connection);

/** Points of the test card with every fact known, without those that the company states itself. */
const WITHOUT_OWN = 500 + 20 + 60 + 25;
/** Positions of the characteristics that need the company's own statement. */
const OWN = [3, 4];
const WITHHELD = [-35, -8];
const UNKNOWN = [-10, -2];

async function takeBack({ ledger, statements }: Scored) {
  await revoke(ledger, "subject", statements.subject);
}

/** Agencies state anew what they had stated, so that only the company's statement is old. */
async function agenciesStateAnew({ ledger, statements }: Scored) {
  const now = await time.latest();
  const tax = await attest(ledger, "tax", now, statements.tax.values);
  const customs = await attest(ledger, "customs", now, statements.customs.values);
  return [evidenceOf(tax), evidenceOf(customs)];
}

describe("Scorecard, what a company has taken back", function () {
  it("counts as leaving out every figure, in evaluate and in certify", async function () {
    const scored = await networkHelpers.loadFixture(fixture);
    const { scorecard, company, evidence } = scored;
    await takeBack(scored);
    const rest = evidence.slice(1);
    const score = await scorecard.evaluate(FAMILY, 1, company, rest);
    expect(OWN.map((index) => pointsOf(score.points)[index])).to.deep.equal(WITHHELD);
    expect(score.total).to.equal(WITHOUT_OWN - 35 - 8);
    expect(score.coverageBps).to.equal(7_500n);
    await scorecard.certify(FAMILY, 1, company, rest);
    const { rating, standing } = await scorecard.ratingOf(company, FAMILY);
    expect([rating.total, rating.takenBack, rating.sources]).to.deep.equal([score.total, 1n, 6n]);
    expect(standing).to.equal(RATING.current);
  });

  it("counts so to the last second in which it would have been current, and as unknown from then on", async function () {
    const scored = await networkHelpers.loadFixture(fixture);
    const { scorecard, company, statements } = scored;
    await takeBack(scored);
    const end = statements.subject.observedAt + VALIDITY;
    await time.increaseTo(end - DAY);
    const rest = await agenciesStateAnew(scored);
    const pointsAt = async (second: number) => {
      await time.increaseTo(second);
      const { points } = await scorecard.evaluate(FAMILY, 1, company, rest);
      return OWN.map((index) => pointsOf(points)[index]);
    };
    expect(await pointsAt(end)).to.deep.equal(WITHHELD);
    expect(await pointsAt(end + 1)).to.deep.equal(UNKNOWN);
  });

  it("outdates a rating that was certified before it was stated, and not one certified after", async function () {
    const scored = await networkHelpers.loadFixture(fixture);
    const { ledger, scorecard, company, statements } = scored;
    const standing = async () => (await scorecard.ratingOf(company, FAMILY)).standing;
    await time.increaseTo(statements.subject.observedAt + VALIDITY + 1);
    const rest = await agenciesStateAnew(scored);
    await scorecard.certify(FAMILY, 1, company, rest);
    expect(await standing()).to.equal(RATING.current);
    const own = await attest(ledger, "subject", await time.latest(), [1n, 1n, 1n]);
    expect(await standing()).to.equal(RATING.outdated);
    await revoke(ledger, "subject", own);
    expect(await standing()).to.equal(RATING.outdated);
    await scorecard.certify(FAMILY, 1, company, rest);
    expect(await standing()).to.equal(RATING.current);
    await attest(ledger, "subject", await time.latest(), [1n, 1n, 1n]);
    expect(await standing()).to.equal(RATING.outdated);
  });

  it("does not concern agencies: what one revokes is unknown", async function () {
    const { ledger, scorecard, company, evidence, statements } = await networkHelpers.loadFixture(fixture);
    await revoke(ledger, "tax", statements.tax);
    const rest = evidence.toSpliced(1, 1);
    const { points } = await scorecard.evaluate(FAMILY, 1, company, rest);
    expect(pointsOf(points).slice(0, 2)).to.deep.equal([-5, 0]);
    await scorecard.certify(FAMILY, 1, company, rest);
    expect((await scorecard.ratingOf(company, FAMILY)).rating.takenBack).to.equal(0n);
  });
});
