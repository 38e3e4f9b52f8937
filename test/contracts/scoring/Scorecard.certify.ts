import { expect } from "chai";
import { network } from "hardhat";
import { concat, encodeBytes32String, id } from "ethers";
import { VALIDITY } from "../support/ledger.ts";
import {
  AGE,
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
import { attestationIdOf } from "../support/statements.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const scored = () => deployScored(connection);

describe("Scorecard, certify", function () {
  it("keeps the rating and says what it rests on", async function () {
    const { scorecard, wallets, company, evidence, statements, now } = await networkHelpers.loadFixture(scored);
    const { points } = await scorecard.evaluate(FAMILY, 1, company, evidence);
    const expiresAt = now - AGE.customs + VALIDITY;
    const ids = concat(SOURCES.map((source) => attestationIdOf(statements[source])));
    await expect(scorecard.certify(FAMILY, 1, company, evidence))
      .to.emit(scorecard, "RatingCertified")
      .withArgs(company, FAMILY, 1, 628, 4, 10_000, expiresAt, 0b111, wallets.stranger, ids, points);
    const { rating, standing } = await scorecard.ratingOf(company, FAMILY);
    const numbers = [628, 4, 10_000, 1, await time.latest(), expiresAt, 0b111].map(BigInt);
    expect(rating).to.deep.equal([...numbers, false, 0n]);
    expect(standing).to.equal(RATING.current);
  });

  it("returns what evaluate returns", async function () {
    const { scorecard, company, evidence } = await networkHelpers.loadFixture(scored);
    expect(await scorecard.certify.staticCall(FAMILY, 1, company, evidence)).to.deep.equal(
      await scorecard.evaluate(FAMILY, 1, company, evidence),
    );
  });

  it("gives everybody the same: a bank, the company itself, an agency, governance", async function () {
    const { scorecard, wallets, company, evidence, statements } = await networkHelpers.loadFixture(scored);
    const { points, expiresAt } = await scorecard.evaluate(FAMILY, 1, company, evidence);
    const ids = concat(SOURCES.map((source) => attestationIdOf(statements[source])));
    for (const wallet of Object.values(wallets)) {
      await expect(scorecard.connect(wallet).certify(FAMILY, 1, company, evidence))
        .to.emit(scorecard, "RatingCertified")
        .withArgs(company, FAMILY, 1, 628, 4, 10_000, expiresAt, 0b111, wallet, ids, points);
      expect((await scorecard.ratingOf(company, FAMILY)).rating.total).to.equal(628n);
    }
  });

  it("marks the sources that were known, and expires with the first of them", async function () {
    const { ledger, scorecard, company, statements } = await networkHelpers.loadFixture(scored);
    await revoke(ledger, "customs", statements.customs);
    await revoke(ledger, "subject", statements.subject);
    await scorecard.certify(FAMILY, 1, company, [evidenceOf(statements.tax)]);
    const { rating } = await scorecard.ratingOf(company, FAMILY);
    expect(rating.sources).to.equal(0b010n);
    expect(rating.expiresAt).to.equal(statements.tax.observedAt + VALIDITY);
  });

  it("keeps one rating for each company and family, the last", async function () {
    const { ledger, scorecard, company, evidence, registry, wallets, statements } =
      await networkHelpers.loadFixture(scored);
    const family = encodeBytes32String("second");
    await publish(scorecard, ledger, modelOf(ledger, { ...CARD, basePoints: 300 }), { family });
    const [other, theirs] = [id("other"), { ...statements.tax, subject: id("other"), values: [0n, 0n, 0n] }];
    await registry.connect(wallets.taxSigner).attest(theirs.schemaId, theirs);
    await scorecard.certify(FAMILY, 1, company, evidence);
    await scorecard.certify(family, 1, company, evidence);
    await scorecard.certify(FAMILY, 1, other, [evidenceOf(theirs)]);
    const totals = [
      [company, FAMILY],
      [company, family],
      [other, FAMILY],
      [other, family],
    ].map(async ([subject, of]) => (await scorecard.ratingOf(subject!, of!)).rating.total);
    expect(await Promise.all(totals)).to.deep.equal([628n, 428n, 471n, 0n]);
  });

  it("refuses a model that is not in force: one replaced, one to come, one taken back", async function () {
    const { ledger, scorecard, wallets, company, evidence } = await networkHelpers.loadFixture(scored);
    const effectiveFrom = (await time.latest()) + NOTICE + 100;
    await publish(scorecard, ledger, modelOf(ledger), { version: 2, effectiveFrom });
    await publish(scorecard, ledger, modelOf(ledger), { version: 3, effectiveFrom });
    await scorecard.connect(wallets.governance).withdrawModel(FAMILY, 3);
    const certify = (version: number) => scorecard.certify(FAMILY, version, company, evidence);
    const refused = (version: number, inForce: number) =>
      expect(certify(version))
        .to.be.revertedWithCustomError(scorecard, "ScorecardNotInForce")
        .withArgs(FAMILY, version, inForce);
    await refused(2, 1);
    await certify(1);
    await time.increaseTo(effectiveFrom);
    await refused(1, 2);
    await certify(2);
    await expect(certify(3)).to.be.revertedWithCustomError(scorecard, "ScorecardUnknownModel").withArgs(FAMILY, 3);
  });

  it("refuses a family without a model in force", async function () {
    const { ledger, scorecard, company, evidence } = await networkHelpers.loadFixture(scored);
    const family = encodeBytes32String("later");
    await publish(scorecard, ledger, modelOf(ledger), { family, effectiveFrom: (await time.latest()) + 1_000 });
    await expect(scorecard.certify(family, 1, company, evidence))
      .to.be.revertedWithCustomError(scorecard, "ScorecardNotInForce")
      .withArgs(family, 1, 0);
    await time.increase(1_000);
    await scorecard.certify(family, 1, company, evidence);
  });

  it("refuses a company of which nothing is known", async function () {
    const { scorecard } = await networkHelpers.loadFixture(scored);
    await expect(scorecard.certify(FAMILY, 1, id("nobody"), []))
      .to.be.revertedWithCustomError(scorecard, "ScorecardNoEvidence")
      .withArgs(id("nobody"));
  });

  it("stops in a pause", async function () {
    const { scorecard, wallets, company, evidence } = await networkHelpers.loadFixture(scored);
    await scorecard.connect(wallets.guardian).pause();
    await expect(scorecard.certify(FAMILY, 1, company, evidence)).to.be.revertedWithCustomError(
      scorecard,
      "EnforcedPause",
    );
  });
});
