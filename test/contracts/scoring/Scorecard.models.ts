import { expect } from "chai";
import { network } from "hardhat";
import { concat, encodeBytes32String, id, ZeroAddress, ZeroHash } from "ethers";
import { compileScorecard, encodeScorecard } from "../../../catalogue/index.ts";
import { deployLedger, schemaIdOf, STREAM, TAX, VALIDITY } from "../support/ledger.ts";
import type { Ledger } from "../support/ledger.ts";
import {
  CARD,
  DAY,
  deployScorecard,
  FAMILY,
  FACTS,
  modelOf,
  NOTICE,
  publish,
  schemaOf,
  SOURCES,
} from "../support/score.ts";
import type { SourceName } from "../support/score.ts";

const connection = await network.create();
const { networkHelpers, ethers } = connection;
const { time } = networkHelpers;

async function deployed() {
  const ledger = await deployLedger(connection);
  const scorecard = await deployScorecard(connection, ledger);
  return { ...ledger, ledger, scorecard, governance: scorecard.connect(ledger.wallets.governance) };
}

async function published() {
  const fixture = await deployed();
  await publish(fixture.scorecard, fixture.ledger, modelOf(fixture.ledger));
  return fixture;
}

/** Fixes the time of the next block, and says it. */
async function nextTime(): Promise<number> {
  const next = (await time.latest()) + 10;
  await time.setNextBlockTimestamp(next);
  return next;
}

/** The test card with one schema described in another way. */
function described(ledger: Ledger, source: SourceName, change: { id?: string; facts?: string[]; validity?: number }) {
  const known = SOURCES.map((name) => {
    const { id: schemaId = ledger.schemas[name], facts = FACTS[name], validity } = name === source ? change : {};
    return [name, schemaOf(name, schemaId, facts, validity)] as const;
  });
  return encodeScorecard(compileScorecard({ schemaByName: new Map(known) }, CARD));
}

