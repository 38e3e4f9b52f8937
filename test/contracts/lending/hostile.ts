import { expect } from "chai";
import { network } from "hardhat";
import { id, MaxUint256, ZeroHash } from "ethers";
import {
  acceptedLoan,
  activeLoan,
  applyFor,
  assetIdOf,
  attestPaper,
  DAY,
  deployCredit,
  hashOffer,
  offerOf,
  publish,
  REGISTER,
  STATE,
  statementOf,
  valuedPatent,
} from "../support/credit.ts";
import type { Credit, EntityName } from "../support/credit.ts";
import { disbursedLoan, restructuringOf } from "../support/loans.ts";
import { defaulted, offeredLoan, publishBoth, stackedLoans } from "../support/pledging.ts";

const connection = await network.create();
const { networkHelpers, ethers } = connection;
const { time } = networkHelpers;

const NUMBER = "2019101234567";
const PATENT = assetIdOf(REGISTER.patent, NUMBER);
const ALL = 2n ** 56n - 1n;

async function deployed() {
  const credit = await deployCredit(connection);
  return { credit, productId: await publish(credit) };
}

/** What the registrar does about a stolen key. */
async function giveNewWallet({ entities, wallets, ids }: Credit, name: EntityName) {
  const registrar = entities.connect(wallets.registrar);
  await registrar.suspend(ids[name], ZeroHash);
  await registrar.proposeControllerAsRegistrar(ids[name], wallets.next);
  await entities.connect(wallets.next).acceptController(ids[name]);
  await registrar.reinstate(ids[name], ZeroHash);
}

async function assignToGuarantor({ desk, wallets, ids }: Credit, loanId: bigint) {
  await desk.connect(wallets.bank).proposeAssignment(loanId, ids.guarantor);
  await desk.connect(wallets.guarantor).acceptAssignment(loanId);
}

