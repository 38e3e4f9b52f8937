import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroHash } from "ethers";
import { activeLoan, DAY, deployCredit, publish, STATE, valuedPatent } from "../support/credit.ts";
import { fallIntoDefault, LIMIT } from "../support/loans.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const TRANSFER = id("transfer");
const PRINCIPAL = 10_000_000n;
const FEE = 10_000n;
/** A day's interest at 6 % of 360 days, in units of 1/3,600,000 fen. */
const DAILY_UNITS = PRINCIPAL * 600n;
const UNITS_PER_FEN = 3_600_000n;
/** What is owed after 100 days. */
const INTEREST = (DAILY_UNITS * 100n) / UNITS_PER_FEN;

/** An active loan after 100 days of interest. */
async function active() {
  const credit = await deployCredit(connection);
  const productId = await publish(credit);
  const assetId = await valuedPatent(credit);
  const loanId = await activeLoan(credit, productId, { collateral: [{ assetId, securedFen: 12_000_000n }] });
  await time.increase(100 * DAY);
  const { desk, wallets, entities } = credit;
  return {
    ...credit,
    ...{ credit, productId, assetId, loanId },
    bank: desk.connect(wallets.bank),
    company: desk.connect(wallets.company),
    anybody: desk.connect(wallets.stranger),
    registrar: entities.connect(wallets.registrar),
  };
}

async function claimed() {
  const fixture = await active();
  await fixture.company.claimRepayment(fixture.loanId, 1_000_000n, TRANSFER);
  const { answerBy } = (await fixture.desk.loanOf(fixture.loanId)).claim;
  return { ...fixture, answerBy: Number(answerBy) };
}

