import { expect } from "chai";
import { network } from "hardhat";
import { ZeroHash } from "ethers";
import { acceptedLoan, activeLoan, applyFor, deployCredit, publish, STATE, valuedPatent } from "../support/credit.ts";
import { disbursedLoan, fallIntoDefault, LIMITATION_DAYS, offeredLoan, startOf } from "../support/loans.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const SECURED = 12_000_000n;

async function published() {
  const credit = await deployCredit(connection);
  const productId = await publish(credit);
  const assetId = await valuedPatent(credit);
  return { ...credit, credit, productId, assetId, collateral: [{ assetId, securedFen: SECURED }] };
}

/** Sets the next block to so many seconds behind the deadline of a case. */
async function behindDeadline(
  { desk }: Pick<Awaited<ReturnType<typeof published>>, "desk">,
  loanId: bigint,
  by: number,
) {
  const { deadline } = (await desk.loanOf(loanId)).terms;
  await time.setNextBlockTimestamp(Number(deadline) + by);
  return deadline;
}

describe("LoanDesk, deadlines", function () {
  for (const state of ["applied", "offered"] as const) {
    async function pending() {
      const fixture = await published();
      const { credit, productId, collateral } = fixture;
      const loanId =
        state === "applied"
          ? await applyFor(credit, productId)
          : (await offeredLoan(credit, productId, { collateral })).loanId;
      return { ...fixture, loanId };
    }

    it(`closes as expired a case that is ${state}, by anybody, a second after its deadline and not before`, async function () {
      const fixture = await networkHelpers.loadFixture(pending);
      const { desk, wallets, loanId } = fixture;
      const anybody = desk.connect(wallets.stranger);
      const deadline = await behindDeadline(fixture, loanId, 0);
      await expect(anybody.expire(loanId, []))
        .to.be.revertedWithCustomError(desk, "LoanDeskTooEarly")
        .withArgs(loanId, deadline, deadline);
      await behindDeadline(fixture, loanId, 1);
      await expect(anybody.expire(loanId, []))
        .to.emit(desk, "Closed")
        .withArgs(loanId, STATE.expired, wallets.stranger, ZeroHash);
      const { terms } = await desk.loanOf(loanId);
      expect([terms.state, terms.deadline]).to.deep.equal([STATE.expired, 0n]);
    });
  }

  describe("a case that was accepted and not paid", function () {
    async function accepted() {
      const fixture = await published();
      const { credit, productId, collateral } = fixture;
      return { ...fixture, loanId: await acceptedLoan(credit, productId, { collateral }) };
    }

    it("is paid in the last second", async function () {
      const fixture = await networkHelpers.loadFixture(accepted);
      const { desk, wallets, loanId } = fixture;
      await behindDeadline(fixture, loanId, 0);
      await desk.connect(wallets.bank).disburse(loanId, ZeroHash);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.disbursed);
    });

    it("is cancelled in the next second by anybody, with its collateral free, and paid no more", async function () {
      const fixture = await networkHelpers.loadFixture(accepted);
      const { desk, pledges, assets, wallets, assetId, loanId } = fixture;
      const anybody = desk.connect(wallets.stranger);
      const bank = desk.connect(wallets.bank);
      const deadline = await behindDeadline(fixture, loanId, 0);
      await expect(anybody.expire(loanId, [assetId]))
        .to.be.revertedWithCustomError(desk, "LoanDeskTooEarly")
        .withArgs(loanId, deadline, deadline);
      await behindDeadline(fixture, loanId, 1);
      await expect(bank.disburse(loanId, ZeroHash))
        .to.be.revertedWithCustomError(desk, "LoanDeskDeadlinePassed")
        .withArgs(loanId, deadline, deadline + 1n);
      await behindDeadline(fixture, loanId, 1);
      const sent = anybody.expire(loanId, [assetId]);
      await expect(sent).to.emit(desk, "Closed").withArgs(loanId, STATE.cancelled, wallets.stranger, ZeroHash);
      await expect(sent).to.emit(pledges, "LienReleased").withArgs(assetId, loanId, 1);
      expect(await assets.locked(assetId)).to.equal(false);
      const { terms } = await desk.loanOf(loanId);
      expect([terms.state, terms.pledges, terms.deadline]).to.deep.equal([STATE.cancelled, 0n, 0n]);
    });

    it("is not closed without its collateral, nor with an asset twice or one that is not pledged for it", async function () {
      const fixture = await networkHelpers.loadFixture(accepted);
      const { credit, desk, pledges, assetId, loanId } = fixture;
      const other = await valuedPatent(credit, 100_000_000n, "2019101234569");
      await behindDeadline(fixture, loanId, 1);
      for (const named of [[], [assetId, assetId]]) {
        await expect(desk.expire(loanId, named))
          .to.be.revertedWithCustomError(desk, "LoanDeskPledgesLeft")
          .withArgs(loanId, 1);
      }
      await expect(desk.expire(loanId, [other]))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoLien")
        .withArgs(other, loanId);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.accepted);
    });
  });

  describe("a case that the lender says it has paid", function () {
    async function disbursed() {
      const fixture = await published();
      const { credit, productId, collateral } = fixture;
      return { ...fixture, loanId: await disbursedLoan(credit, productId, { collateral }) };
    }

    it("is given up by the lender alone, and only when the company has not answered in time", async function () {
      const fixture = await networkHelpers.loadFixture(disbursed);
      const { desk, assets, wallets, ids, assetId, loanId } = fixture;
      const bank = desk.connect(wallets.bank);
      const deadline = await behindDeadline(fixture, loanId, 0);
      await expect(bank.expire(loanId, [assetId]))
        .to.be.revertedWithCustomError(desk, "LoanDeskTooEarly")
        .withArgs(loanId, deadline, deadline);
      for (const holder of ["company", "stranger", "otherBank", "regulator"] as const) {
        await behindDeadline(fixture, loanId, 1);
        await expect(desk.connect(wallets[holder]).expire(loanId, [assetId]))
          .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
          .withArgs(ids.bank, wallets[holder]);
      }
      await behindDeadline(fixture, loanId, 1);
      await expect(bank.expire(loanId, [assetId]))
        .to.emit(desk, "Closed")
        .withArgs(loanId, STATE.cancelled, wallets.bank, ZeroHash);
      expect(await assets.locked(assetId)).to.equal(false);
    });
  });

  describe("lapse", function () {
    async function active() {
      const fixture = await published();
      const { credit, desk, productId, collateral } = fixture;
      const loanId = await activeLoan(credit, productId, { collateral });
      const { dueDay } = await desk.balanceOf(loanId);
      return { ...fixture, loanId, first: startOf(dueDay + LIMITATION_DAYS + 1n) };
    }

    for (const state of ["active", "defaulted"] as const) {
      it(`closes a loan that is ${state} three years of 365 days after its due day, by anybody, and not a second before`, async function () {
        const { credit, desk, assets, wallets, loanId, assetId, first } = await networkHelpers.loadFixture(active);
        if (state === "defaulted") await fallIntoDefault(credit, loanId);
        const anybody = desk.connect(wallets.stranger);
        await time.setNextBlockTimestamp(first - 1);
        await expect(anybody.lapse(loanId, [assetId]))
          .to.be.revertedWithCustomError(desk, "LoanDeskTooEarly")
          .withArgs(loanId, first, first - 1);
        await time.setNextBlockTimestamp(first);
        await expect(anybody.lapse(loanId, [assetId]))
          .to.emit(desk, "Closed")
          .withArgs(loanId, STATE.lapsed, wallets.stranger, ZeroHash);
        expect(await assets.locked(assetId)).to.equal(false);
        expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.lapsed);
      });
    }

    it("does not leave a lien behind", async function () {
      const { desk, loanId, first } = await networkHelpers.loadFixture(active);
      await time.setNextBlockTimestamp(first);
      await expect(desk.lapse(loanId, []))
        .to.be.revertedWithCustomError(desk, "LoanDeskPledgesLeft")
        .withArgs(loanId, 1);
    });
  });
});
