import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroHash } from "ethers";
import {
  acceptedLoan,
  appraise,
  assetIdOf,
  attestPaper,
  DAY,
  deployCredit,
  REGISTER,
  valuedPatent,
} from "../support/credit.ts";
import { reason } from "../support/ledger.ts";
import { revokePaper, valueOf } from "../support/papers.ts";
import { defaulted, lenderAt, publishBoth, stackedLoans } from "../support/pledging.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const NUMBER = "2019101234567";
const ASSET_ID = assetIdOf(REGISTER.patent, NUMBER);
const VALUE = 100_000_000n;
const SECURED = [8_000_000n, 6_000_000n, 4_000_000n, 2_000_000n] as const;
const PROCEEDS = 20_000_000n;

/** Four liens of two banks in turn; the lender at a place may enforce. */
async function enforceable(place: number, liens: number = SECURED.length) {
  const credit = await deployCredit(connection);
  await valuedPatent(credit, VALUE, NUMBER);
  const products = await publishBoth(credit);
  const loanIds = await stackedLoans(credit, products, ASSET_ID, SECURED.slice(0, liens), { tenorMonths: 1n });
  const loanId = loanIds[place]!;
  await defaulted(credit, loanId, lenderAt(place));
  const { desk, pledges, wallets } = credit;
  const enforce = (buyer: string, proceedsFen = PROCEEDS) =>
    desk.connect(wallets[lenderAt(place)]).enforce(loanId, ASSET_ID, buyer, proceedsFen);
  /** The lienholder at another place lets this one sell to a buyer. */
  const consent = (other: number, buyer: string) =>
    pledges.connect(wallets[lenderAt(other)]).consentToEnforcement(ASSET_ID, loanIds[other]!, loanId, buyer);
  return { credit, products, loanIds, loanId, enforce, consent };
}

const firstOfFour = () => enforceable(0);
const thirdOfFour = () => enforceable(2);
const only = () => enforceable(0, 1);

