import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroHash } from "ethers";
import { deployLedger, reason, usccBytes, KIND, VALIDITY } from "../support/ledger.ts";
import { attestationIdOf, packRecord, STANDING, taxStatement } from "../support/statements.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

async function deployed() {
  const ledger = await deployLedger(connection);
  return { ...ledger, ledger, now: await time.latest() };
}

describe("AttestationRegistry.attest", function () {
  it("emits the record and keeps its id and time", async function () {
    const { ledger, registry, wallets, now } = await networkHelpers.loadFixture(deployed);
    const statement = taxStatement(ledger, now, { evidence: id("ledger page"), itemKey: id("item") });
    await expect(registry.connect(wallets.taxSigner).attest(statement.schemaId, statement))
      .to.emit(registry, "Attested")
      .withArgs(statement.schemaId, wallets.taxSigner, packRecord(statement));
    expect(await registry.latestOf(statement.schemaId, statement.subject, statement.itemKey)).to.deep.equal([
      attestationIdOf(statement),
      BigInt(now),
      false,
    ]);
    expect(await registry.standingOf(statement.schemaId, statement)).to.equal(STANDING.current);
  });

  it("needs no registered subject: most companies never open a wallet", async function () {
    const { ledger, registry, wallets, now } = await networkHelpers.loadFixture(deployed);
    const statement = taxStatement(ledger, now, { subject: id("914403001922038216") });
    await registry.connect(wallets.taxSigner).attest(statement.schemaId, statement);
    expect(await registry.isCurrent(statement.schemaId, statement)).to.equal(true);
  });

  it("keeps keys apart: another item, another subject and another schema are other facts", async function () {
    const { ledger, registry, wallets, now } = await networkHelpers.loadFixture(deployed);
    const statements = [
      taxStatement(ledger, now),
      taxStatement(ledger, now - 5, { itemKey: id("patent") }),
      taxStatement(ledger, now - 6, { subject: id("other") }),
    ];
    for (const statement of statements) {
      await registry.connect(wallets.taxSigner).attest(statement.schemaId, statement);
    }
    const declaration = { ...taxStatement(ledger, now - 7), schemaId: ledger.schemas.customs };
    await registry.connect(wallets.customsSigner).attest(declaration.schemaId, declaration);
    for (const statement of [...statements, declaration]) {
      expect(await registry.isCurrent(statement.schemaId, statement)).to.equal(true);
    }
  });

  it("accepts what was observed long ago, as history that is no longer current", async function () {
    const { ledger, registry, wallets, now } = await networkHelpers.loadFixture(deployed);
    const statement = taxStatement(ledger, now - VALIDITY - 1);
    await registry.connect(wallets.taxSigner).attest(statement.schemaId, statement);
    expect(await registry.standingOf(statement.schemaId, statement)).to.equal(STANDING.expired);
  });

  it("carries every int256, the smallest and the largest too", async function () {
    const { ledger, registry, wallets, now } = await networkHelpers.loadFixture(deployed);
    const values = [-(2n ** 255n), 2n ** 255n - 1n, -1n];
    const statement = taxStatement(ledger, now, { values });
    await expect(registry.connect(wallets.taxSigner).attest(statement.schemaId, statement))
      .to.emit(registry, "Attested")
      .withArgs(statement.schemaId, wallets.taxSigner, packRecord(statement));
    expect(await registry.openCurrent(statement.schemaId, statement)).to.deep.equal(values);
  });

  describe("replacement", function () {
    it("puts a newer observation in the place of an older one", async function () {
      const { ledger, registry, wallets, now } = await networkHelpers.loadFixture(deployed);
      const [older, newer] = [taxStatement(ledger, now - 10), taxStatement(ledger, now, { values: [1n, 2n, 3n] })];
      await registry.connect(wallets.taxSigner).attest(older.schemaId, older);
      await registry.connect(wallets.secondTaxSigner).attest(newer.schemaId, newer);
      expect(await registry.standingOf(older.schemaId, older)).to.equal(STANDING.superseded);
      expect(await registry.standingOf(newer.schemaId, newer)).to.equal(STANDING.current);
    });

    for (const [what, age] of [
      ["an equal", 0],
      ["an older", 1],
    ] as const) {
      it(`refuses ${what} observation, whatever its values`, async function () {
        const { ledger, registry, wallets, now } = await networkHelpers.loadFixture(deployed);
        const first = taxStatement(ledger, now);
        const second = taxStatement(ledger, now - age, { values: [0n, 0n, 0n] });
        await registry.connect(wallets.taxSigner).attest(first.schemaId, first);
        await expect(registry.connect(wallets.taxSigner).attest(second.schemaId, second))
          .to.be.revertedWithCustomError(registry, "AttestationRegistryStale")
          .withArgs(second.subject, second.itemKey, now - age, now);
        expect(await registry.isCurrent(first.schemaId, first)).to.equal(true);
      });
    }

    it("refuses the time zero, which would look like nothing", async function () {
      const { ledger, registry, wallets } = await networkHelpers.loadFixture(deployed);
      const statement = taxStatement(ledger, 0);
      await expect(registry.connect(wallets.taxSigner).attest(statement.schemaId, statement))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryStale")
        .withArgs(statement.subject, statement.itemKey, 0, 0);
    });
  });

  describe("wrong statements", function () {
    it("refuses an observation later than the block", async function () {
      const { ledger, registry, wallets, now } = await networkHelpers.loadFixture(deployed);
      const statement = taxStatement(ledger, now + 101);
      await time.setNextBlockTimestamp(now + 100);
      await expect(registry.connect(wallets.taxSigner).attest(statement.schemaId, statement))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryInFuture")
        .withArgs(statement.subject, now + 101, now + 100);
    });

    it("accepts an observation of the very block time", async function () {
      const { ledger, registry, wallets, now } = await networkHelpers.loadFixture(deployed);
      const statement = taxStatement(ledger, now + 100);
      await time.setNextBlockTimestamp(now + 100);
      await registry.connect(wallets.taxSigner).attest(statement.schemaId, statement);
      expect(await registry.isCurrent(statement.schemaId, statement)).to.equal(true);
    });

    for (const values of [[], [1n, 2n], [1n, 2n, 3n, 4n]]) {
      it(`refuses ${values.length} values where the schema has 3`, async function () {
        const { ledger, registry, wallets, now } = await networkHelpers.loadFixture(deployed);
        const statement = taxStatement(ledger, now, { values });
        await expect(registry.connect(wallets.taxSigner).attest(statement.schemaId, statement))
          .to.be.revertedWithCustomError(registry, "AttestationRegistryWrongValueCount")
          .withArgs(statement.schemaId, values.length, 3);
      });
    }

    it("refuses an unknown schema", async function () {
      const { ledger, registry, wallets, now } = await networkHelpers.loadFixture(deployed);
      const statement = taxStatement(ledger, now, { schemaId: "0x0002ffff" });
      await expect(registry.connect(wallets.taxSigner).attest(statement.schemaId, statement))
        .to.be.revertedWithCustomError(registry, "SchemasUnknown")
        .withArgs("0x0002ffff");
    });
  });

  describe("who may", function () {
    for (const holder of ["customsSigner", "taxAdmin", "governance", "steward", "controller", "stranger"] as const) {
      it(`refuses ${holder} for a schema of the tax agency`, async function () {
        const { ledger, registry, wallets, now } = await networkHelpers.loadFixture(deployed);
        const statement = taxStatement(ledger, now);
        await expect(registry.connect(wallets[holder]).attest(statement.schemaId, statement))
          .to.be.revertedWithCustomError(registry, "AgencySignersNotSigner")
          .withArgs(2, wallets[holder]);
      });
    }

    it("refuses a wallet that its agency has dropped", async function () {
      const { ledger, registry, wallets, now } = await networkHelpers.loadFixture(deployed);
      await registry.connect(wallets.taxAdmin).dropSigner(2, wallets.taxSigner);
      const statement = taxStatement(ledger, now);
      await expect(registry.connect(wallets.taxSigner).attest(statement.schemaId, statement))
        .to.be.revertedWithCustomError(registry, "AgencySignersNotSigner")
        .withArgs(2, wallets.taxSigner);
    });

    it("lets an agency attest about a suspended company", async function () {
      const { ledger, registry, entities, company, wallets, now } = await networkHelpers.loadFixture(deployed);
      await entities.connect(wallets.registrar).suspend(company, reason("fraud"));
      const statement = taxStatement(ledger, now);
      await registry.connect(wallets.taxSigner).attest(statement.schemaId, statement);
      expect(await registry.isCurrent(statement.schemaId, statement)).to.equal(true);
    });
  });

  describe("a schema that the subject issues", function () {
    it("is open to the company's controller, for its own company", async function () {
      const { ledger, registry, schemas, wallets, now } = await networkHelpers.loadFixture(deployed);
      const statement = taxStatement(ledger, now, { schemaId: schemas.subject });
      await expect(registry.connect(wallets.controller).attest(statement.schemaId, statement))
        .to.emit(registry, "Attested")
        .withArgs(schemas.subject, wallets.controller, packRecord(statement));
    });

    it("refuses the controller of another company", async function () {
      const { ledger, registry, entities, schemas, wallets, now } = await networkHelpers.loadFixture(deployed);
      await entities
        .connect(wallets.registrar)
        .register(usccBytes("914403001922038216"), KIND.company, wallets.stranger);
      const statement = taxStatement(ledger, now, { schemaId: schemas.subject });
      await expect(registry.connect(wallets.stranger).attest(statement.schemaId, statement))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryNotController")
        .withArgs(statement.subject, wallets.stranger);
    });

    for (const holder of ["taxSigner", "registrar", "governance"] as const) {
      it(`refuses ${holder}`, async function () {
        const { ledger, registry, schemas, wallets, now } = await networkHelpers.loadFixture(deployed);
        const statement = taxStatement(ledger, now, { schemaId: schemas.subject });
        await expect(registry.connect(wallets[holder]).attest(statement.schemaId, statement))
          .to.be.revertedWithCustomError(registry, "AttestationRegistryNotController")
          .withArgs(statement.subject, wallets[holder]);
      });
    }

    it("refuses the controller of a suspended company, and a company that is not registered", async function () {
      const { ledger, registry, entities, company, schemas, wallets, now } = await networkHelpers.loadFixture(deployed);
      await entities.connect(wallets.registrar).suspend(company, reason("fraud"));
      for (const subject of [company, id("unregistered")]) {
        const statement = taxStatement(ledger, now, { schemaId: schemas.subject, subject });
        await expect(registry.connect(wallets.controller).attest(statement.schemaId, statement))
          .to.be.revertedWithCustomError(registry, "AttestationRegistryNotController")
          .withArgs(subject, wallets.controller);
      }
    });
  });

  it("keeps nothing of what it refuses", async function () {
    const { ledger, registry, wallets, now } = await networkHelpers.loadFixture(deployed);
    const statement = taxStatement(ledger, now, { values: [1n] });
    await expect(registry.connect(wallets.taxSigner).attest(statement.schemaId, statement)).to.revert(
      connection.ethers,
    );
    const nothing = [`0x${"00".repeat(27)}`, 0n, false];
    expect(await registry.latestOf(statement.schemaId, statement.subject, ZeroHash)).to.deep.equal(nothing);
  });
});
