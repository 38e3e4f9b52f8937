import { expect } from "chai";
import { network } from "hardhat";
import {
  AGENCY,
  acceptedLoan,
  activeLoan,
  appraise,
  assetIdOf,
  attestPaper,
  DAY,
  deployCredit,
  itemKeyOf,
  REGISTER,
  statementOf,
  textOf,
  valuedPatent,
} from "../support/credit.ts";
import { attestAs, definePaper, expectRefused } from "../support/papers.ts";
import { offeredLoan, publishBoth } from "../support/pledging.ts";

const connection = await network.create();
const { networkHelpers, ethers } = connection;
const { time } = networkHelpers;

const INVOICE = "044001900111";
const INVOICE_ID = assetIdOf(REGISTER.invoice, INVOICE);
const DECLARATION = "531620190160123456";
const DECLARATION_ID = assetIdOf(REGISTER.customs, DECLARATION);
const PATENT = "2019101234567";
const PATENT_ID = assetIdOf(REGISTER.patent, PATENT);

const SENT = { gasLimit: 2_000_000 };

async function ready() {
  const credit = await deployCredit(connection);
  return { credit, products: await publishBoth(credit) };
}

/** An export declaration that secures an active loan of the bank. */
async function exported() {
  const { credit, products } = await ready();
  await attestPaper(credit, "declaration", { number: DECLARATION, label: 1n, valueFen: 5_000_000n });
  const collateral = [{ assetId: DECLARATION_ID, securedFen: 2_000_000n }];
  const loanId = await activeLoan(credit, products.bank, { collateral });
  await time.increase(DAY);
  return { credit, products, loanId };
}

async function patented() {
  const { credit, products } = await ready();
  await valuedPatent(credit, 100_000_000n, PATENT);
  return { credit, products };
}

/** Sends transactions into one block; whether each succeeded, in their order. */
async function inOneBlock(sends: readonly (() => Promise<{ hash: string }>)[]): Promise<boolean[]> {
  await ethers.provider.send("evm_setAutomine", [false]);
  try {
    const hashes: string[] = [];
    for (const send of sends) hashes.push((await send()).hash);
    await networkHelpers.mine();
    const receipts = await Promise.all(hashes.map((hash) => ethers.provider.getTransactionReceipt(hash)));
    expect(new Set(receipts.map((receipt) => receipt?.blockNumber)).size).to.equal(1);
    return receipts.map((receipt) => receipt?.status === 1);
  } finally {
    await ethers.provider.send("evm_setAutomine", [true]);
  }
}

