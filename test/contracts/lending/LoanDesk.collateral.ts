import { expect } from "chai";
import { network } from "hardhat";
import { ZeroAddress, ZeroHash } from "ethers";
import {
  acceptedLoan,
  activeLoan,
  appraise,
  assetIdOf,
  attestPaper,
  deployCredit,
  publish,
  REGISTER,
  TERMS,
  valuedPatent,
} from "../support/credit.ts";
import { disbursedLoan, fallIntoDefault } from "../support/loans.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const SECURED = 5_000_000n;
const MAX_PLEDGES = 20;

async function published() {
  const credit = await deployCredit(connection);
  const { desk, wallets } = credit;
  const productId = await publish(credit);
  const assetId = await valuedPatent(credit);
  const loanId = await activeLoan(credit, productId, { tenorMonths: 1n });
  return {
    ...credit,
    ...{ credit, productId, assetId, loanId, collateral: { assetId, securedFen: SECURED } },
    company: desk.connect(wallets.company),
    bank: desk.connect(wallets.bank),
  };
}

describe("LoanDesk, collateral of an open loan", function () {
  describe("addCollateral", function () {
    it("pledges a further asset of the company", async function () {
      const { desk, pledges, company, assets, ids, assetId, loanId, collateral } =
        await networkHelpers.loadFixture(published);
      await expect(company.addCollateral(loanId, collateral))
        .to.emit(pledges, "Pledged")
        .withArgs(assetId, loanId, ids.company, 1, SECURED, 100_000_000n, 3000);
      expect((await desk.loanOf(loanId)).terms.pledges).to.equal(1);
      expect(await assets.locked(assetId)).to.equal(true);
    });

    for (const state of ["accepted", "disbursed", "defaulted"] as const) {
      it(`and its release are possible for a loan that is ${state}`, async function () {
        const { credit, desk, company, bank, assets, productId, assetId, loanId, collateral } =
          await networkHelpers.loadFixture(published);
        const other = {
          accepted: () => acceptedLoan(credit, productId),
          disbursed: () => disbursedLoan(credit, productId),
          defaulted: () => fallIntoDefault(credit, loanId),
        };
        const chosen = await other[state]();
        await company.addCollateral(chosen, collateral);
        expect((await desk.loanOf(chosen)).terms.pledges).to.equal(1);
        await bank.releaseCollateral(chosen, assetId);
        expect((await desk.loanOf(chosen)).terms.pledges).to.equal(0);
        expect(await assets.locked(assetId)).to.equal(false);
      });
    }

    it("refuses a kind that the agreed version of the product does not accept", async function () {
      const { credit, desk, company, products, wallets, assetId, collateral } =
        await networkHelpers.loadFixture(published);
      const accepted = TERMS.collateralKinds & ~2n;
      const productId = await publish(credit, { code: "no patents", terms: { collateralKinds: accepted } });
      const loanId = await activeLoan(credit, productId);
      await products.connect(wallets.bank).change(productId, 1, TERMS, ZeroAddress, "0x");
      await expect(company.addCollateral(loanId, collateral))
        .to.be.revertedWithCustomError(desk, "LoanDeskCollateralKindRefused")
        .withArgs(assetId, 1, accepted);
    });

    it("refuses any asset for a product that accepts none", async function () {
      const { credit, desk, company, assetId, collateral } = await networkHelpers.loadFixture(published);
      const productId = await publish(credit, { code: "credit", terms: { collateralKinds: 0n } });
      const loanId = await activeLoan(credit, productId);
      await expect(company.addCollateral(loanId, collateral))
        .to.be.revertedWithCustomError(desk, "LoanDeskCollateralKindRefused")
        .withArgs(assetId, 1, 0);
    });

    it("refuses an asset that is pledged for the loan already, one of another company, and one there is not", async function () {
      const { credit, assets, pledges, company, ids, assetId, loanId, collateral } =
        await networkHelpers.loadFixture(published);
      await company.addCollateral(loanId, collateral);
      await expect(company.addCollateral(loanId, { assetId, securedFen: 1n }))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryAlreadyPledged")
        .withArgs(assetId, loanId);
      const foreign = await valuedPatent(credit, 100_000_000n, "2019101234569", "otherCompany");
      await expect(company.addCollateral(loanId, { assetId: foreign, securedFen: 1n }))
        .to.be.revertedWithCustomError(assets, "SoftAssetsNotPledgor")
        .withArgs(foreign, ids.otherCompany, ids.company);
      await expect(company.addCollateral(loanId, { assetId: 1n, securedFen: 1n }))
        .to.be.revertedWithCustomError(assets, "SoftAssetsUnknownAsset")
        .withArgs(1);
    });

    it("takes 20 assets for one loan, and not one more", async function () {
      const { credit, desk, company, loanId } = await networkHelpers.loadFixture(published);
      const numbers = Array.from({ length: MAX_PLEDGES + 1 }, (_, index) => `53162019016012${1000 + index}`);
      const assetIds: bigint[] = [];
      for (const number of numbers) {
        await attestPaper(credit, "declaration", { number, label: 1n, valueFen: 5_000_000n });
        assetIds.push(assetIdOf(REGISTER.customs, number));
      }
      const last = assetIds.pop()!;
      for (const assetId of assetIds) await company.addCollateral(loanId, { assetId, securedFen: 1n });
      await expect(company.addCollateral(loanId, { assetId: last, securedFen: 1n }))
        .to.be.revertedWithCustomError(desk, "LoanDeskTooManyPledges")
        .withArgs(MAX_PLEDGES + 1, MAX_PLEDGES);
      await desk.connect(credit.wallets.bank).recordRepayment(loanId, await desk.outstandingOf(loanId), ZeroHash);
      await desk.settle(loanId, assetIds);
      expect((await desk.loanOf(loanId)).terms.pledges).to.equal(0);
    });

    it("goes on for a loan of a suspended lender", async function () {
      const { desk, entities, company, wallets, ids, loanId, collateral } = await networkHelpers.loadFixture(published);
      await entities.connect(wallets.registrar).suspend(ids.bank, reason("inquiry"));
      await company.addCollateral(loanId, collateral);
      expect((await desk.loanOf(loanId)).terms.pledges).to.equal(1);
    });
  });

  describe("releaseCollateral", function () {
    it("frees one asset and leaves the others", async function () {
      const { credit, desk, pledges, assets, company, bank, assetId, loanId, collateral } =
        await networkHelpers.loadFixture(published);
      const other = await valuedPatent(credit, 100_000_000n, "2019101234569");
      await company.addCollateral(loanId, collateral);
      await company.addCollateral(loanId, { assetId: other, securedFen: 1n });
      await expect(bank.releaseCollateral(loanId, assetId))
        .to.emit(pledges, "LienReleased")
        .withArgs(assetId, loanId, 1);
      expect((await desk.loanOf(loanId)).terms.pledges).to.equal(1);
      expect(await assets.locked(assetId)).to.equal(false);
      expect(await assets.locked(other)).to.equal(true);
    });

    it("refuses an asset that is not pledged for this loan", async function () {
      const { credit, pledges, company, bank, productId, assetId, loanId, collateral } =
        await networkHelpers.loadFixture(published);
      const other = await activeLoan(credit, productId);
      await company.addCollateral(other, collateral);
      for (const named of [assetId, 1n]) {
        await expect(bank.releaseCollateral(loanId, named))
          .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoLien")
          .withArgs(named, loanId);
      }
    });

    it("works for an asset whose value has fallen, or whose statement is out of date", async function () {
      const { credit, company, bank, assets, assetId, loanId, collateral } =
        await networkHelpers.loadFixture(published);
      await company.addCollateral(loanId, collateral);
      await networkHelpers.time.increase(10);
      await appraise(credit, assetId, 1n);
      await networkHelpers.time.increase(500 * 86_400);
      await bank.releaseCollateral(loanId, assetId);
      expect(await assets.locked(assetId)).to.equal(false);
    });
  });
});
