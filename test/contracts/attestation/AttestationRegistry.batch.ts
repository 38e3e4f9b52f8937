import { expect } from "chai";
import { network } from "hardhat";
import { concat, id, toBeHex } from "ethers";
import { deployLedger, KIND, reason, STREAM, schemaIdOf, TAX, usccBytes, VALIDITY } from "../support/ledger.ts";
import type { Ledger } from "../support/ledger.ts";
import { packRecord, taxStatement } from "../support/statements.ts";
import type { Statement } from "../support/statements.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;

const MAX_BATCH = 500;
const OTHER_USCC = "914403001922038216";

async function deployed() {
  const ledger = await deployLedger(connection);
  return { ...ledger, ledger, now: await time.latest() };
}

/** A schema with one field: the largest batch of it stays below the gas cap of a transaction. */
async function withNarrowSchema() {
  const fixture = await deployed();
  const { registry, wallets } = fixture;
  await registry
    .connect(wallets.steward)
    .defineSchema("tax.narrow.v1", TAX, ["sales"], STREAM, VALIDITY, ethers.ZeroAddress);
  return { ...fixture, narrow: schemaIdOf("tax.narrow.v1", TAX) };
}

const companies = (ledger: Ledger, count: number, now: number, changes: Partial<Statement> = {}): Statement[] =>
  Array.from({ length: count }, (_, index) =>
    taxStatement(ledger, now, { subject: toBeHex(index + 1, 32), ...changes }),
  );

