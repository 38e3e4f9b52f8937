import { expect } from "chai";
import { network } from "hardhat";
import { id, keccak256, ZeroAddress, ZeroHash } from "ethers";
import { deployCredit, publish, TERMS } from "../support/credit.ts";
import { asArgs } from "../support/loans.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const CODE = "tax_loan-001";
/** At least 2 of the first feature. */
const CRITERIA = "0x01010000000000000002";
const UNKNOWN = 77n;

async function deployed() {
  const credit = await deployCredit(connection);
  const { products, wallets } = credit;
  const token = await ethers.deployContract("PlainToken", [6]);
  const other = await ethers.deployContract("PlainToken", [2]);
  return { ...credit, credit, token, other, bank: products.connect(wallets.bank) };
}

/** The same with one product of the bank, and an approved token. */
async function published() {
  const fixture = await deployed();
  const { credit, products, wallets, token } = fixture;
  await products.connect(wallets.regulator).setSettlementToken(token, true);
  return { ...fixture, productId: await publish(credit, { code: CODE, criteria: CRITERIA }) };
}

const WRONG_TERMS = {
  "no smallest amount": { minAmountFen: 0n },
  "a smallest amount above the largest": { minAmountFen: TERMS.maxAmountFen + 1n },
  "no shortest tenor": { minTenorMonths: 0n },
  "a shortest tenor above the longest": { minTenorMonths: 37n },
  "a tenor above 360 months": { maxTenorMonths: 361n },
  "a lowest rate above the highest": { minRateBps: 1_201n },
  "a rate above 36 %": { maxRateBps: 3_601n },
};

