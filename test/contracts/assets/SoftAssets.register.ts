import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroAddress, ZeroHash } from "ethers";
import {
  AGENCY,
  appraise,
  ASSET,
  ASSET_VALIDITY,
  assetIdOf,
  attestPaper,
  DAY,
  deployCredit,
  farAhead,
  itemKeyOf,
  NOT_STATED,
  REGISTER,
  statementOf,
  textOf,
} from "../support/credit.ts";
import type { Paper } from "../support/credit.ts";
import {
  attestAs,
  definePaper,
  expectRefused,
  FLAG,
  LAST_DUE,
  MAX_FACE_FEN,
  MAX_UINT32,
  midnightBefore,
  valueOf,
} from "../support/papers.ts";
import { signStatement } from "../support/signing.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const PATENT = "2019101234567";
const DECLARATION = "531620190160123456";
const INVOICE = "044001900111";
const PATENT_ID = assetIdOf(REGISTER.patent, PATENT);
const DECLARATION_ID = assetIdOf(REGISTER.customs, DECLARATION);

const deployed = () => deployCredit(connection);

/** A declaration of the company, export, worth 50,000 CNY. */
async function declared() {
  const credit = await deployCredit(connection);
  const observedAt = await time.latest();
  const dueAt = midnightBefore(await farAhead(credit));
  await attestPaper(credit, "declaration", { number: DECLARATION, label: 1n, valueFen: 5_000_000n, observedAt, dueAt });
  await time.increase(DAY);
  return { credit, observedAt, dueAt };
}

