import { expect } from "chai";
import { network } from "hardhat";
import { ZeroHash } from "ethers";
import { acceptedLoan, applyFor, deployCredit, offerOf, publish, STATE } from "../support/credit.ts";
import { restructuringOf } from "../support/loans.ts";
import { STEPS } from "../support/steps.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const PLENTY = 10n ** 12n;

/** Three loans in the token that calls back: one to pay out, one to repay, and one that the lender collects for. */
async function reentrant() {
  const credit = await deployCredit(connection);
  const { desk, products, wallets, ids, entities } = credit;
  const token = await ethers.deployContract("ReentrantToken");
  await products.connect(wallets.regulator).setSettlementToken(token, true);
  const productId = await publish(credit, { token: await token.getAddress() });
  const tell = (name: string, ...args: unknown[]) => token.getFunction(name)(...args) as Promise<unknown>;
  for (const wallet of [wallets.bank, wallets.company]) {
    await tell("mint", wallet.address, PLENTY);
    await (token.connect(wallet) as typeof token).getFunction("approve")(desk, PLENTY);
  }
  const [bank, company] = [desk.connect(wallets.bank), desk.connect(wallets.company)];
  const toPay = await acceptedLoan(credit, productId);
  const running = await acceptedLoan(credit, productId);
  await bank.disburse(running, ZeroHash);
  const registrar = entities.connect(wallets.registrar);
  await registrar.suspend(ids.bank, reason("inquiry"));
  await company.repay(running, 1_000n);
  await registrar.reinstate(ids.bank, reason("cleared"));
  const applied = await applyFor(credit, productId);
  const papers = {
    offer: await offerOf(credit),
    restructuring: await restructuringOf(credit),
    assetId: 1n,
    other: ids.otherBank,
  };
  const during = {
    disburse: () => bank.disburse(toPay, ZeroHash),
    repay: () => company.repay(running, 1_000n),
    collect: () => bank.collect(ids.bank, token),
  };
  const outer = Object.fromEntries(
    Object.entries(STEPS).map(([name, { data }]) => [name, data(desk, running, papers)] as const),
  );
  const inner: Record<string, string> = {
    ...outer,
    applyFor: desk.interface.encodeFunctionData("applyFor", [ids.company, productId, 1n, 1_000_000n, 1n, ZeroHash]),
    collect: desk.interface.encodeFunctionData("collect", [ids.bank, await token.getAddress()]),
  };
  return { ...credit, credit, token, tell, toPay, running, applied, during, inner };
}

describe("LoanDesk and a token that calls back", function () {
  for (const during of ["disburse", "repay", "collect"] as const) {
    for (const name of [...Object.keys(STEPS), "applyFor", "collect"]) {
      it(`cannot ${name} while money moves in ${during}`, async function () {
        const fixture = await networkHelpers.loadFixture(reentrant);
        const { desk, token, tell, inner } = fixture;
        await tell("callBack", await desk.getAddress(), inner[name]);
        await expect(fixture.during[during]())
          .to.emit(token, "CalledBack")
          .withArgs(false, desk.interface.encodeErrorResult("ReentrancyGuardReentrantCall"));
      });
    }
  }

  it("sees the loan active, and the repayment counted, before the money has moved on", async function () {
    const { desk, token, tell, toPay, running, during } = await networkHelpers.loadFixture(reentrant);
    const seen = async (loanId: bigint, act: () => Promise<unknown>) => {
      await tell("callBack", await desk.getAddress(), desk.interface.encodeFunctionData("outstandingOf", [loanId]));
      const answer = (outstanding: string) => BigInt(outstanding) === expected;
      const expected = loanId === toPay ? 10_010_000n : (await desk.outstandingOf(loanId)) - 1_000n;
      await expect(act()).to.emit(token, "CalledBack").withArgs(true, answer);
    };
    await seen(toPay, during.disburse);
    await seen(running, during.repay);
  });

  it("has nothing left to take when a collection calls back", async function () {
    const { desk, token, tell, ids, during } = await networkHelpers.loadFixture(reentrant);
    const data = desk.interface.encodeFunctionData("keptFor", [ids.bank, await token.getAddress()]);
    await tell("callBack", await desk.getAddress(), data);
    await expect(during.collect()).to.emit(token, "CalledBack").withArgs(true, ZeroHash);
    expect(await desk.keptFor(ids.bank, token)).to.equal(0);
  });

  it("may change other contracts only as anybody may, which is not at all", async function () {
    const { desk, pledges, guarantees, products, token, tell, ids, toPay, running, during } =
      await networkHelpers.loadFixture(reentrant);
    for (const [target, data] of [
      [pledges, pledges.interface.encodeFunctionData("release", [running, 1n])],
      [guarantees, guarantees.interface.encodeFunctionData("end", [running])],
      [products, products.interface.encodeFunctionData("retire", [1n])],
    ] as const) {
      await tell("callBack", await target.getAddress(), data);
      await expect(during.repay())
        .to.emit(token, "CalledBack")
        .withArgs(false, () => true);
    }
    expect((await products.productOf(1)).lender).to.equal(ids.bank);
    expect((await desk.loanOf(toPay)).terms.state).to.equal(STATE.accepted);
  });
});
