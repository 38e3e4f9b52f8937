import { expect } from "chai";
import { network } from "hardhat";
import { toBeHex, ZeroAddress, ZeroHash } from "ethers";
import {
  attestPaper,
  assetIdOf,
  deployCredit,
  hashOffer,
  type Offer,
  publish,
  REGISTER,
  STATE,
  TERMS,
  valuedPatent,
} from "../support/credit.ts";
import { LIMIT, offeredLoan } from "../support/loans.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const SECURED = 12_000_000n;
const NUMBER = "531620190160123456";

/** An offer of the bank that asks for a patent and an export declaration. */
async function offered() {
  const credit = await deployCredit(connection);
  const { desk, wallets } = credit;
  const productId = await publish(credit);
  const patent = await valuedPatent(credit);
  await attestPaper(credit, "declaration", { number: NUMBER, label: 1n, valueFen: 5_000_000n });
  const declaration = assetIdOf(REGISTER.customs, NUMBER);
  const collateral = [
    { assetId: patent, securedFen: SECURED },
    { assetId: declaration, securedFen: 4_000_000n },
  ];
  const { loanId, offer } = await offeredLoan(credit, productId, { collateral });
  return { ...credit, credit, productId, patent, declaration, loanId, offer, company: desk.connect(wallets.company) };
}

/** One other value for each field of an offer. */
const CHANGES: Partial<Offer> = {
  amountFen: 9_999_999n,
  feeFen: 9_999n,
  tenorMonths: 13n,
  rateBps: 599n,
  overdueRateBps: 899n,
  validUntil: 4_000_000_000n,
  guarantor: toBeHex(1n, 32),
  guaranteedFen: 1n,
  collateral: [],
};