describe("ProductCatalogue", function () {
  describe("publish", function () {
    it("numbers the product, keeps its first version, and gives the criteria to readers of the event", async function () {
      const { products, bank, ids } = await networkHelpers.loadFixture(deployed);
      await expect(bank.publish(ids.bank, CODE, TERMS, ZeroAddress, CRITERIA))
        .to.emit(products, "ProductPublished")
        .withArgs(1, ids.bank, CODE, asArgs(TERMS), ZeroAddress, CRITERIA);
      expect(await products.productOf(1)).to.deep.equal([ids.bank, 1n, false]);
      expect(await products.termsOf(1, 1)).to.deep.equal(asArgs(TERMS));
      expect(await products.openTermsOf(1, 1)).to.deep.equal([ids.bank, asArgs(TERMS)]);
      expect(await products.settlementOf(1, 1)).to.deep.equal([ZeroAddress, 0n]);
      expect(await products.criteriaHashOf(1, 1)).to.equal(keccak256(CRITERIA));
      expect(await products.productIdOf(ids.bank, CODE)).to.equal(1);
    });

    it("takes the limits themselves: 1 fen, 1 and 360 months, 0 and 36 %, no collateral", async function () {
      const { bank, products, ids } = await networkHelpers.loadFixture(deployed);
      const widest = {
        minAmountFen: 1n,
        maxAmountFen: 2n ** 56n - 1n,
        minTenorMonths: 1n,
        maxTenorMonths: 360n,
        minRateBps: 0n,
        maxRateBps: 3_600n,
        collateralKinds: 0n,
      };
      const narrowest = { ...widest, maxAmountFen: 1n, minTenorMonths: 360n, minRateBps: 3_600n };
      await bank.publish(ids.bank, "widest", widest, ZeroAddress, "0x");
      await bank.publish(ids.bank, "narrowest", narrowest, ZeroAddress, "0x");
      expect(await products.termsOf(1, 1)).to.deep.equal(asArgs(widest));
      expect(await products.termsOf(2, 1)).to.deep.equal(asArgs(narrowest));
      expect(await products.criteriaHashOf(1, 1)).to.equal(keccak256("0x"));
    });

    it("lets two lenders use one code, and one lender codes that differ in a letter's case", async function () {
      const { credit, products, ids } = await networkHelpers.loadFixture(deployed);
      expect(await publish(credit, { code: "a" })).to.equal(1);
      expect(await publish(credit, { code: "A" })).to.equal(2);
      expect(await publish(credit, { code: "a", lender: "otherBank" })).to.equal(3);
      expect(await products.productIdOf(ids.otherBank, "a")).to.equal(3);
      expect(await products.productIdOf(ids.otherBank, "A")).to.equal(0);
    });

    it("takes a product of a financing guarantee company, which is no ordinary company", async function () {
      const { credit } = await networkHelpers.loadFixture(deployed);
      expect(await publish(credit, { lender: "guarantor" })).to.equal(1);
    });

    it("refuses a code that was used, even by a product that is retired", async function () {
      const { products, bank, ids, productId } = await networkHelpers.loadFixture(published);
      await bank.retire(productId);
      await expect(bank.publish(ids.bank, CODE, TERMS, ZeroAddress, "0x"))
        .to.be.revertedWithCustomError(products, "ProductCatalogueCodeTaken")
        .withArgs(ids.bank, CODE, productId);
    });

    it("takes a code of 64 bytes and refuses none and 65, counted in bytes and not in letters", async function () {
      const { products, bank, ids } = await networkHelpers.loadFixture(deployed);
      await bank.publish(ids.bank, "x".repeat(64), TERMS, ZeroAddress, "0x");
      for (const code of ["", "x".repeat(65), "贷".repeat(22)]) {
        await expect(bank.publish(ids.bank, code, TERMS, ZeroAddress, "0x"))
          .to.be.revertedWithCustomError(products, "ProductCatalogueInvalidCode")
          .withArgs(code);
      }
    });

    for (const [what, changes] of Object.entries(WRONG_TERMS)) {
      it(`refuses ${what}, as a change does`, async function () {
        const { products, bank, ids, productId } = await networkHelpers.loadFixture(published);
        const terms = { ...TERMS, ...changes };
        for (const act of [
          bank.publish(ids.bank, "wrong", terms, ZeroAddress, "0x"),
          bank.change(productId, 1, terms, ZeroAddress, "0x"),
        ]) {
          await expect(act)
            .to.be.revertedWithCustomError(products, "ProductCatalogueInvalidTerms")
            .withArgs(asArgs(terms));
        }
        expect(await products.productIdOf(ids.bank, "wrong")).to.equal(0);
        expect((await products.productOf(productId)).version).to.equal(1);
      });
    }

    it("refuses a company, which lends nothing", async function () {
      const { products, wallets, ids } = await networkHelpers.loadFixture(deployed);
      await expect(products.connect(wallets.company).publish(ids.company, CODE, TERMS, ZeroAddress, "0x"))
        .to.be.revertedWithCustomError(products, "ProductCatalogueNotLender")
        .withArgs(ids.company);
    });

    it("refuses everybody but the lender's controller", async function () {
      const { products, wallets, ids } = await networkHelpers.loadFixture(deployed);
      for (const [holder, wallet] of Object.entries(wallets)) {
        if (holder === "bank") continue;
        await expect(products.connect(wallet).publish(ids.bank, CODE, TERMS, ZeroAddress, "0x"), holder)
          .to.be.revertedWithCustomError(products, "ProductCatalogueNotController")
          .withArgs(ids.bank, wallet);
      }
      await expect(products.connect(wallets.bank).publish(id("nobody"), CODE, TERMS, ZeroAddress, "0x"))
        .to.be.revertedWithCustomError(products, "ProductCatalogueNotController")
        .withArgs(id("nobody"), wallets.bank);
    });

    it("refuses a token that is not approved", async function () {
      const { products, bank, ids, other } = await networkHelpers.loadFixture(published);
      await expect(bank.publish(ids.bank, "paid", TERMS, other, "0x"))
        .to.be.revertedWithCustomError(products, "ProductCatalogueTokenNotApproved")
        .withArgs(other);
    });
  });

  describe("change", function () {
    it("makes the next version and leaves the terms of the last as they were", async function () {
      const { products, bank, ids, productId, token } = await networkHelpers.loadFixture(published);
      const terms = { ...TERMS, maxRateBps: 900n };
      await expect(bank.change(productId, 1, terms, token, "0x"))
        .to.emit(products, "ProductChanged")
        .withArgs(productId, ids.bank, 2, asArgs(terms), token, "0x");
      expect(await products.productOf(productId)).to.deep.equal([ids.bank, 2n, false]);
      expect(await products.termsOf(productId, 1)).to.deep.equal(asArgs(TERMS));
      expect(await products.termsOf(productId, 2)).to.deep.equal(asArgs(terms));
      expect(await products.settlementOf(productId, 1)).to.deep.equal([ZeroAddress, 0n]);
      expect(await products.settlementOf(productId, 2)).to.deep.equal([await token.getAddress(), 4n]);
      expect(await products.criteriaHashOf(productId, 1)).to.equal(keccak256(CRITERIA));
      expect(await products.criteriaHashOf(productId, 2)).to.equal(keccak256("0x"));
    });

    it("does not inherit the token of the version before", async function () {
      const { products, bank, productId, token } = await networkHelpers.loadFixture(published);
      await bank.change(productId, 1, TERMS, token, "0x");
      await bank.change(productId, 2, TERMS, ZeroAddress, "0x");
      expect(await products.settlementOf(productId, 3)).to.deep.equal([ZeroAddress, 0n]);
    });

    it("refuses a version that is not the current one, so that two changes do not overwrite each other", async function () {
      const { products, bank, productId } = await networkHelpers.loadFixture(published);
      await bank.change(productId, 1, TERMS, ZeroAddress, "0x");
      for (const version of [0, 1, 3]) {
        await expect(bank.change(productId, version, TERMS, ZeroAddress, "0x"))
          .to.be.revertedWithCustomError(products, "ProductCatalogueOtherVersion")
          .withArgs(productId, version, 2);
      }
    });

    it("refuses an unknown and a retired product", async function () {
      const { products, bank, productId } = await networkHelpers.loadFixture(published);
      await bank.retire(productId);
      await expect(bank.change(UNKNOWN, 1, TERMS, ZeroAddress, "0x"))
        .to.be.revertedWithCustomError(products, "ProductCatalogueUnknownProduct")
        .withArgs(UNKNOWN);
      await expect(bank.change(productId, 1, TERMS, ZeroAddress, "0x"))
        .to.be.revertedWithCustomError(products, "ProductCatalogueRetired")
        .withArgs(productId);
    });
  });

  describe("retire", function () {
    it("ends a product for ever: its terms stay readable, but cannot be had", async function () {
      const { products, bank, ids, productId } = await networkHelpers.loadFixture(published);
      await bank.change(productId, 1, TERMS, ZeroAddress, "0x");
      await expect(bank.retire(productId)).to.emit(products, "ProductRetired").withArgs(productId, ids.bank, 2);
      expect(await products.productOf(productId)).to.deep.equal([ids.bank, 2n, true]);
      expect(await products.termsOf(productId, 2)).to.deep.equal(asArgs(TERMS));
      await expect(products.openTermsOf(productId, 2))
        .to.be.revertedWithCustomError(products, "ProductCatalogueRetired")
        .withArgs(productId);
      await expect(bank.retire(productId))
        .to.be.revertedWithCustomError(products, "ProductCatalogueRetired")
        .withArgs(productId);
      await expect(bank.retire(UNKNOWN))
        .to.be.revertedWithCustomError(products, "ProductCatalogueUnknownProduct")
        .withArgs(UNKNOWN);
    });
  });

  describe("who may change and retire", function () {
    it("is the lender's controller alone", async function () {
      const { products, wallets, ids, productId } = await networkHelpers.loadFixture(published);
      for (const [holder, wallet] of Object.entries(wallets)) {
        if (holder === "bank") continue;
        const stranger = products.connect(wallet);
        for (const act of [stranger.change(productId, 1, TERMS, ZeroAddress, "0x"), stranger.retire(productId)]) {
          await expect(act, holder)
            .to.be.revertedWithCustomError(products, "ProductCatalogueNotController")
            .withArgs(ids.bank, wallet);
        }
      }
    });

    it("is nobody while the lender is suspended, and the next wallet after a handover", async function () {
      const { products, entities, bank, wallets, ids, productId } = await networkHelpers.loadFixture(published);
      const registrar = entities.connect(wallets.registrar);
      await registrar.suspend(ids.bank, reason("inquiry"));
      for (const act of [bank.change(productId, 1, TERMS, ZeroAddress, "0x"), bank.retire(productId)]) {
        await expect(act).to.be.revertedWithCustomError(products, "ProductCatalogueNotController");
      }
      await registrar.proposeControllerAsRegistrar(ids.bank, wallets.next);
      await entities.connect(wallets.next).acceptController(ids.bank);
      await registrar.reinstate(ids.bank, reason("cleared"));
      await expect(bank.retire(productId))
        .to.be.revertedWithCustomError(products, "ProductCatalogueNotController")
        .withArgs(ids.bank, wallets.bank);
      await products.connect(wallets.next).retire(productId);
      expect((await products.productOf(productId)).retired).to.equal(true);
    });
  });

  describe("openTermsOf", function () {
    it("refuses what there is not, and every version but the current one", async function () {
      const { products, bank, productId } = await networkHelpers.loadFixture(published);
      await bank.change(productId, 1, TERMS, ZeroAddress, "0x");
      await expect(products.openTermsOf(UNKNOWN, 0))
        .to.be.revertedWithCustomError(products, "ProductCatalogueUnknownProduct")
        .withArgs(UNKNOWN);
      for (const version of [0, 1, 3]) {
        await expect(products.openTermsOf(productId, version))
          .to.be.revertedWithCustomError(products, "ProductCatalogueOtherVersion")
          .withArgs(productId, version, 2);
      }
    });
  });

  describe("setSettlementToken", function () {
    it("approves a token, and takes the approval back; the versions that were made keep it", async function () {
      const { products, bank, wallets, productId, token } = await networkHelpers.loadFixture(published);
      expect(await products.isSettlementToken(token)).to.equal(true);
      await bank.change(productId, 1, TERMS, token, "0x");
      await expect(products.connect(wallets.regulator).setSettlementToken(token, false))
        .to.emit(products, "SettlementTokenChanged")
        .withArgs(token, false, wallets.regulator);
      expect(await products.isSettlementToken(token)).to.equal(false);
      expect((await products.settlementOf(productId, 2)).token).to.equal(await token.getAddress());
      await expect(bank.change(productId, 2, TERMS, token, "0x"))
        .to.be.revertedWithCustomError(products, "ProductCatalogueTokenNotApproved")
        .withArgs(token);
    });

    for (const [decimals, scale] of [
      [2, 0],
      [6, 4],
      [18, 16],
      [20, 18],
    ] as const) {
      it(`takes a token of ${decimals} decimals, of which a fen is 10^${scale} units`, async function () {
        const { products, bank, wallets, ids } = await networkHelpers.loadFixture(deployed);
        const token = await ethers.deployContract("PlainToken", [decimals]);
        await expect(products.connect(wallets.regulator).setSettlementToken(token, true))
          .to.emit(products, "SettlementTokenChanged")
          .withArgs(token, true, wallets.regulator);
        await bank.publish(ids.bank, CODE, TERMS, token, "0x");
        expect((await products.settlementOf(1, 1)).tokenScale).to.equal(scale);
      });
    }

    for (const decimals of [0, 1, 21, 255]) {
      it(`refuses a token of ${decimals} decimals`, async function () {
        const { products, wallets } = await networkHelpers.loadFixture(deployed);
        const token = await ethers.deployContract("PlainToken", [decimals]);
        await expect(products.connect(wallets.regulator).setSettlementToken(token, true))
          .to.be.revertedWithCustomError(products, "ProductCatalogueInvalidToken")
          .withArgs(token);
      });
    }

    it("refuses a wallet, the zero address, and a contract that has no decimals", async function () {
      const { products, desk, wallets } = await networkHelpers.loadFixture(deployed);
      const regulator = products.connect(wallets.regulator);
      for (const token of [wallets.stranger.address, ZeroAddress, await desk.getAddress()]) {
        await expect(regulator.setSettlementToken(token, true))
          .to.be.revertedWithCustomError(products, "ProductCatalogueInvalidToken")
          .withArgs(token);
      }
    });

    it("asks a token again for each version, and keeps the answer with it", async function () {
      const { products, bank, ids, token } = await networkHelpers.loadFixture(published);
      await bank.publish(ids.bank, "paid", TERMS, token, "0x");
      const setDecimals = token.getFunction("setDecimals");
      await setDecimals(2);
      await bank.change(2, 1, TERMS, token, "0x");
      expect((await products.settlementOf(2, 1)).tokenScale).to.equal(4);
      expect((await products.settlementOf(2, 2)).tokenScale).to.equal(0);
      await setDecimals(0);
      await expect(bank.change(2, 2, TERMS, token, "0x"))
        .to.be.revertedWithCustomError(products, "ProductCatalogueInvalidToken")
        .withArgs(token);
    });

    it("is for the regulator alone", async function () {
      const { products, wallets, token } = await networkHelpers.loadFixture(deployed);
      for (const [holder, wallet] of Object.entries(wallets)) {
        if (holder === "regulator") continue;
        await expect(products.connect(wallet).setSettlementToken(token, true), holder)
          .to.be.revertedWithCustomError(products, "AccessManagedUnauthorized")
          .withArgs(wallet);
      }
    });
  });

  it("stops in a pause, and can still be read", async function () {
    const { products, bank, wallets, ids, productId, token } = await networkHelpers.loadFixture(published);
    await products.connect(wallets.guardian).pause();
    for (const act of [
      bank.publish(ids.bank, "new", TERMS, ZeroAddress, "0x"),
      bank.change(productId, 1, TERMS, ZeroAddress, "0x"),
      bank.retire(productId),
      products.connect(wallets.regulator).setSettlementToken(token, false),
    ]) {
      await expect(act).to.be.revertedWithCustomError(products, "EnforcedPause");
    }
    expect((await products.openTermsOf(productId, 1))[0]).to.equal(ids.bank);
  });

  it("knows nothing of a product that there is not", async function () {
    const { products } = await networkHelpers.loadFixture(deployed);
    expect(await products.productOf(UNKNOWN)).to.deep.equal([ZeroHash, 0n, false]);
    expect(await products.criteriaHashOf(UNKNOWN, 1)).to.equal(ZeroHash);
    expect(await products.productIdOf(ZeroHash, "")).to.equal(0);
  });
});
