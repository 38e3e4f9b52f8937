import { expect } from "chai";
import { network } from "hardhat";
import { ZeroHash } from "ethers";
import { activeLoan, DAY, deployCredit, publish, STATE, valuedPatent } from "../support/credit.ts";
import { asArgs, dayOf, fallIntoDefault, passGrace, restructuringOf, startOf } from "../support/loans.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const PRINCIPAL = 10_000_000n;
const UNITS_PER_FEN = 3_600_000n;

/** An active loan of one month at 6 and 9 %, without a fee. */
async function active() {
  const credit = await deployCredit(connection);
  const { desk, wallets } = credit;
  const productId = await publish(credit);
  const assetId = await valuedPatent(credit);
  const collateral = [{ assetId, securedFen: 12_000_000n }];
  const loanId = await activeLoan(credit, productId, { tenorMonths: 1n, feeFen: 0n, collateral });
  return {
    ...credit,
    ...{ credit, productId, assetId, loanId },
    bank: desk.connect(wallets.bank),
    company: desk.connect(wallets.company),
  };
}

describe("LoanDesk, restructuring", function () {
  describe("proposeRestructuring", function () {
    it("keeps the hash of what is proposed, and changes nothing yet", async function () {
      const { credit, desk, bank, loanId } = await networkHelpers.loadFixture(active);
      const before = await desk.loanOf(loanId);
      const terms = await restructuringOf(credit);
      await expect(bank.proposeRestructuring(loanId, terms))
        .to.emit(desk, "RestructuringProposed")
        .withArgs(loanId, asArgs(terms));
      const after = await desk.loanOf(loanId);
      expect(after.restructuringHash).to.not.equal(ZeroHash);
      expect(after.terms).to.deep.equal(before.terms);
      expect(after.balance).to.deep.equal(before.balance);
    });

    it("takes a due day from tomorrow to the product's longest tenor, and nothing else", async function () {
      const { credit, desk, bank, loanId } = await networkHelpers.loadFixture(active);
      // 36 months from the 31st of May 2050 end on the 31st of May 2053.
      const now = Date.parse("2050-05-31T12:00:00+08:00") / 1000;
      await time.increaseTo(now);
      const [today, latest] = [dayOf(now), dayOf(Date.parse("2053-05-31T12:00:00+08:00") / 1000)];
      for (const dueDay of [today, today - 1n, latest + 1n, 0n]) {
        await expect(bank.proposeRestructuring(loanId, await restructuringOf(credit, { dueDay })))
          .to.be.revertedWithCustomError(desk, "LoanDeskInvalidDeadline")
          .withArgs(dueDay, today + 1n, latest);
      }
      for (const dueDay of [today + 1n, latest]) {
        await bank.proposeRestructuring(loanId, await restructuringOf(credit, { dueDay }));
      }
    });

    it("takes a rate from 0, below the product's lowest, to its highest, and an overdue rate to half as much again", async function () {
      const { credit, desk, bank, loanId } = await networkHelpers.loadFixture(active);
      for (const [rateBps, overdueRateBps] of [
        [0n, 0n],
        [1_200n, 1_800n],
        [301n, 451n],
      ] as const) {
        await bank.proposeRestructuring(loanId, await restructuringOf(credit, { rateBps, overdueRateBps }));
      }
      for (const [rateBps, overdueRateBps, refused] of [
        [1_201n, 1_201n, [1_201n, 0n, 1_200n]],
        [400n, 399n, [399n, 400n, 600n]],
        [400n, 601n, [601n, 400n, 600n]],
        [0n, 1n, [1n, 0n, 0n]],
      ] as const) {
        await expect(bank.proposeRestructuring(loanId, await restructuringOf(credit, { rateBps, overdueRateBps })))
          .to.be.revertedWithCustomError(desk, "LoanDeskRateOutOfRange")
          .withArgs(...refused);
      }
    });

    it("replaces the proposal before", async function () {
      const { credit, desk, bank, company, loanId } = await networkHelpers.loadFixture(active);
      const [first, second] = [await restructuringOf(credit), await restructuringOf(credit, { rateBps: 500n })];
      await bank.proposeRestructuring(loanId, first);
      await bank.proposeRestructuring(loanId, second);
      await expect(company.acceptRestructuring(loanId, first))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotProposed")
        .withArgs(loanId);
      await company.acceptRestructuring(loanId, second);
      expect((await desk.loanOf(loanId)).terms.rateBps).to.equal(500);
    });
  });

  describe("acceptRestructuring", function () {
    it("counts interest at the old rates to this day, and at the new ones from it", async function () {
      const { credit, desk, bank, company, loanId } = await networkHelpers.loadFixture(active);
      const { accruedDay: start, dueDay } = await desk.balanceOf(loanId);
      const overdueDays = 5n;
      await time.increaseTo(startOf(dueDay + overdueDays) + 100);
      const terms = await restructuringOf(credit);
      await bank.proposeRestructuring(loanId, terms);
      const old = PRINCIPAL * (600n * (dueDay - start) + 900n * overdueDays);
      const today = dueDay + overdueDays;
      await expect(company.acceptRestructuring(loanId, terms))
        .to.emit(desk, "Restructured")
        .withArgs(loanId, asArgs(terms), [PRINCIPAL, 0n, old, today, terms.dueDay]);
      const loan = await desk.loanOf(loanId);
      expect([loan.terms.rateBps, loan.terms.overdueRateBps]).to.deep.equal([400n, 600n]);
      expect(loan.restructuringHash).to.equal(ZeroHash);
      await time.increaseTo(startOf(today + 10n));
      expect(await desk.outstandingOf(loanId)).to.equal(PRINCIPAL + (old + PRINCIPAL * 400n * 10n) / UNITS_PER_FEN);
    });

    it("is in time in the proposal's last second, and too late in the next", async function () {
      const { credit, desk, bank, company, loanId } = await networkHelpers.loadFixture(active);
      const terms = await restructuringOf(credit);
      await bank.proposeRestructuring(loanId, terms);
      const last = Number(terms.validUntil);
      await time.setNextBlockTimestamp(last + 1);
      await expect(company.acceptRestructuring(loanId, terms))
        .to.be.revertedWithCustomError(desk, "LoanDeskOfferExpired")
        .withArgs(loanId, last, last + 1);
      await time.setNextBlockTimestamp(last);
      await company.acceptRestructuring(loanId, terms);
    });

    it("refuses a due day that has come meanwhile", async function () {
      const { credit, desk, bank, company, loanId } = await networkHelpers.loadFixture(active);
      const tomorrow = dayOf(await time.latest()) + 1n;
      const terms = await restructuringOf(credit, { dueDay: tomorrow });
      await bank.proposeRestructuring(loanId, terms);
      await time.increaseTo(startOf(tomorrow));
      await expect(company.acceptRestructuring(loanId, terms))
        .to.be.revertedWithCustomError(desk, "LoanDeskInvalidDeadline")
        .withArgs(tomorrow, tomorrow + 1n, 65_535);
    });

    for (const field of ["dueDay", "rateBps", "overdueRateBps", "validUntil"] as const) {
      it(`refuses another ${field} than was proposed`, async function () {
        const { credit, desk, bank, company, loanId } = await networkHelpers.loadFixture(active);
        const terms = await restructuringOf(credit);
        await bank.proposeRestructuring(loanId, terms);
        await expect(company.acceptRestructuring(loanId, { ...terms, [field]: terms[field] - 1n }))
          .to.be.revertedWithCustomError(desk, "LoanDeskNotProposed")
          .withArgs(loanId);
      });
    }

    it("refuses what was never proposed, and what was accepted before", async function () {
      const { credit, desk, bank, company, loanId } = await networkHelpers.loadFixture(active);
      const terms = await restructuringOf(credit);
      await expect(company.acceptRestructuring(loanId, terms))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotProposed")
        .withArgs(loanId);
      await bank.proposeRestructuring(loanId, terms);
      await company.acceptRestructuring(loanId, terms);
      await expect(company.acceptRestructuring(loanId, terms))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotProposed")
        .withArgs(loanId);
    });

    it("heals a default: no more enforcement, until the loan is overdue again", async function () {
      const { credit, desk, bank, company, wallets, ids, assetId, loanId } = await networkHelpers.loadFixture(active);
      await fallIntoDefault(credit, loanId);
      await time.increase(20 * DAY);
      const terms = await restructuringOf(credit, { dueDay: dayOf(await time.latest()) + 60n });
      await bank.proposeRestructuring(loanId, terms);
      await company.acceptRestructuring(loanId, terms);
      const loan = await desk.loanOf(loanId);
      expect([loan.terms.state, loan.terms.deadline]).to.deep.equal([STATE.active, 0n]);
      await expect(bank.enforce(loanId, assetId, ids.buyer, 1n))
        .to.be.revertedWithCustomError(desk, "LoanDeskWrongState")
        .withArgs(loanId, STATE.active);
      const first = await passGrace(credit, loanId);
      expect(first).to.equal(startOf(terms.dueDay + 4n));
      await desk.connect(wallets.bank).declareDefault(loanId);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.defaulted);
    });

    it("is refused to a suspended company", async function () {
      const { credit, desk, entities, bank, company, wallets, ids, loanId } = await networkHelpers.loadFixture(active);
      const terms = await restructuringOf(credit);
      await bank.proposeRestructuring(loanId, terms);
      await entities.connect(wallets.registrar).suspend(ids.company, reason("inquiry"));
      await expect(company.acceptRestructuring(loanId, terms))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
        .withArgs(ids.company, wallets.company);
    });
  });
});
