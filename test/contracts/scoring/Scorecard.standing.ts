import { expect } from "chai";
import { network } from "hardhat";
import { encodeBytes32String, id } from "ethers";
import { VALIDITY } from "../support/ledger.ts";
import {
  AGE,
  attest,
  CARD,
  deployScored,
  evidenceOf,
  FAMILY,
  modelOf,
  NOTICE,
  publish,
  RATING,
  revoke,
  SOURCES,
} from "../support/score.ts";
import type { SourceName } from "../support/score.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

async function certified() {
  const fixture = await deployScored(connection);
  const { scorecard, company, evidence } = fixture;
  await scorecard.certify(FAMILY, 1, company, evidence);
  return { ...fixture, ...questions(fixture) };
}

/** A rating that one source has no part in, because its statement was revoked before. */
const without = (missing: SourceName) => {
  const fixture = async () => {
    const scored = await deployScored(connection);
    await revoke(scored.ledger, missing, scored.statements[missing]);
    const rest = scored.evidence.toSpliced(SOURCES.indexOf(missing), 1);
    await scored.scorecard.certify(FAMILY, 1, scored.company, rest);
    return { ...scored, ...questions(scored) };
  };
  return fixture;
};

const withoutSubject = without("subject");
const withoutCustoms = without("customs");

function questions({ scorecard, company }: Awaited<ReturnType<typeof deployScored>>) {
  const standing = async () => (await scorecard.ratingOf(company, FAMILY)).standing;
  const withdraw = () => scorecard.withdrawRating(company, FAMILY);
  const refusedWithdrawal = (as: bigint) =>
    expect(withdraw())
      .to.be.revertedWithCustomError(scorecard, "ScorecardNothingToWithdraw")
      .withArgs(company, FAMILY, as);
  return { standing, withdraw, refusedWithdrawal };
}