describe("LoanDesk.accept", function () {
  it("agrees the terms and pledges everything, in one transaction", async function () {
    const { desk, pledges, assets, company, ids, productId, patent, declaration, loanId, offer } =
      await networkHelpers.loadFixture(offered);
    const now = (await time.latest()) + 100;
    await time.setNextBlockTimestamp(now);
    const deadline = BigInt(now + LIMIT.disbursement);
    const sent = company.accept(loanId, offer);
    await expect(sent).to.emit(desk, "Accepted").withArgs(loanId, ids.company, ids.bank, hashOffer(offer), deadline);
    await expect(sent)
      .to.emit(pledges, "Pledged")
      .withArgs(patent, loanId, ids.company, 1, SECURED, 100_000_000n, 3000);
    await expect(sent)
      .to.emit(pledges, "Pledged")
      .withArgs(declaration, loanId, ids.company, 1, 4_000_000n, 5_000_000n, 8000);
    const loan = await desk.loanOf(loanId);
    expect(loan.lender).to.equal(ids.bank);
    expect(await desk.lenderOf(loanId)).to.equal(ids.bank);
    expect(loan.offerHash).to.equal(ZeroHash);
    const { amountFen, feeFen, tenorMonths, rateBps, overdueRateBps } = offer;
    expect(loan.terms).to.deep.equal([
      ...[STATE.accepted, productId, 1n, amountFen, feeFen, tenorMonths, rateBps, overdueRateBps],
      ...[2n, deadline, false],
    ]);
    for (const assetId of [patent, declaration]) expect(await assets.locked(assetId)).to.equal(true);
    expect(await desk.outstandingOf(loanId)).to.equal(0);
  });

  for (const [field, value] of Object.entries(CHANGES)) {
    it(`refuses an offer of which ${field} was changed, by whichever side`, async function () {
      const { desk, company, loanId, offer } = await networkHelpers.loadFixture(offered);
      const other = { ...offer, [field]: value as unknown };
      await expect(company.accept(loanId, other))
        .to.be.revertedWithCustomError(desk, "LoanDeskOfferChanged")
        .withArgs(loanId, hashOffer(other), hashOffer(offer));
    });
  }

  it("refuses what was on offer before the lender replaced it", async function () {
    const { desk, company, wallets, loanId, offer } = await networkHelpers.loadFixture(offered);
    const next = { ...offer, rateBps: 700n };
    await desk.connect(wallets.bank).offer(loanId, next);
    await expect(company.accept(loanId, offer))
      .to.be.revertedWithCustomError(desk, "LoanDeskOfferChanged")
      .withArgs(loanId, hashOffer(offer), hashOffer(next));
    await company.accept(loanId, next);
  });

  it("takes the offer of another case for what it is: another offer", async function () {
    const { credit, desk, company, productId, loanId, offer } = await networkHelpers.loadFixture(offered);
    const other = await offeredLoan(credit, productId, { amountFen: 90_000_000n });
    await expect(company.accept(other.loanId, offer))
      .to.be.revertedWithCustomError(desk, "LoanDeskOfferChanged")
      .withArgs(other.loanId, hashOffer(offer), hashOffer(other.offer));
    expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.offered);
  });

  it("is in time in the offer's last second, and too late in the next", async function () {
    const { desk, company, loanId, offer } = await networkHelpers.loadFixture(offered);
    const last = Number(offer.validUntil);
    await time.setNextBlockTimestamp(last + 1);
    await expect(company.accept(loanId, offer))
      .to.be.revertedWithCustomError(desk, "LoanDeskOfferExpired")
      .withArgs(loanId, last, last + 1);
    // The refused call mined no block.
    await time.setNextBlockTimestamp(last);
    await company.accept(loanId, offer);
    expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.accepted);
  });

  it("holds the lender to its offer although it has changed or retired the product since", async function () {
    const { desk, products, company, wallets, productId, loanId, offer } = await networkHelpers.loadFixture(offered);
    const bank = products.connect(wallets.bank);
    await bank.change(productId, 1, { ...TERMS, collateralKinds: 0n, maxRateBps: 300n }, ZeroAddress, "0x");
    await bank.retire(productId);
    await company.accept(loanId, offer);
    const { terms } = await desk.loanOf(loanId);
    expect([terms.state, terms.productVersion, terms.rateBps]).to.deep.equal([STATE.accepted, 1n, 600n]);
  });

  it("is refused while the lender is suspended: a thief may have made the offer", async function () {
    const { desk, entities, company, wallets, ids, loanId, offer } = await networkHelpers.loadFixture(offered);
    const registrar = entities.connect(wallets.registrar);
    await registrar.suspend(ids.bank, reason("stolen key"));
    await expect(company.accept(loanId, offer))
      .to.be.revertedWithCustomError(desk, "LoanDeskEntityNotActive")
      .withArgs(ids.bank);
    await registrar.reinstate(ids.bank, reason("found"));
    await company.accept(loanId, offer);
  });

  it("binds a lender whose wallet has changed since the offer", async function () {
    const { desk, entities, company, wallets, ids, loanId, offer } = await networkHelpers.loadFixture(offered);
    await entities.connect(wallets.bank).proposeController(ids.bank, wallets.next);
    await entities.connect(wallets.next).acceptController(ids.bank);
    await company.accept(loanId, offer);
    await expect(desk.connect(wallets.bank).disburse(loanId, ZeroHash))
      .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
      .withArgs(ids.bank, wallets.bank);
    await desk.connect(wallets.next).disburse(loanId, ZeroHash);
  });

  describe("collateral", function () {
    it("refuses an asset that is named twice", async function () {
      const { credit, company, pledges, productId, patent } = await networkHelpers.loadFixture(offered);
      const collateral = [1n, 2n].map((securedFen) => ({ assetId: patent, securedFen }));
      const { loanId, offer } = await offeredLoan(credit, productId, { collateral });
      await expect(company.accept(loanId, offer))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryAlreadyPledged")
        .withArgs(patent, loanId);
    });

    it("refuses a kind that the product does not accept", async function () {
      const { credit, desk, company, patent } = await networkHelpers.loadFixture(offered);
      const accepted = TERMS.collateralKinds & ~2n;
      const productId = await publish(credit, { code: "no patents", terms: { collateralKinds: accepted } });
      const collateral = [{ assetId: patent, securedFen: 1n }];
      const { loanId, offer } = await offeredLoan(credit, productId, { collateral });
      await expect(company.accept(loanId, offer))
        .to.be.revertedWithCustomError(desk, "LoanDeskCollateralKindRefused")
        .withArgs(patent, 1, accepted);
    });

    it("refuses an asset of another company, and changes nothing, not even for the assets before it", async function () {
      const { credit, desk, assets, pledges, company, ids, productId, patent } =
        await networkHelpers.loadFixture(offered);
      const foreign = await valuedPatent(credit, 100_000_000n, "2019101234569", "otherCompany");
      const collateral = [patent, foreign].map((assetId) => ({ assetId, securedFen: 1n }));
      const { loanId, offer } = await offeredLoan(credit, productId, { collateral });
      await expect(company.accept(loanId, offer))
        .to.be.revertedWithCustomError(assets, "SoftAssetsNotPledgor")
        .withArgs(foreign, ids.otherCompany, ids.company);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.offered);
      expect(await pledges.liensOf(patent)).to.deep.equal([]);
      expect(await assets.locked(patent)).to.equal(false);
    });

    it("goes to the first of two banks that race for it, and the other acceptance fails whole", async function () {
      const { credit, desk, pledges, company, ids, loanId, offer, patent } = await networkHelpers.loadFixture(offered);
      const productId = await publish(credit, { lender: "otherBank", code: "other" });
      const collateral = [{ assetId: patent, securedFen: 1n }];
      const rival = await offeredLoan(credit, productId, { collateral }, { lender: "otherBank" });
      await company.accept(loanId, offer);
      await expect(company.accept(rival.loanId, rival.offer))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoConsent")
        .withArgs(patent, loanId, rival.loanId, 0);
      expect(await desk.lenderOf(rival.loanId)).to.equal(ZeroHash);
      expect(await desk.lenderOf(loanId)).to.equal(ids.bank);
    });
  });
});