describe("AttestationRegistry.attestBatch", function () {
  for (const size of [1, 3]) {
    it(`attests a batch of ${size} in one event, the records one after the other`, async function () {
      const { ledger, registry, schemas, wallets, now } = await networkHelpers.loadFixture(deployed);
      const batch = companies(ledger, size, now);
      await expect(registry.connect(wallets.taxSigner).attestBatch(schemas.tax, batch))
        .to.emit(registry, "Attested")
        .withArgs(schemas.tax, wallets.taxSigner, concat(batch.map(packRecord)));
      for (const statement of batch) expect(await registry.isCurrent(schemas.tax, statement)).to.equal(true);
    });
  }

  it("refuses an empty batch", async function () {
    const { registry, schemas, wallets } = await networkHelpers.loadFixture(deployed);
    await expect(registry.connect(wallets.taxSigner).attestBatch(schemas.tax, [])).to.be.revertedWithCustomError(
      registry,
      "AttestationRegistryEmptyBatch",
    );
  });

  it("attests the largest batch below the gas cap, and refuses one more", async function () {
    const { ledger, registry, narrow, wallets, now } = await networkHelpers.loadFixture(withNarrowSchema);
    const batch = companies(ledger, MAX_BATCH + 1, now, { schemaId: narrow, values: [7n] });
    await expect(registry.connect(wallets.taxSigner).attestBatch(narrow, batch))
      .to.be.revertedWithCustomError(registry, "AttestationRegistryBatchTooLarge")
      .withArgs(MAX_BATCH + 1, MAX_BATCH);
    await registry.connect(wallets.taxSigner).attestBatch(narrow, batch.slice(0, MAX_BATCH));
    const last = batch[MAX_BATCH - 1];
    expect(last && (await registry.isCurrent(narrow, last))).to.equal(true);
  });

  it("keeps nothing when one statement is wrong, wherever it stands", async function () {
    const { ledger, registry, schemas, wallets, now } = await networkHelpers.loadFixture(deployed);
    for (const position of [0, 1, 2]) {
      const batch = companies(ledger, 3, now);
      batch[position] = taxStatement(ledger, now, { values: [1n, 2n] });
      await expect(registry.connect(wallets.taxSigner).attestBatch(schemas.tax, batch))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryWrongValueCount")
        .withArgs(schemas.tax, 2, 3);
      for (const statement of batch) expect(await registry.isCurrent(schemas.tax, statement)).to.equal(false);
    }
  });

  it("refuses the same fact twice in one batch, and takes two observations in their order", async function () {
    const { ledger, registry, schemas, wallets, now } = await networkHelpers.loadFixture(deployed);
    const [older, newer] = [taxStatement(ledger, now - 1), taxStatement(ledger, now)];
    const signer = registry.connect(wallets.taxSigner);
    await expect(signer.attestBatch(schemas.tax, [newer, newer]))
      .to.be.revertedWithCustomError(registry, "AttestationRegistryStale")
      .withArgs(newer.subject, newer.itemKey, now, now);
    await expect(signer.attestBatch(schemas.tax, [newer, older]))
      .to.be.revertedWithCustomError(registry, "AttestationRegistryStale")
      .withArgs(newer.subject, newer.itemKey, now - 1, now);
    await signer.attestBatch(schemas.tax, [older, newer]);
    expect(await registry.isCurrent(schemas.tax, newer)).to.equal(true);
  });

  it("counts nothing twice when a batch is sent again", async function () {
    const { ledger, registry, schemas, wallets, now } = await networkHelpers.loadFixture(deployed);
    const batch = companies(ledger, 2, now);
    await registry.connect(wallets.taxSigner).attestBatch(schemas.tax, batch);
    await expect(registry.connect(wallets.taxSigner).attestBatch(schemas.tax, batch))
      .to.be.revertedWithCustomError(registry, "AttestationRegistryStale")
      .withArgs(batch[0]?.subject, batch[0]?.itemKey, now, now);
  });

  it("refuses an observation in the future and an unknown schema", async function () {
    const { ledger, registry, schemas, wallets, now } = await networkHelpers.loadFixture(deployed);
    const future = [taxStatement(ledger, now), taxStatement(ledger, now + 1000, { itemKey: id("item") })];
    await expect(registry.connect(wallets.taxSigner).attestBatch(schemas.tax, future)).to.be.revertedWithCustomError(
      registry,
      "AttestationRegistryInFuture",
    );
    await expect(registry.connect(wallets.taxSigner).attestBatch("0x0002ffff", companies(ledger, 2, now)))
      .to.be.revertedWithCustomError(registry, "SchemasUnknown")
      .withArgs("0x0002ffff");
  });

  for (const holder of ["customsSigner", "taxAdmin", "stranger"] as const) {
    it(`refuses ${holder}`, async function () {
      const { ledger, registry, schemas, wallets, now } = await networkHelpers.loadFixture(deployed);
      await expect(registry.connect(wallets[holder]).attestBatch(schemas.tax, companies(ledger, 2, now)))
        .to.be.revertedWithCustomError(registry, "AgencySignersNotSigner")
        .withArgs(TAX, wallets[holder]);
    });
  }

  describe("a schema that the subject issues", function () {
    it("lets one wallet speak for all the companies that it controls", async function () {
      const { ledger, registry, entities, schemas, company, wallets, now } = await networkHelpers.loadFixture(deployed);
      await entities.connect(wallets.registrar).register(usccBytes(OTHER_USCC), KIND.company, wallets.controller);
      const batch = [company, id(OTHER_USCC)].map((subject) =>
        taxStatement(ledger, now, { schemaId: schemas.subject, subject }),
      );
      await registry.connect(wallets.controller).attestBatch(schemas.subject, batch);
      for (const statement of batch) expect(await registry.isCurrent(schemas.subject, statement)).to.equal(true);
    });

    it("refuses the batch when one company is another's, or suspended", async function () {
      const { ledger, registry, entities, schemas, company, wallets, now } = await networkHelpers.loadFixture(deployed);
      await entities.connect(wallets.registrar).register(usccBytes(OTHER_USCC), KIND.company, wallets.stranger);
      const batch = [company, id(OTHER_USCC)].map((subject) =>
        taxStatement(ledger, now, { schemaId: schemas.subject, subject }),
      );
      await expect(registry.connect(wallets.controller).attestBatch(schemas.subject, batch))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryNotController")
        .withArgs(id(OTHER_USCC), wallets.controller);
      await entities.connect(wallets.registrar).suspend(company, reason("fraud"));
      await expect(registry.connect(wallets.controller).attestBatch(schemas.subject, batch.slice(0, 1)))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryNotController")
        .withArgs(company, wallets.controller);
    });
  });
});
