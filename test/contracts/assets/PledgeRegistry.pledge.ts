import { expect } from "chai";
import { network } from "hardhat";
import {
  activeLoan,
  appraise,
  ASSET_VALIDITY,
  assetIdOf,
  attestPaper,
  DAY,
  deployCredit,
  REGISTER,
  valuedPatent,
} from "../support/credit.ts";
import type { Credit } from "../support/credit.ts";
import { revokePaper } from "../support/papers.ts";
import { consentAll, offeredLoan, publishBoth } from "../support/pledging.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const NUMBER = "2019101234567";
const ASSET_ID = assetIdOf(REGISTER.patent, NUMBER);
const VALUE = 100_000_000n;
/** 30 % of the value: the advance rate of inventions in the fixture. */
const LIMIT = 30_000_000n;

const collateral = (securedFen: bigint, assetId = ASSET_ID) => [{ assetId, securedFen }];

async function ready() {
  const credit = await deployCredit(connection);
  await valuedPatent(credit, VALUE, NUMBER);
  return { credit, products: await publishBoth(credit) };
}

/** The patent secures an active loan of the bank with 12,000,000 fen. */
async function pledged() {
  const { credit, products } = await ready();
  const loanId = await activeLoan(credit, products.bank, { collateral: collateral(12_000_000n) });
  return { credit, products, loanId };
}

/** An offer of the other bank, to which the bank has consented. */
async function juniorOffer(credit: Credit, productId: bigint, seniorLoanId: bigint, securedFen: bigint) {
  const terms = { collateral: collateral(securedFen) };
  const offered = await offeredLoan(credit, productId, terms, { lender: "otherBank" });
  await consentAll(credit, ASSET_ID, [seniorLoanId], offered.loanId, securedFen);
  return offered;
}

