import { expect } from "chai";
import { network } from "hardhat";
import { ZeroHash } from "ethers";
import { acceptedLoan, activeLoan, applyFor, DAY, deployCredit, offerOf, publish, STATE } from "../support/credit.ts";
import { oneInEachState, restructuringOf, type StateName } from "../support/loans.ts";
import { STEPS } from "../support/steps.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

/** Steps that one side may take although the other is suspended: the state of the case, and the state after it. */
const LENDER_GOES_ON: readonly (readonly [string, StateName, StateName])[] = [
  ["decline", "applied", "declined"],
  ["decline", "offered", "declined"],
  ["offer", "applied", "offered"],
  ["withdrawOffer", "offered", "applied"],
  ["recordRepayment", "active", "active"],
  ["recordRepayment", "defaulted", "defaulted"],
  ["confirmRepayment", "active", "active"],
  ["rejectRepayment", "active", "active"],
  ["proposeRestructuring", "active", "active"],
  ["proposeAssignment", "active", "active"],
  ["writeOff", "defaulted", "writtenOff"],
];
const BORROWER_GOES_ON: readonly (readonly [string, StateName, StateName])[] = [
  ["withdraw", "applied", "withdrawn"],
  ["withdraw", "offered", "withdrawn"],
  ["confirmReceipt", "disbursed", "active"],
  ["denyReceipt", "disbursed", "accepted"],
  ["claimRepayment", "defaulted", "defaulted"],
];

async function everyState() {
  const credit = await deployCredit(connection);
  const productId = await publish(credit);
  const cases = await oneInEachState(credit, productId);
  await credit.desk.connect(credit.wallets.company).claimRepayment(cases.active, 1_000_000n, ZeroHash);
  const papers = {
    offer: await offerOf(credit),
    restructuring: await restructuringOf(credit),
    assetId: 0n,
    other: credit.ids.otherBank,
  };
  const registrar = credit.entities.connect(credit.wallets.registrar);
  return { ...credit, credit, productId, cases, papers, registrar };
}

describe("LoanDesk, suspension in the middle of a case", function () {
  for (const [suspended, actor, steps] of [
    ["company", "bank", LENDER_GOES_ON],
    ["bank", "company", BORROWER_GOES_ON],
  ] as const) {
    describe(`of the ${suspended} does not keep the ${actor} from`, function () {
      for (const [name, before, after] of steps) {
        it(`${name}, when the case is ${before}`, async function () {
          const { desk, cases, papers, registrar, wallets, ids } = await networkHelpers.loadFixture(everyState);
          await registrar.suspend(ids[suspended], reason("inquiry"));
          const data = STEPS[name]!.data(desk, cases[before], papers);
          const sent = await wallets[actor].sendTransaction({ to: desk, data });
          expect((await sent.wait())?.status).to.equal(1);
          expect((await desk.loanOf(cases[before])).terms.state).to.equal(STATE[after]);
        });
      }
    });
  }

  it("of both sides does not keep anybody from closing what has run out", async function () {
    const { credit, desk, productId, registrar, wallets, ids } = await networkHelpers.loadFixture(everyState);
    const running = await activeLoan(credit, productId);
    const accepted = await acceptedLoan(credit, productId);
    const applied = await applyFor(credit, productId);
    await registrar.suspend(ids.company, reason("inquiry"));
    await registrar.suspend(ids.bank, reason("inquiry"));
    await time.increase(5 * 366 * DAY);
    const anybody = desk.connect(wallets.stranger);
    await anybody.expire(applied, []);
    await anybody.expire(accepted, []);
    await anybody.lapse(running, []);
    const states = [applied, accepted, running].map(async (loanId) => (await desk.loanOf(loanId)).terms.state);
    expect(await Promise.all(states)).to.deep.equal([STATE.expired, STATE.cancelled, STATE.lapsed]);
  });

  it("of the lender does not stop the interest", async function () {
    const { credit, desk, productId, registrar, ids } = await networkHelpers.loadFixture(everyState);
    const loanId = await activeLoan(credit, productId, { feeFen: 0n });
    await registrar.suspend(ids.bank, reason("inquiry"));
    await time.increase(36 * DAY);
    expect(await desk.outstandingOf(loanId)).to.equal(10_000_000n + (10_000_000n * 600n * 36n) / 3_600_000n);
  });
});
