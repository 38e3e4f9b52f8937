import { expect } from "chai";
import { network } from "hardhat";
import { encodeBytes32String, MaxInt256, MinInt256, randomBytes, toBigInt } from "ethers";
import { evaluateScorecard, NOT_STATED } from "../../../catalogue/index.ts";
import { VALIDITY } from "../support/ledger.ts";
import {
  AGE,
  attest,
  CARD,
  compileCard,
  DAY,
  deployScored,
  evidenceOf,
  FACTS,
  FAMILY,
  modelOf,
  NOTICE,
  pointsOf,
  publish,
  revoke,
  SOURCES,
} from "../support/score.ts";
import type { Scored, SourceName } from "../support/score.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const scored = () => deployScored(connection);

/** A score as plain numbers. */
interface Plain {
  total: number;
  grade: number;
  coverageBps: number;
  points: number[];
}

type ChainScore = Awaited<ReturnType<Scored["scorecard"]["evaluate"]>>;

const plain = ({ total, grade, coverageBps, points }: ChainScore): Plain => ({
  ...{ total: Number(total), grade: Number(grade), coverageBps: Number(coverageBps), points: pointsOf(points) },
});

/** What the code in TypeScript makes of the values of the sources, in their order. */
function expected({ ledger }: Scored, values: readonly (readonly bigint[] | null)[], asOf: number): Plain {
  const { total, grade, coverageBps, characteristics } = evaluateScorecard(compileCard(ledger), values, BigInt(asOf));
  return { total, grade, coverageBps, points: characteristics.map(({ points }) => points) };
}

/** Attests newer statements of every source with some values changed, and evaluates them here and on the chain. */
async function evaluateWith(fixture: Scored, changes: Partial<Record<SourceName, Readonly<Record<number, bigint>>>>) {
  const { ledger, scorecard, company, statements } = fixture;
  const evidence = [];
  for (const source of SOURCES) {
    const values = statements[source].values.map((value, index) => changes[source]?.[index] ?? value);
    evidence.push(evidenceOf(await attest(ledger, source, await time.latest(), values)));
  }
  const score = plain(await scorecard.evaluate(FAMILY, 1, company, evidence));
  const values = evidence.map((item) => item.values);
  expect(score).to.deep.equal(expected(fixture, values, await time.latest()));
  return score;
}

