import { expect } from "chai";
import { network } from "hardhat";
import { ZeroAddress } from "ethers";
import { throughGovernance } from "../support/governance.ts";
import { deployLedger, FIELDS, schemaIdOf, STREAM, TAX, VALIDITY } from "../support/ledger.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const NAME = "tax.filing.v1";
const MAX_FIELDS = 64;
const UNKNOWN = "0x0002ffff";

async function deployed() {
  const ledger = await deployLedger(connection);
  const resolver = await (await ethers.deployContract("TestResolver")).getAddress();
  return { ...ledger, ledger, resolver, steward: ledger.registry.connect(ledger.wallets.steward) };
}

const fields = (count: number) => Array.from({ length: count }, (_, index) => `field${index}`);

describe("Schemas", function () {
  describe("defineSchema", function () {
    it("keeps what attesting needs, and emits the rest", async function () {
      const { registry, steward, resolver } = await networkHelpers.loadFixture(deployed);
      const schemaId = schemaIdOf(NAME, TAX);
      expect(await steward.defineSchema.staticCall(NAME, TAX, FIELDS, STREAM, VALIDITY, resolver)).to.equal(schemaId);
      await expect(steward.defineSchema(NAME, TAX, FIELDS, STREAM, VALIDITY, resolver))
        .to.emit(registry, "SchemaDefined")
        .withArgs(schemaId, TAX, NAME, FIELDS, STREAM, VALIDITY, resolver);
      expect(await registry.schemaOf(schemaId)).to.deep.equal([3n, STREAM, BigInt(VALIDITY), resolver]);
    });

    for (const count of [1, MAX_FIELDS]) {
      it(`takes ${count} field(s), and statements with as many values`, async function () {
        const { ledger, registry, steward, wallets } = await networkHelpers.loadFixture(deployed);
        await steward.defineSchema(NAME, TAX, fields(count), STREAM, 1, ZeroAddress);
        const schemaId = schemaIdOf(NAME, TAX);
        const statement = {
          subject: ledger.company,
          itemKey: ethers.ZeroHash,
          observedAt: await networkHelpers.time.latest(),
          evidence: ethers.ZeroHash,
          values: fields(count).map((_, index) => BigInt(index)),
        };
        await registry.connect(wallets.taxSigner).attest(schemaId, statement);
        expect((await registry.latestOf(schemaId, ledger.company, ethers.ZeroHash)).observedAt).to.equal(
          statement.observedAt,
        );
      });
    }

    it("takes the longest validity that there is", async function () {
      const { registry, steward } = await networkHelpers.loadFixture(deployed);
      await steward.defineSchema(NAME, TAX, FIELDS, STREAM, 2 ** 32 - 1, ZeroAddress);
      expect((await registry.schemaOf(schemaIdOf(NAME, TAX))).validitySeconds).to.equal(2 ** 32 - 1);
    });

    it("refuses an empty name", async function () {
      const { registry, steward } = await networkHelpers.loadFixture(deployed);
      await expect(steward.defineSchema("", TAX, FIELDS, STREAM, VALIDITY, ZeroAddress))
        .to.be.revertedWithCustomError(registry, "SchemasInvalidName")
        .withArgs("");
    });

    for (const count of [0, MAX_FIELDS + 1]) {
      it(`refuses ${count} fields`, async function () {
        const { registry, steward } = await networkHelpers.loadFixture(deployed);
        await expect(steward.defineSchema(NAME, TAX, fields(count), STREAM, VALIDITY, ZeroAddress))
          .to.be.revertedWithCustomError(registry, "SchemasInvalidFieldCount")
          .withArgs(count, MAX_FIELDS);
      });
    }

    it("refuses no mode, no validity, an unknown agency and a resolver without code", async function () {
      const { registry, steward, wallets } = await networkHelpers.loadFixture(deployed);
      await expect(steward.defineSchema(NAME, TAX, FIELDS, 0, VALIDITY, ZeroAddress))
        .to.be.revertedWithCustomError(registry, "SchemasInvalidMode")
        .withArgs(0);
      await expect(steward.defineSchema(NAME, TAX, FIELDS, STREAM, 0, ZeroAddress))
        .to.be.revertedWithCustomError(registry, "SchemasInvalidValidity")
        .withArgs(0);
      await expect(steward.defineSchema(NAME, 77, FIELDS, STREAM, VALIDITY, ZeroAddress))
        .to.be.revertedWithCustomError(registry, "AgencySignersUnknownAgency")
        .withArgs(77);
      await expect(steward.defineSchema(NAME, TAX, FIELDS, STREAM, VALIDITY, wallets.stranger))
        .to.be.revertedWithCustomError(registry, "SchemasNotContract")
        .withArgs(wallets.stranger);
    });

    it("never changes a schema", async function () {
      const { registry, steward } = await networkHelpers.loadFixture(deployed);
      await steward.defineSchema(NAME, TAX, FIELDS, STREAM, VALIDITY, ZeroAddress);
      await expect(steward.defineSchema(NAME, TAX, fields(5), STREAM, VALIDITY, ZeroAddress))
        .to.be.revertedWithCustomError(registry, "SchemasExists")
        .withArgs(schemaIdOf(NAME, TAX), NAME);
    });

    it("refuses another name whose id is the same: two bytes of hash do collide", async function () {
      const { registry, steward } = await networkHelpers.loadFixture(deployed);
      const byId = new Map<string, string>();
      let pair: [string, string] | undefined;
      for (let number = 0; pair === undefined; number += 1) {
        const name = `tax.collision${number}.v1`;
        const earlier = byId.get(schemaIdOf(name, TAX));
        if (earlier !== undefined) pair = [earlier, name];
        byId.set(schemaIdOf(name, TAX), name);
      }
      const [first, second] = pair;
      await steward.defineSchema(first, TAX, FIELDS, STREAM, VALIDITY, ZeroAddress);
      await expect(steward.defineSchema(second, TAX, FIELDS, STREAM, VALIDITY, ZeroAddress))
        .to.be.revertedWithCustomError(registry, "SchemasExists")
        .withArgs(schemaIdOf(second, TAX), second);
    });
  });

  describe("setResolver", function () {
    it("sets and removes a resolver and nothing else", async function () {
      const { ledger, registry, resolver, schemas } = await networkHelpers.loadFixture(deployed);
      const set = (next: string) =>
        throughGovernance(
          connection,
          ledger,
          registry,
          registry.interface.encodeFunctionData("setResolver", [schemas.tax, next]),
        );
      await expect(set(resolver))
        .to.emit(registry, "SchemaResolverChanged")
        .withArgs(schemas.tax, ZeroAddress, resolver);
      expect(await registry.schemaOf(schemas.tax)).to.deep.equal([3n, STREAM, BigInt(VALIDITY), resolver]);
      await expect(set(ZeroAddress))
        .to.emit(registry, "SchemaResolverChanged")
        .withArgs(schemas.tax, resolver, ZeroAddress);
      expect(await registry.schemaOf(schemas.tax)).to.deep.equal([3n, STREAM, BigInt(VALIDITY), ZeroAddress]);
    });

    it("refuses an unknown schema and a resolver without code", async function () {
      const { ledger, registry, resolver, schemas, wallets } = await networkHelpers.loadFixture(deployed);
      const stranger = await wallets.stranger.getAddress();
      const set = (schemaId: string, next: string) =>
        throughGovernance(
          connection,
          ledger,
          registry,
          registry.interface.encodeFunctionData("setResolver", [schemaId, next]),
        );
      await expect(set(UNKNOWN, resolver)).to.be.revertedWithCustomError(registry, "SchemasUnknown").withArgs(UNKNOWN);
      await expect(set(schemas.tax, stranger))
        .to.be.revertedWithCustomError(registry, "SchemasNotContract")
        .withArgs(stranger);
    });
  });

  describe("schemaOf", function () {
    it("is all zero for an unknown id", async function () {
      const { registry } = await networkHelpers.loadFixture(deployed);
      expect(await registry.schemaOf(UNKNOWN)).to.deep.equal([0n, 0n, 0n, ZeroAddress]);
    });
  });
});
