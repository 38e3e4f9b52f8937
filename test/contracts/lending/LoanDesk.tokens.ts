import { expect } from "chai";
import { network } from "hardhat";
import { type BaseContract, id, ZeroAddress, ZeroHash } from "ethers";
import {
  acceptedLoan,
  type Credit,
  DAY,
  deployCredit,
  type EntityName,
  publish,
  STATE,
  TERMS,
} from "../support/credit.ts";
import { dayOf } from "../support/loans.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;

const AMOUNT = 10_000_000n;
const FEE = 10_000n;
const PAYERS = ["bank", "otherBank", "company", "stranger", "next"] as const;
const ONE_REPAYMENT = 1_000_000n;
/** Units: more than any loan of the tests is in any token. */
const PLENTY = 10n ** 40n;

/** A token's odd functions, which no interface describes. */
const tell = (token: BaseContract, name: string, ...args: unknown[]) =>
  token.getFunction(name)(...args) as Promise<unknown>;

const unitsOf = (token: BaseContract, wallet: { address: string } | string): Promise<bigint> =>
  token.getFunction("balanceOf")(typeof wallet === "string" ? wallet : wallet.address) as Promise<bigint>;

/** A product that settles in the token, and payers who have it and have allowed the desk to take it. */
async function withToken(token: BaseContract) {
  const credit = await deployCredit(connection);
  const { desk, products, wallets } = credit;
  await products.connect(wallets.regulator).setSettlementToken(await token.getAddress(), true);
  const productId = await publish(credit, { token: await token.getAddress() });
  for (const payer of PAYERS) {
    await tell(token, "mint", wallets[payer].address, PLENTY);
    await tell(token.connect(wallets[payer]), "approve", await desk.getAddress(), PLENTY);
  }
  return { ...credit, credit, productId, token };
}

async function accepted(name: string, args: unknown[] = []) {
  const fixture = await withToken(await ethers.deployContract(name, args));
  const loanId = await acceptedLoan(fixture.credit, fixture.productId);
  return { ...fixture, loanId, bank: fixture.desk.connect(fixture.wallets.bank) };
}

async function active(name: string, args: unknown[] = []) {
  const fixture = await accepted(name, args);
  await fixture.bank.disburse(fixture.loanId, ZeroHash);
  return { ...fixture, company: fixture.desk.connect(fixture.wallets.company) };
}

const plainAccepted = () => accepted("PlainToken", [6]);
const plainActive = () => active("PlainToken", [6]);

async function suspend({ entities, wallets, ids }: Credit, entity: EntityName) {
  await entities.connect(wallets.registrar).suspend(ids[entity], reason("inquiry"));
}

async function reinstate({ entities, wallets, ids }: Credit, entity: EntityName) {
  await entities.connect(wallets.registrar).reinstate(ids[entity], reason("cleared"));
}

