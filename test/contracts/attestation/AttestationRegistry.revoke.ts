import { expect } from "chai";
import { network } from "hardhat";
import { id } from "ethers";
import { deployLedger, reason, TAX } from "../support/ledger.ts";
import { attestationIdOf, STANDING, taxStatement } from "../support/statements.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const WRONG = reason("entered for the wrong company");

async function attested() {
  const ledger = await deployLedger(connection);
  const { registry, schemas, wallets } = ledger;
  const now = await time.latest();
  const statement = taxStatement(ledger, now, { itemKey: id("return 7") });
  const own = taxStatement(ledger, now, { schemaId: schemas.subject });
  await registry.connect(wallets.taxSigner).attest(schemas.tax, statement);
  await registry.connect(wallets.controller).attest(schemas.subject, own);
  return { ...ledger, ledger, now, statement, own };
}

describe("AttestationRegistry.revoke", function () {
  it("marks the statement, names it in the event and keeps its id and time", async function () {
    const { registry, wallets, statement } = await networkHelpers.loadFixture(attested);
    const { schemaId, subject, itemKey, observedAt } = statement;
    await expect(registry.connect(wallets.taxSigner).revoke(schemaId, subject, itemKey, observedAt, WRONG))
      .to.emit(registry, "Revoked")
      .withArgs(schemaId, subject, attestationIdOf(statement), wallets.taxSigner, WRONG);
    expect(await registry.standingOf(schemaId, statement)).to.equal(STANDING.revoked);
    expect(await registry.latestOf(schemaId, subject, itemKey)).to.deep.equal([
      attestationIdOf(statement),
      BigInt(observedAt),
      true,
    ]);
  });

  it("is open to every signer of the agency, not just to the one that signed", async function () {
    const { registry, wallets, statement } = await networkHelpers.loadFixture(attested);
    const { schemaId, subject, itemKey, observedAt } = statement;
    await registry.connect(wallets.secondTaxSigner).revoke(schemaId, subject, itemKey, observedAt, WRONG);
    expect(await registry.isCurrent(schemaId, statement)).to.equal(false);
  });

  it("gives way to a newer statement", async function () {
    const { ledger, registry, wallets, statement, now } = await networkHelpers.loadFixture(attested);
    const { schemaId, subject, itemKey, observedAt } = statement;
    await registry.connect(wallets.taxSigner).revoke(schemaId, subject, itemKey, observedAt, WRONG);
    const corrected = taxStatement(ledger, now + 1, { itemKey });
    await registry.connect(wallets.taxSigner).attest(schemaId, corrected);
    expect(await registry.standingOf(schemaId, corrected)).to.equal(STANDING.current);
    expect(await registry.standingOf(schemaId, statement)).to.equal(STANDING.superseded);
  });

  it("refuses a time that does not stand: a mistaken revocation cannot hit the newer statement", async function () {
    const { registry, wallets, statement } = await networkHelpers.loadFixture(attested);
    const { schemaId, subject, itemKey, observedAt } = statement;
    for (const time of [observedAt - 1, observedAt + 1, 0]) {
      await expect(registry.connect(wallets.taxSigner).revoke(schemaId, subject, itemKey, time, WRONG))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryNothingToRevoke")
        .withArgs(subject, itemKey, time, observedAt);
    }
  });

  it("refuses what was never attested", async function () {
    const { registry, wallets, statement } = await networkHelpers.loadFixture(attested);
    for (const [subject, itemKey] of [
      [statement.subject, id("another item")],
      [id("another company"), statement.itemKey],
    ] as const) {
      await expect(registry.connect(wallets.taxSigner).revoke(statement.schemaId, subject, itemKey, 0, WRONG))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryNothingToRevoke")
        .withArgs(subject, itemKey, 0, 0);
    }
  });

  it("refuses a second time", async function () {
    const { registry, wallets, statement } = await networkHelpers.loadFixture(attested);
    const { schemaId, subject, itemKey, observedAt } = statement;
    const revoke = () => registry.connect(wallets.taxSigner).revoke(schemaId, subject, itemKey, observedAt, WRONG);
    await revoke();
    await expect(revoke())
      .to.be.revertedWithCustomError(registry, "AttestationRegistryAlreadyRevoked")
      .withArgs(subject, itemKey, observedAt);
  });

  for (const holder of ["customsSigner", "taxAdmin", "governance", "regulator", "controller", "stranger"] as const) {
    it(`refuses ${holder} for a statement of the tax agency`, async function () {
      const { registry, wallets, statement } = await networkHelpers.loadFixture(attested);
      const { schemaId, subject, itemKey, observedAt } = statement;
      await expect(registry.connect(wallets[holder]).revoke(schemaId, subject, itemKey, observedAt, WRONG))
        .to.be.revertedWithCustomError(registry, "AgencySignersNotSigner")
        .withArgs(TAX, wallets[holder]);
      expect(await registry.isCurrent(schemaId, statement)).to.equal(true);
    });
  }

  it("refuses a wallet that its agency has dropped", async function () {
    const { registry, wallets, statement } = await networkHelpers.loadFixture(attested);
    const { schemaId, subject, itemKey, observedAt } = statement;
    await registry.connect(wallets.taxAdmin).dropSigner(TAX, wallets.taxSigner);
    await expect(registry.connect(wallets.taxSigner).revoke(schemaId, subject, itemKey, observedAt, WRONG))
      .to.be.revertedWithCustomError(registry, "AgencySignersNotSigner")
      .withArgs(TAX, wallets.taxSigner);
  });

  it("still works during a pause", async function () {
    const { registry, wallets, statement } = await networkHelpers.loadFixture(attested);
    const { schemaId, subject, itemKey, observedAt } = statement;
    await registry.connect(wallets.guardian).pause();
    await registry.connect(wallets.taxSigner).revoke(schemaId, subject, itemKey, observedAt, WRONG);
    expect(await registry.standingOf(schemaId, statement)).to.equal(STANDING.revoked);
  });

  describe("what the subject issued", function () {
    it("is revoked by its controller", async function () {
      const { registry, wallets, own } = await networkHelpers.loadFixture(attested);
      await expect(
        registry.connect(wallets.controller).revoke(own.schemaId, own.subject, own.itemKey, own.observedAt, WRONG),
      )
        .to.emit(registry, "Revoked")
        .withArgs(own.schemaId, own.subject, attestationIdOf(own), wallets.controller, WRONG);
    });

    it("passes to the next controller, with the company", async function () {
      const { registry, entities, company, wallets, own } = await networkHelpers.loadFixture(attested);
      await entities.connect(wallets.controller).proposeController(company, wallets.stranger);
      await entities.connect(wallets.stranger).acceptController(company);
      const revoke = (wallet: typeof wallets.stranger) =>
        registry.connect(wallet).revoke(own.schemaId, own.subject, own.itemKey, own.observedAt, WRONG);
      await expect(revoke(wallets.controller))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryNotController")
        .withArgs(company, wallets.controller);
      await revoke(wallets.stranger);
      expect(await registry.standingOf(own.schemaId, own)).to.equal(STANDING.revoked);
    });

    it("cannot be revoked by an agency, or while the company is suspended", async function () {
      const { registry, entities, company, wallets, own } = await networkHelpers.loadFixture(attested);
      await entities.connect(wallets.registrar).suspend(company, reason("fraud"));
      for (const wallet of [wallets.taxSigner, wallets.controller]) {
        await expect(registry.connect(wallet).revoke(own.schemaId, own.subject, own.itemKey, own.observedAt, WRONG))
          .to.be.revertedWithCustomError(registry, "AttestationRegistryNotController")
          .withArgs(company, wallet);
      }
    });
  });
});
