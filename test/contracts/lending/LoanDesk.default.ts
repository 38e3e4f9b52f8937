import { expect } from "chai";
import { network } from "hardhat";
import { toBeHex, ZeroHash } from "ethers";
import { activeLoan, appraise, DAY, deployCredit, publish, STATE, valuedPatent } from "../support/credit.ts";
import { fallIntoDefault, GRACE_DAYS, LIMIT, startOf } from "../support/loans.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const PRINCIPAL = 10_000_000n;
const SECURED = 12_000_000n;
const VALUE = 100_000_000n;

/** An active loan of a month of the bank, secured by a patent. */
async function active() {
  const credit = await deployCredit(connection);
  const { desk, wallets, entities } = credit;
  const productId = await publish(credit);
  const assetId = await valuedPatent(credit, VALUE);
  const collateral = [{ assetId, securedFen: SECURED }];
  const loanId = await activeLoan(credit, productId, { tenorMonths: 1n, collateral });
  return {
    ...credit,
    ...{ credit, productId, assetId, loanId },
    bank: desk.connect(wallets.bank),
    registrar: entities.connect(wallets.registrar),
  };
}

async function defaulted() {
  const fixture = await active();
  await fallIntoDefault(fixture.credit, fixture.loanId);
  const { deadline } = (await fixture.desk.loanOf(fixture.loanId)).terms;
  return { ...fixture, deadline: Number(deadline) };
}

/** The same after the notice. */
async function noticed() {
  const fixture = await defaulted();
  await time.increaseTo(fixture.deadline);
  return fixture;
}