describe("LoanDesk, settlement in a token", function () {
  describe("disburse", function () {
    it("moves the principal to the company, and the loan is active at once", async function () {
      const { desk, bank, token, wallets, loanId } = await networkHelpers.loadFixture(plainAccepted);
      const now = (await time.latest()) + 100;
      await time.setNextBlockTimestamp(now);
      const units = AMOUNT * 10_000n;
      const sent = bank.disburse(loanId, id("unused"));
      await expect(sent)
        .to.emit(desk, "Activated")
        .withArgs(loanId, AMOUNT, FEE, dayOf(now), (day: bigint) => day > dayOf(now) + 364n, token);
      await expect(sent).to.emit(token, "Transfer").withArgs(wallets.bank, wallets.company, units);
      expect(await unitsOf(token, wallets.company)).to.equal(PLENTY + units);
      expect(await unitsOf(token, await desk.getAddress())).to.equal(0);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.active);
      expect(await desk.outstandingOf(loanId)).to.equal(AMOUNT + FEE);
    });

    for (const decimals of [2, 6, 18, 20]) {
      it(`and repayment are exact in a token of ${decimals} decimals`, async function () {
        const fixture = () => active("PlainToken", [decimals]);
        const { desk, company, token, wallets, loanId } = await fixture();
        const unit = 10n ** BigInt(decimals - 2);
        expect(await unitsOf(token, wallets.bank)).to.equal(PLENTY - AMOUNT * unit);
        await company.repay(loanId, AMOUNT + FEE);
        expect(await unitsOf(token, wallets.bank)).to.equal(PLENTY + FEE * unit);
        expect(await desk.outstandingOf(loanId)).to.equal(0);
      });
    }

    it("fails whole when the lender has too little or has allowed too little", async function () {
      const { desk, bank, token, wallets, loanId } = await networkHelpers.loadFixture(plainAccepted);
      await tell(token.connect(wallets.bank), "approve", await desk.getAddress(), AMOUNT * 10_000n - 1n);
      await expect(bank.disburse(loanId, ZeroHash))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(desk, AMOUNT * 10_000n - 1n, AMOUNT * 10_000n);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.accepted);
      expect(await desk.outstandingOf(loanId)).to.equal(0);
    });

    it("pays the company's new wallet after a handover", async function () {
      const { bank, entities, token, wallets, ids, loanId } = await networkHelpers.loadFixture(plainAccepted);
      await entities.connect(wallets.company).proposeController(ids.company, wallets.guarantor);
      await entities.connect(wallets.guarantor).acceptController(ids.company);
      await bank.disburse(loanId, ZeroHash);
      expect(await unitsOf(token, wallets.guarantor)).to.equal(AMOUNT * 10_000n);
    });

    it("is refused while the company is suspended, and no money moves", async function () {
      const { credit, desk, bank, token, wallets, ids, loanId } = await networkHelpers.loadFixture(plainAccepted);
      await suspend(credit, "company");
      await expect(bank.disburse(loanId, ZeroHash))
        .to.be.revertedWithCustomError(desk, "LoanDeskEntityNotActive")
        .withArgs(ids.company);
      expect(await unitsOf(token, wallets.bank)).to.equal(PLENTY);
    });

    it("keeps the scale that the product had, whatever the token says later", async function () {
      const { bank, token, wallets, loanId } = await networkHelpers.loadFixture(plainAccepted);
      await tell(token, "setDecimals", 18);
      await bank.disburse(loanId, ZeroHash);
      expect(await unitsOf(token, wallets.company)).to.equal(PLENTY + AMOUNT * 10_000n);
    });

    it("and repayment go on in a token that the regulator approves no longer", async function () {
      const { desk, products, bank, token, wallets, loanId } = await networkHelpers.loadFixture(plainAccepted);
      await products.connect(wallets.regulator).setSettlementToken(token, false);
      await bank.disburse(loanId, ZeroHash);
      await desk.connect(wallets.company).repay(loanId, AMOUNT + FEE);
      expect(await desk.outstandingOf(loanId)).to.equal(0);
    });

    it("follows the version that was agreed, though the product settles otherwise by now", async function () {
      const { products, desk, bank, wallets, productId, loanId } = await networkHelpers.loadFixture(plainAccepted);
      await products.connect(wallets.bank).change(productId, 1, TERMS, ZeroAddress, "0x");
      await bank.disburse(loanId, ZeroHash);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.active);
    });
  });

  describe("repay", function () {
    it("moves the money to the lender and counts it, whoever pays", async function () {
      const { desk, token, wallets, loanId } = await networkHelpers.loadFixture(plainActive);
      const { accruedDay, dueDay, interestUnits } = await desk.balanceOf(loanId);
      const before = await unitsOf(token, wallets.bank);
      const principal = ONE_REPAYMENT - FEE;
      const sent = desk.connect(wallets.stranger).repay(loanId, ONE_REPAYMENT);
      await expect(sent)
        .to.emit(desk, "Repaid")
        .withArgs(loanId, wallets.stranger, ONE_REPAYMENT, FEE, 0, principal, ZeroHash, [
          ...[AMOUNT - principal, 0n, interestUnits],
          ...[accruedDay, dueDay],
        ]);
      await expect(sent)
        .to.emit(token, "Transfer")
        .withArgs(wallets.stranger, wallets.bank, ONE_REPAYMENT * 10_000n);
      expect(await unitsOf(token, wallets.bank)).to.equal(before + ONE_REPAYMENT * 10_000n);
    });

    it("refuses nothing, and a fen more than is owed", async function () {
      const { desk, company, loanId } = await networkHelpers.loadFixture(plainActive);
      await expect(company.repay(loanId, 0n))
        .to.be.revertedWithCustomError(desk, "LoanDeskNothingPaid")
        .withArgs(loanId);
      await expect(company.repay(loanId, AMOUNT + FEE + 1n))
        .to.be.revertedWithCustomError(desk, "LoanDeskAboveOutstanding")
        .withArgs(loanId, AMOUNT + FEE + 1n, AMOUNT + FEE);
    });

    it("goes to the new lender after an assignment, and to its new wallet after a handover", async function () {
      const { desk, bank, company, entities, token, wallets, ids, loanId } =
        await networkHelpers.loadFixture(plainActive);
      await bank.proposeAssignment(loanId, ids.otherBank);
      await desk.connect(wallets.otherBank).acceptAssignment(loanId);
      await company.repay(loanId, 3n);
      expect(await unitsOf(token, wallets.otherBank)).to.equal(PLENTY + 30_000n);
      await entities.connect(wallets.otherBank).proposeController(ids.otherBank, wallets.next);
      await entities.connect(wallets.next).acceptController(ids.otherBank);
      await company.repay(loanId, 5n);
      expect(await unitsOf(token, wallets.next)).to.equal(PLENTY + 50_000n);
    });

    it("is open to a suspended company and to a loan in default, and ends it", async function () {
      const { credit, desk, company, loanId } = await networkHelpers.loadFixture(plainActive);
      await time.increase(400 * DAY);
      await desk.connect(credit.wallets.bank).declareDefault(loanId);
      await suspend(credit, "company");
      await company.repay(loanId, await desk.outstandingOf(loanId));
      await company.settle(loanId, []);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.settled);
    });

    it("may be mixed with repayments off the chain", async function () {
      const { desk, bank, company, token, wallets, loanId } = await networkHelpers.loadFixture(plainActive);
      await bank.recordRepayment(loanId, AMOUNT, id("cash"));
      await company.repay(loanId, FEE);
      expect(await desk.outstandingOf(loanId)).to.equal(0);
      expect(await unitsOf(token, wallets.bank)).to.equal(PLENTY - AMOUNT * 10_000n + FEE * 10_000n);
    });
  });

  describe("while the lender is suspended", function () {
    it("a repayment counts and is kept, and the lender collects it when it may act again", async function () {
      const { credit, desk, bank, company, token, wallets, ids, loanId } =
        await networkHelpers.loadFixture(plainActive);
      const before = await unitsOf(token, wallets.bank);
      const units = ONE_REPAYMENT * 10_000n;
      await suspend(credit, "bank");
      await expect(company.repay(loanId, ONE_REPAYMENT)).to.emit(desk, "Kept").withArgs(ids.bank, token, units);
      await company.repay(loanId, 1n);
      expect(await desk.outstandingOf(loanId)).to.equal(AMOUNT + FEE - ONE_REPAYMENT - 1n);
      expect(await desk.keptFor(ids.bank, token)).to.equal(units + 10_000n);
      expect(await unitsOf(token, await desk.getAddress())).to.equal(units + 10_000n);
      expect(await unitsOf(token, wallets.bank)).to.equal(before);
      await expect(bank.collect(ids.bank, token))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
        .withArgs(ids.bank, wallets.bank);
      await reinstate(credit, "bank");
      await expect(bank.collect(ids.bank, token))
        .to.emit(desk, "Collected")
        .withArgs(ids.bank, token, units + 10_000n, wallets.bank);
      expect(await unitsOf(token, wallets.bank)).to.equal(before + units + 10_000n);
      expect(await desk.keptFor(ids.bank, token)).to.equal(0);
    });

    it("the loan can be settled, and the money waits for the lender's next wallet, not the thief's", async function () {
      const { credit, desk, bank, company, entities, token, wallets, ids, loanId } =
        await networkHelpers.loadFixture(plainActive);
      await suspend(credit, "bank");
      await company.repay(loanId, AMOUNT + FEE);
      await company.settle(loanId, []);
      await entities.connect(wallets.registrar).proposeControllerAsRegistrar(ids.bank, wallets.next);
      await entities.connect(wallets.next).acceptController(ids.bank);
      await reinstate(credit, "bank");
      await expect(bank.collect(ids.bank, token))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
        .withArgs(ids.bank, wallets.bank);
      await desk.connect(wallets.next).collect(ids.bank, token);
      expect(await unitsOf(token, wallets.next)).to.equal(PLENTY + (AMOUNT + FEE) * 10_000n);
    });

    it("what was kept stays the old lender's when the loan is assigned later", async function () {
      const { credit, desk, bank, company, token, wallets, ids, loanId } =
        await networkHelpers.loadFixture(plainActive);
      await suspend(credit, "bank");
      await company.repay(loanId, 7n);
      await reinstate(credit, "bank");
      await bank.proposeAssignment(loanId, ids.otherBank);
      const next = desk.connect(wallets.otherBank);
      await next.acceptAssignment(loanId);
      await expect(next.collect(ids.otherBank, token))
        .to.be.revertedWithCustomError(desk, "LoanDeskNothingToCollect")
        .withArgs(ids.otherBank, token);
      await bank.collect(ids.bank, token);
    });
  });

  describe("collect", function () {
    it("is refused when nothing is kept, in that token or any more", async function () {
      const { credit, desk, bank, company, token, ids, loanId } = await networkHelpers.loadFixture(plainActive);
      await suspend(credit, "bank");
      await company.repay(loanId, 7n);
      await reinstate(credit, "bank");
      const other = await ethers.deployContract("PlainToken", [6]);
      await expect(bank.collect(ids.bank, other))
        .to.be.revertedWithCustomError(desk, "LoanDeskNothingToCollect")
        .withArgs(ids.bank, other);
      await bank.collect(ids.bank, token);
      await expect(bank.collect(ids.bank, token))
        .to.be.revertedWithCustomError(desk, "LoanDeskNothingToCollect")
        .withArgs(ids.bank, token);
    });

    it("is for the lender's controller alone", async function () {
      const { credit, desk, company, token, wallets, ids, loanId } = await networkHelpers.loadFixture(plainActive);
      await suspend(credit, "bank");
      await company.repay(loanId, 7n);
      await reinstate(credit, "bank");
      for (const [holder, wallet] of Object.entries(wallets)) {
        if (holder === "bank") continue;
        await expect(desk.connect(wallet).collect(ids.bank, token), holder)
          .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
          .withArgs(ids.bank, wallet);
      }
    });
  });
});

