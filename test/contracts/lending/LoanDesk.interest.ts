import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroHash } from "ethers";
import { Random } from "../../../scripts/seed/random.ts";
import { activeLoan, DAY, deployCredit, publish, TERMS } from "../support/credit.ts";
import { beijingDate, dayNumber, LoanModel, type LoanTerms, monthsLater } from "../support/interest.ts";
import { disbursedLoan } from "../support/loans.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const MAX_TENOR = 360n;
const LOANS = 40;
const PAYMENTS = 12;
const MAX_FEN = 2n ** 56n - 1n;

async function published() {
  const credit = await deployCredit(connection);
  const terms = {
    minAmountFen: 1n,
    maxAmountFen: MAX_FEN,
    maxTenorMonths: MAX_TENOR,
    minRateBps: 0n,
    maxRateBps: 3_600n,
  };
  const productId = await publish(credit, { terms: { ...TERMS, ...terms } });
  return { ...credit, credit, productId, bank: credit.desk.connect(credit.wallets.bank) };
}

const seconds = (beijing: string): number => Date.parse(`${beijing}+08:00`) / 1000;

/** Has the company confirm the money at that time, and gives the loan's first and last day. */
async function activatedAt(
  { credit, desk, productId, wallets }: Awaited<ReturnType<typeof published>>,
  beijing: string,
  tenorMonths: bigint,
) {
  const at = seconds(beijing);
  await time.increaseTo(at - 3 * DAY);
  const loanId = await disbursedLoan(credit, productId, { tenorMonths });
  await time.setNextBlockTimestamp(at);
  await desk.connect(wallets.company).confirmReceipt(loanId);
  const { accruedDay, dueDay } = await desk.balanceOf(loanId);
  return { loanId, accruedDay, dueDay };
}

const nameOf = (day: bigint): string => new Date(Number(day) * DAY * 1000).toISOString().slice(0, 10);

/** Day of the disbursement, months, and the day on which the loan is due. */
const MONTH_ENDS: readonly (readonly [string, bigint, string])[] = [
  ["2051-01-31", 1n, "2051-02-28"],
  ["2051-08-31", 1n, "2051-09-30"],
  ["2051-11-30", 3n, "2052-02-29"],
  ["2051-12-31", 1n, "2052-01-31"],
  ["2051-12-31", 2n, "2052-02-29"],
  ["2051-12-01", 1n, "2052-01-01"],
  ["2052-01-31", 1n, "2052-02-29"],
  ["2052-02-29", 12n, "2053-02-28"],
  ["2052-02-29", 48n, "2056-02-29"],
  ["2053-02-28", 12n, "2054-02-28"],
  ["2053-03-31", 360n, "2083-03-31"],
  ["2099-12-31", 2n, "2100-02-28"],
  ["2100-02-28", 1n, "2100-03-28"],
];

/** An amount whose size, not only its digits, is random. */
const amount = (random: Random, highest: bigint): bigint => {
  const digits = random.integer(1, highest.toString().length);
  const number = BigInt(Math.floor(random.unit() * 2 ** 50)) * 10n ** BigInt(digits);
  return ((number / 2n ** 50n) % highest) + 1n;
};

function randomTerms(random: Random): LoanTerms {
  const amountFen = amount(random, MAX_FEN);
  const highestFee = amountFen / 10n < 2n ** 40n - 1n ? amountFen / 10n : 2n ** 40n - 1n;
  const rateBps = BigInt(random.integer(0, 3_600));
  return {
    amountFen,
    feeFen: random.chance(0.3) || highestFee === 0n ? 0n : amount(random, highestFee),
    tenorMonths: BigInt(random.integer(1, random.chance(0.2) ? 360 : 24)),
    rateBps,
    overdueRateBps: rateBps + BigInt(random.integer(0, Number(rateBps / 2n))),
  };
}

