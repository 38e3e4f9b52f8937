import { expect } from "chai";
import { network } from "hardhat";
import { toBeHex, ZeroAddress, ZeroHash } from "ethers";
import { applyFor, deployCredit, hashOffer, type Offer, offerOf, publish, STATE, TERMS } from "../support/credit.ts";
import { asArgs, LIMIT } from "../support/loans.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const MAX_PLEDGES = 20;

async function applied() {
  const credit = await deployCredit(connection);
  const { desk, wallets } = credit;
  const productId = await publish(credit);
  const loanId = await applyFor(credit, productId);
  const bank = desk.connect(wallets.bank);
  const offer = async (changes: Partial<Offer> = {}) => bank.offer(loanId, await offerOf(credit, changes));
  return { ...credit, credit, productId, loanId, bank, offer };
}

/** What an offer breaks, the changes, the error, and its arguments. */
const REFUSED: Record<string, readonly [Partial<Offer>, string, readonly unknown[]]> = {
  "an amount below the smallest": [
    { amountFen: TERMS.minAmountFen - 1n },
    "LoanDeskAmountOutOfRange",
    [TERMS.minAmountFen - 1n, TERMS.minAmountFen, TERMS.maxAmountFen],
  ],
  "an amount above the largest": [
    { amountFen: TERMS.maxAmountFen + 1n },
    "LoanDeskAmountOutOfRange",
    [TERMS.maxAmountFen + 1n, TERMS.minAmountFen, TERMS.maxAmountFen],
  ],
  "no tenor": [{ tenorMonths: 0n }, "LoanDeskTenorOutOfRange", [0n, 1n, 36n]],
  "a tenor above the longest": [{ tenorMonths: 37n }, "LoanDeskTenorOutOfRange", [37n, 1n, 36n]],
  "a rate below the lowest": [{ rateBps: 299n }, "LoanDeskRateOutOfRange", [299n, 300n, 1_200n]],
  "a rate above the highest": [
    { rateBps: 1_201n, overdueRateBps: 1_201n },
    "LoanDeskRateOutOfRange",
    [1_201n, 300n, 1_200n],
  ],
  "an overdue rate below the rate": [{ overdueRateBps: 599n }, "LoanDeskRateOutOfRange", [599n, 600n, 900n]],
  "an overdue rate above half as much again": [{ overdueRateBps: 901n }, "LoanDeskRateOutOfRange", [901n, 600n, 900n]],
  "half as much again of an odd rate, rounded up": [
    { rateBps: 301n, overdueRateBps: 452n },
    "LoanDeskRateOutOfRange",
    [452n, 301n, 451n],
  ],
  "a fee above a tenth": [{ feeFen: 1_000_001n }, "LoanDeskFeeTooHigh", [1_000_001n, 1_000_000n]],
  "a tenth rounded up": [{ amountFen: 100_009n, feeFen: 10_001n }, "LoanDeskFeeTooHigh", [10_001n, 10_000n]],
  "a guarantor that guarantees nothing": [
    { guarantor: toBeHex(1n, 32) },
    "LoanDeskInvalidGuarantee",
    [toBeHex(1n, 32), 0n],
  ],
  "a guarantee by nobody": [{ guaranteedFen: 1n }, "LoanDeskInvalidGuarantee", [ZeroHash, 1n]],
  "a guarantee above twice the amount": [
    { guarantor: toBeHex(1n, 32), guaranteedFen: 20_000_001n },
    "LoanDeskInvalidGuarantee",
    [toBeHex(1n, 32), 20_000_001n],
  ],
  "more than 20 assets": [
    { collateral: Array.from({ length: MAX_PLEDGES + 1 }, (_, index) => ({ assetId: BigInt(index), securedFen: 1n })) },
    "LoanDeskTooManyPledges",
    [21n, 20n],
  ],
};

const ALLOWED: Record<string, Partial<Offer>> = {
  "the smallest amount, tenor and rate, without a fee": {
    amountFen: TERMS.minAmountFen,
    tenorMonths: TERMS.minTenorMonths,
    rateBps: TERMS.minRateBps,
    overdueRateBps: TERMS.minRateBps,
    feeFen: 0n,
  },
  "the largest of everything": {
    amountFen: TERMS.maxAmountFen,
    tenorMonths: TERMS.maxTenorMonths,
    rateBps: TERMS.maxRateBps,
    overdueRateBps: 1_800n,
    feeFen: TERMS.maxAmountFen / 10n,
    guarantor: toBeHex(1n, 32),
    guaranteedFen: TERMS.maxAmountFen * 2n,
    collateral: Array.from({ length: MAX_PLEDGES }, (_, index) => ({ assetId: BigInt(index), securedFen: 1n })),
  },
  "half as much again of an odd rate, rounded down": { rateBps: 301n, overdueRateBps: 451n },
};

