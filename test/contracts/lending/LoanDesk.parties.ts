import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroHash } from "ethers";
import { deployCredit, offerOf, publish, STATE, valuedPatent } from "../support/credit.ts";
import { oneInEachState, restructuringOf, STATES } from "../support/loans.ts";
import { CLAIMED_FEN, type Step, STEPS } from "../support/steps.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

async function everyState() {
  const credit = await deployCredit(connection);
  const { desk, ids } = credit;
  const productId = await publish(credit);
  const cases = await oneInEachState(credit, productId);
  const papers = {
    offer: await offerOf(credit),
    restructuring: await restructuringOf(credit),
    assetId: await valuedPatent(credit),
    other: ids.otherBank,
  };
  for (const state of ["active", "defaulted"] as const) {
    await desk.connect(credit.wallets.company).claimRepayment(cases[state], CLAIMED_FEN, ZeroHash);
  }
  /** Tries a step without doing it. */
  const attempt = ({ data }: Step, loanId: bigint, from: string) =>
    ethers.provider.call({ to: desk, from, data: data(desk, loanId, papers) });
  return { ...credit, credit, productId, cases, papers, attempt };
}

describe("LoanDesk, who may do what and when", function () {
  it("knows every function that changes a case", async function () {
    const { desk } = await networkHelpers.loadFixture(everyState);
    const changing: string[] = [];
    desk.interface.forEachFunction((each) => {
      const acts = !each.constant && each.inputs[0]?.type === "uint64";
      if (acts) changing.push(each.name);
    });
    expect(Object.keys(STEPS).sort()).to.deep.equal(changing.sort());
  });

  it("has a case in every state", async function () {
    const { desk, cases } = await networkHelpers.loadFixture(everyState);
    for (const state of STATES) {
      expect((await desk.loanOf(cases[state])).terms.state, state).to.equal(STATE[state]);
    }
  });

  for (const [name, step] of Object.entries(STEPS)) {
    const others = STATES.filter((state) => state !== "none" && !step.states.includes(state));

    describe(name, function () {
      it(`is for ${step.states.join(", ")} and refused in all ${others.length} other states`, async function () {
        const { desk, cases, wallets, attempt } = await networkHelpers.loadFixture(everyState);
        const caller = step.by === "lender" ? wallets.bank : wallets.company;
        for (const state of others) {
          await expect(attempt(step, cases[state], caller.address), state)
            .to.be.revertedWithCustomError(desk, "LoanDeskWrongState")
            .withArgs(cases[state], STATE[state]);
        }
      });

      it("is refused for a case that there is not", async function () {
        const { desk, cases, wallets, attempt } = await networkHelpers.loadFixture(everyState);
        for (const loanId of [0n, cases.none]) {
          await expect(attempt(step, loanId, wallets.bank.address))
            .to.be.revertedWithCustomError(desk, "LoanDeskUnknownLoan")
            .withArgs(loanId);
        }
      });

      if (step.by !== "anybody") {
        it(`is refused to everybody but the ${step.by}, in each of its states`, async function () {
          const { desk, cases, wallets, ids, attempt } = await networkHelpers.loadFixture(everyState);
          const [entity, own] = step.by === "lender" ? [ids.bank, "bank"] : [ids.company, "company"];
          for (const [holder, wallet] of Object.entries(wallets)) {
            if (holder === own) continue;
            for (const state of step.states) {
              await expect(attempt(step, cases[state], wallet.address), `${holder}, ${state}`)
                .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
                .withArgs(entity, wallet);
            }
          }
        });

        it(`is refused to the ${step.by} itself while it is suspended`, async function () {
          const { desk, entities, cases, wallets, ids, attempt } = await networkHelpers.loadFixture(everyState);
          const own = step.by === "lender" ? "bank" : "company";
          await entities.connect(wallets.registrar).suspend(ids[own], id("inquiry"));
          for (const state of step.states) {
            await expect(attempt(step, cases[state], wallets[own].address), state)
              .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
              .withArgs(ids[own], wallets[own]);
          }
        });
      }

      it("stops in a pause", async function () {
        const { desk, cases, wallets, attempt } = await networkHelpers.loadFixture(everyState);
        await desk.connect(wallets.guardian).pause();
        const caller = step.by === "lender" ? wallets.bank : wallets.company;
        for (const state of step.states) {
          await expect(attempt(step, cases[state], caller.address), state).to.be.revertedWithCustomError(
            desk,
            "EnforcedPause",
          );
        }
      });
    });
  }

  it("stops applying and collecting in a pause", async function () {
    const { desk, productId, wallets, ids } = await networkHelpers.loadFixture(everyState);
    await desk.connect(wallets.guardian).pause();
    for (const act of [
      desk.connect(wallets.company).applyFor(ids.company, productId, 1n, 10_000_000n, 12n, ZeroHash),
      desk.connect(wallets.bank).collect(ids.bank, ids.bank.slice(0, 42)),
    ]) {
      await expect(act).to.be.revertedWithCustomError(desk, "EnforcedPause");
    }
  });

  it("lets the new wallet act after a handover, and the old one no more, in mid-loan", async function () {
    const { desk, entities, cases, wallets, ids, attempt } = await networkHelpers.loadFixture(everyState);
    for (const own of ["bank", "company"] as const) {
      await entities.connect(wallets[own]).proposeController(ids[own], wallets.next);
      await entities.connect(wallets.next).acceptController(ids[own]);
    }
    await expect(attempt(STEPS.recordRepayment!, cases.active, wallets.bank.address))
      .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
      .withArgs(ids.bank, wallets.bank);
    await expect(attempt(STEPS.claimRepayment!, cases.defaulted, wallets.company.address))
      .to.be.revertedWithCustomError(desk, "LoanDeskNotController")
      .withArgs(ids.company, wallets.company);
    const next = desk.connect(wallets.next);
    await next.confirmRepayment(cases.defaulted, CLAIMED_FEN);
    await next.recordRepayment(cases.active, await desk.outstandingOf(cases.active), ZeroHash);
    await next.settle(cases.active, []);
    expect((await desk.loanOf(cases.active)).terms.state).to.equal(STATE.settled);
    expect((await desk.loanOf(cases.defaulted)).balance.principalFen).to.be.lessThan(10_000_000n);
  });
});