describe("LoanDesk, interest and due days", function () {
  for (const [start, months, due] of MONTH_ENDS) {
    it(`a loan of ${months} months paid out on ${start} is due on ${due}`, async function () {
      const fixture = await networkHelpers.loadFixture(published);
      const { accruedDay, dueDay } = await activatedAt(fixture, `${start}T12:00:00`, months);
      expect([nameOf(accruedDay), nameOf(dueDay)]).to.deep.equal([start, due]);
    });
  }

  it("the day begins at midnight in Beijing, and not in Greenwich", async function () {
    const fixture = await networkHelpers.loadFixture(published);
    const before = await activatedAt(fixture, "2051-03-30T23:59:59", 1n);
    const after = await activatedAt(fixture, "2051-04-30T00:00:00", 1n);
    expect([nameOf(before.accruedDay), nameOf(before.dueDay)]).to.deep.equal(["2051-03-30", "2051-04-30"]);
    expect([nameOf(after.accruedDay), nameOf(after.dueDay)]).to.deep.equal(["2051-04-30", "2051-05-30"]);
  });

  it("counts the day of disbursement and not the day of payment", async function () {
    const fixture = await networkHelpers.loadFixture(published);
    const { desk } = fixture;
    const { loanId } = await activatedAt(fixture, "2051-03-30T23:59:58", 1n);
    const daily = 10_000_000n * 600n;
    const unitsAt = async (beijing: string) => {
      await time.increaseTo(seconds(beijing));
      return (await desk.balanceOf(loanId)).interestUnits;
    };
    expect(await unitsAt("2051-03-30T23:59:59")).to.equal(0);
    expect(await unitsAt("2051-03-31T00:00:00")).to.equal(daily);
    expect(await unitsAt("2051-03-31T23:59:59")).to.equal(daily);
    expect(await unitsAt("2051-04-01T00:00:00")).to.equal(2n * daily);
  });

  it("runs at the overdue rate from the due day on: the day before is the last at the agreed one", async function () {
    const fixture = await networkHelpers.loadFixture(published);
    const { desk } = fixture;
    const { loanId } = await activatedAt(fixture, "2051-03-30T12:00:00", 1n);
    const regular = 10_000_000n * 600n * 31n;
    await time.increaseTo(seconds("2051-04-30T12:00:00"));
    expect((await desk.balanceOf(loanId)).interestUnits).to.equal(regular);
    await time.increaseTo(seconds("2051-05-01T12:00:00"));
    expect((await desk.balanceOf(loanId)).interestUnits).to.equal(regular + 10_000_000n * 900n);
  });

  it("is simple: a record of interest does not itself bear interest", async function () {
    const { credit, desk, bank, productId } = await networkHelpers.loadFixture(published);
    const loanId = await activeLoan(credit, productId, { feeFen: 1n });
    const daily = 10_000_000n * 600n;
    for (let days = 1n; days <= 3n; days += 1n) {
      await time.increase(DAY);
      // Writes the balance; the fen goes to the fee, and then to interest.
      await bank.recordRepayment(loanId, 1n, ZeroHash);
      expect((await desk.balanceOf(loanId)).interestUnits).to.equal(days * daily - (days - 1n) * 3_600_000n);
    }
  });

  it("holds the largest loan at the highest rates until 2120", async function () {
    const { credit, desk, productId } = await networkHelpers.loadFixture(published);
    const terms = { amountFen: MAX_FEN, feeFen: 2n ** 40n - 1n, tenorMonths: 360n, rateBps: 3_600n };
    const loanId = await activeLoan(credit, productId, { ...terms, overdueRateBps: 5_400n });
    const model = new LoanModel({ ...terms, overdueRateBps: 5_400n }, await time.latest());
    await time.increaseTo(seconds("2120-01-01T00:00:00"));
    model.passTo(await time.latest());
    expect(await desk.balanceOf(loanId)).to.deep.equal(model.balance);
    expect(await desk.outstandingOf(loanId)).to.equal(model.outstandingFen);
  });

  for (let index = 0; index < LOANS; index += 1) {
    it(`agrees with a clerk's calendar over ${PAYMENTS} payments of random loan ${index + 1}`, async function () {
      const random = new Random(`interest ${index}`);
      const { credit, desk, bank, wallets, productId } = await networkHelpers.loadFixture(published);
      const terms = randomTerms(random);
      await time.increase(random.integer(1, 400 * DAY));
      const loanId = await activeLoan(credit, productId, terms);
      const model = new LoanModel(terms, await time.latest());
      expect((await desk.balanceOf(loanId)).dueDay).to.equal(dayNumber(model.due));
      for (let payment = 0; payment < PAYMENTS && model.outstandingFen > 0n; payment += 1) {
        const at = (await time.latest()) + random.integer(1, random.chance(0.3) ? 2 * DAY : 90 * DAY);
        await time.setNextBlockTimestamp(at);
        model.passTo(at);
        const owed = model.outstandingFen;
        const paid = random.chance(0.1) ? owed : amount(random, owed);
        const { fees, interest, principal } = model.pay(paid);
        await expect(bank.recordRepayment(loanId, paid, id("payment")))
          .to.emit(desk, "Repaid")
          .withArgs(loanId, wallets.bank, paid, fees, interest, principal, id("payment"), model.balance);
        expect(await desk.outstandingOf(loanId)).to.equal(model.outstandingFen);
      }
    });
  }

  it("the clerk's calendar itself knows the ends of months", function () {
    for (const [start, months, due] of MONTH_ENDS) {
      const last = monthsLater(beijingDate(seconds(`${start}T23:59:59`)), Number(months));
      expect(last.toISOString().slice(0, 10)).to.equal(due);
    }
  });
});