describe("LoanDesk, repayment off the chain", function () {
  describe("recordRepayment", function () {
    it("pays fees, then interest, then principal", async function () {
      const { desk, bank, wallets, loanId } = await networkHelpers.loadFixture(active);
      const { accruedDay, dueDay } = await desk.balanceOf(loanId);
      const left = DAILY_UNITS * 100n - INTEREST * UNITS_PER_FEN;
      const steps = [
        { amountFen: 4_000n, shares: [4_000n, 0n, 0n], balance: [PRINCIPAL, 6_000n, DAILY_UNITS * 100n] },
        {
          amountFen: 6_000n + 5n,
          shares: [6_000n, 5n, 0n],
          balance: [PRINCIPAL, 0n, DAILY_UNITS * 100n - 5n * UNITS_PER_FEN],
        },
        {
          amountFen: INTEREST - 5n + 7n,
          shares: [0n, INTEREST - 5n, 7n],
          balance: [PRINCIPAL - 7n, 0n, left],
        },
      ];
      for (const { amountFen, shares, balance } of steps) {
        await expect(bank.recordRepayment(loanId, amountFen, TRANSFER))
          .to.emit(desk, "Repaid")
          .withArgs(loanId, wallets.bank, amountFen, ...shares, TRANSFER, [...balance, accruedDay, dueDay]);
        expect(await desk.balanceOf(loanId)).to.deep.equal([...balance, accruedDay, dueDay]);
      }
    });

    it("takes all that is owed, and refuses a fen more and nothing at all", async function () {
      const { desk, bank, loanId } = await networkHelpers.loadFixture(active);
      const outstanding = PRINCIPAL + FEE + INTEREST;
      expect(await desk.outstandingOf(loanId)).to.equal(outstanding);
      await expect(bank.recordRepayment(loanId, outstanding + 1n, TRANSFER))
        .to.be.revertedWithCustomError(desk, "LoanDeskAboveOutstanding")
        .withArgs(loanId, outstanding + 1n, outstanding);
      await expect(bank.recordRepayment(loanId, 0n, TRANSFER))
        .to.be.revertedWithCustomError(desk, "LoanDeskNothingPaid")
        .withArgs(loanId);
      await bank.recordRepayment(loanId, outstanding, TRANSFER);
      expect(await desk.outstandingOf(loanId)).to.equal(0);
      await expect(bank.recordRepayment(loanId, 1n, TRANSFER))
        .to.be.revertedWithCustomError(desk, "LoanDeskAboveOutstanding")
        .withArgs(loanId, 1, 0);
    });

    it("stops the interest on what was repaid, and the part of a fen that was left is never asked for", async function () {
      const { desk, bank, loanId } = await networkHelpers.loadFixture(active);
      await bank.recordRepayment(loanId, await desk.outstandingOf(loanId), TRANSFER);
      await time.increase(300 * DAY);
      expect(await desk.outstandingOf(loanId)).to.equal(0);
    });

    it("is open to the lender for a suspended company", async function () {
      const { desk, bank, registrar, ids, loanId } = await networkHelpers.loadFixture(active);
      await registrar.suspend(ids.company, reason("inquiry"));
      await bank.recordRepayment(loanId, await desk.outstandingOf(loanId), TRANSFER);
      expect(await desk.outstandingOf(loanId)).to.equal(0);
    });
  });

  describe("claimRepayment", function () {
    it("waits 7 days for the lender's answer, and changes no balance", async function () {
      const { desk, company, loanId } = await networkHelpers.loadFixture(active);
      const before = await desk.balanceOf(loanId);
      const now = (await time.latest()) + 100;
      await time.setNextBlockTimestamp(now);
      await expect(company.claimRepayment(loanId, 1_000_000n, TRANSFER))
        .to.emit(desk, "RepaymentClaimed")
        .withArgs(loanId, 1_000_000n, TRANSFER, now + LIMIT.answer);
      expect((await desk.loanOf(loanId)).claim).to.deep.equal([1_000_000n, BigInt(now + LIMIT.answer)]);
      expect(await desk.balanceOf(loanId)).to.deep.equal(before);
    });

    it("refuses nothing, more than is owed, and a second claim", async function () {
      const { desk, company, loanId } = await networkHelpers.loadFixture(active);
      const outstanding = await desk.outstandingOf(loanId);
      await expect(company.claimRepayment(loanId, 0n, TRANSFER))
        .to.be.revertedWithCustomError(desk, "LoanDeskNothingPaid")
        .withArgs(loanId);
      await expect(company.claimRepayment(loanId, outstanding + 1n, TRANSFER))
        .to.be.revertedWithCustomError(desk, "LoanDeskAboveOutstanding")
        .withArgs(loanId, outstanding + 1n, outstanding);
      await company.claimRepayment(loanId, outstanding, TRANSFER);
      const { answerBy } = (await desk.loanOf(loanId)).claim;
      await expect(company.claimRepayment(loanId, 1n, TRANSFER))
        .to.be.revertedWithCustomError(desk, "LoanDeskClaimPending")
        .withArgs(loanId, answerBy);
    });

    it("is refused to a suspended company", async function () {
      const { desk, company, registrar, wallets, ids, loanId } = await networkHelpers.loadFixture(active);
      await registrar.suspend(ids.company, reason("inquiry"));
      await expect(company.claimRepayment(loanId, 1n, TRANSFER))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
        .withArgs(ids.company, wallets.company);
    });
  });

  describe("confirmRepayment", function () {
    it("takes the claimed amount off what is owed, and lets the next claim come", async function () {
      const { desk, bank, company, wallets, loanId } = await networkHelpers.loadFixture(claimed);
      const balance = await desk.balanceOf(loanId);
      const principal = 1_000_000n - FEE - INTEREST;
      const sent = bank.confirmRepayment(loanId, 1_000_000n);
      await expect(sent).to.emit(desk, "RepaymentConfirmed").withArgs(loanId, 1_000_000n);
      await expect(sent)
        .to.emit(desk, "Repaid")
        .withArgs(loanId, wallets.bank, 1_000_000n, FEE, INTEREST, principal, ZeroHash, [
          PRINCIPAL - principal,
          0n,
          balance.interestUnits - INTEREST * UNITS_PER_FEN,
          balance.accruedDay,
          balance.dueDay,
        ]);
      expect((await desk.loanOf(loanId)).claim).to.deep.equal([0n, 0n]);
      await company.claimRepayment(loanId, 1n, TRANSFER);
    });

    it("is the lender's until the last second, and anybody's in the next", async function () {
      const { desk, anybody, wallets, ids, loanId, answerBy } = await networkHelpers.loadFixture(claimed);
      for (const holder of ["stranger", "company"] as const) {
        await time.setNextBlockTimestamp(answerBy);
        await expect(desk.connect(wallets[holder]).confirmRepayment(loanId, 1_000_000n))
          .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
          .withArgs(ids.bank, wallets[holder]);
      }
      await time.setNextBlockTimestamp(answerBy + 1);
      await expect(anybody.confirmRepayment(loanId, 1_000_000n))
        .to.emit(desk, "Repaid")
        .withArgs(loanId, wallets.stranger, 1_000_000n, FEE, ...Array.from({ length: 4 }, () => () => true));
    });

    it("does not follow from the silence of a suspended lender, which cannot speak", async function () {
      const { desk, anybody, company, registrar, ids, loanId, answerBy } = await networkHelpers.loadFixture(claimed);
      await registrar.suspend(ids.bank, reason("inquiry"));
      await time.increaseTo(answerBy + 1);
      for (const caller of [anybody, company]) {
        await expect(caller.confirmRepayment(loanId, 1_000_000n))
          .to.be.revertedWithCustomError(desk, "LoanDeskEntityNotActive")
          .withArgs(ids.bank);
      }
    });

    it("counts no more than is still owed when the lender has recorded a part itself", async function () {
      const { desk, bank, company, loanId } = await networkHelpers.loadFixture(active);
      const outstanding = await desk.outstandingOf(loanId);
      await company.claimRepayment(loanId, outstanding, TRANSFER);
      await bank.recordRepayment(loanId, outstanding - 3n, TRANSFER);
      const owed = await desk.outstandingOf(loanId);
      expect(owed).to.equal(3);
      await bank.confirmRepayment(loanId, outstanding);
      expect(await desk.outstandingOf(loanId)).to.equal(0);
    });

    it("has nothing to count when all was recorded meanwhile, and the loan is settled as it stands", async function () {
      const { desk, bank, company, anybody, loanId, assetId } = await networkHelpers.loadFixture(active);
      const outstanding = await desk.outstandingOf(loanId);
      await company.claimRepayment(loanId, outstanding, TRANSFER);
      await bank.recordRepayment(loanId, outstanding, TRANSFER);
      await expect(bank.confirmRepayment(loanId, outstanding))
        .to.be.revertedWithCustomError(desk, "LoanDeskNothingPaid")
        .withArgs(loanId);
      await anybody.settle(loanId, [assetId]);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.settled);
    });

    it("needs a claim, as a rejection does", async function () {
      const { desk, bank, loanId } = await networkHelpers.loadFixture(active);
      for (const act of [bank.confirmRepayment(loanId, 0n), bank.rejectRepayment(loanId, 0n, ZeroHash)]) {
        await expect(act).to.be.revertedWithCustomError(desk, "LoanDeskNoClaim").withArgs(loanId);
      }
    });
  });

  it("answers the claim that was read, not another that has taken its place", async function () {
    const { desk, bank, company, anybody, loanId, answerBy } = await networkHelpers.loadFixture(claimed);
    await time.increaseTo(answerBy + 1);
    await anybody.confirmRepayment(loanId, 1_000_000n);
    const all = await desk.outstandingOf(loanId);
    await company.claimRepayment(loanId, all, TRANSFER);
    for (const act of [bank.confirmRepayment(loanId, 1_000_000n), bank.rejectRepayment(loanId, 1_000_000n, ZeroHash)]) {
      await expect(act).to.be.revertedWithCustomError(desk, "LoanDeskNoClaim").withArgs(loanId);
    }
    expect(await desk.outstandingOf(loanId)).to.equal(all);
  });

  describe("rejectRepayment", function () {
    it("leaves all that is owed, and the company may claim again", async function () {
      const { desk, bank, company, loanId } = await networkHelpers.loadFixture(claimed);
      const outstanding = await desk.outstandingOf(loanId);
      await expect(bank.rejectRepayment(loanId, 1_000_000n, reason("no such transfer")))
        .to.emit(desk, "RepaymentRejected")
        .withArgs(loanId, 1_000_000n, reason("no such transfer"));
      expect(await desk.outstandingOf(loanId)).to.equal(outstanding);
      expect((await desk.loanOf(loanId)).claim).to.deep.equal([0n, 0n]);
      await company.claimRepayment(loanId, 2n, TRANSFER);
    });

    it("is still possible after the deadline, while nobody has confirmed", async function () {
      const { desk, bank, loanId, answerBy } = await networkHelpers.loadFixture(claimed);
      await time.increaseTo(answerBy + DAY);
      await bank.rejectRepayment(loanId, 1_000_000n, ZeroHash);
      expect((await desk.loanOf(loanId)).claim.answerBy).to.equal(0);
    });

    it("falls to the new lender when the loan was assigned with a claim pending", async function () {
      const { desk, bank, wallets, ids, loanId } = await networkHelpers.loadFixture(claimed);
      await bank.proposeAssignment(loanId, ids.otherBank);
      const next = desk.connect(wallets.otherBank);
      await next.acceptAssignment(loanId);
      await expect(bank.rejectRepayment(loanId, 1_000_000n, ZeroHash))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
        .withArgs(ids.otherBank, wallets.bank);
      await next.rejectRepayment(loanId, 1_000_000n, ZeroHash);
    });
  });

  describe("settle", function () {
    it("is refused while anything is owed", async function () {
      const { desk, bank, anybody, loanId, assetId } = await networkHelpers.loadFixture(active);
      const outstanding = await desk.outstandingOf(loanId);
      await bank.recordRepayment(loanId, outstanding - 1n, TRANSFER);
      await expect(anybody.settle(loanId, [assetId]))
        .to.be.revertedWithCustomError(desk, "LoanDeskStillOwed")
        .withArgs(loanId, 1);
    });

    it("is anybody's, and frees the collateral; nothing is left to do with the loan", async function () {
      const { desk, pledges, assets, bank, anybody, wallets, loanId, assetId } =
        await networkHelpers.loadFixture(active);
      await bank.recordRepayment(loanId, await desk.outstandingOf(loanId), TRANSFER);
      const sent = anybody.settle(loanId, [assetId]);
      await expect(sent).to.emit(desk, "Closed").withArgs(loanId, STATE.settled, wallets.stranger, ZeroHash);
      await expect(sent).to.emit(pledges, "LienReleased").withArgs(assetId, loanId, 1);
      expect(await assets.locked(assetId)).to.equal(false);
      const { terms } = await desk.loanOf(loanId);
      expect([terms.state, terms.pledges]).to.deep.equal([STATE.settled, 0n]);
      await expect(bank.recordRepayment(loanId, 1n, TRANSFER))
        .to.be.revertedWithCustomError(desk, "LoanDeskWrongState")
        .withArgs(loanId, STATE.settled);
    });

    it("ends a loan in default as well, when all was paid after all", async function () {
      const { credit, desk, bank, anybody, loanId, assetId } = await networkHelpers.loadFixture(active);
      await fallIntoDefault(credit, loanId);
      await bank.recordRepayment(loanId, await desk.outstandingOf(loanId), TRANSFER);
      await anybody.settle(loanId, [assetId]);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.settled);
    });

    it("leaves no lien behind", async function () {
      const { credit, desk, pledges, bank, anybody, loanId, assetId } = await networkHelpers.loadFixture(active);
      const other = await valuedPatent(credit, 100_000_000n, "2019101234569");
      await bank.recordRepayment(loanId, await desk.outstandingOf(loanId), TRANSFER);
      for (const named of [[], [assetId, other]]) {
        await expect(anybody.settle(loanId, named))
          .to.be.revertedWithCustomError(desk, "LoanDeskPledgesLeft")
          .withArgs(loanId, 1);
      }
      await expect(anybody.settle(loanId, [other]))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoLien")
        .withArgs(other, loanId);
    });

    it("does not need the parties: both may be suspended", async function () {
      const { desk, bank, anybody, registrar, ids, loanId, assetId } = await networkHelpers.loadFixture(active);
      await bank.recordRepayment(loanId, await desk.outstandingOf(loanId), TRANSFER);
      await registrar.suspend(ids.bank, reason("inquiry"));
      await registrar.suspend(ids.company, reason("inquiry"));
      await anybody.settle(loanId, [assetId]);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.settled);
    });
  });

  it("cannot be made in tokens for a product that has none", async function () {
    const { desk, anybody, loanId } = await networkHelpers.loadFixture(active);
    await expect(anybody.repay(loanId, 1n))
      .to.be.revertedWithCustomError(desk, "LoanDeskNoSettlementToken")
      .withArgs(loanId);
  });
});