describe("SoftAssets, registering", function () {
  describe("a first statement", function () {
    it("brings the asset into being, and its token to the company's wallet", async function () {
      const credit = await networkHelpers.loadFixture(deployed);
      const { assets, ids, schemas, wallets } = credit;
      const observedAt = await time.latest();
      const dueAt = midnightBefore(await farAhead(credit));
      const sent = attestPaper(credit, "patent", { number: PATENT, observedAt, dueAt });
      await expect(sent)
        .to.emit(assets, "AssetRegistered")
        .withArgs(PATENT_ID, ids.company, schemas.patent, ASSET.invention, textOf(PATENT), dueAt, 0, observedAt);
      await expect(sent).to.emit(assets, "Transfer").withArgs(ZeroAddress, wallets.company, PATENT_ID);
      await expect(sent).to.emit(assets, "Unlocked").withArgs(PATENT_ID);
      const until = BigInt(observedAt + ASSET_VALIDITY);
      expect(await assets.assetOf(PATENT_ID)).to.deep.equal(
        [ids.company, 1n, FLAG.inForce, dueAt, 0n, until, 0n, 0n], // of kind 1; neither face value nor appraisal
      );
      expect(await assets.ownerOf(PATENT_ID)).to.equal(wallets.company.address);
      expect(await assets.assetIdOf(REGISTER.patent, textOf(PATENT))).to.equal(PATENT_ID);
    });

    it("may be relayed by anybody", async function () {
      const credit = await networkHelpers.loadFixture(deployed);
      const { assets, registry, schemas, wallets } = credit;
      const schemaId = schemas.patent;
      const statement = { ...(await statementOf(credit, { number: PATENT })), schemaId };
      const deadline = (await time.latest()) + DAY;
      const signature = await signStatement(wallets.patentSigner, registry, statement, deadline);
      const relayer = registry.connect(wallets.stranger);
      await relayer.attestBySignature(schemaId, statement, wallets.patentSigner, deadline, signature);
      expect(await assets.ownerOf(PATENT_ID)).to.equal(wallets.company.address);
    });

    for (const [what, schema, label, kind, register] of [
      ["an invention", "patent", 0n, ASSET.invention, REGISTER.patent],
      ["a utility model", "patent", 1n, ASSET.utilityModel, REGISTER.patent],
      ["an import", "declaration", 0n, ASSET.import, REGISTER.customs],
      ["an export", "declaration", 1n, ASSET.export, REGISTER.customs],
      ["a trademark, whatever the place of the kind says", "trademark", 77n, ASSET.trademark, REGISTER.trademark],
      ["an invoice, whatever the place of the kind says", "invoice", -1n, ASSET.invoice, REGISTER.invoice],
    ] as const) {
      it(`tells ${what}`, async function () {
        const credit = await networkHelpers.loadFixture(deployed);
        await attestPaper(credit, schema, { number: INVOICE, label });
        expect((await credit.assets.assetOf(assetIdOf(register, INVOICE))).kind).to.equal(kind);
      });
    }

    it("keeps the numbers of one register apart from those of another", async function () {
      const credit = await networkHelpers.loadFixture(deployed);
      await attestPaper(credit, "patent", { number: INVOICE });
      await attestPaper(credit, "invoice", { number: INVOICE, entity: "otherCompany" });
      const entityOf = async (register: number) => (await credit.assets.assetOf(assetIdOf(register, INVOICE))).entity;
      expect(await entityOf(REGISTER.patent)).to.equal(credit.ids.company);
      expect(await entityOf(REGISTER.invoice)).to.equal(credit.ids.otherCompany);
    });

    for (const [what, paper] of [
      ["what is not in force yet", { number: PATENT, status: 0n }],
      ["what has no status", { number: PATENT, status: NOT_STATED }],
      ["a kind that cannot be pledged", { number: PATENT, label: 2n }],
    ] as [string, Paper][]) {
      it(`takes note of ${what}, but makes no asset of it`, async function () {
        const credit = await networkHelpers.loadFixture(deployed);
        const { assets, registry, schemas, ids } = credit;
        await expect(attestPaper(credit, "patent", paper)).to.not.emit(assets, "AssetRegistered");
        expect((await assets.assetOf(PATENT_ID)).entity).to.equal(ZeroHash);
        const { attestationId } = await registry.latestOf(schemas.patent, ids.company, itemKeyOf(PATENT));
        expect(attestationId).to.not.equal(`0x${"00".repeat(27)}`);
      });
    }

    it("can follow on an application, even another company's", async function () {
      const credit = await networkHelpers.loadFixture(deployed);
      await attestPaper(credit, "patent", { number: PATENT, status: 0n, entity: "otherCompany" });
      await attestPaper(credit, "patent", { number: PATENT, status: 0n });
      await time.increase(DAY);
      await attestPaper(credit, "patent", { number: PATENT });
      expect((await credit.assets.assetOf(PATENT_ID)).entity).to.equal(credit.ids.company);
    });

    for (const label of [-1n, 4n, 2n ** 255n - 1n, NOT_STATED]) {
      it(`refuses the label ${label}`, async function () {
        const credit = await networkHelpers.loadFixture(deployed);
        const sent = attestPaper(credit, "patent", { number: PATENT, label });
        await expectRefused(credit, sent, "SoftAssetsInvalidKind", [credit.schemas.patent, label]);
      });
    }

    for (const [valueFen, known] of [
      [0n, 0n],
      [1n, 1n],
      [MAX_FACE_FEN, MAX_FACE_FEN],
      [MAX_FACE_FEN + 1n, MAX_FACE_FEN],
      [2n ** 255n - 1n, MAX_FACE_FEN],
      [NOT_STATED, 0n],
    ] as const) {
      it(`keeps the face value ${valueFen} as ${known}`, async function () {
        const credit = await networkHelpers.loadFixture(deployed);
        await attestPaper(credit, "declaration", { number: DECLARATION, valueFen });
        expect((await credit.assets.assetOf(DECLARATION_ID)).faceValueFen).to.equal(known);
        expect(await valueOf(credit, DECLARATION_ID)).to.equal(known);
      });
    }

    for (const valueFen of [-1n, NOT_STATED + 1n]) {
      it(`refuses the face value ${valueFen}`, async function () {
        const credit = await networkHelpers.loadFixture(deployed);
        const sent = attestPaper(credit, "declaration", { number: DECLARATION, valueFen });
        await expectRefused(credit, sent, "SoftAssetsInvalidValue", [credit.schemas.declaration, 4, valueFen]);
      });
    }

    for (const [dueAt, known] of [
      [86_400n, 86_400n],
      [86_399n, 0n],
      [1_900_000_000n, 1_899_936_000n],
      [LAST_DUE - 1n, LAST_DUE - 86_400n],
      [LAST_DUE, LAST_DUE],
      [LAST_DUE + 86_400n, LAST_DUE],
      [2n ** 255n - 1n, LAST_DUE],
      [0n, 0n],
      [-5n, 0n],
      [NOT_STATED, 0n],
    ] as const) {
      it(`keeps the due date ${dueAt} as ${known}`, async function () {
        const credit = await networkHelpers.loadFixture(deployed);
        await attestPaper(credit, "declaration", { number: DECLARATION, dueAt });
        expect((await credit.assets.assetOf(DECLARATION_ID)).dueAt).to.equal(known);
      });
    }

    it("relies on a statement of long validity to the end of 32 bits", async function () {
      const credit = await networkHelpers.loadFixture(deployed);
      const copyrights = 3;
      const schemaId = await definePaper(credit, "ipo.long.v1", AGENCY.patents, {
        register: copyrights,
        validitySeconds: Number(MAX_UINT32),
      });
      await attestAs(credit, "patentSigner", schemaId, { number: PATENT });
      expect((await credit.assets.assetOf(assetIdOf(copyrights, PATENT))).knownUntil).to.equal(MAX_UINT32);
    });
  });

  describe("a number", function () {
    for (const [what, number] of [
      ["in lower case", "cn2019101234567a"],
      ["with a space", "2019 101234567"],
      ["with a hyphen", "2019101234567-1"],
      ["with a dot", "201910123456.7"],
      ["with full-width digits", "２０１９"],
      ["with a character beyond ASCII", "2019É"],
      ["that begins with a space", " 2019"],
      ["with a character just below 0", "2019/"],
      ["with a character just above 9", "2019:"],
      ["with a character just below A", "2019@"],
      ["with a character just above Z", "2019["],
      ["with a zero byte inside", "2019\u00001"],
    ] as const) {
      it(`${what} is refused`, async function () {
        const credit = await networkHelpers.loadFixture(deployed);
        const sent = attestPaper(credit, "patent", { number });
        await expectRefused(credit, sent, "SoftAssetsNotCanonical", [textOf(number)]);
        expect(await credit.assets.assetIdOf(REGISTER.patent, textOf(number))).to.equal(0n);
      });
    }

    for (const [what, text] of [
      ["zero", 0n],
      ["not stated", NOT_STATED],
      ["negative", -1n],
    ] as const) {
      it(`that is ${what} is refused`, async function () {
        const credit = await networkHelpers.loadFixture(deployed);
        const { registry, schemas, wallets } = credit;
        const statement = await statementOf(credit, { number: PATENT });
        statement.values[0] = text;
        const sent = registry.connect(wallets.patentSigner).attest(schemas.patent, statement);
        await expectRefused(credit, sent, "SoftAssetsNotCanonical", [BigInt.asUintN(256, text)]);
      });
    }

    for (const number of ["0", "Z", "09AZ", "A".repeat(31), "9".repeat(32)]) {
      it(`${number} is its own written form`, async function () {
        const credit = await networkHelpers.loadFixture(deployed);
        await attestPaper(credit, "patent", { number });
        const assetId = assetIdOf(REGISTER.patent, number);
        expect((await credit.assets.assetOf(assetId)).entity).to.equal(credit.ids.company);
        expect(await credit.assets.assetIdOf(REGISTER.patent, textOf(number))).to.equal(assetId);
      });
    }

    it("must be the one that the itemKey names", async function () {
      const credit = await networkHelpers.loadFixture(deployed);
      const { registry, schemas, wallets } = credit;
      for (const itemKey of [ZeroHash, id("2019101234568")]) {
        const statement = { ...(await statementOf(credit, { number: PATENT })), itemKey };
        const sent = registry.connect(wallets.patentSigner).attest(schemas.patent, statement);
        await expectRefused(credit, sent, "SoftAssetsWrongItemKey", [itemKey, id(PATENT)]);
      }
    });
  });

  describe("a later statement", function () {
    it("brings status, due date and value up to date, through another schema too", async function () {
      const { credit } = await networkHelpers.loadFixture(declared);
      const { assets, ids, schemas } = credit;
      const observedAt = await time.latest();
      const dueAt = midnightBefore(await farAhead(credit));
      const paper = { number: DECLARATION, label: 1n, dueAt, valueFen: 4_000_000n, observedAt };
      const sent = attestPaper(credit, "taxDeclaration", paper);
      await expect(sent)
        .to.emit(assets, "AssetUpdated")
        .withArgs(DECLARATION_ID, schemas.taxDeclaration, true, dueAt, 4_000_000n, observedAt);
      await expect(sent).to.not.emit(assets, "Transfer");
      const until = BigInt(observedAt + ASSET_VALIDITY);
      expect(await assets.assetOf(DECLARATION_ID)).to.deep.equal(
        [ids.company, 6n, FLAG.inForce, dueAt, 4_000_000n, until, 0n, 0n], // of kind 6: still an export
      );
    });

    it("never changes what the asset is", async function () {
      const { credit } = await networkHelpers.loadFixture(declared);
      await attestPaper(credit, "declaration", { number: DECLARATION, label: 0n });
      expect((await credit.assets.assetOf(DECLARATION_ID)).kind).to.equal(ASSET.export);
    });

    it("leaves the appraisal alone", async function () {
      const { credit } = await networkHelpers.loadFixture(declared);
      await appraise(credit, DECLARATION_ID, 3_000_000n);
      const { appraisedUntil } = await credit.assets.assetOf(DECLARATION_ID);
      await attestPaper(credit, "declaration", { number: DECLARATION, valueFen: 4_000_000n });
      const asset = await credit.assets.assetOf(DECLARATION_ID);
      expect([asset.appraisedFen, asset.appraisedUntil]).to.deep.equal([3_000_000n, appraisedUntil]);
      expect(await valueOf(credit, DECLARATION_ID)).to.equal(3_000_000n);
    });

    it("ends the force of the right, and another gives it back", async function () {
      const { credit } = await networkHelpers.loadFixture(declared);
      for (const [status, flags] of [
        [0n, FLAG.none],
        [1n, FLAG.inForce],
        [NOT_STATED, FLAG.none],
      ] as const) {
        await time.increase(DAY);
        const observedAt = await time.latest();
        const dueAt = midnightBefore(await farAhead(credit));
        await expect(attestPaper(credit, "declaration", { number: DECLARATION, status, observedAt, dueAt }))
          .to.emit(credit.assets, "AssetUpdated")
          .withArgs(DECLARATION_ID, credit.schemas.declaration, status === 1n, dueAt, 0n, observedAt);
        expect((await credit.assets.assetOf(DECLARATION_ID)).flags).to.equal(flags);
      }
    });

    it("is refused when another schema's is as new or newer", async function () {
      const { credit, observedAt } = await networkHelpers.loadFixture(declared);
      for (const older of [observedAt, observedAt - 1]) {
        const sent = attestPaper(credit, "taxDeclaration", { number: DECLARATION, label: 1n, observedAt: older });
        const args = [DECLARATION_ID, older + ASSET_VALIDITY, observedAt + ASSET_VALIDITY];
        await expectRefused(credit, sent, "SoftAssetsStale", args);
      }
    });

    it("is refused for another company, also when it says that the right is not in force", async function () {
      const { credit } = await networkHelpers.loadFixture(declared);
      const { ids } = credit;
      for (const schema of ["declaration", "taxDeclaration"] as const) {
        for (const status of [0n, 1n]) {
          const sent = attestPaper(credit, schema, { number: DECLARATION, entity: "otherCompany", status });
          const args = [DECLARATION_ID, ids.company, ids.otherCompany];
          await expectRefused(credit, sent, "SoftAssetsHeldByAnother", args);
        }
      }
      expect((await credit.assets.assetOf(DECLARATION_ID)).entity).to.equal(ids.company);
    });

    it("is refused with a value that does not fit, and changes nothing", async function () {
      const { credit, dueAt } = await networkHelpers.loadFixture(declared);
      const sent = attestPaper(credit, "declaration", { number: DECLARATION, valueFen: -1n });
      await expectRefused(credit, sent, "SoftAssetsInvalidValue", [credit.schemas.declaration, 4, -1n]);
      const asset = await credit.assets.assetOf(DECLARATION_ID);
      expect([asset.dueAt, asset.faceValueFen]).to.deep.equal([dueAt, 5_000_000n]);
    });
  });

  describe("a batch", function () {
    it("registers every paper in it", async function () {
      const credit = await networkHelpers.loadFixture(deployed);
      const { assets, registry, schemas, wallets } = credit;
      const numbers = ["1", "2", "3"];
      const batch = await Promise.all(numbers.map((number) => statementOf(credit, { number, valueFen: 7n })));
      await registry.connect(wallets.taxSigner).attestBatch(schemas.invoice, batch);
      expect(await assets.balanceOf(wallets.company)).to.equal(3n);
      for (const number of numbers) {
        expect(await valueOf(credit, assetIdOf(REGISTER.invoice, number))).to.equal(7n);
      }
    });

    it("registers nothing when one paper in it is another company's already", async function () {
      const credit = await networkHelpers.loadFixture(deployed);
      const { assets, registry, schemas, wallets, ids } = credit;
      await attestPaper(credit, "invoice", { number: "2", entity: "otherCompany" });
      const batch = await Promise.all(["1", "2", "3"].map((number) => statementOf(credit, { number })));
      const sent = registry.connect(wallets.taxSigner).attestBatch(schemas.invoice, batch);
      const taken = assetIdOf(REGISTER.invoice, "2");
      await expectRefused(credit, sent, "SoftAssetsHeldByAnother", [taken, ids.otherCompany, ids.company]);
      for (const statement of batch) {
        expect(await registry.isCurrent(schemas.invoice, statement)).to.equal(false);
      }
      expect(await assets.balanceOf(wallets.company)).to.equal(0n);
    });

    it("registers nothing when two companies claim one paper in it", async function () {
      const credit = await networkHelpers.loadFixture(deployed);
      const { assets, registry, schemas, wallets, ids } = credit;
      const batch = [
        await statementOf(credit, { number: "1" }),
        await statementOf(credit, { number: "1", entity: "otherCompany" }),
      ];
      const sent = registry.connect(wallets.taxSigner).attestBatch(schemas.invoice, batch);
      const assetId = assetIdOf(REGISTER.invoice, "1");
      await expectRefused(credit, sent, "SoftAssetsHeldByAnother", [assetId, ids.company, ids.otherCompany]);
      expect((await assets.assetOf(assetId)).entity).to.equal(ZeroHash);
    });
  });
});