describe("LoanDesk, offers", function () {
  describe("offer", function () {
    it("binds the terms by their hash, and its end is the deadline; what was applied for stays readable", async function () {
      const { credit, desk, bank, ids, loanId } = await networkHelpers.loadFixture(applied);
      const changes = { amountFen: 5_000_000n, collateral: [{ assetId: 7n, securedFen: 3n }] };
      const terms = await offerOf(credit, changes);
      await expect(bank.offer(loanId, terms))
        .to.emit(desk, "Offered")
        .withArgs(loanId, ids.bank, asArgs(terms), hashOffer(terms));
      const loan = await desk.loanOf(loanId);
      expect(loan.offerHash).to.equal(hashOffer(terms));
      expect(loan.lender).to.equal(ZeroHash);
      expect([loan.terms.state, loan.terms.deadline]).to.deep.equal([STATE.offered, terms.validUntil]);
      expect([loan.terms.amountFen, loan.terms.rateBps]).to.deep.equal([10_000_000n, 0n]);
    });

    it("takes the place of the one before", async function () {
      const { credit, desk, bank, offer, loanId } = await networkHelpers.loadFixture(applied);
      await offer();
      const better = await offerOf(credit, { rateBps: 500n, overdueRateBps: 500n });
      await bank.offer(loanId, better);
      expect((await desk.loanOf(loanId)).offerHash).to.equal(hashOffer(better));
    });

    for (const [what, changes] of Object.entries(ALLOWED)) {
      it(`may have ${what}`, async function () {
        const { desk, offer, loanId } = await networkHelpers.loadFixture(applied);
        await offer(changes);
        expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.offered);
      });
    }

    for (const [what, [changes, error, args]] of Object.entries(REFUSED)) {
      it(`may not have ${what}`, async function () {
        const { desk, offer, loanId } = await networkHelpers.loadFixture(applied);
        await expect(offer(changes))
          .to.be.revertedWithCustomError(desk, error)
          .withArgs(...args);
        expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.applied);
      });
    }

    it("may not be guaranteed by the borrower itself", async function () {
      const { desk, offer, ids } = await networkHelpers.loadFixture(applied);
      await expect(offer({ guarantor: ids.company, guaranteedFen: 1n }))
        .to.be.revertedWithCustomError(desk, "LoanDeskInvalidGuarantee")
        .withArgs(ids.company, 1n);
    });

    it("may run from this very second to 60 days ahead, and not a second less or more", async function () {
      const { desk, offer } = await networkHelpers.loadFixture(applied);
      const block = (await time.latest()) + 1000;
      const [earliest, latest] = [BigInt(block), BigInt(block + LIMIT.application)];
      for (const validUntil of [earliest - 1n, latest + 1n, 0n]) {
        await time.setNextBlockTimestamp(block);
        await expect(offer({ validUntil }))
          .to.be.revertedWithCustomError(desk, "LoanDeskInvalidDeadline")
          .withArgs(validUntil, earliest, latest);
      }
      for (const [index, ahead] of [0, LIMIT.application].entries()) {
        const at = block + 10 + index;
        await time.setNextBlockTimestamp(at);
        await offer({ validUntil: BigInt(at + ahead) });
      }
    });

    it("may come after the application's deadline, while nobody has closed the case", async function () {
      const { desk, offer, loanId } = await networkHelpers.loadFixture(applied);
      await time.increase(LIMIT.application + 1);
      await offer();
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.offered);
    });

    it("is refused when the product has changed since the application", async function () {
      const { products, wallets, offer, productId } = await networkHelpers.loadFixture(applied);
      await products.connect(wallets.bank).change(productId, 1, TERMS, ZeroAddress, "0x");
      await expect(offer())
        .to.be.revertedWithCustomError(products, "ProductCatalogueOtherVersion")
        .withArgs(productId, 1, 2);
    });

    it("is refused when the product was retired", async function () {
      const { products, wallets, offer, productId } = await networkHelpers.loadFixture(applied);
      await products.connect(wallets.bank).retire(productId);
      await expect(offer()).to.be.revertedWithCustomError(products, "ProductCatalogueRetired").withArgs(productId);
    });

    it("may be made to a suspended company, which cannot accept it until it is reinstated", async function () {
      const { credit, desk, entities, bank, wallets, ids, loanId } = await networkHelpers.loadFixture(applied);
      const registrar = entities.connect(wallets.registrar);
      await registrar.suspend(ids.company, reason("inquiry"));
      const terms = await offerOf(credit);
      await bank.offer(loanId, terms);
      const company = desk.connect(wallets.company);
      await expect(company.accept(loanId, terms)).to.be.revertedWithCustomError(desk, "LoanDeskNotController");
      await registrar.reinstate(ids.company, reason("cleared"));
      await company.accept(loanId, terms);
    });
  });

  describe("withdrawOffer", function () {
    async function offered() {
      const fixture = await applied();
      const terms = await offerOf(fixture.credit);
      await fixture.bank.offer(fixture.loanId, terms);
      return { ...fixture, terms };
    }

    it("leaves an application that stands for another 60 days, and an offer that cannot be accepted", async function () {
      const { desk, bank, wallets, loanId, terms } = await networkHelpers.loadFixture(offered);
      const now = (await time.latest()) + 100;
      await time.setNextBlockTimestamp(now);
      await expect(bank.withdrawOffer(loanId))
        .to.emit(desk, "OfferWithdrawn")
        .withArgs(loanId, now + LIMIT.application);
      const loan = await desk.loanOf(loanId);
      expect(loan.offerHash).to.equal(ZeroHash);
      expect([loan.terms.state, loan.terms.deadline]).to.deep.equal([STATE.applied, BigInt(now + LIMIT.application)]);
      await expect(desk.connect(wallets.company).accept(loanId, terms))
        .to.be.revertedWithCustomError(desk, "LoanDeskWrongState")
        .withArgs(loanId, STATE.applied);
    });

    it("works although the product is retired, and after the offer has lapsed", async function () {
      const { desk, products, bank, wallets, loanId, productId } = await networkHelpers.loadFixture(offered);
      await products.connect(wallets.bank).retire(productId);
      await time.increase(LIMIT.application);
      await bank.withdrawOffer(loanId);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.applied);
    });

    it("lets another offer follow", async function () {
      const { credit, desk, bank, wallets, loanId } = await networkHelpers.loadFixture(offered);
      await bank.withdrawOffer(loanId);
      const next = await offerOf(credit, { rateBps: 700n });
      await bank.offer(loanId, next);
      await desk.connect(wallets.company).accept(loanId, next);
      expect((await desk.loanOf(loanId)).terms.rateBps).to.equal(700);
    });
  });
});
