import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroAddress } from "ethers";
import { throughGovernance } from "../support/governance.ts";
import { deployLedger, FIELDS, KIND, reason, STREAM, TAX, usccBytes, VALIDITY } from "../support/ledger.ts";
import { signBatch, signStatement } from "../support/signing.ts";
import { taxStatement } from "../support/statements.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const BANK = usccBytes("914403001922038216");

async function paused() {
  const ledger = await deployLedger(connection);
  const { entities, registry, wallets, company } = ledger;
  const now = await networkHelpers.time.latest();
  await entities.connect(wallets.controller).proposeController(company, wallets.stranger);
  await entities.connect(wallets.guardian).pause();
  await registry.connect(wallets.guardian).pause();
  return { ...ledger, ledger, now };
}

describe("a pause", function () {
  it("says who called it, and who ended it", async function () {
    const { ledger, manager, registry, wallets } = await networkHelpers.loadFixture(paused);
    const ended = throughGovernance(connection, ledger, registry, registry.interface.encodeFunctionData("unpause"));
    await expect(ended).to.emit(registry, "Unpaused").withArgs(manager);
    await expect(registry.connect(wallets.guardian).pause()).to.emit(registry, "Paused").withArgs(wallets.guardian);
  });

  it("stops everything that changes the register of entities", async function () {
    const { entities, company, wallets } = await networkHelpers.loadFixture(paused);
    const registrar = entities.connect(wallets.registrar);
    for (const act of [
      () => registrar.register(BANK, KIND.bank, ZeroAddress),
      () => registrar.registerBatch([{ uscc: BANK, kind: KIND.bank, controller: ZeroAddress }]),
      () => registrar.suspend(company, reason("fraud")),
      () => registrar.reinstate(company, reason("cleared")),
      () => registrar.proposeControllerAsRegistrar(company, wallets.relayer),
      () => entities.connect(wallets.controller).proposeController(company, wallets.relayer),
      () => entities.connect(wallets.stranger).acceptController(company),
    ]) {
      await expect(act()).to.be.revertedWithCustomError(entities, "EnforcedPause");
    }
  });

  it("stops attesting in every way, and the adding of wallets, agencies and schemas", async function () {
    const { ledger, registry, schemas, wallets, now } = await networkHelpers.loadFixture(paused);
    const statement = taxStatement(ledger, now);
    const deadline = now + 3600;
    const single = await signStatement(wallets.taxSigner, registry, statement, deadline);
    const batch = await signBatch(wallets.taxSigner, registry, schemas.tax, [statement], deadline);
    const signer = registry.connect(wallets.taxSigner);
    const relayer = registry.connect(wallets.relayer);
    const steward = registry.connect(wallets.steward);
    for (const act of [
      () => signer.attest(schemas.tax, statement),
      () => signer.attestBatch(schemas.tax, [statement]),
      () => relayer.attestBySignature(schemas.tax, statement, wallets.taxSigner, deadline, single),
      () => relayer.attestBatchBySignature(schemas.tax, [statement], wallets.taxSigner, deadline, batch),
      () => registry.connect(wallets.taxAdmin).addSigner(TAX, wallets.relayer),
      () => steward.defineAgency(9, "new", "New", "新"),
      () => steward.defineSchema("tax.new.v1", TAX, FIELDS, STREAM, VALIDITY, ZeroAddress),
    ]) {
      await expect(act()).to.be.revertedWithCustomError(registry, "EnforcedPause");
    }
  });

  it("does not stop an agency from dropping a stolen wallet", async function () {
    const { registry, wallets } = await networkHelpers.loadFixture(paused);
    await registry.connect(wallets.taxAdmin).dropSigner(TAX, wallets.taxSigner);
    expect((await registry.signerOf(wallets.taxSigner)).agencyId).to.equal(0);
  });

  it("does not stop governance from changing a resolver or the code", async function () {
    const { ledger, registry, entities, schemas } = await networkHelpers.loadFixture(paused);
    const { ethers } = connection;
    const set = registry.interface.encodeFunctionData("setResolver", [schemas.tax, ZeroAddress]);
    await throughGovernance(connection, ledger, registry, set);
    const next = await (await ethers.deployContract("EntityRegistryV2")).getAddress();
    const upgrade = entities.interface.encodeFunctionData("upgradeToAndCall", [next, "0x"]);
    await throughGovernance(connection, ledger, entities, upgrade);
    expect(await entities.paused()).to.equal(true);
  });

  it("of one contract leaves the other at work", async function () {
    const { ledger, registry, entities, wallets, company, now } = await networkHelpers.loadFixture(paused);
    const unpause = registry.interface.encodeFunctionData("unpause");
    await throughGovernance(connection, ledger, registry, unpause);
    const statement = taxStatement(ledger, now, { schemaId: ledger.schemas.subject });
    await registry.connect(wallets.controller).attest(statement.schemaId, statement);
    expect(await registry.isCurrent(statement.schemaId, statement)).to.equal(true);
    expect(await entities.isActingController(company, wallets.controller)).to.equal(true);
    expect(await entities.paused()).to.equal(true);
  });

  it("is not called twice, nor ended twice", async function () {
    const { ledger, registry, wallets } = await networkHelpers.loadFixture(paused);
    await expect(registry.connect(wallets.guardian).pause()).to.be.revertedWithCustomError(registry, "EnforcedPause");
    const unpause = () =>
      throughGovernance(connection, ledger, registry, registry.interface.encodeFunctionData("unpause"));
    await unpause();
    await expect(unpause()).to.be.revertedWithCustomError(registry, "ExpectedPause");
  });

  it("leaves reading alone", async function () {
    const { entities, company, wallets } = await networkHelpers.loadFixture(paused);
    expect((await entities.entityOf(company)).controller).to.equal(wallets.controller);
    expect(await entities.entityIdOf(BANK)).to.equal(id("914403001922038216"));
  });
});