describe("Scorecard, models", function () {
  describe("publishModel", function () {
    it("keeps a model and says so; the first of a family counts at once", async function () {
      const { ledger, scorecard } = await networkHelpers.loadFixture(deployed);
      const [model, documentHash] = [modelOf(ledger), id("document")];
      const now = await nextTime();
      await expect(publish(scorecard, ledger, model, { documentHash }))
        .to.emit(scorecard, "ModelPublished")
        .withArgs(FAMILY, 1, now, documentHash, model);
      expect(await scorecard.modelInForce(FAMILY)).to.equal(1n);
      expect(await scorecard.newestVersion(FAMILY)).to.equal(1n);
      const { info, model: kept } = await scorecard.modelOf(FAMILY, 1);
      expect(info.effectiveFrom).to.equal(now);
      expect(kept).to.equal(model);
      // Behind a byte that lets nobody run it.
      expect(await ethers.provider.getCode(info.pointer)).to.equal(concat(["0x00", model]));
    });

    it("lets the first of a family begin later", async function () {
      const { ledger, scorecard } = await networkHelpers.loadFixture(deployed);
      const effectiveFrom = (await time.latest()) + DAY;
      await publish(scorecard, ledger, modelOf(ledger), { effectiveFrom });
      expect((await scorecard.modelOf(FAMILY, 1)).info.effectiveFrom).to.equal(effectiveFrom);
      await time.increaseTo(effectiveFrom - 1);
      expect(await scorecard.modelInForce(FAMILY)).to.equal(0n);
      await time.increaseTo(effectiveFrom);
      expect(await scorecard.modelInForce(FAMILY)).to.equal(1n);
    });

    it("lets no successor begin before seven days are over", async function () {
      const { ledger, scorecard } = await networkHelpers.loadFixture(published);
      const model = modelOf(ledger, { ...CARD, basePoints: 400 });
      expect(await scorecard.NOTICE()).to.equal(NOTICE);
      for (const ahead of [-NOTICE, 0, NOTICE - 1]) {
        const now = await nextTime();
        await expect(publish(scorecard, ledger, model, { version: 2, effectiveFrom: now + ahead }))
          .to.be.revertedWithCustomError(scorecard, "ScorecardTooSoon")
          .withArgs(now + ahead, now + NOTICE);
      }
      const effectiveFrom = (await nextTime()) + NOTICE;
      await publish(scorecard, ledger, model, { version: 2, effectiveFrom });
      await time.increaseTo(effectiveFrom - 1);
      expect(await scorecard.modelInForce(FAMILY)).to.equal(1n);
      await time.increaseTo(effectiveFrom);
      expect(await scorecard.modelInForce(FAMILY)).to.equal(2n);
      expect((await scorecard.modelOf(FAMILY, 1)).model).to.equal(modelOf(ledger));
    });

    it("lets no successor begin before one that is published already, but with it, and then counts the newer", async function () {
      const { ledger, scorecard } = await networkHelpers.loadFixture(published);
      const effectiveFrom = (await time.latest()) + 30 * DAY;
      await publish(scorecard, ledger, modelOf(ledger), { version: 2, effectiveFrom });
      await expect(publish(scorecard, ledger, modelOf(ledger), { version: 3, effectiveFrom: effectiveFrom - 1 }))
        .to.be.revertedWithCustomError(scorecard, "ScorecardTooSoon")
        .withArgs(effectiveFrom - 1, effectiveFrom);
      await publish(scorecard, ledger, modelOf(ledger), { version: 3, effectiveFrom });
      await time.increaseTo(effectiveFrom);
      expect(await scorecard.modelInForce(FAMILY)).to.equal(3n);
    });

    it("takes the family's next version and no other", async function () {
      const { ledger, scorecard } = await networkHelpers.loadFixture(published);
      const effectiveFrom = (await time.latest()) + 8 * DAY;
      for (const version of [0, 1, 3, 2 ** 32 - 1]) {
        await expect(publish(scorecard, ledger, modelOf(ledger), { version, effectiveFrom }))
          .to.be.revertedWithCustomError(scorecard, "ScorecardWrongVersion")
          .withArgs(FAMILY, version, 2);
      }
      const family = encodeBytes32String("other");
      await expect(publish(scorecard, ledger, modelOf(ledger), { family, version: 2 }))
        .to.be.revertedWithCustomError(scorecard, "ScorecardWrongVersion")
        .withArgs(family, 2, 1);
      await publish(scorecard, ledger, modelOf(ledger), { family });
      expect(await scorecard.newestVersion(FAMILY)).to.equal(1n);
    });

    it("refuses a family without a name", async function () {
      const { ledger, scorecard } = await networkHelpers.loadFixture(deployed);
      await expect(publish(scorecard, ledger, modelOf(ledger), { family: ZeroHash }))
        .to.be.revertedWithCustomError(scorecard, "ScorecardInvalidFamily")
        .withArgs(ZeroHash);
    });

    it("refuses what the registry knows otherwise: number of fields, validity, or no such schema", async function () {
      const { ledger, scorecard, schemas } = await networkHelpers.loadFixture(deployed);
      const refused = (model: string, ...given: unknown[]) =>
        expect(publish(scorecard, ledger, model))
          .to.be.revertedWithCustomError(scorecard, "ScorecardSchemaMismatch")
          .withArgs(...given);
      for (const source of SOURCES) {
        const facts = [...FACTS[source], "more"];
        await refused(described(ledger, source, { facts }), schemas[source], 3, VALIDITY);
        for (const validity of [VALIDITY - 1, VALIDITY + 1, 0, 2 ** 32 - 1]) {
          await refused(described(ledger, source, { validity }), schemas[source], 3, VALIDITY);
        }
      }
      await refused(described(ledger, "customs", { id: "0xfffffffe" }), "0xfffffffe", 0, 0);
      // As the registry describes what it does not know: without fields and validity.
      const unused = [...SOURCES, "unknown"];
      const known = SOURCES.map((name) => [name, schemaOf(name, schemas[name], FACTS[name])] as const);
      const unknown = ["unknown", schemaOf("unknown", "0xfffffffe", [], 0)] as const;
      const card = { ...CARD, sources: unused };
      const model = encodeScorecard(compileScorecard({ schemaByName: new Map([...known, unknown]) }, card));
      await refused(model, "0xfffffffe", 0, 0);
    });

    it("is checked once, because neither ever changes: a schema is defined once", async function () {
      const { registry, wallets, schemas } = await networkHelpers.loadFixture(published);
      await expect(
        registry.connect(wallets.steward).defineSchema("tax.test.v1", TAX, ["a"], STREAM, 1, ZeroAddress),
      ).to.be.revertedWithCustomError(registry, "SchemasExists");
      expect(schemaIdOf("tax.test.v1", TAX)).to.equal(schemas.tax);
    });

    it("is governance's alone", async function () {
      const { ledger, scorecard, wallets } = await networkHelpers.loadFixture(deployed);
      for (const [name, wallet] of Object.entries(wallets).filter(([holder]) => holder !== "governance")) {
        await expect(scorecard.connect(wallet).publishModel(FAMILY, 1, modelOf(ledger), 0, ZeroHash), name)
          .to.be.revertedWithCustomError(scorecard, "AccessManagedUnauthorized")
          .withArgs(wallet);
      }
    });

    it("stops in a pause", async function () {
      const { ledger, scorecard, wallets } = await networkHelpers.loadFixture(deployed);
      await scorecard.connect(wallets.guardian).pause();
      await expect(publish(scorecard, ledger, modelOf(ledger))).to.be.revertedWithCustomError(
        scorecard,
        "EnforcedPause",
      );
    });
  });

  describe("withdrawModel", function () {
    /** Versions 2 and 3 to come. */
    async function coming() {
      const fixture = await published();
      const effectiveFrom = (await time.latest()) + 30 * DAY;
      for (const version of [2, 3]) {
        await publish(fixture.scorecard, fixture.ledger, modelOf(fixture.ledger), { version, effectiveFrom });
      }
      return { ...fixture, effectiveFrom };
    }

    it("takes back the newest before it counts, and leaves the others", async function () {
      const { governance, scorecard, effectiveFrom } = await networkHelpers.loadFixture(coming);
      await expect(governance.withdrawModel(FAMILY, 3)).to.emit(scorecard, "ModelWithdrawn").withArgs(FAMILY, 3);
      await expect(scorecard.modelOf(FAMILY, 3))
        .to.be.revertedWithCustomError(scorecard, "ScorecardUnknownModel")
        .withArgs(FAMILY, 3);
      await time.increaseTo(effectiveFrom);
      expect(await scorecard.modelInForce(FAMILY)).to.equal(2n);
      expect(await scorecard.newestVersion(FAMILY)).to.equal(3n);
    });

    it("refuses any but the newest that is left", async function () {
      const { governance, scorecard, effectiveFrom } = await networkHelpers.loadFixture(coming);
      await expect(governance.withdrawModel(FAMILY, 2))
        .to.be.revertedWithCustomError(scorecard, "ScorecardNotNewest")
        .withArgs(FAMILY, 2, 3);
      await governance.withdrawModel(FAMILY, 3);
      await governance.withdrawModel(FAMILY, 2);
      await time.increaseTo(effectiveFrom);
      expect(await scorecard.modelInForce(FAMILY)).to.equal(1n);
    });

    it("refuses what counts already, from its first second", async function () {
      const { governance, scorecard, effectiveFrom } = await networkHelpers.loadFixture(coming);
      const { effectiveFrom: first } = (await scorecard.modelOf(FAMILY, 1)).info;
      await expect(governance.withdrawModel(FAMILY, 1))
        .to.be.revertedWithCustomError(scorecard, "ScorecardInEffect")
        .withArgs(FAMILY, 1, first);
      await time.increaseTo(effectiveFrom - 1);
      await time.setNextBlockTimestamp(effectiveFrom);
      await expect(governance.withdrawModel(FAMILY, 3))
        .to.be.revertedWithCustomError(scorecard, "ScorecardInEffect")
        .withArgs(FAMILY, 3, effectiveFrom);
    });

    it("refuses what was never published, or is taken back already", async function () {
      const { governance, scorecard } = await networkHelpers.loadFixture(coming);
      await governance.withdrawModel(FAMILY, 3);
      for (const version of [0, 3, 4]) {
        await expect(governance.withdrawModel(FAMILY, version))
          .to.be.revertedWithCustomError(scorecard, "ScorecardUnknownModel")
          .withArgs(FAMILY, version);
      }
    });

    it("never lets a version be used again", async function () {
      const { ledger, governance, scorecard, effectiveFrom } = await networkHelpers.loadFixture(coming);
      await governance.withdrawModel(FAMILY, 3);
      await expect(publish(scorecard, ledger, modelOf(ledger), { version: 3, effectiveFrom }))
        .to.be.revertedWithCustomError(scorecard, "ScorecardWrongVersion")
        .withArgs(FAMILY, 3, 4);
      await publish(scorecard, ledger, modelOf(ledger), { version: 4, effectiveFrom });
      await time.increaseTo(effectiveFrom);
      expect(await scorecard.modelInForce(FAMILY)).to.equal(4n);
    });

    it("of all that there are lets the next begin at once, as the first does", async function () {
      const { ledger, governance, scorecard } = await networkHelpers.loadFixture(deployed);
      await publish(scorecard, ledger, modelOf(ledger), { effectiveFrom: (await time.latest()) + DAY });
      await governance.withdrawModel(FAMILY, 1);
      expect(await scorecard.modelInForce(FAMILY)).to.equal(0n);
      await publish(scorecard, ledger, modelOf(ledger), { version: 2 });
      expect(await scorecard.modelInForce(FAMILY)).to.equal(2n);
    });

    it("does not shorten the notice of the next", async function () {
      const { ledger, governance, scorecard } = await networkHelpers.loadFixture(coming);
      await governance.withdrawModel(FAMILY, 3);
      await governance.withdrawModel(FAMILY, 2);
      const now = await nextTime();
      await expect(publish(scorecard, ledger, modelOf(ledger), { version: 4, effectiveFrom: now + NOTICE - 1 }))
        .to.be.revertedWithCustomError(scorecard, "ScorecardTooSoon")
        .withArgs(now + NOTICE - 1, now + NOTICE);
    });

    it("is governance's alone, and goes on during a pause", async function () {
      const { governance, scorecard, wallets } = await networkHelpers.loadFixture(coming);
      await scorecard.connect(wallets.guardian).pause();
      for (const [name, wallet] of Object.entries(wallets).filter(([holder]) => holder !== "governance")) {
        await expect(scorecard.connect(wallet).withdrawModel(FAMILY, 3), name)
          .to.be.revertedWithCustomError(scorecard, "AccessManagedUnauthorized")
          .withArgs(wallet);
      }
      await governance.withdrawModel(FAMILY, 3);
      await expect(scorecard.modelOf(FAMILY, 3)).to.be.revertedWithCustomError(scorecard, "ScorecardUnknownModel");
    });
  });

  it("has nothing in force, and no version, where nothing was published", async function () {
    const { scorecard } = await networkHelpers.loadFixture(deployed);
    expect(await scorecard.modelInForce(FAMILY)).to.equal(0n);
    expect(await scorecard.newestVersion(FAMILY)).to.equal(0n);
    for (const version of [0, 1]) {
      await expect(scorecard.modelOf(FAMILY, version))
        .to.be.revertedWithCustomError(scorecard, "ScorecardUnknownModel")
        .withArgs(FAMILY, version);
    }
  });

  it("asks the registry that it was made for", async function () {
    const { scorecard, registry } = await networkHelpers.loadFixture(deployed);
    expect(await scorecard.ATTESTATIONS()).to.equal(registry);
  });
});
