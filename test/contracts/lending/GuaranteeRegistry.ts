import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroAddress, ZeroHash } from "ethers";
import {
  applyFor,
  type Credit,
  DAY,
  deployCredit,
  hashOffer,
  type Offer,
  offerOf,
  publish,
  STATE,
} from "../support/credit.ts";
import { fallIntoDefault, LIMIT, LIMITATION_DAYS, restructuringOf, startOf } from "../support/loans.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;

const LIMIT_FEN = 20_000_000n;
const GUARANTEED = 10_000_000n;

/** A guarantor with a limit, and a bank's offer that asks for its guarantee. */
async function offered() {
  const credit = await deployCredit(connection);
  const { desk, guarantees, wallets, ids } = credit;
  await guarantees.connect(wallets.regulator).setLimit(ids.guarantor, LIMIT_FEN);
  const productId = await publish(credit);
  const loanId = await applyFor(credit, productId);
  const offer = await offerOf(credit, { guarantor: ids.guarantor, guaranteedFen: GUARANTEED });
  await desk.connect(wallets.bank).offer(loanId, offer);
  const guarantor = guarantees.connect(wallets.guarantor);
  const promise = () => guarantor.undertake(ids.guarantor, loanId, hashOffer(offer), GUARANTEED);
  return { ...credit, credit, productId, loanId, offer, guarantor, promise };
}

async function promised() {
  const fixture = await offered();
  await fixture.promise();
  return fixture;
}

async function given() {
  const fixture = await promised();
  const { desk, wallets, loanId, offer } = fixture;
  await desk.connect(wallets.company).accept(loanId, offer);
  return fixture;
}

/** The same, and the money was paid and received. */
async function active() {
  const fixture = await given();
  const { desk, wallets, loanId } = fixture;
  await desk.connect(wallets.bank).disburse(loanId, ZeroHash);
  await desk.connect(wallets.company).confirmReceipt(loanId);
  return fixture;
}

const outstandingOf = async ({ guarantees, ids }: Credit) =>
  (await guarantees.guarantorOf(ids.guarantor)).outstandingFen;

