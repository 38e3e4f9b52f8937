import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroAddress, ZeroHash } from "ethers";
import { acceptedLoan, deployCredit, publish, STATE } from "../support/credit.ts";
import { dayOf, disbursedLoan, LIMIT, startOf } from "../support/loans.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const PAYMENT = id("payment");

async function accepted() {
  const credit = await deployCredit(connection);
  const productId = await publish(credit);
  const loanId = await acceptedLoan(credit, productId);
  const { desk, wallets } = credit;
  return {
    ...credit,
    ...{ credit, productId, loanId },
    bank: desk.connect(wallets.bank),
    company: desk.connect(wallets.company),
    anybody: desk.connect(wallets.stranger),
    registrar: credit.entities.connect(wallets.registrar),
  };
}

async function disbursed() {
  const fixture = await accepted();
  await fixture.bank.disburse(fixture.loanId, PAYMENT);
  const { deadline } = (await fixture.desk.loanOf(fixture.loanId)).terms;
  return { ...fixture, deadline: Number(deadline) };
}

describe("LoanDesk, disbursement off the chain", function () {
  describe("disburse", function () {
    it("is what the lender says; nothing is owed until the company confirms", async function () {
      const { desk, bank, loanId } = await networkHelpers.loadFixture(accepted);
      const now = (await time.latest()) + 100;
      await time.setNextBlockTimestamp(now);
      await expect(bank.disburse(loanId, PAYMENT))
        .to.emit(desk, "Disbursed")
        .withArgs(loanId, PAYMENT, now + LIMIT.answer);
      const { terms } = await desk.loanOf(loanId);
      expect([terms.state, terms.deadline]).to.deep.equal([STATE.disbursed, BigInt(now + LIMIT.answer)]);
      expect(await desk.outstandingOf(loanId)).to.equal(0);
    });

    it("is refused while the company is suspended: nobody could receive or confirm", async function () {
      const { desk, bank, registrar, ids, loanId } = await networkHelpers.loadFixture(accepted);
      await registrar.suspend(ids.company, reason("inquiry"));
      await expect(bank.disburse(loanId, PAYMENT))
        .to.be.revertedWithCustomError(desk, "LoanDeskEntityNotActive")
        .withArgs(ids.company);
      await registrar.reinstate(ids.company, reason("cleared"));
      await bank.disburse(loanId, PAYMENT);
    });
  });

  describe("confirmReceipt", function () {
    it("makes the loan active from this day on, fee and all", async function () {
      const { desk, company, loanId } = await networkHelpers.loadFixture(disbursed);
      const now = (await time.latest()) + 100;
      await time.setNextBlockTimestamp(now);
      const today = dayOf(now);
      await expect(company.confirmReceipt(loanId))
        .to.emit(desk, "Activated")
        .withArgs(loanId, 10_000_000n, 10_000n, today, (day: bigint) => day > today + 364n, ZeroAddress);
      const loan = await desk.loanOf(loanId);
      expect([loan.terms.state, loan.terms.deadline]).to.deep.equal([STATE.active, 0n]);
      expect(await desk.outstandingOf(loanId)).to.equal(10_010_000n);
    });

    it("is the company's until the last second, and anybody's in the next", async function () {
      const { desk, anybody, wallets, ids, loanId, deadline } = await networkHelpers.loadFixture(disbursed);
      for (const holder of ["stranger", "bank"] as const) {
        await time.setNextBlockTimestamp(deadline);
        await expect(desk.connect(wallets[holder]).confirmReceipt(loanId))
          .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
          .withArgs(ids.company, wallets[holder]);
      }
      await time.setNextBlockTimestamp(deadline + 1);
      await anybody.confirmReceipt(loanId);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.active);
    });

    it("is still the company's after the deadline", async function () {
      const { desk, company, loanId, deadline } = await networkHelpers.loadFixture(disbursed);
      await time.setNextBlockTimestamp(deadline + 1);
      await company.confirmReceipt(loanId);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.active);
    });

    it("does not follow from the silence of a suspended company, which cannot speak; the lender can give up", async function () {
      const { desk, anybody, bank, registrar, ids, loanId, deadline } = await networkHelpers.loadFixture(disbursed);
      await registrar.suspend(ids.company, reason("inquiry"));
      await time.increaseTo(deadline + 1);
      for (const caller of [anybody, bank]) {
        await expect(caller.confirmReceipt(loanId))
          .to.be.revertedWithCustomError(desk, "LoanDeskEntityNotActive")
          .withArgs(ids.company);
      }
      await bank.expire(loanId, []);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.cancelled);
    });
  });

  describe("denyReceipt", function () {
    it("puts the case back to accepted, and the lender has until the end of the 30th day", async function () {
      const { desk, company, bank, loanId } = await networkHelpers.loadFixture(disbursed);
      const now = (await time.latest()) + 100;
      await time.setNextBlockTimestamp(now);
      const lastSecond = BigInt(startOf(dayOf(now + LIMIT.disbursement) + 1n) - 1);
      await expect(company.denyReceipt(loanId, reason("nothing came")))
        .to.emit(desk, "ReceiptDenied")
        .withArgs(loanId, reason("nothing came"), lastSecond);
      const { terms } = await desk.loanOf(loanId);
      expect([terms.state, terms.deadline]).to.deep.equal([STATE.accepted, lastSecond]);
      await bank.disburse(loanId, PAYMENT);
      await company.confirmReceipt(loanId);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.active);
    });

    it("comes late as long as nobody has taken silence for an answer", async function () {
      const { desk, company, bank, loanId, deadline } = await networkHelpers.loadFixture(disbursed);
      await time.setNextBlockTimestamp(deadline + 1);
      await company.denyReceipt(loanId, ZeroHash);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.accepted);
      await bank.disburse(loanId, PAYMENT);
      await time.increase(LIMIT.answer + 1);
      await desk.confirmReceipt(loanId);
      await expect(company.denyReceipt(loanId, ZeroHash))
        .to.be.revertedWithCustomError(desk, "LoanDeskWrongState")
        .withArgs(loanId, STATE.active);
    });

    it("is open to the company's next wallet after a handover", async function () {
      const { desk, entities, wallets, ids, loanId } = await networkHelpers.loadFixture(disbursed);
      await entities.connect(wallets.company).proposeController(ids.company, wallets.next);
      await entities.connect(wallets.next).acceptController(ids.company);
      await expect(desk.connect(wallets.company).denyReceipt(loanId, ZeroHash))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
        .withArgs(ids.company, wallets.company);
      await desk.connect(wallets.next).denyReceipt(loanId, ZeroHash);
    });
  });

  it("counts no interest for the days before the money was confirmed", async function () {
    const { credit, desk, company, productId } = await networkHelpers.loadFixture(accepted);
    const loanId = await disbursedLoan(credit, productId, { feeFen: 0n });
    await time.increase(LIMIT.answer - 100);
    await company.confirmReceipt(loanId);
    expect(await desk.outstandingOf(loanId)).to.equal(10_000_000n);
  });
});
