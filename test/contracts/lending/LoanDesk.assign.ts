import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroHash } from "ethers";
import { activeLoan, DAY, deployCredit, publish, STATE, valuedPatent } from "../support/credit.ts";
import { fallIntoDefault, restructuringOf } from "../support/loans.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

async function active() {
  const credit = await deployCredit(connection);
  const { desk, wallets, entities } = credit;
  const productId = await publish(credit);
  const assetId = await valuedPatent(credit);
  const collateral = [{ assetId, securedFen: 12_000_000n }];
  const loanId = await activeLoan(credit, productId, { tenorMonths: 1n, collateral });
  return {
    ...credit,
    ...{ credit, productId, assetId, loanId },
    bank: desk.connect(wallets.bank),
    otherBank: desk.connect(wallets.otherBank),
    registrar: entities.connect(wallets.registrar),
  };
}

async function proposed() {
  const fixture = await active();
  await fixture.bank.proposeAssignment(fixture.loanId, fixture.ids.otherBank);
  return fixture;
}

async function assigned() {
  const fixture = await proposed();
  await fixture.otherBank.acceptAssignment(fixture.loanId);
  return fixture;
}

describe("LoanDesk, assignment", function () {
  describe("proposeAssignment", function () {
    it("names the next lender; a second one replaces it, and nobody withdraws it", async function () {
      const { desk, bank, otherBank, ids, loanId } = await networkHelpers.loadFixture(active);
      for (const to of [ids.otherBank, ids.guarantor, ZeroHash]) {
        await expect(bank.proposeAssignment(loanId, to)).to.emit(desk, "AssignmentProposed").withArgs(loanId, to);
        expect((await desk.loanOf(loanId)).assignee).to.equal(to);
      }
      await expect(otherBank.acceptAssignment(loanId))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotProposed")
        .withArgs(loanId);
      expect(await desk.lenderOf(loanId)).to.equal(ids.bank);
    });

    it("refuses the borrower, who cannot owe itself", async function () {
      const { desk, bank, ids, loanId } = await networkHelpers.loadFixture(active);
      await expect(bank.proposeAssignment(loanId, ids.company))
        .to.be.revertedWithCustomError(desk, "LoanDeskOwnProduct")
        .withArgs(ids.company);
    });
  });

  describe("acceptAssignment", function () {
    it("makes the new lender the lienholder as well", async function () {
      const { desk, pledges, otherBank, wallets, ids, assetId, loanId } = await networkHelpers.loadFixture(proposed);
      await expect(otherBank.acceptAssignment(loanId))
        .to.emit(desk, "Assigned")
        .withArgs(loanId, ids.bank, ids.otherBank);
      const loan = await desk.loanOf(loanId);
      expect([loan.lender, loan.assignee]).to.deep.equal([ids.otherBank, ZeroHash]);
      await expect(pledges.connect(wallets.bank).reduce(assetId, loanId, 1n))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNotLienholder")
        .withArgs(assetId, loanId, wallets.bank);
      await pledges.connect(wallets.otherBank).reduce(assetId, loanId, 1n);
    });

    it("is for whoever acts for the entity that was named", async function () {
      const { desk, wallets, ids, loanId } = await networkHelpers.loadFixture(proposed);
      for (const [holder, wallet] of Object.entries(wallets)) {
        if (holder === "otherBank") continue;
        await expect(desk.connect(wallet).acceptAssignment(loanId), holder)
          .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
          .withArgs(ids.otherBank, wallet);
      }
    });

    it("is refused to a suspended assignee, and nobody can accept for an entity that is not registered", async function () {
      const { desk, bank, otherBank, registrar, wallets, ids, loanId } = await networkHelpers.loadFixture(proposed);
      await registrar.suspend(ids.otherBank, reason("inquiry"));
      await expect(otherBank.acceptAssignment(loanId))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
        .withArgs(ids.otherBank, wallets.otherBank);
      await bank.proposeAssignment(loanId, id("nobody"));
      await expect(otherBank.acceptAssignment(loanId))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
        .withArgs(id("nobody"), wallets.otherBank);
    });

    it("is refused while the old lender is suspended: a thief may have offered the loan", async function () {
      const { desk, otherBank, registrar, ids, loanId } = await networkHelpers.loadFixture(proposed);
      await registrar.suspend(ids.bank, reason("stolen key"));
      await expect(otherBank.acceptAssignment(loanId))
        .to.be.revertedWithCustomError(desk, "LoanDeskEntityNotActive")
        .withArgs(ids.bank);
      await registrar.reinstate(ids.bank, reason("found"));
      await otherBank.acceptAssignment(loanId);
    });

    it("does not ask the borrower, who may be suspended", async function () {
      const { desk, otherBank, registrar, ids, loanId } = await networkHelpers.loadFixture(proposed);
      await registrar.suspend(ids.company, reason("inquiry"));
      await otherBank.acceptAssignment(loanId);
      expect(await desk.lenderOf(loanId)).to.equal(ids.otherBank);
    });

    it("is refused to a company, which lends nothing", async function () {
      const { desk, bank, wallets, ids, loanId } = await networkHelpers.loadFixture(active);
      await bank.proposeAssignment(loanId, ids.otherCompany);
      await expect(desk.connect(wallets.otherCompany).acceptAssignment(loanId))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotLender")
        .withArgs(ids.otherCompany);
      expect(await desk.lenderOf(loanId)).to.equal(ids.bank);
    });

    it("happens once", async function () {
      const { desk, otherBank, loanId } = await networkHelpers.loadFixture(assigned);
      await expect(otherBank.acceptAssignment(loanId))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotProposed")
        .withArgs(loanId);
    });

    it("drops what the old lender has proposed to the company", async function () {
      const { credit, desk, bank, otherBank, wallets, loanId } = await networkHelpers.loadFixture(proposed);
      const terms = await restructuringOf(credit);
      await bank.proposeRestructuring(loanId, terms);
      await otherBank.acceptAssignment(loanId);
      await expect(desk.connect(wallets.company).acceptRestructuring(loanId, terms))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotProposed")
        .withArgs(loanId);
    });
  });

  it("lets the old lender do nothing more, and the new one all", async function () {
    const { credit, desk, bank, otherBank, wallets, ids, assetId, loanId } = await networkHelpers.loadFixture(assigned);
    const terms = await restructuringOf(credit);
    for (const act of [
      bank.recordRepayment(loanId, 1n, ZeroHash),
      bank.releaseCollateral(loanId, assetId),
      bank.proposeRestructuring(loanId, terms),
      bank.proposeAssignment(loanId, ids.bank),
      bank.declareDefault(loanId),
    ]) {
      await expect(act)
        .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
        .withArgs(ids.otherBank, wallets.bank);
    }
    await otherBank.recordRepayment(loanId, 1n, ZeroHash);
    await otherBank.proposeRestructuring(loanId, terms);
    await otherBank.releaseCollateral(loanId, assetId);
    await otherBank.proposeAssignment(loanId, ids.bank);
    await bank.acceptAssignment(loanId);
    expect(await desk.lenderOf(loanId)).to.equal(ids.bank);
  });

  it("of a loan in default hands over the enforcement, with the notice as it stands", async function () {
    const { credit, desk, assets, bank, otherBank, ids, assetId, loanId } = await networkHelpers.loadFixture(active);
    await fallIntoDefault(credit, loanId);
    const { deadline } = (await desk.loanOf(loanId)).terms;
    await bank.proposeAssignment(loanId, ids.otherBank);
    await otherBank.acceptAssignment(loanId);
    expect((await desk.loanOf(loanId)).terms.deadline).to.equal(deadline);
    await time.increaseTo(deadline);
    await otherBank.enforce(loanId, assetId, ids.buyer, 1_000_000n);
    expect((await assets.assetOf(assetId)).entity).to.equal(ids.buyer);
    await time.increase(DAY);
    await otherBank.writeOff(loanId, []);
    expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.writtenOff);
  });
});