describe("GuaranteeRegistry", function () {
  describe("setLimit", function () {
    it("sets what a financing guarantee company may guarantee at once", async function () {
      const { guarantees, wallets, ids } = await networkHelpers.loadFixture(offered);
      await expect(guarantees.connect(wallets.regulator).setLimit(ids.guarantor, 2n ** 128n - 1n))
        .to.emit(guarantees, "GuaranteeLimitChanged")
        .withArgs(ids.guarantor, 2n ** 128n - 1n, wallets.regulator);
      expect(await guarantees.guarantorOf(ids.guarantor)).to.deep.equal([2n ** 128n - 1n, 0n]);
    });

    it("leaves what stands above a lowered limit, and allows nothing more", async function () {
      const { credit, guarantees, guarantor, wallets, ids } = await networkHelpers.loadFixture(promised);
      await guarantees.connect(wallets.regulator).setLimit(ids.guarantor, 1n);
      expect(await outstandingOf(credit)).to.equal(GUARANTEED);
      await expect(guarantor.undertake(ids.guarantor, 2, id("offer"), 1n))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryAboveLimit")
        .withArgs(ids.guarantor, 1, 0);
    });

    it("refuses entities of other kinds, and such as there are not", async function () {
      const { guarantees, wallets, ids } = await networkHelpers.loadFixture(offered);
      for (const entity of [ids.bank, ids.company, id("nobody"), ZeroHash]) {
        await expect(guarantees.connect(wallets.regulator).setLimit(entity, 1n))
          .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNotGuarantor")
          .withArgs(entity);
      }
    });

    it("is for the regulator alone", async function () {
      const { guarantees, wallets, ids } = await networkHelpers.loadFixture(offered);
      for (const [holder, wallet] of Object.entries(wallets)) {
        if (holder === "regulator") continue;
        await expect(guarantees.connect(wallet).setLimit(ids.guarantor, 1n), holder)
          .to.be.revertedWithCustomError(guarantees, "AccessManagedUnauthorized")
          .withArgs(wallet);
      }
    });
  });

  describe("connect", function () {
    it("happens once and for ever, by the steward alone", async function () {
      const { guarantees, desk, wallets } = await networkHelpers.loadFixture(offered);
      const connect = (wallet: typeof wallets.steward) => guarantees.connect(wallet).getFunction("connect");
      await expect(connect(wallets.steward)(wallets.stranger))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryAlreadyConnected")
        .withArgs(desk);
      for (const holder of ["regulator", "registrar", "guardian", "stranger"] as const) {
        await expect(connect(wallets[holder])(wallets.stranger))
          .to.be.revertedWithCustomError(guarantees, "AccessManagedUnauthorized")
          .withArgs(wallets[holder]);
      }
    });

    it("tells whom the registry obeys; before, it obeys nobody", async function () {
      const { entities, manager, desk, wallets } = await networkHelpers.loadFixture(offered);
      const implementation = await ethers.deployContract("GuaranteeRegistry", [entities]);
      const data = implementation.interface.encodeFunctionData("initialize", [await manager.getAddress()]);
      const proxy = await ethers.deployContract("ERC1967Proxy", [implementation, data]);
      const fresh = await ethers.getContractAt("GuaranteeRegistry", await proxy.getAddress());
      await expect(fresh.connect(wallets.stranger).end(1))
        .to.be.revertedWithCustomError(fresh, "GuaranteeRegistryNotDesk")
        .withArgs(wallets.stranger);
      await manager.setTargetFunctionRole(fresh, [fresh.interface.getFunction("connect").selector], 4);
      const connect = fresh.connect(wallets.steward).getFunction("connect");
      await expect(connect(wallets.next))
        .to.be.revertedWithCustomError(fresh, "GuaranteeRegistryNotContract")
        .withArgs(wallets.next);
      await expect(connect(desk)).to.emit(fresh, "LoanDeskConnected").withArgs(desk);
      const address = await desk.getAddress();
      await networkHelpers.impersonateAccount(address);
      await networkHelpers.setBalance(address, ethers.parseEther("1"));
      await fresh.connect(await ethers.getSigner(address)).end(1);
    });
  });

  describe("undertake", function () {
    it("keeps the promise and counts it", async function () {
      const { credit, guarantees, promise, ids, loanId, offer } = await networkHelpers.loadFixture(offered);
      await expect(promise())
        .to.emit(guarantees, "GuaranteePromised")
        .withArgs(loanId, ids.guarantor, hashOffer(offer), GUARANTEED, GUARANTEED);
      expect(await guarantees.promiseOf(loanId, ids.guarantor)).to.deep.equal([
        hashOffer(offer),
        GUARANTEED,
        credit.wallets.guarantor.address,
      ]);
      expect(await guarantees.guaranteeOf(loanId)).to.deep.equal([ZeroHash, 0n]);
      expect(await outstandingOf(credit)).to.equal(GUARANTEED);
    });

    it("takes all that the limit leaves, and not a fen more", async function () {
      const { credit, guarantees, guarantor, ids } = await networkHelpers.loadFixture(promised);
      const left = LIMIT_FEN - GUARANTEED;
      await expect(guarantor.undertake(ids.guarantor, 2, id("offer"), left + 1n))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryAboveLimit")
        .withArgs(ids.guarantor, left + 1n, left);
      await guarantor.undertake(ids.guarantor, 2, id("offer"), left);
      expect(await outstandingOf(credit)).to.equal(LIMIT_FEN);
    });

    it("refuses a company that the regulator has set no limit for", async function () {
      const { guarantees, wallets, ids } = await networkHelpers.loadFixture(offered);
      await expect(guarantees.connect(wallets.otherBank).undertake(ids.otherBank, 1, id("offer"), 1n))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryAboveLimit")
        .withArgs(ids.otherBank, 1, 0);
    });

    it("refuses a promise of nothing, and a second one for the same loan", async function () {
      const { guarantees, guarantor, promise, ids, loanId } = await networkHelpers.loadFixture(offered);
      await expect(guarantor.undertake(ids.guarantor, loanId, id("offer"), 0n))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNothing")
        .withArgs(loanId, ids.guarantor);
      await promise();
      await expect(guarantor.undertake(ids.guarantor, loanId, id("offer"), 1n))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryAlreadyPromised")
        .withArgs(loanId, ids.guarantor, GUARANTEED);
    });

    it("is for the guarantor's controller alone, while it is active", async function () {
      const { guarantees, entities, wallets, ids, loanId } = await networkHelpers.loadFixture(offered);
      const attempt = (wallet: typeof wallets.bank) =>
        guarantees.connect(wallet).undertake(ids.guarantor, loanId, id("offer"), 1n);
      for (const [holder, wallet] of Object.entries(wallets)) {
        if (holder === "guarantor") continue;
        await expect(attempt(wallet), holder)
          .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNotController")
          .withArgs(ids.guarantor, wallet);
      }
      await entities.connect(wallets.registrar).suspend(ids.guarantor, reason("inquiry"));
      await expect(attempt(wallets.guarantor))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNotController")
        .withArgs(ids.guarantor, wallets.guarantor);
    });
  });

  describe("takeBack", function () {
    it("frees the line before acceptance, which then fails", async function () {
      const { credit, desk, guarantees, guarantor, wallets, ids, loanId, offer } =
        await networkHelpers.loadFixture(promised);
      await expect(guarantor.takeBack(ids.guarantor, loanId))
        .to.emit(guarantees, "GuaranteeEnded")
        .withArgs(loanId, ids.guarantor, GUARANTEED, 0);
      expect(await outstandingOf(credit)).to.equal(0);
      expect(await guarantees.promiseOf(loanId, ids.guarantor)).to.deep.equal([ZeroHash, 0n, ZeroAddress]);
      await expect(desk.connect(wallets.company).accept(loanId, offer))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNotPromised")
        .withArgs(loanId, ids.guarantor, hashOffer(offer), GUARANTEED);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.offered);
    });

    it("is refused once the promise has become a guarantee", async function () {
      const { guarantees, guarantor, ids, loanId } = await networkHelpers.loadFixture(given);
      await expect(guarantor.takeBack(ids.guarantor, loanId))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryGiven")
        .withArgs(loanId, ids.guarantor);
    });

    it("is refused where nothing was promised", async function () {
      const { guarantees, guarantor, ids, loanId } = await networkHelpers.loadFixture(offered);
      await expect(guarantor.takeBack(ids.guarantor, loanId))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNothing")
        .withArgs(loanId, ids.guarantor);
    });

    it("is for the guarantor's controller alone", async function () {
      const { guarantees, wallets, ids, loanId } = await networkHelpers.loadFixture(promised);
      for (const holder of ["bank", "company", "regulator", "registrar", "stranger"] as const) {
        await expect(guarantees.connect(wallets[holder]).takeBack(ids.guarantor, loanId))
          .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNotController")
          .withArgs(ids.guarantor, wallets[holder]);
      }
    });
  });

  describe("acceptance of a guaranteed offer", function () {
    it("makes the promise a guarantee, which still counts once", async function () {
      const { credit, desk, guarantees, wallets, ids, loanId, offer } = await networkHelpers.loadFixture(promised);
      await expect(desk.connect(wallets.company).accept(loanId, offer))
        .to.emit(guarantees, "GuaranteeGiven")
        .withArgs(loanId, ids.guarantor, GUARANTEED);
      expect(await guarantees.guaranteeOf(loanId)).to.deep.equal([ids.guarantor, GUARANTEED]);
      expect((await desk.loanOf(loanId)).terms.guaranteed).to.equal(true);
      expect(await outstandingOf(credit)).to.equal(GUARANTEED);
    });

    it("is refused without a promise", async function () {
      const { desk, guarantees, wallets, ids, loanId, offer } = await networkHelpers.loadFixture(offered);
      await expect(desk.connect(wallets.company).accept(loanId, offer))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNotPromised")
        .withArgs(loanId, ids.guarantor, hashOffer(offer), GUARANTEED);
    });

    const changes: Record<string, Partial<Offer>> = {
      "a larger amount": { amountFen: 10_000_001n },
      "a higher rate": { rateBps: 601n },
      "a larger guarantee": { guaranteedFen: GUARANTEED + 1n },
      "a later deadline": { validUntil: 2_000_000_000n },
    };
    for (const [what, change] of Object.entries(changes)) {
      it(`is refused when the offer has changed since the promise: ${what}`, async function () {
        const { desk, guarantees, wallets, ids, loanId, offer } = await networkHelpers.loadFixture(promised);
        const later = BigInt(await time.latest()) + 40n * BigInt(DAY);
        const next = { ...offer, ...change, ...(change.validUntil && { validUntil: later }) };
        await desk.connect(wallets.bank).offer(loanId, next);
        await expect(desk.connect(wallets.company).accept(loanId, next))
          .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNotPromised")
          .withArgs(loanId, ids.guarantor, hashOffer(next), next.guaranteedFen);
      });
    }

    it("is refused when less was promised than is asked", async function () {
      const { desk, guarantees, guarantor, wallets, ids, loanId, offer } = await networkHelpers.loadFixture(offered);
      await guarantor.undertake(ids.guarantor, loanId, hashOffer(offer), GUARANTEED - 1n);
      await expect(desk.connect(wallets.company).accept(loanId, offer))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNotPromised")
        .withArgs(loanId, ids.guarantor, hashOffer(offer), GUARANTEED);
    });

    it("does not need the promise any more when the offer asks for none", async function () {
      const { credit, desk, guarantees, guarantor, wallets, ids, loanId } = await networkHelpers.loadFixture(promised);
      const bare = await offerOf(credit);
      await desk.connect(wallets.bank).offer(loanId, bare);
      await desk.connect(wallets.company).accept(loanId, bare);
      expect(await guarantees.guaranteeOf(loanId)).to.deep.equal([ZeroHash, 0n]);
      await guarantor.takeBack(ids.guarantor, loanId);
      expect(await outstandingOf(credit)).to.equal(0);
    });
  });

  describe("release", function () {
    it("ends the guarantee when the lender gives it up, and the loan goes on", async function () {
      const { credit, desk, guarantees, wallets, ids, loanId } = await networkHelpers.loadFixture(active);
      await expect(guarantees.connect(wallets.bank).release(loanId))
        .to.emit(guarantees, "GuaranteeEnded")
        .withArgs(loanId, ids.guarantor, GUARANTEED, 0);
      expect(await guarantees.guaranteeOf(loanId)).to.deep.equal([ZeroHash, 0n]);
      expect(await outstandingOf(credit)).to.equal(0);
      await desk.connect(wallets.bank).recordRepayment(loanId, await desk.outstandingOf(loanId), ZeroHash);
      await desk.settle(loanId, []);
      expect(await outstandingOf(credit)).to.equal(0);
    });

    it("is refused a second time, before acceptance, and for a loan that there is not", async function () {
      const { guarantees, wallets, loanId } = await networkHelpers.loadFixture(active);
      const bank = guarantees.connect(wallets.bank);
      await bank.release(loanId);
      await expect(bank.release(loanId))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNothing")
        .withArgs(loanId, ZeroHash);
      await expect(bank.release(99))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNotController")
        .withArgs(ZeroHash, wallets.bank);
    });

    it("is for the loan's lender alone, and after an assignment for the new one", async function () {
      const { desk, guarantees, wallets, ids, loanId } = await networkHelpers.loadFixture(active);
      for (const [holder, wallet] of Object.entries(wallets)) {
        if (holder === "bank") continue;
        await expect(guarantees.connect(wallet).release(loanId), holder)
          .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNotController")
          .withArgs(ids.bank, wallet);
      }
      await desk.connect(wallets.bank).proposeAssignment(loanId, ids.otherBank);
      await desk.connect(wallets.otherBank).acceptAssignment(loanId);
      await expect(guarantees.connect(wallets.bank).release(loanId))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNotController")
        .withArgs(ids.otherBank, wallets.bank);
      await guarantees.connect(wallets.otherBank).release(loanId);
    });

    it("lets a restructuring through, which a standing guarantee stops", async function () {
      const { credit, desk, guarantees, wallets, loanId } = await networkHelpers.loadFixture(active);
      const terms = await restructuringOf(credit);
      await expect(desk.connect(wallets.bank).proposeRestructuring(loanId, terms))
        .to.be.revertedWithCustomError(desk, "LoanDeskGuaranteed")
        .withArgs(loanId);
      await guarantees.connect(wallets.bank).release(loanId);
      await desk.connect(wallets.bank).proposeRestructuring(loanId, terms);
      await desk.connect(wallets.company).acceptRestructuring(loanId, terms);
      expect((await desk.loanOf(loanId)).balance.dueDay).to.equal(terms.dueDay);
    });
  });

  describe("the end of a guaranteed loan", function () {
    it("that was repaid frees the guarantor", async function () {
      const { credit, desk, guarantees, wallets, ids, loanId } = await networkHelpers.loadFixture(active);
      await desk.connect(wallets.bank).recordRepayment(loanId, await desk.outstandingOf(loanId), ZeroHash);
      await expect(desk.settle(loanId, []))
        .to.emit(guarantees, "GuaranteeEnded")
        .withArgs(loanId, ids.guarantor, GUARANTEED, 0);
      expect(await outstandingOf(credit)).to.equal(0);
      expect(await guarantees.guaranteeOf(loanId)).to.deep.equal([ZeroHash, 0n]);
    });

    it("that was written off frees the guarantor, and default alone does not", async function () {
      const { credit, desk, wallets, loanId } = await networkHelpers.loadFixture(active);
      await fallIntoDefault(credit, loanId);
      expect(await outstandingOf(credit)).to.equal(GUARANTEED);
      await desk.connect(wallets.bank).writeOff(loanId, []);
      expect(await outstandingOf(credit)).to.equal(0);
    });

    it("that lapsed frees the guarantor", async function () {
      const { credit, desk, loanId } = await networkHelpers.loadFixture(active);
      const { dueDay } = await desk.balanceOf(loanId);
      await time.increaseTo(startOf(dueDay + LIMITATION_DAYS + 1n));
      await desk.lapse(loanId, []);
      expect(await outstandingOf(credit)).to.equal(0);
    });

    it("that was never paid out frees the guarantor", async function () {
      const { credit, desk, loanId } = await networkHelpers.loadFixture(given);
      await time.increase(LIMIT.disbursement + 1);
      await desk.expire(loanId, []);
      expect(await outstandingOf(credit)).to.equal(0);
    });

    it("before acceptance leaves the promise for the guarantor to take back", async function () {
      const { credit, desk, guarantor, wallets, ids, loanId } = await networkHelpers.loadFixture(promised);
      await desk.connect(wallets.company).withdraw(loanId);
      expect(await outstandingOf(credit)).to.equal(GUARANTEED);
      await guarantor.takeBack(ids.guarantor, loanId);
      expect(await outstandingOf(credit)).to.equal(0);
    });

    it("happens while the registry is paused too: nobody is held in a guarantee", async function () {
      const { credit, desk, guarantees, wallets, loanId } = await networkHelpers.loadFixture(active);
      await guarantees.connect(wallets.guardian).pause();
      await desk.connect(wallets.bank).recordRepayment(loanId, await desk.outstandingOf(loanId), ZeroHash);
      await desk.settle(loanId, []);
      expect(await outstandingOf(credit)).to.equal(0);
    });
  });

  it("obeys the LoanDesk alone", async function () {
    const { guarantees, wallets, ids, loanId, offer } = await networkHelpers.loadFixture(promised);
    for (const [holder, wallet] of Object.entries(wallets)) {
      const caller = guarantees.connect(wallet);
      for (const act of [caller.give(loanId, ids.guarantor, hashOffer(offer), GUARANTEED), caller.end(loanId)]) {
        await expect(act, holder)
          .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNotDesk")
          .withArgs(wallet);
      }
    }
  });

  it("stops in a pause: limits, promises, taking back, releasing and accepting", async function () {
    const { guarantees, guarantor, desk, wallets, ids, loanId, offer } = await networkHelpers.loadFixture(promised);
    await guarantees.connect(wallets.guardian).pause();
    for (const act of [
      guarantees.connect(wallets.regulator).setLimit(ids.guarantor, 1n),
      guarantor.undertake(ids.guarantor, 2, id("offer"), 1n),
      guarantor.takeBack(ids.guarantor, loanId),
      guarantees.connect(wallets.bank).release(loanId),
      desk.connect(wallets.company).accept(loanId, offer),
    ]) {
      await expect(act).to.be.revertedWithCustomError(guarantees, "EnforcedPause");
    }
  });

  it("knows nothing of a guarantor or loan that there is not", async function () {
    const { guarantees } = await networkHelpers.loadFixture(offered);
    expect(await guarantees.guarantorOf(ZeroHash)).to.deep.equal([0n, 0n]);
    expect(await guarantees.guaranteeOf(99)).to.deep.equal([ZeroHash, 0n]);
    expect(await guarantees.promiseOf(99, ZeroHash)).to.deep.equal([ZeroHash, 0n, ZeroAddress]);
  });
});