describe("one paper, pledged twice", function () {
  describe("Huma: one invoice as two tokens, because the creator was part of its name", function () {
    it("is one asset whoever attests it, and the second company is refused", async function () {
      const { credit } = await networkHelpers.loadFixture(ready);
      const { registry, ids } = credit;
      const second = { number: INVOICE, entity: "otherCompany", valueFen: 5_000_000n };
      await attestPaper(credit, "invoice", { number: INVOICE, valueFen: 5_000_000n });
      const refusal = [INVOICE_ID, ids.company, ids.otherCompany];
      await expectRefused(credit, attestPaper(credit, "invoice", second), "SoftAssetsHeldByAnother", refusal);
      const otherSchema = await definePaper(credit, "ipo.invoice.v1", AGENCY.patents, { register: REGISTER.invoice });
      const byOther = attestAs(credit, "patentSigner", otherSchema, second);
      await expectRefused(credit, byOther, "SoftAssetsHeldByAnother", refusal);
      for (const schemaId of [credit.schemas.invoice, otherSchema]) {
        const { observedAt } = await registry.latestOf(schemaId, ids.otherCompany, itemKeyOf(INVOICE));
        expect(observedAt).to.equal(0n);
      }
    });

    it("is one asset when two agencies attest it for two companies in one block", async function () {
      const { credit } = await networkHelpers.loadFixture(ready);
      const { assets, registry, schemas, wallets, ids } = credit;
      const first = await statementOf(credit, { number: DECLARATION });
      const second = await statementOf(credit, { number: DECLARATION, entity: "otherCompany" });
      const won = await inOneBlock([
        () => registry.connect(wallets.customsSigner).attest(schemas.declaration, first, SENT),
        () => registry.connect(wallets.taxSigner).attest(schemas.taxDeclaration, second, SENT),
      ]);
      expect(won.filter(Boolean).length).to.equal(1);
      const winner = won[0] ? "company" : "otherCompany";
      expect((await assets.assetOf(DECLARATION_ID)).entity).to.equal(ids[winner]);
      expect(await assets.balanceOf(wallets[winner])).to.equal(1n);
    });
  });

  describe("WeBank: goods pledged once for their export and again for their import", function () {
    it("is one asset under both processes, and keeps the first", async function () {
      const { credit } = await networkHelpers.loadFixture(exported);
      await attestPaper(credit, "taxDeclaration", { number: DECLARATION, label: 0n, valueFen: 5_000_000n });
      expect((await credit.assets.assetOf(DECLARATION_ID)).kind).to.equal(6n);
      expect(await credit.assets.balanceOf(credit.wallets.company)).to.equal(1n);
    });

    it("secures no second loan without the first lender's consent", async function () {
      const { credit, products, loanId } = await networkHelpers.loadFixture(exported);
      await attestPaper(credit, "taxDeclaration", { number: DECLARATION, label: 0n, valueFen: 5_000_000n });
      const collateral = [{ assetId: DECLARATION_ID, securedFen: 1_000_000n }];
      const second = await offeredLoan(credit, products.otherBank, { collateral }, { lender: "otherBank" });
      await expect(second.accept())
        .to.be.revertedWithCustomError(credit.pledges, "PledgeRegistryNoConsent")
        .withArgs(DECLARATION_ID, loanId, second.loanId, 0n);
      expect((await credit.desk.loanOf(second.loanId)).terms.state).to.equal(2n);
    });

    it("is refused to another company, as importer of the same goods", async function () {
      const { credit } = await networkHelpers.loadFixture(exported);
      const { ids } = credit;
      const paper = { number: DECLARATION, label: 0n, entity: "otherCompany" };
      const args = [DECLARATION_ID, ids.company, ids.otherCompany];
      await expectRefused(credit, attestPaper(credit, "taxDeclaration", paper), "SoftAssetsHeldByAnother", args);
    });
  });

  describe("Story: one content as another token, because only the token was compared", function () {
    for (const [what, number] of [
      ["lower case", "cn2019101234567"],
      ["a leading space", " 2019101234567"],
      ["a space inside", "2019 10 1234567"],
      ["a hyphen", "2019-101234567"],
      ["a dot before the check digit", "201910123456.7"],
      ["full-width digits", "２０１９１０１２"],
    ] as const) {
      it(`is refused with ${what}`, async function () {
        const { credit } = await networkHelpers.loadFixture(patented);
        const sent = attestPaper(credit, "patent", { number, entity: "otherCompany" });
        await expectRefused(credit, sent, "SoftAssetsNotCanonical", [textOf(number)]);
      });
    }

    it("is the same asset as another kind and under another schema", async function () {
      const { credit } = await networkHelpers.loadFixture(patented);
      const { ids } = credit;
      const args = [PATENT_ID, ids.company, ids.otherCompany];
      const asUtilityModel = { number: PATENT, entity: "otherCompany", label: 1n };
      await expectRefused(credit, attestPaper(credit, "patent", asUtilityModel), "SoftAssetsHeldByAnother", args);
      const second = await definePaper(credit, "ipo.patent.v2", AGENCY.patents, { kinds: "0x02000000" });
      const underAnother = attestAs(credit, "patentSigner", second, asUtilityModel);
      await expectRefused(credit, underAnother, "SoftAssetsHeldByAnother", args);
    });

    it("cannot hide behind another itemKey", async function () {
      const { credit } = await networkHelpers.loadFixture(patented);
      const { registry, schemas, wallets } = credit;
      const statement = await statementOf(credit, { number: PATENT, entity: "otherCompany" });
      const disguised = { ...statement, itemKey: itemKeyOf("2019107654321") };
      const sent = registry.connect(wallets.patentSigner).attest(schemas.patent, disguised);
      await expectRefused(credit, sent, "SoftAssetsWrongItemKey", [disguised.itemKey, statement.itemKey]);
    });

    it("is the same asset with leading zero bytes: there are none in its text", async function () {
      const { credit } = await networkHelpers.loadFixture(patented);
      const padded = textOf(`\u0000\u0000${PATENT}`);
      expect(padded).to.equal(textOf(PATENT));
      expect(await credit.assets.assetIdOf(REGISTER.patent, padded)).to.equal(PATENT_ID);
    });
  });

  describe("two banks in one block", function () {
    for (const order of [
      ["bank", "otherBank"],
      ["otherBank", "bank"],
    ] as const) {
      it(`get one lien: ${order[0]} first`, async function () {
        const { credit, products } = await networkHelpers.loadFixture(patented);
        const { assets, desk, pledges } = credit;
        const collateral = [{ assetId: PATENT_ID, securedFen: 10_000_000n }];
        const offers = [];
        for (const lender of order)
          offers.push(await offeredLoan(credit, products[lender], { collateral }, { lender }));
        const won = await inOneBlock(
          offers.map(
            ({ accept }) =>
              () =>
                accept(SENT),
          ),
        );
        expect(won).to.deep.equal([true, false]);
        expect((await pledges.liensOf(PATENT_ID)).map((lien) => lien.loanId)).to.deep.equal([offers[0]!.loanId]);
        const states = await Promise.all(offers.map(async ({ loanId }) => (await desk.loanOf(loanId)).terms.state));
        expect(states).to.deep.equal([3n, 2n]);
        expect(await assets.locked(PATENT_ID)).to.equal(true);
      });
    }

    it("leave the loser's offer open, for other collateral or with consent", async function () {
      const { credit, products } = await networkHelpers.loadFixture(patented);
      const { pledges, wallets } = credit;
      const collateral = [{ assetId: PATENT_ID, securedFen: 10_000_000n }];
      const winner = await offeredLoan(credit, products.bank, { collateral });
      const loser = await offeredLoan(credit, products.otherBank, { collateral }, { lender: "otherBank" });
      await inOneBlock(
        [winner, loser].map(
          ({ accept }) =>
            () =>
              accept(SENT),
        ),
      );
      await pledges.connect(wallets.bank).consentToJunior(PATENT_ID, winner.loanId, loser.loanId, 10_000_000n);
      await loser.accept();
      const liens = await pledges.liensOf(PATENT_ID);
      expect(liens.map((lien) => lien.loanId)).to.deep.equal([winner.loanId, loser.loanId]);
    });
  });

  it("is not pledged again by way of a sale: the new holder finds the lien, the old one nothing", async function () {
    const { credit, products } = await networkHelpers.loadFixture(patented);
    const { assets, ids, wallets } = credit;
    const collateral = [{ assetId: PATENT_ID, securedFen: 10_000_000n }];
    await assets.connect(wallets.otherCompany).receiveFor(ids.otherCompany);
    const pending = await offeredLoan(credit, products.bank, { collateral });
    const [sold, pledged] = await inOneBlock([
      () => assets.connect(wallets.company).transferFrom(wallets.company, wallets.otherCompany, PATENT_ID, SENT),
      () => pending.accept(SENT),
    ]);
    expect([sold, pledged]).to.deep.equal([true, false]);
    await acceptedLoan(credit, products.bank, { collateral }, { borrower: "otherCompany" });
    await appraise(credit, PATENT_ID, 200_000_000n);
    const back = () =>
      assets.connect(wallets.otherCompany).transferFrom(wallets.otherCompany, wallets.company, PATENT_ID);
    await expect(back()).to.be.revertedWithCustomError(assets, "SoftAssetsEncumbered").withArgs(PATENT_ID);
  });
});