describe("LoanDesk and odd tokens", function () {
  for (const [what, bps] of [
    ["takes a fee", 9_900n],
    ["delivers nothing", 0n],
    ["delivers more than was sent", 10_100n],
  ] as const) {
    it(`does not disburse, nor take a repayment, in a token that ${what}`, async function () {
      const { desk, bank, token, wallets, loanId } = await accepted("SkewedToken");
      await tell(token, "deliver", bps);
      await expect(bank.disburse(loanId, ZeroHash))
        .to.be.revertedWithCustomError(desk, "LoanDeskTokenShort")
        .withArgs(token, AMOUNT, (AMOUNT * bps) / 10_000n);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.accepted);
      await tell(token, "deliver", 10_000n);
      await bank.disburse(loanId, ZeroHash);
      await tell(token, "deliver", bps);
      await expect(desk.connect(wallets.company).repay(loanId, ONE_REPAYMENT))
        .to.be.revertedWithCustomError(desk, "LoanDeskTokenShort")
        .withArgs(token, ONE_REPAYMENT, (ONE_REPAYMENT * bps) / 10_000n);
      expect(await desk.outstandingOf(loanId)).to.equal(AMOUNT + FEE);
    });
  }

  it("does not keep for a suspended lender what a token that takes a fee has cut", async function () {
    const { credit, desk, company, token, ids, loanId } = await active("SkewedToken");
    await suspend(credit, "bank");
    await tell(token, "deliver", 9_900n);
    await expect(company.repay(loanId, ONE_REPAYMENT))
      .to.be.revertedWithCustomError(desk, "LoanDeskTokenShort")
      .withArgs(token, ONE_REPAYMENT, (ONE_REPAYMENT * 99n) / 100n);
    expect(await desk.keptFor(ids.bank, token)).to.equal(0);
  });

  it("does not let a lender pay itself: no money would move", async function () {
    const { desk, bank, token, loanId } = await active("PlainToken", [2]);
    await expect(bank.repay(loanId, ONE_REPAYMENT))
      .to.be.revertedWithCustomError(desk, "LoanDeskTokenShort")
      .withArgs(token, ONE_REPAYMENT, 0);
  });

  it("works with a token whose transfers return nothing: paid out, repaid, kept and collected", async function () {
    const { credit, desk, bank, company, token, wallets, ids, loanId } = await active("SilentToken");
    await company.repay(loanId, ONE_REPAYMENT);
    await suspend(credit, "bank");
    await company.repay(loanId, ONE_REPAYMENT);
    await reinstate(credit, "bank");
    await bank.collect(ids.bank, token);
    expect(await unitsOf(token, wallets.bank)).to.equal(PLENTY - AMOUNT + 2n * ONE_REPAYMENT);
    expect(await desk.outstandingOf(loanId)).to.equal(AMOUNT + FEE - 2n * ONE_REPAYMENT);
  });

  for (const moves of [true, false]) {
    it(`refuses a token that answers false, though it has ${moves ? "" : "not "}moved the money`, async function () {
      const { desk, bank, token, wallets, loanId } = await accepted("FalseToken");
      await tell(token, "setMoves", moves);
      await expect(bank.disburse(loanId, ZeroHash))
        .to.be.revertedWithCustomError(desk, "SafeERC20FailedOperation")
        .withArgs(token);
      expect(await unitsOf(token, wallets.bank)).to.equal(PLENTY);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.accepted);
    });
  }

  describe("a token that blacklists", function () {
    it("the company: nothing is paid out, and after the deadline the case is closed", async function () {
      const { desk, bank, token, wallets, loanId } = await accepted("BlacklistToken");
      await tell(token, "blacklist", wallets.company.address, true);
      await expect(bank.disburse(loanId, ZeroHash))
        .to.be.revertedWithCustomError(token, "Blacklisted")
        .withArgs(wallets.company);
      await time.increase(31 * DAY);
      await desk.expire(loanId, []);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.cancelled);
    });

    it("the lender: the company can still repay off the chain, and its claim stands if the lender is silent", async function () {
      const { desk, company, token, wallets, loanId } = await active("BlacklistToken");
      await tell(token, "blacklist", wallets.bank.address, true);
      await expect(company.repay(loanId, ONE_REPAYMENT))
        .to.be.revertedWithCustomError(token, "Blacklisted")
        .withArgs(wallets.bank);
      await company.claimRepayment(loanId, AMOUNT, id("bank transfer"));
      await time.increase(8 * DAY);
      await desk.connect(wallets.stranger).confirmRepayment(loanId, AMOUNT);
      expect((await desk.balanceOf(loanId)).principalFen).to.be.lessThan(30_000n);
    });

    it("a lender for which money is kept: it stays kept until the lender has a wallet that may have it", async function () {
      const { credit, desk, bank, company, entities, token, wallets, ids, loanId } = await active("BlacklistToken");
      await suspend(credit, "bank");
      await company.repay(loanId, ONE_REPAYMENT);
      await reinstate(credit, "bank");
      await tell(token, "blacklist", wallets.bank.address, true);
      await expect(bank.collect(ids.bank, token))
        .to.be.revertedWithCustomError(token, "Blacklisted")
        .withArgs(wallets.bank);
      expect(await desk.keptFor(ids.bank, token)).to.equal(ONE_REPAYMENT * 10_000n);
      await entities.connect(wallets.bank).proposeController(ids.bank, wallets.next);
      await entities.connect(wallets.next).acceptController(ids.bank);
      await desk.connect(wallets.next).collect(ids.bank, token);
      expect(await unitsOf(token, wallets.next)).to.equal(PLENTY + ONE_REPAYMENT * 10_000n);
    });

    it("one loan's wallet does not touch another loan", async function () {
      const { credit, desk, bank, token, wallets, productId, loanId } = await accepted("BlacklistToken");
      const other = await acceptedLoan(credit, productId, {}, { borrower: "otherCompany" });
      await tell(token, "blacklist", wallets.company.address, true);
      await bank.disburse(other, ZeroHash);
      expect((await desk.loanOf(other)).terms.state).to.equal(STATE.active);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.accepted);
    });
  });
});