describe("LoanDesk, default and enforcement", function () {
  describe("declareDefault", function () {
    it("is possible from the first second behind three whole days of grace, and begins the notice", async function () {
      const { desk, bank, ids, loanId } = await networkHelpers.loadFixture(active);
      const { dueDay } = await desk.balanceOf(loanId);
      const first = startOf(dueDay + GRACE_DAYS + 1n);
      await time.setNextBlockTimestamp(first - 1);
      await expect(bank.declareDefault(loanId))
        .to.be.revertedWithCustomError(desk, "LoanDeskTooEarly")
        .withArgs(loanId, first, first - 1);
      await time.setNextBlockTimestamp(first);
      const { accruedDay } = (await desk.loanOf(loanId)).balance;
      const units = PRINCIPAL * (600n * (dueDay - accruedDay) + 900n * 4n);
      await expect(bank.declareDefault(loanId))
        .to.emit(desk, "DefaultDeclared")
        .withArgs(loanId, ids.bank, PRINCIPAL + 10_000n + units / 3_600_000n, first + LIMIT.notice);
      const { terms } = await desk.loanOf(loanId);
      expect([terms.state, terms.deadline]).to.deep.equal([STATE.defaulted, BigInt(first + LIMIT.notice)]);
    });

    it("is refused when nothing is owed: the loan has only not been settled yet", async function () {
      const { desk, bank, loanId } = await networkHelpers.loadFixture(active);
      await bank.recordRepayment(loanId, await desk.outstandingOf(loanId), ZeroHash);
      await time.increase(60 * DAY);
      await expect(bank.declareDefault(loanId))
        .to.be.revertedWithCustomError(desk, "LoanDeskNothingOwed")
        .withArgs(loanId);
    });

    it("does not stop the interest, nor repayments", async function () {
      const { desk, bank, loanId } = await networkHelpers.loadFixture(defaulted);
      const owed = await desk.outstandingOf(loanId);
      await time.increase(10 * DAY);
      expect(await desk.outstandingOf(loanId)).to.equal(owed + (PRINCIPAL * 900n * 10n) / 3_600_000n);
      await bank.recordRepayment(loanId, 1n, ZeroHash);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.defaulted);
    });
  });

  describe("enforce", function () {
    it("waits for the end of the notice, to the second", async function () {
      const { desk, bank, ids, assetId, loanId, deadline } = await networkHelpers.loadFixture(defaulted);
      await time.setNextBlockTimestamp(deadline - 1);
      await expect(bank.enforce(loanId, assetId, ids.buyer, 1n))
        .to.be.revertedWithCustomError(desk, "LoanDeskTooEarly")
        .withArgs(loanId, deadline, deadline - 1);
      await time.setNextBlockTimestamp(deadline);
      await bank.enforce(loanId, assetId, ids.buyer, 1n);
    });

    it("gives the asset to the buyer, takes its share off what is owed, and tells the surplus", async function () {
      const { desk, assets, pledges, bank, wallets, ids, assetId, loanId } = await networkHelpers.loadFixture(noticed);
      const owed = await desk.outstandingOf(loanId);
      const proceeds = 15_000_000n;
      const sent = bank.enforce(loanId, assetId, ids.buyer, proceeds);
      await expect(sent)
        .to.emit(desk, "CollateralSold")
        .withArgs(loanId, assetId, ids.buyer, proceeds, owed, proceeds - owed);
      await expect(sent)
        .to.emit(desk, "Repaid")
        .withArgs(
          loanId,
          wallets.bank,
          owed,
          10_000n,
          owed - 10_000n - PRINCIPAL,
          PRINCIPAL,
          toBeHex(assetId, 32),
          (balance: readonly bigint[]) => balance[0] === 0n,
        );
      await expect(sent).to.emit(pledges, "LienEnforced").withArgs(assetId, loanId, 1, ids.buyer);
      expect((await assets.assetOf(assetId)).entity).to.equal(ids.buyer);
      expect(await assets.ownerOf(assetId)).to.equal(wallets.buyer.address);
      expect(await assets.locked(assetId)).to.equal(false);
      expect((await desk.loanOf(loanId)).terms.pledges).to.equal(0);
      await desk.settle(loanId, []);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.settled);
    });

    it("takes no more than the lien secures, and the rest of the debt stays", async function () {
      const { credit, desk, bank, ids, productId } = await networkHelpers.loadFixture(active);
      const assetId = await valuedPatent(credit, VALUE, "2019101234569");
      const collateral = [{ assetId, securedFen: 4_000_000n }];
      const loanId = await activeLoan(credit, productId, { tenorMonths: 1n, collateral });
      await fallIntoDefault(credit, loanId);
      await time.increase(LIMIT.notice);
      const owed = await desk.outstandingOf(loanId);
      await expect(bank.enforce(loanId, assetId, ids.buyer, 9_000_000n))
        .to.emit(desk, "CollateralSold")
        .withArgs(loanId, assetId, ids.buyer, 9_000_000n, 4_000_000n, 5_000_000n);
      expect(await desk.outstandingOf(loanId)).to.equal(owed - 4_000_000n);
      await bank.writeOff(loanId, []);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.writtenOff);
    });

    it("counts nothing for a sale that brought nothing", async function () {
      const { desk, bank, ids, assetId, loanId } = await networkHelpers.loadFixture(noticed);
      const owed = await desk.outstandingOf(loanId);
      const sent = await bank.enforce(loanId, assetId, ids.buyer, 0n);
      await expect(sent).to.emit(desk, "CollateralSold").withArgs(loanId, assetId, ids.buyer, 0, 0, 0);
      await expect(sent).to.not.emit(desk, "Repaid");
      expect(await desk.outstandingOf(loanId)).to.equal(owed);
    });

    it("lets the lender take the asset itself at its value and not below", async function () {
      const { desk, assets, pledges, bank, ids, assetId, loanId } = await networkHelpers.loadFixture(noticed);
      await expect(bank.enforce(loanId, assetId, ids.bank, VALUE - 1n))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryBelowValue")
        .withArgs(assetId, VALUE - 1n, VALUE);
      const owed = await desk.outstandingOf(loanId);
      await expect(bank.enforce(loanId, assetId, ids.bank, VALUE))
        .to.emit(desk, "CollateralSold")
        .withArgs(loanId, assetId, ids.bank, VALUE, owed, VALUE - owed);
      expect((await assets.assetOf(assetId)).entity).to.equal(ids.bank);
    });

    it("follows a value that has fallen since the pledge", async function () {
      const { credit, desk, bank, ids, assetId, loanId } = await networkHelpers.loadFixture(noticed);
      await appraise(credit, assetId, 2_000_000n);
      await expect(bank.enforce(loanId, assetId, ids.bank, 2_000_000n))
        .to.emit(desk, "CollateralSold")
        .withArgs(loanId, assetId, ids.bank, 2_000_000n, 2_000_000n, 0);
    });

    it("refuses a buyer that nobody acts for, and leaves all as it was", async function () {
      const { desk, assets, bank, registrar, ids, assetId, loanId } = await networkHelpers.loadFixture(noticed);
      await registrar.suspend(ids.buyer, reason("inquiry"));
      for (const buyer of [ids.buyer, toBeHex(1n, 32), ZeroHash]) {
        await expect(bank.enforce(loanId, assetId, buyer, 1n))
          .to.be.revertedWithCustomError(assets, "SoftAssetsNoController")
          .withArgs(buyer);
      }
      expect((await desk.loanOf(loanId)).terms.pledges).to.equal(1);
      expect((await assets.assetOf(assetId)).entity).to.equal(ids.company);
    });

    it("sells an asset once, and only one that secures this loan", async function () {
      const { credit, pledges, bank, ids, assetId, loanId } = await networkHelpers.loadFixture(noticed);
      const other = await valuedPatent(credit, VALUE, "2019101234569");
      await expect(bank.enforce(loanId, other, ids.buyer, 1n))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoLien")
        .withArgs(other, loanId);
      await bank.enforce(loanId, assetId, ids.buyer, 1n);
      await expect(bank.enforce(loanId, assetId, ids.buyer, 1n))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoLien")
        .withArgs(assetId, loanId);
    });

    it("is refused when all was paid after all: only settling is left", async function () {
      const { desk, assets, bank, ids, assetId, loanId } = await networkHelpers.loadFixture(noticed);
      await bank.recordRepayment(loanId, await desk.outstandingOf(loanId), ZeroHash);
      await expect(bank.enforce(loanId, assetId, ids.buyer, 1n))
        .to.be.revertedWithCustomError(desk, "LoanDeskNothingOwed")
        .withArgs(loanId);
      await desk.settle(loanId, [assetId]);
      expect((await assets.assetOf(assetId)).entity).to.equal(ids.company);
    });

    it("does not wait for a suspended company: its asset is sold all the same", async function () {
      const { assets, bank, registrar, ids, assetId, loanId } = await networkHelpers.loadFixture(noticed);
      await registrar.suspend(ids.company, reason("bankrupt"));
      await bank.enforce(loanId, assetId, ids.buyer, 1n);
      expect((await assets.assetOf(assetId)).entity).to.equal(ids.buyer);
    });
  });

  describe("proceeds of an asset with two liens", function () {
    const JUNIOR_SECURED = 6_000_000n;

    /** The bank's loan of rank 1 and the other bank's of rank 2, both of a month, both overdue and behind the notice. */
    async function twoLiens() {
      const fixture = await active();
      const { credit, desk, pledges, wallets, assetId, loanId } = fixture;
      const productId = await publish(credit, { lender: "otherBank", code: "second" });
      const offer = { tenorMonths: 1n, amountFen: 5_000_000n, feeFen: 0n };
      const junior = await activeLoan(credit, productId, offer, { lender: "otherBank" });
      await pledges.connect(wallets.bank).consentToJunior(assetId, loanId, junior, JUNIOR_SECURED);
      await desk.connect(wallets.company).addCollateral(junior, { assetId, securedFen: JUNIOR_SECURED });
      await fallIntoDefault(credit, loanId);
      await desk.connect(wallets.otherBank).declareDefault(junior);
      await time.increase(LIMIT.notice);
      const owed = {
        senior: await desk.outstandingOf(loanId),
        junior: await desk.outstandingOf(junior),
      };
      return { ...fixture, junior, owed, otherBank: desk.connect(wallets.otherBank) };
    }

    it("go to the senior lien first; the junior lender's share is told and counts when it records it", async function () {
      const { desk, pledges, bank, otherBank, ids, assetId, loanId, junior, owed } =
        await networkHelpers.loadFixture(twoLiens);
      const proceeds = owed.senior + 3n;
      const sent = bank.enforce(loanId, assetId, ids.buyer, proceeds);
      await expect(sent).to.emit(desk, "ProceedsShared").withArgs(junior, assetId, loanId, 3);
      await expect(sent).to.emit(desk, "CollateralSold").withArgs(loanId, assetId, ids.buyer, proceeds, owed.senior, 0);
      await expect(sent).to.emit(pledges, "LienExtinguished").withArgs(assetId, junior, 2);
      expect(await desk.outstandingOf(loanId)).to.equal(0);
      expect(await desk.outstandingOf(junior)).to.equal(owed.junior);
      expect((await desk.loanOf(junior)).terms.pledges).to.equal(0);
      await otherBank.recordRepayment(junior, 3n, toBeHex(assetId, 32));
      await otherBank.writeOff(junior, []);
    });

    it("that are enough for both leave a surplus for the company", async function () {
      const { desk, bank, ids, assetId, loanId, junior, owed } = await networkHelpers.loadFixture(twoLiens);
      const proceeds = owed.senior + owed.junior + 1_000n;
      const sent = bank.enforce(loanId, assetId, ids.buyer, proceeds);
      await expect(sent).to.emit(desk, "ProceedsShared").withArgs(junior, assetId, loanId, owed.junior);
      await expect(sent)
        .to.emit(desk, "CollateralSold")
        .withArgs(loanId, assetId, ids.buyer, proceeds, owed.senior, 1_000);
    });

    it("that are less than the senior debt leave the junior nothing", async function () {
      const { desk, bank, ids, assetId, loanId, junior } = await networkHelpers.loadFixture(twoLiens);
      const sent = bank.enforce(loanId, assetId, ids.buyer, 9_000_000n);
      await expect(sent).to.emit(desk, "ProceedsShared").withArgs(junior, assetId, loanId, 0);
      await expect(sent)
        .to.emit(desk, "CollateralSold")
        .withArgs(loanId, assetId, ids.buyer, 9_000_000n, 9_000_000n, 0);
    });

    it("give a lien no more than it secures, though more is owed", async function () {
      const { desk, pledges, bank, wallets, ids, assetId, loanId, junior } = await networkHelpers.loadFixture(twoLiens);
      await pledges.connect(wallets.bank).reduce(assetId, loanId, 1_000n);
      await pledges.connect(wallets.otherBank).reduce(assetId, junior, 100n);
      const sent = bank.enforce(loanId, assetId, ids.buyer, 5_000n);
      await expect(sent).to.emit(desk, "ProceedsShared").withArgs(junior, assetId, loanId, 100);
      await expect(sent).to.emit(desk, "CollateralSold").withArgs(loanId, assetId, ids.buyer, 5_000n, 1_000n, 3_900n);
    });

    it("of a sale by the junior lender still go to the senior first, who must have consented to the buyer", async function () {
      const { desk, pledges, otherBank, wallets, ids, assetId, loanId, junior, owed } =
        await networkHelpers.loadFixture(twoLiens);
      const proceeds = owed.senior + 2_000_000n;
      const refused = otherBank.enforce(junior, assetId, ids.buyer, proceeds);
      await expect(refused)
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoEnforcementConsent")
        .withArgs(assetId, loanId, junior);
      await pledges.connect(wallets.bank).consentToEnforcement(assetId, loanId, junior, ids.buyer);
      await expect(otherBank.enforce(junior, assetId, ids.otherCompany, proceeds))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoEnforcementConsent")
        .withArgs(assetId, loanId, junior);
      const sent = otherBank.enforce(junior, assetId, ids.buyer, proceeds);
      await expect(sent).to.emit(desk, "ProceedsShared").withArgs(loanId, assetId, junior, owed.senior);
      await expect(sent).to.emit(desk, "CollateralSold").withArgs(junior, assetId, ids.buyer, proceeds, 2_000_000n, 0);
      await expect(sent).to.emit(desk, "Repaid");
      expect(await desk.outstandingOf(junior)).to.equal(owed.junior - 2_000_000n);
      expect(await desk.outstandingOf(loanId)).to.equal(owed.senior);
      expect((await desk.loanOf(loanId)).terms.pledges).to.equal(0);
    });

    it("count what a lender has been repaid before the sale: a paid senior leaves all to the junior", async function () {
      const { desk, bank, otherBank, pledges, wallets, ids, assetId, loanId, junior, owed } =
        await networkHelpers.loadFixture(twoLiens);
      await bank.recordRepayment(loanId, owed.senior, ZeroHash);
      await pledges.connect(wallets.bank).consentToEnforcement(assetId, loanId, junior, ids.buyer);
      const sent = otherBank.enforce(junior, assetId, ids.buyer, 5_000_000n);
      await expect(sent).to.emit(desk, "ProceedsShared").withArgs(loanId, assetId, junior, 0);
      await expect(sent)
        .to.emit(desk, "CollateralSold")
        .withArgs(junior, assetId, ids.buyer, 5_000_000n, 5_000_000n, 0);
    });
  });

  describe("writeOff", function () {
    it("gives up what is owed and frees what was not sold", async function () {
      const { desk, assets, bank, wallets, assetId, loanId } = await networkHelpers.loadFixture(defaulted);
      await expect(bank.writeOff(loanId, []))
        .to.be.revertedWithCustomError(desk, "LoanDeskPledgesLeft")
        .withArgs(loanId, 1);
      await expect(bank.writeOff(loanId, [assetId]))
        .to.emit(desk, "Closed")
        .withArgs(loanId, STATE.writtenOff, wallets.bank, ZeroHash);
      expect(await assets.locked(assetId)).to.equal(false);
      const { terms } = await desk.loanOf(loanId);
      expect([terms.state, terms.deadline, terms.pledges]).to.deep.equal([STATE.writtenOff, 0n, 0n]);
    });
  });
});