describe("PledgeRegistry, enforcing", function () {
  describe("the first lien", function () {
    it("gives the asset to the buyer and ends all liens, whatever the others say", async function () {
      const { credit, loanIds, enforce } = await networkHelpers.loadFixture(firstOfFour);
      const { assets, pledges, desk, ids, wallets } = credit;
      const sent = await enforce(ids.buyer);
      await expect(sent).to.emit(pledges, "LienEnforced").withArgs(ASSET_ID, loanIds[0], 1, ids.buyer);
      for (const place of [1, 2, 3]) {
        await expect(sent)
          .to.emit(pledges, "LienExtinguished")
          .withArgs(ASSET_ID, loanIds[place], place + 1);
      }
      await expect(sent).to.emit(assets, "AssetMoved").withArgs(ASSET_ID, ids.company, ids.buyer);
      await expect(sent).to.emit(assets, "Unlocked").withArgs(ASSET_ID);
      await expect(sent).to.emit(assets, "Transfer").withArgs(wallets.company, wallets.buyer, ASSET_ID);
      expect(await pledges.liensOf(ASSET_ID)).to.deep.equal([]);
      expect((await assets.assetOf(ASSET_ID)).entity).to.equal(ids.buyer);
      expect(await assets.ownerOf(ASSET_ID)).to.equal(wallets.buyer.address);
      expect(await assets.locked(ASSET_ID)).to.equal(false);
      for (const loanId of loanIds) expect((await desk.loanOf(loanId)).terms.pledges).to.equal(0n);
    });

    it("leaves a free asset, which the buyer can pledge", async function () {
      const { credit, products, enforce } = await networkHelpers.loadFixture(firstOfFour);
      const { pledges, ids } = credit;
      await enforce(ids.buyer);
      const collateral = [{ assetId: ASSET_ID, securedFen: 30_000_000n }];
      const loanId = await acceptedLoan(credit, products.bank, { collateral }, { borrower: "buyer" });
      expect((await pledges.liensOf(ASSET_ID)).map((lien) => lien.loanId)).to.deep.equal([loanId]);
    });

    it("is enforced once", async function () {
      const { credit, loanIds, enforce } = await networkHelpers.loadFixture(firstOfFour);
      const { desk, pledges, ids, wallets } = credit;
      await enforce(ids.buyer);
      await expect(enforce(ids.buyer))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoLien")
        .withArgs(ASSET_ID, loanIds[0]);
      await expect(desk.connect(wallets.otherBank).releaseCollateral(loanIds[1]!, ASSET_ID))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoLien")
        .withArgs(ASSET_ID, loanIds[1]);
    });

    it("may be bought free by the company itself, at its value", async function () {
      const { credit, enforce } = await networkHelpers.loadFixture(firstOfFour);
      const { assets, pledges, ids, wallets } = credit;
      await expect(enforce(ids.company)).to.be.revertedWithCustomError(pledges, "PledgeRegistryBelowValue");
      await enforce(ids.company, 100_000_000n);
      expect(await assets.ownerOf(ASSET_ID)).to.equal(wallets.company.address);
      expect(await assets.locked(ASSET_ID)).to.equal(false);
      expect(await pledges.availableOf(ASSET_ID)).to.equal(30_000_000n);
    });

    it("takes the token from wherever it lies", async function () {
      const { credit, enforce } = await networkHelpers.loadFixture(firstOfFour);
      const { assets, entities, ids, wallets } = credit;
      await entities.connect(wallets.company).proposeController(ids.company, wallets.next);
      await entities.connect(wallets.next).acceptController(ids.company);
      await enforce(ids.buyer);
      expect(await assets.ownerOf(ASSET_ID)).to.equal(wallets.buyer.address);
    });

    it("is enforced against a suspended company", async function () {
      const { credit, enforce } = await networkHelpers.loadFixture(firstOfFour);
      const { assets, entities, ids, wallets } = credit;
      await entities.connect(wallets.registrar).suspend(ids.company, reason("bankrupt"));
      await enforce(ids.buyer);
      expect(await assets.ownerOf(ASSET_ID)).to.equal(wallets.buyer.address);
    });

    it("is enforced although its statement was revoked, and gives a flagged asset", async function () {
      const { credit, enforce } = await networkHelpers.loadFixture(firstOfFour);
      const { assets, ids } = credit;
      const observedAt = await time.latest();
      await attestPaper(credit, "patent", { number: NUMBER, observedAt });
      await revokePaper(credit, "patent", NUMBER, observedAt);
      await enforce(ids.buyer);
      expect((await assets.assetOf(ASSET_ID)).entity).to.equal(ids.buyer);
      expect(await assets.pledgeableValueOf(ASSET_ID)).to.equal(0n);
    });
  });

  describe("a buyer", function () {
    it("must be an active entity with a wallet", async function () {
      const { credit, enforce } = await networkHelpers.loadFixture(firstOfFour);
      const { assets, entities, ids, wallets } = credit;
      await entities.connect(wallets.registrar).suspend(ids.otherCompany, reason("fraud"));
      for (const buyer of [ids.otherCompany, id("unregistered"), ZeroHash]) {
        await expect(enforce(buyer)).to.be.revertedWithCustomError(assets, "SoftAssetsNoController").withArgs(buyer);
      }
      expect((await credit.pledges.liensOf(ASSET_ID)).length).to.equal(4);
    });

    it("that is the lender pays the value at least", async function () {
      const { credit, enforce } = await networkHelpers.loadFixture(firstOfFour);
      const { assets, pledges, ids } = credit;
      for (const proceedsFen of [0n, VALUE - 1n]) {
        await expect(enforce(ids.bank, proceedsFen))
          .to.be.revertedWithCustomError(pledges, "PledgeRegistryBelowValue")
          .withArgs(ASSET_ID, proceedsFen, VALUE);
      }
      await enforce(ids.bank, VALUE);
      expect((await assets.assetOf(ASSET_ID)).entity).to.equal(ids.bank);
    });

    it("that is the lender pays the value of today, not that of the pledge", async function () {
      const { credit, enforce } = await networkHelpers.loadFixture(only);
      await appraise(credit, ASSET_ID, VALUE / 2n);
      await expect(enforce(credit.ids.bank, VALUE / 2n - 1n))
        .to.be.revertedWithCustomError(credit.pledges, "PledgeRegistryBelowValue")
        .withArgs(ASSET_ID, VALUE / 2n - 1n, VALUE / 2n);
      await enforce(credit.ids.bank, VALUE / 2n);
      expect((await credit.assets.assetOf(ASSET_ID)).entity).to.equal(credit.ids.bank);
    });

    it("that is the lender pays what it says where no value is known any more", async function () {
      const { credit, enforce } = await networkHelpers.loadFixture(only);
      await time.increase(400 * DAY);
      expect(await valueOf(credit, ASSET_ID)).to.equal(0n);
      await enforce(credit.ids.bank, 5n);
      expect((await credit.assets.assetOf(ASSET_ID)).entity).to.equal(credit.ids.bank);
    });

    it("that is anybody else pays what the sale brings", async function () {
      const { credit, enforce } = await networkHelpers.loadFixture(firstOfFour);
      await enforce(credit.ids.otherBank, 1n);
      expect((await credit.assets.assetOf(ASSET_ID)).entity).to.equal(credit.ids.otherBank);
    });
  });

  describe("a later lien", function () {
    it("needs the consent of every other lienholder, before it and behind it", async function () {
      const { credit, loanIds, loanId, enforce, consent } = await networkHelpers.loadFixture(thirdOfFour);
      const { pledges, ids } = credit;
      for (const place of [0, 1, 3]) {
        await expect(enforce(ids.buyer))
          .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoEnforcementConsent")
          .withArgs(ASSET_ID, loanIds[place], loanId);
        await expect(consent(place, ids.buyer))
          .to.emit(pledges, "EnforcementConsentChanged")
          .withArgs(ASSET_ID, loanIds[place], loanId, ids.buyer);
        expect(await pledges.enforcementConsentOf(ASSET_ID, loanIds[place]!, loanId)).to.equal(ids.buyer);
      }
      expect((await pledges.liensOf(ASSET_ID)).length).to.equal(4);
      const sent = await enforce(ids.buyer);
      await expect(sent).to.emit(pledges, "LienEnforced").withArgs(ASSET_ID, loanId, 3, ids.buyer);
      for (const place of [0, 1, 3]) {
        await expect(sent)
          .to.emit(pledges, "LienExtinguished")
          .withArgs(ASSET_ID, loanIds[place], place + 1);
      }
      expect(await pledges.liensOf(ASSET_ID)).to.deep.equal([]);
    });

    it("is sold to the buyer to whom the others have consented, and to no other", async function () {
      const { credit, loanIds, loanId, enforce, consent } = await networkHelpers.loadFixture(thirdOfFour);
      const { pledges, ids } = credit;
      for (const place of [0, 1, 3]) await consent(place, ids.buyer);
      for (const buyer of [ids.otherCompany, ids.company, ZeroHash]) {
        await expect(enforce(buyer, 100_000_000n))
          .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoEnforcementConsent")
          .withArgs(ASSET_ID, loanIds[0], loanId);
      }
    });

    it("is not sold after a consent was withdrawn", async function () {
      const { credit, loanIds, loanId, enforce, consent } = await networkHelpers.loadFixture(thirdOfFour);
      const { pledges, ids } = credit;
      for (const place of [0, 1, 3]) await consent(place, ids.buyer);
      await consent(3, ZeroHash);
      await expect(enforce(ids.buyer))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoEnforcementConsent")
        .withArgs(ASSET_ID, loanIds[3], loanId);
    });

    it("needs no consent any more when it has come to the first rank", async function () {
      const { credit, loanIds, loanId, enforce } = await networkHelpers.loadFixture(thirdOfFour);
      const { desk, pledges, ids, wallets } = credit;
      for (const place of [0, 1]) {
        await desk.connect(wallets[lenderAt(place)]).releaseCollateral(loanIds[place]!, ASSET_ID);
      }
      await expect(enforce(ids.buyer)).to.emit(pledges, "LienEnforced").withArgs(ASSET_ID, loanId, 1, ids.buyer);
    });

    it("is not sold to nobody, to whom silence would be a consent", async function () {
      const { credit, enforce } = await networkHelpers.loadFixture(thirdOfFour);
      await expect(enforce(ZeroHash))
        .to.be.revertedWithCustomError(credit.assets, "SoftAssetsNoController")
        .withArgs(ZeroHash);
    });
  });

  describe("consentToEnforcement", function () {
    it("is the lienholder's alone", async function () {
      const { credit, loanIds, loanId } = await networkHelpers.loadFixture(thirdOfFour);
      const { entities, pledges, ids, wallets } = credit;
      const [, second] = loanIds as [bigint, bigint];
      const consentAs = (wallet: typeof wallets.bank) =>
        pledges.connect(wallet).consentToEnforcement(ASSET_ID, second, loanId, ids.buyer);
      for (const caller of [wallets.bank, wallets.company, wallets.regulator, wallets.buyer]) {
        await expect(consentAs(caller))
          .to.be.revertedWithCustomError(pledges, "PledgeRegistryNotLienholder")
          .withArgs(ASSET_ID, second, caller);
      }
      await entities.connect(wallets.registrar).suspend(ids.otherBank, reason("fraud"));
      await expect(consentAs(wallets.otherBank))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNotLienholder")
        .withArgs(ASSET_ID, second, wallets.otherBank);
    });

    it("speaks of a lien that stands", async function () {
      const { credit, loanIds, loanId } = await networkHelpers.loadFixture(thirdOfFour);
      const { desk, pledges, ids, wallets } = credit;
      const bank = pledges.connect(wallets.bank);
      await desk.connect(wallets.bank).releaseCollateral(loanIds[0]!, ASSET_ID);
      for (const [assetId, other] of [
        [ASSET_ID, loanIds[0]!],
        [77n, loanId],
      ] as const) {
        await expect(bank.consentToEnforcement(assetId, other, loanId, ids.buyer))
          .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoLien")
          .withArgs(assetId, other);
      }
    });
  });

  it("stands still during a pause", async function () {
    const { credit, enforce } = await networkHelpers.loadFixture(firstOfFour);
    await credit.pledges.connect(credit.wallets.guardian).pause();
    await expect(enforce(credit.ids.buyer)).to.be.revertedWithCustomError(credit.pledges, "EnforcedPause");
  });
});