describe("A hostile wallet", function () {
  describe("that had the key of an entity", function () {
    it("leaves no assignment behind when the entity has a new wallet", async function () {
      const { credit, productId } = await networkHelpers.loadFixture(deployed);
      const { desk, wallets, ids } = credit;
      const loanId = await activeLoan(credit, productId);
      await desk.connect(wallets.bank).proposeAssignment(loanId, ids.otherBank);
      await giveNewWallet(credit, "bank");
      await expect(desk.connect(wallets.otherBank).acceptAssignment(loanId))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotProposed")
        .withArgs(loanId);
    });

    it("leaves no new terms behind", async function () {
      const { credit, productId } = await networkHelpers.loadFixture(deployed);
      const { desk, wallets } = credit;
      const loanId = await activeLoan(credit, productId);
      const terms = await restructuringOf(credit, { rateBps: 0n, overdueRateBps: 0n });
      await desk.connect(wallets.bank).proposeRestructuring(loanId, terms);
      await giveNewWallet(credit, "bank");
      await expect(desk.connect(wallets.company).acceptRestructuring(loanId, terms))
        .to.be.revertedWithCustomError(desk, "LoanDeskNotProposed")
        .withArgs(loanId);
    });

    it("leaves no promise of a guarantee behind", async function () {
      const { credit, productId } = await networkHelpers.loadFixture(deployed);
      const { desk, guarantees, wallets, ids } = credit;
      await guarantees.connect(wallets.regulator).setLimit(ids.guarantor, 20_000_000n);
      const loanId = await applyFor(credit, productId);
      const offer = await offerOf(credit, { guarantor: ids.guarantor, guaranteedFen: 10_000_000n });
      await desk.connect(wallets.bank).offer(loanId, offer);
      await guarantees.connect(wallets.guarantor).undertake(ids.guarantor, loanId, hashOffer(offer), 10_000_000n);
      await giveNewWallet(credit, "guarantor");
      await expect(desk.connect(wallets.company).accept(loanId, offer))
        .to.be.revertedWithCustomError(guarantees, "GuaranteeRegistryNotActive")
        .withArgs(ids.guarantor);
    });

    it("leaves no consent behind", async function () {
      const { credit } = await networkHelpers.loadFixture(deployed);
      const { pledges, wallets } = credit;
      const products = { bank: await publish(credit, { code: "second" }), otherBank: 0n };
      products.otherBank = await publish(credit, { lender: "otherBank" });
      const assetId = await valuedPatent(credit);
      const [senior] = await stackedLoans(credit, products, assetId, [10_000_000n]);
      const terms = { collateral: [{ assetId, securedFen: 1_000_000n }] };
      const { loanId, accept } = await offeredLoan(credit, products.otherBank, terms, { lender: "otherBank" });
      await pledges.connect(wallets.bank).consentToJunior(assetId, senior!, loanId, 1_000_000n);
      await giveNewWallet(credit, "bank");
      await expect(accept()).to.be.revertedWithCustomError(pledges, "PledgeRegistryNoConsent");
    });
  });

  describe("that sold its loan", function () {
    it("has no say any more on who is secured behind it, nor on who sells", async function () {
      const credit = await deployCredit(connection);
      const { desk, pledges, wallets, ids } = credit;
      const products = await publishBoth(credit);
      const assetId = await valuedPatent(credit);
      const amounts = [10_000_000n, 5_000_000n];
      const [senior, junior] = await stackedLoans(credit, products, assetId, amounts, { tenorMonths: 1n });
      await pledges.connect(wallets.bank).consentToEnforcement(assetId, senior!, junior!, ids.buyer);
      await assignToGuarantor(credit, senior!);
      await defaulted(credit, junior!, "otherBank");
      await expect(desk.connect(wallets.otherBank).enforce(junior!, assetId, ids.buyer, 0n))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoEnforcementConsent")
        .withArgs(assetId, senior, junior);
    });

    it("cannot strip the loan between its offer and the acceptance", async function () {
      const { credit, productId } = await networkHelpers.loadFixture(deployed);
      const { desk, wallets, ids } = credit;
      const assetId = await valuedPatent(credit);
      const collateral = [{ assetId, securedFen: 10_000_000n }];
      const loanId = await activeLoan(credit, productId, { collateral });
      const bank = desk.connect(wallets.bank);
      const company = desk.connect(wallets.company);
      const buyer = desk.connect(wallets.otherBank);
      for (const strip of [
        () => bank.releaseCollateral(loanId, assetId),
        () => bank.recordRepayment(loanId, 1_000_000n, ZeroHash),
        () => company.claimRepayment(loanId, 1_000_000n, ZeroHash),
      ]) {
        await bank.proposeAssignment(loanId, ids.otherBank);
        await strip();
        await expect(buyer.acceptAssignment(loanId))
          .to.be.revertedWithCustomError(desk, "LoanDeskNotProposed")
          .withArgs(loanId);
      }
      await bank.proposeAssignment(loanId, ids.otherBank);
      await buyer.acceptAssignment(loanId);
    });
  });

  describe("that lends", function () {
    it("cannot hold collateral for ever by saying again and again that it has paid", async function () {
      const { credit, productId } = await networkHelpers.loadFixture(deployed);
      const { desk, wallets } = credit;
      const assetId = await valuedPatent(credit);
      const loanId = await acceptedLoan(credit, productId, { collateral: [{ assetId, securedFen: 10_000_000n }] });
      const [bank, company] = [desk.connect(wallets.bank), desk.connect(wallets.company)];
      await bank.disburse(loanId, id("lie"));
      await company.denyReceipt(loanId, ZeroHash);
      const { deadline } = (await desk.loanOf(loanId)).terms;
      await time.increase(29 * DAY);
      await bank.disburse(loanId, id("another lie"));
      await company.denyReceipt(loanId, ZeroHash);
      expect((await desk.loanOf(loanId)).terms.deadline).to.equal(deadline);
      await time.increaseTo(deadline + 1n);
      await expect(bank.disburse(loanId, id("third lie"))).to.be.revertedWithCustomError(
        desk,
        "LoanDeskDeadlinePassed",
      );
      await desk.connect(wallets.stranger).expire(loanId, [assetId]);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.cancelled);
    });

    it("cannot stop the last repayment by recording a fen before it", async function () {
      const { credit } = await networkHelpers.loadFixture(deployed);
      const { desk, products, wallets } = credit;
      const token = await ethers.deployContract("DevelopmentCny");
      await products.connect(wallets.regulator).setSettlementToken(token, true);
      const productId = await publish(credit, { code: "in tokens", token: await token.getAddress() });
      for (const wallet of [wallets.bank, wallets.company]) {
        await token.getFunction("mint")(wallet, 10n ** 20n);
        await token.connect(wallet).getFunction("approve")(desk, MaxUint256);
      }
      const loanId = await acceptedLoan(credit, productId, { tenorMonths: 1n });
      await desk.connect(wallets.bank).disburse(loanId, ZeroHash);
      await desk.connect(wallets.bank).recordRepayment(loanId, 1n, ZeroHash);
      await desk.connect(wallets.company).repay(loanId, ALL);
      expect(await desk.outstandingOf(loanId)).to.equal(0n);
    });

    it("leaves a later lender its share while the company has yet to confirm that one's money", async function () {
      const credit = await deployCredit(connection);
      const { desk, pledges, wallets, ids } = credit;
      const products = await publishBoth(credit);
      const assetId = await valuedPatent(credit);
      const [senior] = await stackedLoans(credit, products, assetId, [10_000_000n], { tenorMonths: 1n });
      await defaulted(credit, senior!, "bank");
      const terms = { collateral: [{ assetId, securedFen: 10_000_000n }] };
      const { loanId, accept } = await offeredLoan(credit, products.otherBank, terms, { lender: "otherBank" });
      await pledges.connect(wallets.bank).consentToJunior(assetId, senior!, loanId, 10_000_000n);
      await accept();
      await desk.connect(wallets.otherBank).disburse(loanId, id("paid"));
      await expect(desk.connect(wallets.bank).enforce(senior!, assetId, ids.buyer, 50_000_000n))
        .to.emit(desk, "ProceedsShared")
        .withArgs(loanId, assetId, senior, 10_000_000n);
    });

    it("cannot wash later liens away by a sale to the company for nothing", async function () {
      const credit = await deployCredit(connection);
      const { desk, pledges, wallets, ids } = credit;
      const products = await publishBoth(credit);
      const assetId = await valuedPatent(credit);
      const [senior] = await stackedLoans(credit, products, assetId, [1n, 25_000_000n], { tenorMonths: 1n });
      await defaulted(credit, senior!, "bank");
      await expect(desk.connect(wallets.bank).enforce(senior!, assetId, ids.company, 0n))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryBelowValue")
        .withArgs(assetId, 0n, 100_000_000n);
    });

    it("makes no new loans in a token that is no longer approved", async function () {
      const { credit } = await networkHelpers.loadFixture(deployed);
      const { products, wallets } = credit;
      const token = await ethers.deployContract("DevelopmentCny");
      const regulator = products.connect(wallets.regulator);
      await regulator.setSettlementToken(token, true);
      const productId = await publish(credit, { code: "in tokens", token: await token.getAddress() });
      await regulator.setSettlementToken(token, false);
      await expect(applyFor(credit, productId))
        .to.be.revertedWithCustomError(products, "ProductCatalogueTokenNotApproved")
        .withArgs(token);
    });

    it("and a company that are both gone lock nothing for ever", async function () {
      const { credit, productId } = await networkHelpers.loadFixture(deployed);
      const { desk, entities, wallets, ids } = credit;
      const assetId = await valuedPatent(credit);
      const loanId = await disbursedLoan(credit, productId, { collateral: [{ assetId, securedFen: 1_000_000n }] });
      const registrar = entities.connect(wallets.registrar);
      await registrar.suspend(ids.bank, ZeroHash);
      await registrar.suspend(ids.company, ZeroHash);
      const anybody = desk.connect(wallets.stranger);
      await time.increase(3 * 365 * DAY);
      await expect(anybody.expire(loanId, [assetId])).to.be.revertedWithCustomError(desk, "LoanDeskNotController");
      await time.increase(8 * DAY);
      await anybody.expire(loanId, [assetId]);
      expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.cancelled);
    });
  });

  describe("of an agency", function () {
    it("that attested a paper for the wrong company can revoke that, and attest it for the right one", async function () {
      const { credit } = await networkHelpers.loadFixture(deployed);
      const { registry, assets, schemas, wallets, ids } = credit;
      for (const entity of [id("nobody registered this one"), ids.otherCompany]) {
        const statement = await statementOf(credit, { number: NUMBER, entity });
        const office = registry.connect(wallets.patentSigner);
        await office.attest(schemas.patent, statement);
        await expect(attestPaper(credit, "patent", { number: NUMBER })).to.be.revertedWithCustomError(
          registry,
          "AttestationRegistryResolverRejected",
        );
        await office.revoke(schemas.patent, entity, statement.itemKey, statement.observedAt, ZeroHash);
        await time.increase(DAY);
      }
      await attestPaper(credit, "patent", { number: NUMBER });
      expect((await assets.assetOf(PATENT)).entity).to.equal(ids.company);
      expect(await assets.ownerOf(PATENT)).to.equal(wallets.company.address);
    });

    it("registers nothing for entity zero", async function () {
      const { credit } = await networkHelpers.loadFixture(deployed);
      const { registry, assets, schemas, wallets } = credit;
      const statement = await statementOf(credit, { number: NUMBER, entity: ZeroHash });
      await registry.connect(wallets.patentSigner).attest(schemas.patent, statement);
      expect((await assets.assetOf(PATENT)).kind).to.equal(0n);
    });
  });
});