describe("Scorecard, how a rating stands", function () {
  it("is all zero where there is none", async function () {
    const { scorecard, company } = await networkHelpers.loadFixture(certified);
    for (const [subject, family] of [
      [id("nobody"), FAMILY],
      [company, encodeBytes32String("other")],
    ] as const) {
      const { rating, standing } = await scorecard.ratingOf(subject, family);
      expect(standing).to.equal(RATING.none);
      expect(rating).to.deep.equal([0n, 0n, 0n, 0n, 0n, 0n, 0n, false, 0n]);
      await expect(scorecard.withdrawRating(subject, family))
        .to.be.revertedWithCustomError(scorecard, "ScorecardNothingToWithdraw")
        .withArgs(subject, family, RATING.none);
    }
  });

  for (const source of SOURCES) {
    it(`is revoked with the statement of ${source}`, async function () {
      const { ledger, statements, standing } = await networkHelpers.loadFixture(certified);
      expect(await standing()).to.equal(RATING.current);
      await revoke(ledger, source, statements[source]);
      expect(await standing()).to.equal(RATING.revoked);
    });

    it(`is outdated when ${source} says something newer, and stays so when that is revoked`, async function () {
      const { ledger, standing } = await networkHelpers.loadFixture(certified);
      const newer = await attest(ledger, source, await time.latest(), [1n, 2n, 3n]);
      expect(await standing()).to.equal(RATING.outdated);
      await revoke(ledger, source, newer);
      expect(await standing()).to.equal(RATING.outdated);
    });

    it(`is outdated when ${source} says the same again`, async function () {
      const { ledger, statements, standing } = await networkHelpers.loadFixture(certified);
      await attest(ledger, source, await time.latest(), statements[source].values);
      expect(await standing()).to.equal(RATING.outdated);
    });

    it(`is outdated when what ${source} revoked is stated anew`, async function () {
      const { ledger, statements, standing } = await networkHelpers.loadFixture(certified);
      await revoke(ledger, source, statements[source]);
      await attest(ledger, source, await time.latest(), statements[source].values);
      expect(await standing()).to.equal(RATING.outdated);
    });
  }

  it("counts in the last second of its earliest evidence, and is expired one second after", async function () {
    const { scorecard, company, statements, standing } = await networkHelpers.loadFixture(certified);
    const { expiresAt } = (await scorecard.ratingOf(company, FAMILY)).rating;
    expect(expiresAt).to.equal(statements.customs.observedAt + VALIDITY);
    await time.increaseTo(expiresAt);
    expect(await standing()).to.equal(RATING.current);
    await time.increaseTo(expiresAt + 1n);
    expect(await standing()).to.equal(RATING.expired);
  });

  it("says revoked, or outdated, of what has expired as well", async function () {
    const { ledger, statements, standing, now } = await networkHelpers.loadFixture(certified);
    await time.increaseTo(now - AGE.customs + VALIDITY + 1);
    expect(await standing()).to.equal(RATING.expired);
    await revoke(ledger, "tax", statements.tax);
    expect(await standing()).to.equal(RATING.revoked);
    await attest(ledger, "customs", await time.latest(), [0n, 0n, 0n]);
    expect(await standing()).to.equal(RATING.outdated);
  });

  describe("without a fact that was not known", function () {
    it("is outdated when it arrives, and current again when what arrived is revoked", async function () {
      const { ledger, standing } = await networkHelpers.loadFixture(withoutSubject);
      expect(await standing()).to.equal(RATING.current);
      const arrived = await attest(ledger, "subject", await time.latest(), [1n, 2n, 3n]);
      expect(await standing()).to.equal(RATING.outdated);
      await revoke(ledger, "subject", arrived);
      expect(await standing()).to.equal(RATING.current);
    });

    it("is not current again when that was recorded", async function () {
      const { ledger, standing, withdraw } = await networkHelpers.loadFixture(withoutSubject);
      const arrived = await attest(ledger, "subject", await time.latest(), [1n, 2n, 3n]);
      await withdraw();
      await revoke(ledger, "subject", arrived);
      expect(await standing()).to.equal(RATING.withdrawn);
    });

    it("is not outdated by what had expired when it arrived", async function () {
      const { ledger, standing, company, scorecard } = await networkHelpers.loadFixture(withoutCustoms);
      // Certified anew with statements that outlive what arrives.
      await time.increase(VALIDITY);
      const start = await time.latest();
      const fresh = [];
      for (const source of ["subject", "tax"] as const) {
        fresh.push(evidenceOf(await attest(ledger, source, start, [1n, 2n, 3n])));
      }
      await scorecard.certify(FAMILY, 1, company, fresh);
      await attest(ledger, "customs", start - VALIDITY, [0n, 0n, 0n]);
      expect(await standing()).to.equal(RATING.current);
      const arrived = await attest(ledger, "customs", start - VALIDITY + 100, [0n, 0n, 0n]);
      expect(await standing()).to.equal(RATING.outdated);
      await time.increaseTo(arrived.observedAt + VALIDITY + 1);
      expect(await standing()).to.equal(RATING.current);
    });

    it("says revoked before outdated by what arrived", async function () {
      const { ledger, statements, standing } = await networkHelpers.loadFixture(withoutSubject);
      await attest(ledger, "subject", await time.latest(), [1n, 2n, 3n]);
      await revoke(ledger, "tax", statements.tax);
      expect(await standing()).to.equal(RATING.revoked);
    });
  });

  it("is not touched by statements about items, about others, or of schemas that the model does not ask for", async function () {
    const { registry, wallets, statements, standing, now } = await networkHelpers.loadFixture(certified);
    const tax = registry.connect(wallets.taxSigner);
    await tax.attest(statements.tax.schemaId, { ...statements.tax, itemKey: id("item"), observedAt: now });
    await tax.attest(statements.tax.schemaId, { ...statements.tax, subject: id("other"), observedAt: now });
    expect(await standing()).to.equal(RATING.current);
  });

  it("does not end with its model: who wants the one in force compares versions", async function () {
    const { ledger, scorecard, company, standing } = await networkHelpers.loadFixture(certified);
    const effectiveFrom = (await time.latest()) + NOTICE + 100;
    const model = modelOf(ledger, { ...CARD, sources: ["tax", "customs"], ...onlyAgencies });
    await publish(scorecard, ledger, model, { version: 2, effectiveFrom });
    await time.increaseTo(effectiveFrom);
    expect(await standing()).to.equal(RATING.current);
    expect((await scorecard.ratingOf(company, FAMILY)).rating.version).to.equal(1n);
    expect(await scorecard.modelInForce(FAMILY)).to.equal(2n);
    // Judged by the sources of its own model still.
    await attest(ledger, "subject", await time.latest(), [1n, 2n, 3n]);
    expect(await standing()).to.equal(RATING.outdated);
  });

  it("is readable during a pause, as it stands", async function () {
    const { ledger, scorecard, wallets, statements, standing } = await networkHelpers.loadFixture(certified);
    await scorecard.connect(wallets.guardian).pause();
    expect(await standing()).to.equal(RATING.current);
    await revoke(ledger, "tax", statements.tax);
    expect(await standing()).to.equal(RATING.revoked);
  });

  describe("withdrawRating", function () {
    const ends: Record<string, (fixture: Awaited<ReturnType<typeof certified>>) => Promise<unknown>> = {
      revoked: ({ ledger, statements }) => revoke(ledger, "tax", statements.tax),
      outdated: async ({ ledger }) => attest(ledger, "tax", await time.latest(), [1n, 2n, 3n]),
      expired: ({ now }) => time.increaseTo(now - AGE.customs + VALIDITY + 1),
    };
    for (const [name, end] of Object.entries(ends)) {
      it(`records by anybody that it is ${name}, once`, async function () {
        const fixture = await networkHelpers.loadFixture(certified);
        const { scorecard, wallets, company, standing, refusedWithdrawal } = fixture;
        await end(fixture);
        const before = (await scorecard.ratingOf(company, FAMILY)).rating;
        await expect(scorecard.connect(wallets.relayer).withdrawRating(company, FAMILY))
          .to.emit(scorecard, "RatingWithdrawn")
          .withArgs(company, FAMILY, RATING[name as "revoked"], wallets.relayer);
        expect(await standing()).to.equal(RATING.withdrawn);
        const { rating } = await scorecard.ratingOf(company, FAMILY);
        expect(rating).to.deep.equal([...before.slice(0, -2), true, 0n]);
        await refusedWithdrawal(RATING.withdrawn);
      });
    }

    it("refuses it to everybody while the rating is current", async function () {
      const { scorecard, wallets, company } = await networkHelpers.loadFixture(certified);
      for (const wallet of Object.values(wallets)) {
        await expect(scorecard.connect(wallet).withdrawRating(company, FAMILY))
          .to.be.revertedWithCustomError(scorecard, "ScorecardNothingToWithdraw")
          .withArgs(company, FAMILY, RATING.current);
      }
    });

    it("stops in a pause", async function () {
      const { ledger, scorecard, wallets, statements, withdraw } = await networkHelpers.loadFixture(certified);
      await revoke(ledger, "tax", statements.tax);
      await scorecard.connect(wallets.guardian).pause();
      await expect(withdraw()).to.be.revertedWithCustomError(scorecard, "EnforcedPause");
    });
  });

  it("is current again once certified anew, by what then stands", async function () {
    const { ledger, scorecard, company, statements, evidence, standing, withdraw } =
      await networkHelpers.loadFixture(certified);
    const customs = await attest(ledger, "customs", await time.latest(), [0n, 0n, 1n]);
    await expect(scorecard.certify(FAMILY, 1, company, evidence)).to.be.revertedWithCustomError(
      scorecard,
      "ScorecardNotCurrent",
    );
    await withdraw();
    const anew = [evidenceOf(statements.subject), evidenceOf(statements.tax), evidenceOf(customs)];
    await scorecard.certify(FAMILY, 1, company, anew);
    expect(await standing()).to.equal(RATING.current);
    expect((await scorecard.ratingOf(company, FAMILY)).rating.total).to.equal(0n);
  });
});

/** What of the test card remains without the company's own facts. */
const onlyAgencies = {
  inputs: CARD.inputs.filter(({ numerator }) => !numerator.some(({ fact }) => fact.startsWith("subject."))),
  characteristics: CARD.characteristics
    .filter(({ id: name }) => name !== "declared" && name !== "staff")
    .map((characteristic, index) => (index === 0 ? { ...characteristic, weightBps: 5_500 } : characteristic)),
};
