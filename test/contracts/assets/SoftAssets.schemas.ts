import { expect } from "chai";
import { network } from "hardhat";
import { id } from "ethers";
import { ABSENT, AGENCY, deployCredit, SCHEMAS, statementOf } from "../support/credit.ts";
import { defineResolved, EFFECT, expectRefused, LAYOUT } from "../support/papers.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const SCHEMA = "0x00041234";

const deployed = () => deployCredit(connection);

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
    ] as const) {
      it(`refuses ${what}`, async function () {
        const { assets, wallets } = await networkHelpers.loadFixture(deployed);
        await expect(assets.connect(wallets.steward).defineAssetSchema(SCHEMA, { ...LAYOUT, ...changes }))
          .to.be.revertedWithCustomError(assets, "SoftAssetsInvalidSchema")
          .withArgs(SCHEMA);
        expect((await assets.assetSchemaOf(SCHEMA)).effect).to.equal(EFFECT.none);
      });
    }

    it("takes the last kind, and a valuation without register or kinds", async function () {
      const { assets, wallets } = await networkHelpers.loadFixture(deployed);
      const steward = assets.connect(wallets.steward);
      await steward.defineAssetSchema(SCHEMA, { ...LAYOUT, kinds: "0x09090909" });
      await steward.defineAssetSchema("0x00049999", SCHEMAS.valuation.layout);
      expect((await assets.assetSchemaOf("0x00049999")).effect).to.equal(EFFECT.values);
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
