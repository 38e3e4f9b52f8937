import { expect } from "chai";
import { network } from "hardhat";
import { id } from "ethers";
import {
  ABSENT,
  AGENCY,
  ASSET_VALIDITY,
  deployCredit,
  SCHEMAS,
  statementOf,
  VALUATION_VALIDITY,
} from "../support/credit.ts";
import { schemaIdOf } from "../support/ledger.ts";
import { defineResolved, EFFECT, expectRefused, LAYOUT } from "../support/papers.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const NAME = "ipo.defined.v1";
const SCHEMA = schemaIdOf(NAME, AGENCY.patents);
const FIELD_COUNT = 5;
const COPYRIGHTS = 3;

/** With a schema whose statements have no effect yet. */
async function deployed() {
  const credit = await deployCredit(connection);
  await defineResolved(credit, NAME, AGENCY.patents);
  return credit;
}

describe("SoftAssets, administered", function () {
  describe("defineAssetSchema", function () {
    it("says for ever what the statements of a schema do", async function () {
      const { assets, wallets } = await networkHelpers.loadFixture(deployed);
      const layout = Object.values(LAYOUT);
      await expect(assets.connect(wallets.steward).defineAssetSchema(SCHEMA, LAYOUT))
        .to.emit(assets, "AssetSchemaDefined")
        .withArgs(SCHEMA, (given: unknown[]) => given.every((value, index) => String(value) === String(layout[index])));
      const known = await assets.assetSchemaOf(SCHEMA);
      expect(known.map(String)).to.deep.equal(layout.map(String));
      await expect(assets.connect(wallets.steward).defineAssetSchema(SCHEMA, { ...LAYOUT, kinds: "0x02000000" }))
        .to.be.revertedWithCustomError(assets, "SoftAssetsSchemaExists")
        .withArgs(SCHEMA);
    });

    it("knows nothing of a schema that has no effect", async function () {
      const { assets } = await networkHelpers.loadFixture(deployed);
      expect((await assets.assetSchemaOf(SCHEMA)).effect).to.equal(EFFECT.none);
    });

    for (const [what, changes] of [
      ["no effect", { effect: EFFECT.none }],
      ["a registration without a register", { register: 0 }],
      ["a valuation without a value", { effect: EFFECT.values, valueAt: ABSENT }],
      ["a first kind that does not exist", { kinds: "0x0a000000" }],
      ["a last kind that does not exist", { kinds: "0x010203ff" }],
      ["a number in no field of the schema", { numberAt: FIELD_COUNT }],
      ["assets without a number", { numberAt: ABSENT }],
      ["assets without a due date", { dueAt: ABSENT }],
      ["a due date in no field", { dueAt: FIELD_COUNT }],
      ["a kind in no field", { kindAt: FIELD_COUNT }],
      ["a status in no field", { statusAt: FIELD_COUNT }],
      ["a value in no field", { valueAt: FIELD_COUNT }],
      ["an appraised value in no field", { effect: EFFECT.values, valueAt: FIELD_COUNT }],
      ["another validity than the schema's", { validitySeconds: ASSET_VALIDITY + 1 }],
    ] as const) {
      it(`refuses ${what}`, async function () {
        const { assets, wallets } = await networkHelpers.loadFixture(deployed);
        await expect(assets.connect(wallets.steward).defineAssetSchema(SCHEMA, { ...LAYOUT, ...changes }))
          .to.be.revertedWithCustomError(assets, "SoftAssetsInvalidSchema")
          .withArgs(SCHEMA);
        expect((await assets.assetSchemaOf(SCHEMA)).effect).to.equal(EFFECT.none);
      });
    }

    it("refuses a schema that the registry does not know", async function () {
      const { assets, wallets } = await networkHelpers.loadFixture(deployed);
      await expect(assets.connect(wallets.steward).defineAssetSchema("0x00041234", LAYOUT))
        .to.be.revertedWithCustomError(assets, "SoftAssetsInvalidSchema")
        .withArgs("0x00041234");
    });

    it("refuses a second validity for a register, whose statements could not be put in order", async function () {
      const credit = await networkHelpers.loadFixture(deployed);
      const schemaId = await defineResolved(credit, "ipo.short.v1", AGENCY.patents, ASSET_VALIDITY - 1);
      const short = { ...LAYOUT, validitySeconds: ASSET_VALIDITY - 1 };
      const steward = credit.assets.connect(credit.wallets.steward);
      await expect(steward.defineAssetSchema(schemaId, short))
        .to.be.revertedWithCustomError(credit.assets, "SoftAssetsInvalidSchema")
        .withArgs(schemaId);
      await steward.defineAssetSchema(schemaId, { ...short, register: COPYRIGHTS });
    });

    it("takes the last kind, and a valuation without register or kinds", async function () {
      const credit = await networkHelpers.loadFixture(deployed);
      const { assets, wallets } = credit;
      const steward = assets.connect(wallets.steward);
      await steward.defineAssetSchema(SCHEMA, { ...LAYOUT, kinds: "0x09090909" });
      const valuation = await defineResolved(credit, "ipo.value.v1", AGENCY.patents, VALUATION_VALIDITY);
      await steward.defineAssetSchema(valuation, SCHEMAS.valuation.layout);
      expect((await assets.assetSchemaOf(valuation)).effect).to.equal(EFFECT.values);
    });

    it("is the steward's alone", async function () {
      const { assets, wallets } = await networkHelpers.loadFixture(deployed);
      for (const caller of ["deployer", "governance", "guardian", "regulator", "registrar", "stranger"] as const) {
        await expect(assets.connect(wallets[caller]).defineAssetSchema(SCHEMA, LAYOUT))
          .to.be.revertedWithCustomError(assets, "AccessManagedUnauthorized")
          .withArgs(wallets[caller]);
      }
    });

    it("must come before the first statement", async function () {
      const credit = await networkHelpers.loadFixture(deployed);
      const { registry, wallets } = credit;
      const schemaId = await defineResolved(credit, "ipo.unread.v1", AGENCY.patents);
      const statement = await statementOf(credit, { number: "2019101234567" });
      const sent = () => registry.connect(wallets.patentSigner).attest(schemaId, statement);
      await expectRefused(credit, sent(), "SoftAssetsUnknownSchema", [schemaId]);
      await credit.assets.connect(wallets.steward).defineAssetSchema(schemaId, LAYOUT);
      await sent();
      expect(await registry.isCurrent(schemaId, statement)).to.equal(true);
    });
  });

  describe("connect", function () {
    it("names the PledgeRegistry once", async function () {
      const { assets, pledges, manager, entities, registry, wallets } = await networkHelpers.loadFixture(deployed);
      const { ethers } = connection;
      const code = await ethers.deployContract("SoftAssets", [entities, registry]);
      const data = code.interface.encodeFunctionData("initialize", [await manager.getAddress()]);
      const proxy = await ethers.deployContract("ERC1967Proxy", [code, data]);
      const fresh = assets.attach(await proxy.getAddress()) as typeof assets;
      await manager.setTargetFunctionRole(fresh, [fresh.interface.getFunction("connect").selector], 4n);
      const connect = fresh.connect(wallets.steward).getFunction("connect");
      await expect(connect(wallets.stranger))
        .to.be.revertedWithCustomError(fresh, "SoftAssetsNotContract")
        .withArgs(wallets.stranger);
      await expect(connect(pledges)).to.emit(fresh, "PledgeRegistryConnected").withArgs(pledges);
      await expect(connect(wallets.stranger))
        .to.be.revertedWithCustomError(fresh, "SoftAssetsAlreadyConnected")
        .withArgs(pledges);
    });

    it("is the steward's alone", async function () {
      const { assets, wallets } = await networkHelpers.loadFixture(deployed);
      for (const caller of ["governance", "guardian", "regulator", "registrar", "stranger"] as const) {
        await expect(assets.connect(wallets[caller]).getFunction("connect")(wallets.stranger))
          .to.be.revertedWithCustomError(assets, "AccessManagedUnauthorized")
          .withArgs(wallets[caller]);
      }
    });
  });

  describe("setAppraiser", function () {
    it("approves an appraiser and ends the approval", async function () {
      const { assets, ids, wallets } = await networkHelpers.loadFixture(deployed);
      const registrar = assets.connect(wallets.registrar);
      expect(await assets.isAppraiser(ids.buyer)).to.equal(false);
      for (const approved of [true, false]) {
        await expect(registrar.setAppraiser(ids.buyer, approved))
          .to.emit(assets, "AppraiserChanged")
          .withArgs(ids.buyer, approved, wallets.registrar);
        expect(await assets.isAppraiser(ids.buyer)).to.equal(approved);
      }
    });

    it("is the registrar's alone", async function () {
      const { assets, ids, wallets } = await networkHelpers.loadFixture(deployed);
      for (const caller of ["governance", "guardian", "regulator", "steward", "appraiser", "stranger"] as const) {
        await expect(assets.connect(wallets[caller]).setAppraiser(ids.buyer, true))
          .to.be.revertedWithCustomError(assets, "AccessManagedUnauthorized")
          .withArgs(wallets[caller]);
      }
    });
  });

  it("listens to nobody but the registry of attestations and the registry of pledges", async function () {
    const credit = await networkHelpers.loadFixture(deployed);
    const { assets, ids, schemas, wallets } = credit;
    const statement = await statementOf(credit, { number: "2019101234567" });
    for (const caller of [wallets.patentSigner, wallets.steward, wallets.governance]) {
      const as = assets.connect(caller);
      for (const act of [
        () => as.onAttested(schemas.patent, statement, caller),
        () => as.onRevoked(schemas.patent, ids.company, statement.itemKey, statement.observedAt),
      ]) {
        await expect(act()).to.be.revertedWithCustomError(assets, "SoftAssetsNotAttestations").withArgs(caller);
      }
      for (const act of [() => as.encumber(1, ids.company), () => as.disencumber(1), () => as.seize(1, ids.bank)]) {
        await expect(act()).to.be.revertedWithCustomError(assets, "SoftAssetsNotPledges").withArgs(caller);
      }
    }
  });

  it("is initialised once, and its code never", async function () {
    const { assets, entities, registry, manager } = await networkHelpers.loadFixture(deployed);
    await expect(assets.initialize(manager)).to.be.revertedWithCustomError(assets, "InvalidInitialization");
    const code = await connection.ethers.deployContract("SoftAssets", [entities, registry]);
    await expect(code.getFunction("initialize")(manager)).to.be.revertedWithCustomError(
      assets,
      "InvalidInitialization",
    );
    expect(await assets.name()).to.equal("Lingnan Soft Assets");
    expect(await assets.symbol()).to.equal("LNSA");
    expect(await assets.isAppraiser(id("nobody"))).to.equal(false);
  });
});