describe("Scorecard, evaluate", function () {
  it("adds up the points of the facts, and expires with the first of them", async function () {
    const { scorecard, company, evidence, now } = await networkHelpers.loadFixture(scored);
    const score = await scorecard.evaluate(FAMILY, 1, company, evidence);
    expect(plain(score)).to.deep.equal({ total: 628, grade: 4, coverageBps: 10_000, points: [20, 60, 25, 15, 8] });
    expect(score.expiresAt).to.equal(now - AGE.customs + VALIDITY);
  });

  it("gives a company of which nothing is known the points of what is unknown, and no grade", async function () {
    const fixture = await networkHelpers.loadFixture(scored);
    const score = await fixture.scorecard.evaluate(FAMILY, 1, encodeBytes32String("nobody"), []);
    expect(plain(score)).to.deep.equal({ total: 486, grade: 0, coverageBps: 0, points: [-5, 0, 3, -10, -2] });
    expect(score.expiresAt).to.equal(0n);
    expect(plain(score)).to.deep.equal(expected(fixture, [null, null, null], fixture.now));
  });

  for (const missing of SOURCES) {
    const revoked = missing === "subject" ? FACTS.subject.map(() => NOT_STATED) : null;
    it(`counts what ${missing} has revoked as ${revoked ? "withheld" : "unknown"}`, async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      const { ledger, scorecard, company, statements } = fixture;
      await revoke(ledger, missing, statements[missing]);
      const rest = SOURCES.filter((source) => source !== missing);
      const evidence = rest.map((source) => evidenceOf(statements[source]));
      const values = SOURCES.map((source) => (source === missing ? revoked : statements[source].values));
      const score = await scorecard.evaluate(FAMILY, 1, company, evidence);
      expect(plain(score)).to.deep.equal(expected(fixture, values, await time.latest()));
      const earliest = Math.min(...rest.map((source) => statements[source].observedAt));
      expect(score.expiresAt).to.equal(earliest + VALIDITY);
    });
  }

  it("lets what has expired be left out one second after, and not before", async function () {
    const { scorecard, company, statements, schemas } = await networkHelpers.loadFixture(scored);
    const rest = [evidenceOf(statements.subject), evidenceOf(statements.tax)];
    await time.increaseTo(statements.customs.observedAt + VALIDITY);
    await expect(scorecard.evaluate(FAMILY, 1, company, rest))
      .to.be.revertedWithCustomError(scorecard, "ScorecardWithheld")
      .withArgs(schemas.customs, statements.customs.observedAt);
    await time.increaseTo(statements.customs.observedAt + VALIDITY + 1);
    const score = await scorecard.evaluate(FAMILY, 1, company, rest);
    expect(pointsOf(score.points)).to.deep.equal([20, 0, 3, 15, 8]);
    expect(score.coverageBps).to.equal(5_500n);
  });

  describe("a fact that a statement leaves out", function () {
    it("brings the points of what is withheld, and does not count as known", async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      const score = await evaluateWith(fixture, { subject: { 2: NOT_STATED }, customs: { 2: NOT_STATED } });
      expect(score).to.deep.equal({ total: 586, grade: 3, coverageBps: 7_000, points: [20, 60, -1, 15, -8] });
    });

    it("counts before another fact that is unknown", async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      const { ledger, scorecard, company, statements } = fixture;
      await revoke(ledger, "customs", statements.customs);
      const now = await time.latest();
      const tax = await attest(ledger, "tax", now, [1n, 1n, NOT_STATED]);
      const evidence = [evidenceOf(statements.subject), evidenceOf(tax)];
      const [, trade] = pointsOf((await scorecard.evaluate(FAMILY, 1, company, evidence)).points);
      expect(trade).to.equal(-12);
    });

    it("counts in numerator and denominator alike", async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      expect((await evaluateWith(fixture, { tax: { 0: NOT_STATED } })).points).to.deep.equal([-30, 60, 25, -35, 8]);
      expect((await evaluateWith(fixture, { tax: { 1: NOT_STATED } })).points).to.deep.equal([-30, 60, 25, 15, 8]);
    });
  });

  describe("edges", function () {
    it("a denominator of zero is a bin of its own, and its weight counts as known", async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      const score = await evaluateWith(fixture, { tax: { 0: 0n, 1: 5n } });
      expect(score.points).to.deep.equal([-20, 60, 25, -35, 8]);
      expect(score.coverageBps).to.equal(10_000);
    });

    it("a cut belongs to the bin above it", async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      for (const [invoices, points] of [
        [9n, -4],
        [10n, 30],
        [99n, 30],
        [100n, 60],
      ] as const) {
        expect((await evaluateWith(fixture, { tax: { 2: invoices } })).points[1]).to.equal(points);
      }
    });

    it("division truncates toward zero, for negative numbers too", async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      // -1 of 20,000 is -0.5 basis points: 0, not -1.
      expect((await evaluateWith(fixture, { tax: { 0: 20_000n, 1: 20_001n } })).points[0]).to.equal(0);
      expect((await evaluateWith(fixture, { tax: { 0: 10_000n, 1: 10_001n } })).points[0]).to.equal(-40);
      // A negative denominator turns the sign.
      expect((await evaluateWith(fixture, { tax: { 0: -1n, 1: 0n } })).points[0]).to.equal(40);
    });

    it("days are whole, and counted at the time of the block", async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      const { ledger, scorecard, company, statements } = fixture;
      const since = fixture.now + DAY - 365 * DAY;
      const customs = await attest(ledger, "customs", await time.latest(), [BigInt(since), 0n, 0n]);
      const evidence = [evidenceOf(statements.subject), evidenceOf(statements.tax), evidenceOf(customs)];
      const trade = async () => pointsOf((await scorecard.evaluate(FAMILY, 1, company, evidence)).points)[1];
      await time.increaseTo(since + 365 * DAY - 1);
      expect(await trade()).to.equal(50);
      await time.increaseTo(since + 365 * DAY);
      expect(await trade()).to.equal(60);
    });

    it("a total never leaves 0 to 1000", async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      const { ledger, scorecard, company, evidence } = fixture;
      const family = encodeBytes32String("high");
      await publish(scorecard, ledger, modelOf(ledger, { ...CARD, basePoints: 990 }), { family });
      const score = await scorecard.evaluate(family, 1, company, evidence);
      expect([score.total, score.grade]).to.deep.equal([1_000n, 4n]);
      expect(await evaluateWith(fixture, { customs: { 2: 1n } })).to.include({ total: 0, grade: 1 });
    });

    it("a grade needs the minimum of coverage, and exactly that is enough", async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      const { ledger, scorecard, company, statements } = fixture;
      await revoke(ledger, "customs", statements.customs);
      await revoke(ledger, "subject", statements.subject);
      const evidence = [evidenceOf(statements.tax)];
      const graded = await scorecard.evaluate(FAMILY, 1, company, evidence);
      expect([graded.coverageBps, graded.grade]).to.deep.equal([3_000n, 2n]);
      const family = encodeBytes32String("strict");
      await publish(scorecard, ledger, modelOf(ledger, { ...CARD, minimumCoverageBps: 3_001 }), { family });
      const score = await scorecard.evaluate(family, 1, company, evidence);
      expect([score.total, score.grade]).to.deep.equal([graded.total, 0n]);
    });

    it("a grade begins at its lowest total", async function () {
      const { ledger, scorecard, company, evidence } = await networkHelpers.loadFixture(scored);
      for (const [basePoints, grade] of [
        [471, 3n],
        [472, 4n],
        [372, 3n],
        [371, 2n],
      ] as const) {
        const family = encodeBytes32String(`base ${basePoints}`);
        await publish(scorecard, ledger, modelOf(ledger, { ...CARD, basePoints }), { family });
        expect((await scorecard.evaluate(family, 1, company, evidence)).grade).to.equal(grade);
      }
    });

    it("no int256 is too large or too small, and NOT_STATED alone is none", async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      const huge = [
        MaxInt256,
        MinInt256 + 1n,
        NOT_STATED,
        2n ** 127n,
        -(2n ** 127n) - 1n,
        2n ** 47n,
        -(2n ** 47n) - 1n,
      ];
      for (const value of huge) {
        for (const source of SOURCES) {
          await evaluateWith(fixture, { [source]: { 0: value } });
          await evaluateWith(fixture, { [source]: { 0: value, 1: value, 2: value } });
        }
      }
    });

    it("a ratio saturates with its sign", async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      expect((await evaluateWith(fixture, { tax: { 0: 1n, 1: MaxInt256 } })).points[0]).to.equal(-40);
      expect((await evaluateWith(fixture, { tax: { 0: 1n, 1: MinInt256 + 1n } })).points[0]).to.equal(40);
    });
  });

  it("agrees with the code in TypeScript over random values", async function () {
    const fixture = await networkHelpers.loadFixture(scored);
    const bits = [8n, 16n, 40n, 64n, 130n, 256n];
    const integer = () => BigInt.asIntN(Number(bits[randomBytes(1)[0]! % bits.length]), toBigInt(randomBytes(32)));
    for (let round = 0; round < 40; round += 1) {
      const change = () => ({ 0: integer(), 1: integer(), 2: integer() });
      await evaluateWith(fixture, { subject: change(), tax: change(), customs: change() });
    }
  });

  it("evaluates models that are no longer in force, or not yet", async function () {
    const { ledger, scorecard, company, evidence } = await networkHelpers.loadFixture(scored);
    const effectiveFrom = (await time.latest()) + NOTICE + 100;
    await publish(scorecard, ledger, modelOf(ledger, { ...CARD, basePoints: 400 }), { version: 2, effectiveFrom });
    const totals = async () => [
      (await scorecard.evaluate(FAMILY, 1, company, evidence)).total,
      (await scorecard.evaluate(FAMILY, 2, company, evidence)).total,
    ];
    expect(await totals()).to.deep.equal([628n, 528n]);
    await time.increaseTo(effectiveFrom);
    expect(await scorecard.modelInForce(FAMILY)).to.equal(2n);
    expect(await totals()).to.deep.equal([628n, 528n]);
  });

  it("knows no model that was not published", async function () {
    const { scorecard, company, evidence } = await networkHelpers.loadFixture(scored);
    for (const [family, version] of [
      [FAMILY, 0],
      [FAMILY, 2],
      [encodeBytes32String("other"), 1],
    ] as const) {
      await expect(scorecard.evaluate(family, version, company, evidence))
        .to.be.revertedWithCustomError(scorecard, "ScorecardUnknownModel")
        .withArgs(family, version);
    }
  });

  it("goes on during a pause, of the registry too", async function () {
    const { scorecard, registry, wallets, company, evidence } = await networkHelpers.loadFixture(scored);
    await scorecard.connect(wallets.guardian).pause();
    await registry.connect(wallets.guardian).pause();
    expect((await scorecard.evaluate(FAMILY, 1, company, evidence)).total).to.equal(628n);
  });
});
