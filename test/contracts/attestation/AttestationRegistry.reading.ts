import { expect } from "chai";
import { network } from "hardhat";
import { hexlify, id, randomBytes, toBigInt, TypedDataEncoder, ZeroHash } from "ethers";
import { deployLedger, FIELDS, reason, schemaIdOf, STREAM, TAX, VALIDITY } from "../support/ledger.ts";
import { ATTESTATION, BATCH, domainOf } from "../support/signing.ts";
import { attestationIdOf, packRecord, STANDING, taxStatement } from "../support/statements.ts";
import type { Statement } from "../support/statements.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

async function attested() {
  const ledger = await deployLedger(connection);
  const now = await time.latest();
  const statement = taxStatement(ledger, now);
  await ledger.registry.connect(ledger.wallets.taxSigner).attest(ledger.schemas.tax, statement);
  return { ...ledger, ledger, now, statement };
}

describe("AttestationRegistry, reading", function () {
  describe("standingOf, isCurrent and openCurrent", function () {
    it("opens a current statement", async function () {
      const { registry, statement } = await networkHelpers.loadFixture(attested);
      expect(await registry.standingOf(statement.schemaId, statement)).to.equal(STANDING.current);
      expect(await registry.isCurrent(statement.schemaId, statement)).to.equal(true);
      expect(await registry.openCurrent(statement.schemaId, statement)).to.deep.equal(statement.values);
    });

    it("does not know a statement of which any part was changed", async function () {
      const { ledger, registry, schemas, statement, now } = await networkHelpers.loadFixture(attested);
      const forged = [
        taxStatement(ledger, now, { values: [1_234_501n, -99n, 12n] }),
        taxStatement(ledger, now, { values: [1_234_500n, -99n] }),
        taxStatement(ledger, now, { values: [1_234_500n, -99n, 12n, 0n] }),
        taxStatement(ledger, now, { evidence: id("other") }),
        taxStatement(ledger, now, { itemKey: id("other") }),
        taxStatement(ledger, now, { subject: id("other") }),
        taxStatement(ledger, now, { schemaId: schemas.customs }),
        taxStatement(ledger, now + 1),
      ];
      for (const wrong of forged) {
        expect(await registry.standingOf(wrong.schemaId, wrong)).to.equal(STANDING.unknown);
        expect(await registry.isCurrent(wrong.schemaId, wrong)).to.equal(false);
        await expect(registry.openCurrent(wrong.schemaId, wrong))
          .to.be.revertedWithCustomError(registry, "AttestationRegistryNotCurrent")
          .withArgs(wrong.schemaId, wrong.subject, wrong.itemKey, STANDING.unknown);
      }
      expect(await registry.isCurrent(schemas.tax, statement)).to.equal(true);
    });

    it("counts until its validity ends, and at that second", async function () {
      const { registry, statement, now } = await networkHelpers.loadFixture(attested);
      await time.increaseTo(now + VALIDITY);
      expect(await registry.standingOf(statement.schemaId, statement)).to.equal(STANDING.current);
      await time.increaseTo(now + VALIDITY + 1);
      expect(await registry.standingOf(statement.schemaId, statement)).to.equal(STANDING.expired);
      await expect(registry.openCurrent(statement.schemaId, statement))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryNotCurrent")
        .withArgs(statement.schemaId, statement.subject, statement.itemKey, STANDING.expired);
    });

    it("says superseded for anything older than what stands, whether it was ever attested or not", async function () {
      const { ledger, registry, now } = await networkHelpers.loadFixture(attested);
      const older = taxStatement(ledger, now - 1);
      expect(await registry.standingOf(older.schemaId, older)).to.equal(STANDING.superseded);
    });

    it("says revoked before expired", async function () {
      const { registry, wallets, statement, now } = await networkHelpers.loadFixture(attested);
      const { schemaId, subject, itemKey, observedAt } = statement;
      await registry.connect(wallets.taxSigner).revoke(schemaId, subject, itemKey, observedAt, reason("wrong"));
      await time.increaseTo(now + VALIDITY + 1);
      await expect(registry.openCurrent(schemaId, statement))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryNotCurrent")
        .withArgs(schemaId, subject, itemKey, STANDING.revoked);
    });

    it("goes on during a pause", async function () {
      const { registry, wallets, statement } = await networkHelpers.loadFixture(attested);
      await registry.connect(wallets.guardian).pause();
      expect(await registry.isCurrent(statement.schemaId, statement)).to.equal(true);
    });

    it("knows nothing of an unknown schema", async function () {
      const { registry, statement } = await networkHelpers.loadFixture(attested);
      expect(await registry.standingOf("0x0002ffff", statement)).to.equal(STANDING.unknown);
    });
  });

  describe("latestOf", function () {
    it("is all zero where there is nothing", async function () {
      const { registry, schemas } = await networkHelpers.loadFixture(attested);
      expect(await registry.latestOf(schemas.tax, id("nobody"), ZeroHash)).to.deep.equal([
        `0x${"00".repeat(27)}`,
        0n,
        false,
      ]);
    });
  });

  describe("newestWords", function () {
    const wordOf = (statement: Statement, flags = 0n) =>
      (BigInt(attestationIdOf(statement)) << 40n) | (flags << 32n) | BigInt(statement.observedAt);

    it("tells id, flags and time of the newest statements, in the order asked, 0 where there is none", async function () {
      const { ledger, registry, wallets, schemas, company, statement, now } =
        await networkHelpers.loadFixture(attested);
      const customs = { ...taxStatement(ledger, now - 5), schemaId: schemas.customs };
      await registry.connect(wallets.customsSigner).attest(schemas.customs, customs);
      const asked = [schemas.customs, schemas.subject, schemas.tax, "0xffffffff", schemas.tax];
      const expected = [wordOf(customs), 0n, wordOf(statement), 0n, wordOf(statement)];
      expect(await registry.newestWords(company, asked)).to.deep.equal(expected);
      expect(await registry.newestWords(company, [])).to.deep.equal([]);
      expect(await registry.newestWords(id("nobody"), asked)).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
    });

    it("follows a revocation and a newer statement", async function () {
      const { ledger, registry, wallets, schemas, company, statement, now } =
        await networkHelpers.loadFixture(attested);
      const signer = registry.connect(wallets.taxSigner);
      const word = async () => (await registry.newestWords(company, [schemas.tax]))[0];
      await signer.revoke(schemas.tax, company, ZeroHash, now, reason("wrong"));
      expect(await word()).to.equal(wordOf(statement, 1n));
      const newer = taxStatement(ledger, now + 1);
      await signer.attest(schemas.tax, newer);
      expect(await word()).to.equal(wordOf(newer));
    });

    it("tells of what has expired as well: validity is the schema's", async function () {
      const { registry, schemas, company, statement, now } = await networkHelpers.loadFixture(attested);
      await time.increaseTo(now + VALIDITY + 1);
      expect(await registry.newestWords(company, [schemas.tax])).to.deep.equal([wordOf(statement)]);
    });

    it("knows nothing of items", async function () {
      const { registry, wallets, schemas, statement, now } = await networkHelpers.loadFixture(attested);
      const item = { ...statement, subject: id("other"), itemKey: id("item"), observedAt: now };
      await registry.connect(wallets.taxSigner).attest(schemas.tax, item);
      expect(await registry.newestWords(id("other"), [schemas.tax])).to.deep.equal([0n]);
    });

    it("keeps the lowest flag for revocation where a resolver has heard of the statement", async function () {
      const { ledger, registry, wallets, company, now } = await networkHelpers.loadFixture(attested);
      const resolver = await connection.ethers.deployContract("TestResolver");
      const schemaId = schemaIdOf("tax.resolved.v1", TAX);
      await registry
        .connect(wallets.steward)
        .defineSchema("tax.resolved.v1", TAX, FIELDS, STREAM, VALIDITY, await resolver.getAddress());
      const statement = taxStatement(ledger, now, { schemaId });
      await registry.connect(wallets.taxSigner).attest(schemaId, statement);
      const [word] = await registry.newestWords(company, [schemaId]);
      expect(word! >> 40n).to.equal(BigInt(attestationIdOf(statement)));
      expect((word! >> 32n) & 1n).to.equal(0n);
      await registry.connect(wallets.taxSigner).revoke(schemaId, company, ZeroHash, now, reason("wrong"));
      expect(((await registry.newestWords(company, [schemaId]))[0]! >> 32n) & 1n).to.equal(1n);
    });

    it("refuses a schema id that is longer than four bytes", async function () {
      const { registry, schemas, company } = await networkHelpers.loadFixture(attested);
      const data = registry.interface.encodeFunctionData("newestWords", [company, [schemas.tax]]);
      const to = await registry.getAddress();
      await connection.ethers.provider.call({ to, data });
      await expect(connection.ethers.provider.call({ to, data: `${data.slice(0, -1)}1` })).to.revert(connection.ethers);
    });
  });

  describe("beside the model in TypeScript, over random statements", function () {
    const word = () => hexlify(randomBytes(32));
    const integer = () => BigInt.asIntN(256, toBigInt(randomBytes(32)));
    const random = (schemaId: string, latest: number): Statement => ({
      schemaId,
      subject: word(),
      itemKey: word(),
      observedAt: 1 + Math.floor(Math.random() * latest),
      evidence: word(),
      values: [integer(), integer(), integer()],
    });

    it("agrees on record and attestation id", async function () {
      const { registry, schemas, wallets, now } = await networkHelpers.loadFixture(attested);
      for (let round = 0; round < 25; round += 1) {
        const statement = random(schemas.tax, now);
        await expect(registry.connect(wallets.taxSigner).attest(schemas.tax, statement))
          .to.emit(registry, "Attested")
          .withArgs(schemas.tax, wallets.taxSigner, packRecord(statement));
        const { attestationId } = await registry.latestOf(schemas.tax, statement.subject, statement.itemKey);
        expect(attestationId).to.equal(attestationIdOf(statement));
      }
    });

    it("agrees on the EIP-712 digest of a statement and of a batch", async function () {
      const { registry, schemas, now } = await networkHelpers.loadFixture(attested);
      const domain = await domainOf(registry);
      for (let round = 0; round < 25; round += 1) {
        const deadline = toBigInt(randomBytes(8));
        const statements = Array.from({ length: round % 5 }, () => random(schemas.tax, now));
        const statement = { ...random(schemas.tax, now), values: Array.from({ length: round % 7 }, integer) };
        expect(await registry.attestationDigest(schemas.tax, statement, deadline)).to.equal(
          TypedDataEncoder.hash(domain, ATTESTATION, { schemaId: schemas.tax, statement, deadline }),
        );
        expect(await registry.attestationBatchDigest(schemas.tax, statements, deadline)).to.equal(
          TypedDataEncoder.hash(domain, BATCH, { schemaId: schemas.tax, statements, deadline }),
        );
      }
    });

    it("publishes the domain that it signs under (ERC-5267)", async function () {
      const { registry } = await networkHelpers.loadFixture(attested);
      const { fields, name, version, chainId, verifyingContract } = await registry.eip712Domain();
      expect(fields).to.equal("0x0f");
      expect({ name, version, chainId: Number(chainId), verifyingContract }).to.deep.equal(await domainOf(registry));
    });
  });
});