describe("PledgeRegistry, pledging", function () {
  describe("an asset", function () {
    it("is locked with the acceptance of the loan that it secures", async function () {
      const { credit, products } = await networkHelpers.loadFixture(ready);
      const { pledges, assets, ids } = credit;
      expect(await pledges.availableOf(ASSET_ID)).to.equal(LIMIT);
      const { loanId, accept } = await offeredLoan(credit, products.bank, { collateral: collateral(12_000_000n) });
      const sent = await accept();
      await expect(sent)
        .to.emit(pledges, "Pledged")
        .withArgs(ASSET_ID, loanId, ids.company, 1, 12_000_000n, VALUE, 3_000n);
      await expect(sent).to.emit(assets, "Locked").withArgs(ASSET_ID);
      const pledgedAt = BigInt(await time.latest());
      expect(await pledges.liensOf(ASSET_ID)).to.deep.equal([[loanId, 12_000_000n, VALUE, 3_000n, pledgedAt]]);
      expect(await pledges.availableOf(ASSET_ID)).to.equal(LIMIT - 12_000_000n);
      expect(await assets.locked(ASSET_ID)).to.equal(true);
    });

    it("can be added to a loan that runs", async function () {
      const { credit, products } = await networkHelpers.loadFixture(ready);
      const { desk, pledges, ids, wallets } = credit;
      const loanId = await activeLoan(credit, products.bank);
      await expect(desk.connect(wallets.company).addCollateral(loanId, collateral(5n)[0]!))
        .to.emit(pledges, "Pledged")
        .withArgs(ASSET_ID, loanId, ids.company, 1, 5n, VALUE, 3_000n);
    });

    it("secures one loan beside others", async function () {
      const { credit, products } = await networkHelpers.loadFixture(ready);
      const { assets, pledges } = credit;
      await attestPaper(credit, "declaration", { number: "531620190160123456", valueFen: 5_000_000n, label: 1n });
      const declaration = assetIdOf(REGISTER.customs, "531620190160123456");
      const both = [...collateral(LIMIT), ...collateral(4_000_000n, declaration)];
      const loanId = await activeLoan(credit, products.bank, { collateral: both });
      for (const assetId of [ASSET_ID, declaration]) {
        expect(await assets.locked(assetId)).to.equal(true);
        expect((await pledges.liensOf(assetId)).map((lien) => lien.loanId)).to.deep.equal([loanId]);
        expect(await pledges.availableOf(assetId)).to.equal(0n);
      }
    });
  });

  describe("a limit", function () {
    for (const [valueFen, limit] of [
      [VALUE, LIMIT],
      [333n, 99n],
      [10n, 3n],
    ] as const) {
      it(`of ${limit} holds for an asset worth ${valueFen}`, async function () {
        const { credit, products } = await networkHelpers.loadFixture(ready);
        const { pledges } = credit;
        await appraise(credit, ASSET_ID, valueFen);
        const above = await offeredLoan(credit, products.bank, { collateral: collateral(limit + 1n) });
        await expect(above.accept())
          .to.be.revertedWithCustomError(pledges, "PledgeRegistryAboveAdvanceValue")
          .withArgs(ASSET_ID, limit + 1n, limit);
        const { accept } = await offeredLoan(credit, products.bank, { collateral: collateral(limit) });
        await accept();
        expect(await pledges.availableOf(ASSET_ID)).to.equal(0n);
      });
    }

    it("counts what the liens before secure, not what is owed", async function () {
      const { credit, products, loanId } = await networkHelpers.loadFixture(pledged);
      const left = LIMIT - 12_000_000n;
      const above = await juniorOffer(credit, products.otherBank, loanId, left + 1n);
      await expect(above.accept())
        .to.be.revertedWithCustomError(credit.pledges, "PledgeRegistryAboveAdvanceValue")
        .withArgs(ASSET_ID, left + 1n, left);
      const { accept } = await juniorOffer(credit, products.otherBank, loanId, left);
      await accept();
      expect((await credit.pledges.liensOf(ASSET_ID)).map((lien) => lien.securedFen)).to.deep.equal([
        12_000_000n,
        left,
      ]);
    });

    it("that falls with the value leaves the lien, and lets no other follow", async function () {
      const { credit, products, loanId } = await networkHelpers.loadFixture(pledged);
      const { pledges } = credit;
      await appraise(credit, ASSET_ID, 40_000_000n); // advances 12,000,000: just what is secured
      expect(await pledges.availableOf(ASSET_ID)).to.equal(0n);
      await appraise(credit, ASSET_ID, 30_000_000n); // advances less than what is secured
      expect(await pledges.availableOf(ASSET_ID)).to.equal(0n);
      const [lien] = await pledges.liensOf(ASSET_ID);
      expect([lien?.securedFen, lien?.valueFen]).to.deep.equal([12_000_000n, VALUE]);
      const { accept } = await juniorOffer(credit, products.otherBank, loanId, 1n);
      await expect(accept())
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryAboveAdvanceValue")
        .withArgs(ASSET_ID, 1n, 0n);
    });

    it("that rises with the value makes room", async function () {
      const { credit, products, loanId } = await networkHelpers.loadFixture(pledged);
      await appraise(credit, ASSET_ID, 2n * VALUE);
      const { accept } = await juniorOffer(credit, products.otherBank, loanId, 2n * LIMIT - 12_000_000n);
      await accept();
      const liens = await credit.pledges.liensOf(ASSET_ID);
      expect(liens.map((lien) => lien.valueFen)).to.deep.equal([VALUE, 2n * VALUE]);
    });
  });

  describe("is refused", function () {
    it("for nothing", async function () {
      const { credit, products } = await networkHelpers.loadFixture(ready);
      const { accept } = await offeredLoan(credit, products.bank, { collateral: collateral(0n) });
      await expect(accept())
        .to.be.revertedWithCustomError(credit.pledges, "PledgeRegistryNothingSecured")
        .withArgs(ASSET_ID);
    });

    it("twice for one loan, at once or later", async function () {
      const { credit, products } = await networkHelpers.loadFixture(ready);
      const { pledges, desk, wallets } = credit;
      const twice = [...collateral(1_000_000n), ...collateral(1_000_000n)];
      const offered = await offeredLoan(credit, products.bank, { collateral: twice });
      await expect(offered.accept())
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryAlreadyPledged")
        .withArgs(ASSET_ID, offered.loanId);
      const loanId = await activeLoan(credit, products.bank, { collateral: collateral(1_000_000n) });
      await expect(desk.connect(wallets.company).addCollateral(loanId, collateral(1n)[0]!))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryAlreadyPledged")
        .withArgs(ASSET_ID, loanId);
    });

    it("of another company's asset, and of what is no asset", async function () {
      const { credit, products } = await networkHelpers.loadFixture(ready);
      const { assets, ids } = credit;
      const offered = await offeredLoan(
        credit,
        products.bank,
        { collateral: collateral(1n) },
        { borrower: "otherCompany" },
      );
      await expect(offered.accept())
        .to.be.revertedWithCustomError(assets, "SoftAssetsNotPledgor")
        .withArgs(ASSET_ID, ids.company, ids.otherCompany);
      const unknown = await offeredLoan(credit, products.bank, { collateral: collateral(1n, 77n) });
      await expect(unknown.accept()).to.be.revertedWithCustomError(assets, "SoftAssetsUnknownAsset").withArgs(77n);
    });

    it("of an asset without a value, and of a right in an application", async function () {
      const { credit, products } = await networkHelpers.loadFixture(ready);
      await attestPaper(credit, "patent", { number: "2019107777777" });
      const assetId = assetIdOf(REGISTER.patent, "2019107777777");
      const offered = await offeredLoan(credit, products.bank, { collateral: collateral(1n, assetId) });
      await expect(offered.accept())
        .to.be.revertedWithCustomError(credit.assets, "SoftAssetsNoValue")
        .withArgs(assetId);
      await attestPaper(credit, "patent", { number: "2019108888888", status: 0n });
      const application = assetIdOf(REGISTER.patent, "2019108888888");
      const other = await offeredLoan(credit, products.bank, { collateral: collateral(1n, application) });
      await expect(other.accept())
        .to.be.revertedWithCustomError(credit.assets, "SoftAssetsUnknownAsset")
        .withArgs(application);
    });

    it("of a patent whose term has ended, from its last day on", async function () {
      const { credit, products } = await networkHelpers.loadFixture(ready);
      const { assets } = credit;
      const dueAt = BigInt(Math.ceil(((await time.latest()) + 10 * DAY) / DAY)) * BigInt(DAY);
      await attestPaper(credit, "patent", { number: NUMBER, dueAt });
      const { accept } = await offeredLoan(credit, products.bank, { collateral: collateral(1n) });
      await time.setNextBlockTimestamp(dueAt);
      await expect(accept())
        .to.be.revertedWithCustomError(assets, "SoftAssetsExpired")
        .withArgs(ASSET_ID, dueAt, dueAt);
      await networkHelpers.mine();
      expect(await assets.pledgeableValueOf(ASSET_ID)).to.equal(0n);
    });

    it("of a patent that has no end on record", async function () {
      const { credit, products } = await networkHelpers.loadFixture(ready);
      await attestPaper(credit, "patent", { number: NUMBER, dueAt: 0n });
      const { accept } = await offeredLoan(credit, products.bank, { collateral: collateral(1n) });
      await expect(accept())
        .to.be.revertedWithCustomError(credit.assets, "SoftAssetsExpired")
        .withArgs(ASSET_ID, 0n, (blockTime: bigint) => blockTime > 0n);
    });

    it("of an asset whose last statement has grown old", async function () {
      const { credit, products } = await networkHelpers.loadFixture(ready);
      const { assets } = credit;
      const { knownUntil } = await assets.assetOf(ASSET_ID);
      await time.increaseTo(knownUntil - BigInt(10 * DAY));
      await appraise(credit, ASSET_ID, VALUE);
      const first = await offeredLoan(credit, products.bank, { collateral: collateral(1n) });
      const second = await offeredLoan(
        credit,
        products.otherBank,
        { collateral: collateral(1n) },
        {
          lender: "otherBank",
        },
      );
      await time.setNextBlockTimestamp(knownUntil + 1n);
      await expect(second.accept())
        .to.be.revertedWithCustomError(assets, "SoftAssetsOutdated")
        .withArgs(ASSET_ID, knownUntil, knownUntil + 1n);
      await networkHelpers.mine();
      expect(await assets.pledgeableValueOf(ASSET_ID)).to.equal(0n);
      await attestPaper(credit, "patent", { number: NUMBER });
      expect((await assets.assetOf(ASSET_ID)).knownUntil).to.equal(knownUntil + 1n + BigInt(ASSET_VALIDITY));
      await first.accept();
    });

    it("of an asset that is not in force any more, or whose statement was revoked", async function () {
      const { credit, products } = await networkHelpers.loadFixture(ready);
      const { assets } = credit;
      const { accept } = await offeredLoan(credit, products.bank, { collateral: collateral(1n) });
      await attestPaper(credit, "patent", { number: NUMBER, status: 0n });
      await expect(accept()).to.be.revertedWithCustomError(assets, "SoftAssetsNotInForce").withArgs(ASSET_ID);
      await time.increase(DAY);
      const observedAt = await time.latest();
      await attestPaper(credit, "patent", { number: NUMBER, observedAt });
      await revokePaper(credit, "patent", NUMBER, observedAt);
      await expect(accept()).to.be.revertedWithCustomError(assets, "SoftAssetsRevoked").withArgs(ASSET_ID);
      expect(await assets.locked(ASSET_ID)).to.equal(false);
    });
  });

  describe("a lien", function () {
    it("outlives the revocation of the declaration that it rests on; none can follow it", async function () {
      const { credit, products } = await networkHelpers.loadFixture(ready);
      const { assets, desk, pledges, wallets } = credit;
      const number = "531620190160123456";
      const observedAt = await time.latest();
      await attestPaper(credit, "declaration", { number, label: 1n, valueFen: 5_000_000n, observedAt });
      const assetId = assetIdOf(REGISTER.customs, number);
      const loanId = await activeLoan(credit, products.bank, { collateral: collateral(1_000_000n, assetId) });
      await expect(revokePaper(credit, "declaration", number, observedAt)).to.emit(assets, "AssetFlagged");
      expect((await pledges.liensOf(assetId)).map((lien) => lien.loanId)).to.deep.equal([loanId]);
      expect(await assets.locked(assetId)).to.equal(true);
      expect(await pledges.availableOf(assetId)).to.equal(0n);
      const junior = await offeredLoan(
        credit,
        products.otherBank,
        { collateral: collateral(1n, assetId) },
        { lender: "otherBank" },
      );
      await consentAll(credit, assetId, [loanId], junior.loanId, 1n);
      await expect(junior.accept()).to.be.revertedWithCustomError(assets, "SoftAssetsRevoked").withArgs(assetId);
      await desk.connect(wallets.bank).releaseCollateral(loanId, assetId);
      expect(await assets.locked(assetId)).to.equal(false);
    });

    it("outlives the force and the term of the right", async function () {
      const { credit } = await networkHelpers.loadFixture(pledged);
      const { assets, pledges } = credit;
      await attestPaper(credit, "patent", { number: NUMBER, status: 0n, dueAt: 86_400n });
      expect((await pledges.liensOf(ASSET_ID)).length).to.equal(1);
      expect(await assets.locked(ASSET_ID)).to.equal(true);
      expect(await pledges.availableOf(ASSET_ID)).to.equal(0n);
    });
  });

  it("knows of no lien on what is no asset", async function () {
    const { credit } = await networkHelpers.loadFixture(ready);
    expect(await credit.pledges.liensOf(77n)).to.deep.equal([]);
    expect(await credit.pledges.availableOf(77n)).to.equal(0n);
  });
});
