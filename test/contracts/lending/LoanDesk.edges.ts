import { expect } from "chai";
import { network } from "hardhat";
import { ZeroHash } from "ethers";
import { activeLoan, DAY, deployCredit, hashOffer, publish, TERMS, valuedPatent } from "../support/credit.ts";
import {
  dayOf,
  fallIntoDefault,
  LIMIT,
  LIMITATION_DAYS,
  offeredLoan,
  restructuringOf,
  startOf,
} from "../support/loans.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;

async function active() {
  const credit = await deployCredit(connection);
  const { desk, wallets, entities } = credit;
  const productId = await publish(credit);
  const assetId = await valuedPatent(credit);
  const loanId = await activeLoan(credit, productId, {
    tenorMonths: 1n,
    collateral: [{ assetId, securedFen: 12_000_000n }],
  });
  return {
    ...credit,
    credit,
    productId,
    assetId,
    loanId,
    bank: desk.connect(wallets.bank),
    company: desk.connect(wallets.company),
    anybody: desk.connect(wallets.stranger),
    registrar: entities.connect(wallets.registrar),
  };
}

async function paidInDefault() {
  const fixture = await active();
  await fallIntoDefault(fixture.credit, fixture.loanId);
  await time.increase(LIMIT.notice);
  await fixture.bank.recordRepayment(fixture.loanId, await fixture.desk.outstandingOf(fixture.loanId), ZeroHash);
  return fixture;
}

describe("LoanDesk, what must not slip through", function () {
  it("does not sell the collateral of a loan that was repaid", async function () {
    const { desk, bank, ids, assetId, loanId } = await networkHelpers.loadFixture(paidInDefault);
    await expect(bank.enforce(loanId, assetId, ids.buyer, 1n))
      .to.be.revertedWithCustomError(desk, "LoanDeskNothingOwed")
      .withArgs(loanId);
  });
  it("does not write off a loan that was repaid", async function () {
    const { desk, bank, assetId, loanId } = await networkHelpers.loadFixture(paidInDefault);
    await expect(bank.writeOff(loanId, [assetId]))
      .to.be.revertedWithCustomError(desk, "LoanDeskNothingOwed")
      .withArgs(loanId);
  });
  it("does not let a loan lapse that was repaid", async function () {
    const { desk, anybody, assetId, loanId } = await networkHelpers.loadFixture(paidInDefault);
    const { dueDay } = await desk.balanceOf(loanId);
    await time.increaseTo(startOf(dueDay + LIMITATION_DAYS + 1n));
    await expect(anybody.lapse(loanId, [assetId]))
      .to.be.revertedWithCustomError(desk, "LoanDeskNothingOwed")
      .withArgs(loanId);
  });
  it("accepts no new terms of a suspended lender, which may be a thief's", async function () {
    const { credit, desk, bank, company, registrar, ids, loanId } = await networkHelpers.loadFixture(active);
    const terms = await restructuringOf(credit, {
      rateBps: 0n,
      overdueRateBps: 0n,
      dueDay: dayOf(await time.latest()) + 1000n,
    });
    await bank.proposeRestructuring(loanId, terms);
    await registrar.suspend(ids.bank, reason("stolen key"));
    await expect(company.acceptRestructuring(loanId, terms))
      .to.be.revertedWithCustomError(desk, "LoanDeskEntityNotActive")
      .withArgs(ids.bank);
  });
  it("makes no guarantee of the promise of a suspended guarantor", async function () {
    const { credit, company, guarantees, registrar, wallets, ids, productId } =
      await networkHelpers.loadFixture(active);
    await guarantees.connect(wallets.regulator).setLimit(ids.guarantor, 20_000_000n);
    const { loanId, offer } = await offeredLoan(credit, productId, { guarantor: ids.guarantor, guaranteedFen: 1n });
    await guarantees.connect(wallets.guarantor).undertake(ids.guarantor, loanId, hashOffer(offer), 1n);
    await registrar.suspend(ids.guarantor, reason("stolen key"));
    await expect(company.accept(loanId, offer))
      .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNotActive")
      .withArgs(ids.guarantor);
  });
  it("names a token whose decimals do not fit a byte", async function () {
    const { products, wallets } = await networkHelpers.loadFixture(active);
    const token = await ethers.deployContract("WideDecimalsToken");
    await expect(products.connect(wallets.regulator).setSettlementToken(token, true))
      .to.be.revertedWithCustomError(products, "ProductCatalogueInvalidToken")
      .withArgs(token);
  });
  it("refuses a restructuring that could never be accepted", async function () {
    const { credit, desk, bank, loanId } = await networkHelpers.loadFixture(active);
    const terms = await restructuringOf(credit, { validUntil: 1n });
    await expect(bank.proposeRestructuring(loanId, terms)).to.be.revertedWithCustomError(
      desk,
      "LoanDeskInvalidDeadline",
    );
  });
  it("keeps what was lost when a loan is written off, and adds no interest to it", async function () {
    const { credit, desk, bank, assetId, loanId } = await networkHelpers.loadFixture(active);
    await fallIntoDefault(credit, loanId);
    const lost = await desk.outstandingOf(loanId);
    await bank.writeOff(loanId, [assetId]);
    await time.increase(100 * DAY);
    expect(await desk.outstandingOf(loanId)).to.equal(lost);
  });
  it("lets no lender be its own guarantor", async function () {
    const { credit, desk, wallets, ids } = await networkHelpers.loadFixture(active);
    const productId = await publish(credit, { lender: "guarantor", code: "own", terms: TERMS });
    await expect(
      offeredLoan(credit, productId, { guarantor: ids.guarantor, guaranteedFen: 1n }, { lender: "guarantor" }),
    ).to.be.revertedWithCustomError(desk.connect(wallets.guarantor), "LoanDeskInvalidGuarantee");
  });
});
