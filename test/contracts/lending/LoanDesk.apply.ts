import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroAddress, ZeroHash } from "ethers";
import { applyFor, deployCredit, publish, STATE, TERMS } from "../support/credit.ts";
import { LIMIT, offeredLoan } from "../support/loans.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const PURPOSE = id("machines");
const AMOUNT = 10_000_000n;
const TENOR = 12n;

async function published() {
  const credit = await deployCredit(connection);
  const { desk, wallets, ids } = credit;
  const productId = await publish(credit);
  const company = desk.connect(wallets.company);
  const apply = ({ amountFen = AMOUNT, tenorMonths = TENOR, version = 1n, product = productId } = {}) =>
    company.applyFor(ids.company, product, version, amountFen, tenorMonths, PURPOSE);
  return { ...credit, credit, productId, company, apply };
}

describe("LoanDesk, applications", function () {
  describe("applyFor", function () {
    it("opens a case that stands for 60 days", async function () {
      const { desk, apply, ids, productId } = await networkHelpers.loadFixture(published);
      const now = (await time.latest()) + 100;
      await time.setNextBlockTimestamp(now);
      await expect(apply())
        .to.emit(desk, "Applied")
        .withArgs(1, ids.company, productId, 1, AMOUNT, TENOR, PURPOSE, now + LIMIT.application);
      const loan = await desk.loanOf(1);
      expect(loan.borrower).to.equal(ids.company);
      expect(loan.lender).to.equal(ZeroHash);
      const deadline = BigInt(now + LIMIT.application);
      expect(loan.terms).to.deep.equal([STATE.applied, productId, 1n, AMOUNT, 0n, TENOR, 0n, 0n, 0n, deadline, false]);
      expect(loan.balance).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
      expect([loan.offerHash, loan.assignee, loan.restructuringHash]).to.deep.equal([ZeroHash, ZeroHash, ZeroHash]);
      expect(loan.claim).to.deep.equal([0n, 0n]);
      expect(await desk.outstandingOf(1)).to.equal(0);
    });

    it("numbers the cases one by one, several of one company too", async function () {
      const { credit, productId } = await networkHelpers.loadFixture(published);
      expect(await applyFor(credit, productId)).to.equal(1);
      expect(await applyFor(credit, productId)).to.equal(2);
      expect(await applyFor(credit, productId, { borrower: "otherCompany" })).to.equal(3);
    });

    it("is open to any entity but the lender itself", async function () {
      const { credit, desk, wallets, ids, productId } = await networkHelpers.loadFixture(published);
      await applyFor(credit, productId, { borrower: "otherBank" });
      await expect(desk.connect(wallets.bank).applyFor(ids.bank, productId, 1, AMOUNT, TENOR, PURPOSE))
        .to.be.revertedWithCustomError(desk, "LoanDeskOwnProduct")
        .withArgs(ids.bank);
    });

    it("takes the smallest and the largest amount and tenor, and nothing beyond", async function () {
      const { desk, apply } = await networkHelpers.loadFixture(published);
      const { minAmountFen, maxAmountFen, minTenorMonths, maxTenorMonths } = TERMS;
      await apply({ amountFen: minAmountFen, tenorMonths: maxTenorMonths });
      await apply({ amountFen: maxAmountFen, tenorMonths: minTenorMonths });
      for (const amountFen of [0n, minAmountFen - 1n, maxAmountFen + 1n]) {
        await expect(apply({ amountFen }))
          .to.be.revertedWithCustomError(desk, "LoanDeskAmountOutOfRange")
          .withArgs(amountFen, minAmountFen, maxAmountFen);
      }
      for (const tenorMonths of [0n, maxTenorMonths + 1n]) {
        await expect(apply({ tenorMonths }))
          .to.be.revertedWithCustomError(desk, "LoanDeskTenorOutOfRange")
          .withArgs(tenorMonths, minTenorMonths, maxTenorMonths);
      }
    });

    it("refuses a version that the company has not read: the product was changed meanwhile", async function () {
      const { products, wallets, apply, productId } = await networkHelpers.loadFixture(published);
      await products.connect(wallets.bank).change(productId, 1, TERMS, ZeroAddress, "0x");
      await expect(apply())
        .to.be.revertedWithCustomError(products, "ProductCatalogueOtherVersion")
        .withArgs(productId, 1, 2);
      await apply({ version: 2n });
    });

    it("refuses a product that is retired, and one that there is not", async function () {
      const { products, wallets, apply, productId } = await networkHelpers.loadFixture(published);
      await products.connect(wallets.bank).retire(productId);
      await expect(apply()).to.be.revertedWithCustomError(products, "ProductCatalogueRetired").withArgs(productId);
      await expect(apply({ product: 99n }))
        .to.be.revertedWithCustomError(products, "ProductCatalogueUnknownProduct")
        .withArgs(99);
    });

    it("is for the company's controller alone, while the company is active", async function () {
      const { desk, entities, apply, wallets, ids, productId } = await networkHelpers.loadFixture(published);
      for (const [holder, wallet] of Object.entries(wallets)) {
        if (holder === "company") continue;
        await expect(desk.connect(wallet).applyFor(ids.company, productId, 1, AMOUNT, TENOR, PURPOSE), holder)
          .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
          .withArgs(ids.company, wallet);
      }
      await entities.connect(wallets.registrar).suspend(ids.company, reason("inquiry"));
      await expect(apply())
        .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
        .withArgs(ids.company, wallets.company);
    });

    it("is refused for an entity that is not registered", async function () {
      const { company, desk, wallets, productId } = await networkHelpers.loadFixture(published);
      for (const entity of [id("nobody"), ZeroHash]) {
        await expect(company.applyFor(entity, productId, 1, AMOUNT, TENOR, PURPOSE))
          .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
          .withArgs(entity, wallets.company);
      }
    });
  });

  for (const state of ["applied", "offered"] as const) {
    async function pending() {
      const fixture = await published();
      const { credit, productId } = fixture;
      const loanId =
        state === "applied" ? await applyFor(credit, productId) : (await offeredLoan(credit, productId)).loanId;
      return { ...fixture, loanId };
    }

    describe(`a case that is ${state}`, function () {
      it("is withdrawn by the company, whether its deadline has passed or not", async function () {
        const { desk, company, wallets, loanId } = await networkHelpers.loadFixture(pending);
        await time.increase(LIMIT.application + 1);
        await expect(company.withdraw(loanId))
          .to.emit(desk, "Closed")
          .withArgs(loanId, STATE.withdrawn, wallets.company, ZeroHash);
        const { terms } = await desk.loanOf(loanId);
        expect([terms.state, terms.deadline]).to.deep.equal([STATE.withdrawn, 0n]);
      });

      it("is declined by the lender, with a reason", async function () {
        const { desk, wallets, loanId } = await networkHelpers.loadFixture(pending);
        await expect(desk.connect(wallets.bank).decline(loanId, reason("too young")))
          .to.emit(desk, "Closed")
          .withArgs(loanId, STATE.declined, wallets.bank, reason("too young"));
        const { terms } = await desk.loanOf(loanId);
        expect([terms.state, terms.deadline]).to.deep.equal([STATE.declined, 0n]);
      });

      it("is declined although the product was retired or changed", async function () {
        const { desk, products, wallets, loanId, productId } = await networkHelpers.loadFixture(pending);
        await products.connect(wallets.bank).change(productId, 1, TERMS, ZeroAddress, "0x");
        await products.connect(wallets.bank).retire(productId);
        await desk.connect(wallets.bank).decline(loanId, ZeroHash);
        expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.declined);
      });
    });
  }
});
