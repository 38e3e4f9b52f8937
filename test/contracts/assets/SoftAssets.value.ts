import { expect } from "chai";
import { network } from "hardhat";
import { toBeHex, ZeroHash } from "ethers";
import {
  appraise,
  assetIdOf,
  attestPaper,
  DAY,
  deployCredit,
  NOT_STATED,
  REGISTER,
  VALUATION_VALIDITY,
} from "../support/credit.ts";
import type { Credit, EntityName } from "../support/credit.ts";
import { expectRefused, FLAG, MAX_UINT56, valueOf } from "../support/papers.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const PATENT = assetIdOf(REGISTER.patent, "2019101234567");
const DECLARATION = assetIdOf(REGISTER.customs, "531620190160123456");
const FACE = 5_000_000n;

/** A patent, which has no face value, and a declaration, which has one; and a second appraiser. */
async function attested() {
  const credit = await deployCredit(connection);
  await attestPaper(credit, "patent", { number: "2019101234567" });
  await attestPaper(credit, "declaration", { number: "531620190160123456", valueFen: FACE });
  await credit.assets.connect(credit.wallets.registrar).setAppraiser(credit.ids.buyer, true);
  await time.increase(DAY);
  return credit;
}

/** Has a company value an asset at a time. */
function valueAt(credit: Credit, appraiser: EntityName, assetId: bigint, valueFen: bigint, observedAt: number) {
  const { registry, wallets, ids, schemas } = credit;
  const values = [valueFen, ...Array.from({ length: 4 }, () => NOT_STATED)];
  const statement = { subject: ids[appraiser], itemKey: toBeHex(assetId, 32), observedAt, evidence: ZeroHash, values };
  return registry.connect(wallets[appraiser]).attest(schemas.valuation, statement);
}

function revokeValue(credit: Credit, appraiser: EntityName, assetId: bigint, observedAt: number) {
  const { registry, wallets, ids, schemas } = credit;
  const itemKey = toBeHex(assetId, 32);
  const signer = registry.connect(wallets[appraiser]);
  return signer.revoke(schemas.valuation, ids[appraiser], itemKey, observedAt, reason("wrong model"));
}

describe("SoftAssets, valued", function () {
  it("is worth its face value, or nothing without one", async function () {
    const credit = await networkHelpers.loadFixture(attested);
    expect(await valueOf(credit, PATENT)).to.equal(0n);
    expect(await valueOf(credit, DECLARATION)).to.equal(FACE);
    expect(await valueOf(credit, 1n)).to.equal(0n);
    expect(await credit.assets.pledgeableValueOf(1n)).to.equal(0n);
  });

  it("is worth what an appraiser says", async function () {
    const credit = await networkHelpers.loadFixture(attested);
    const { assets, ids } = credit;
    const observedAt = await time.latest();
    const until = observedAt + VALUATION_VALIDITY;
    await expect(valueAt(credit, "appraiser", PATENT, 80_000_000n, observedAt))
      .to.emit(assets, "AssetValued")
      .withArgs(PATENT, ids.appraiser, 80_000_000n, observedAt, until);
    const asset = await assets.assetOf(PATENT);
    expect([asset.appraisedFen, asset.appraisedUntil]).to.deep.equal([80_000_000n, BigInt(until)]);
    expect(asset.flags).to.equal(FLAG.inForce | FLAG.appraised);
    expect(await valueOf(credit, PATENT)).to.equal(80_000_000n);
    expect(await assets.pledgeableValueOf(PATENT)).to.equal(80_000_000n);
  });

  for (const [appraised, value] of [
    [FACE - 1n, FACE - 1n],
    [FACE, FACE],
    [FACE + 1n, FACE],
    [MAX_UINT56, FACE],
  ] as const) {
    it(`is worth ${value} with a face value of ${FACE} and an appraisal of ${appraised}`, async function () {
      const credit = await networkHelpers.loadFixture(attested);
      await appraise(credit, DECLARATION, appraised);
      expect(await valueOf(credit, DECLARATION)).to.equal(value);
    });
  }

  it("is worth what it was before when the appraisal has grown old", async function () {
    const credit = await networkHelpers.loadFixture(attested);
    await appraise(credit, PATENT, 80_000_000n);
    await appraise(credit, DECLARATION, 1_000_000n);
    const { appraisedUntil } = await credit.assets.assetOf(DECLARATION);
    await time.increaseTo((await credit.assets.assetOf(PATENT)).appraisedUntil);
    expect(await valueOf(credit, PATENT)).to.equal(80_000_000n);
    await time.increaseTo(appraisedUntil);
    expect(await valueOf(credit, PATENT)).to.equal(0n);
    expect(await valueOf(credit, DECLARATION)).to.equal(1_000_000n);
    await time.increase(1);
    expect(await valueOf(credit, DECLARATION)).to.equal(FACE);
  });

  it("follows a newer appraisal, also another appraiser's, up and down", async function () {
    const credit = await networkHelpers.loadFixture(attested);
    const now = await time.latest();
    await valueAt(credit, "appraiser", PATENT, 5n, now - 20);
    for (const [appraiser, valueFen, observedAt] of [
      ["buyer", 9n, now - 10],
      ["appraiser", 3n, now],
    ] as const) {
      await valueAt(credit, appraiser, PATENT, valueFen, observedAt);
      expect(await valueOf(credit, PATENT)).to.equal(valueFen);
    }
  });

  for (const [what, lag] of [
    ["an older one", 1],
    ["one of the same time", 0],
  ] as const) {
    it(`does not let ${what} of another appraiser replace an appraisal`, async function () {
      const credit = await networkHelpers.loadFixture(attested);
      const now = await time.latest();
      await valueAt(credit, "appraiser", PATENT, 5n, now);
      const sent = valueAt(credit, "buyer", PATENT, 9n, now - lag);
      const [until, current] = [now - lag + VALUATION_VALIDITY, now + VALUATION_VALIDITY];
      await expectRefused(credit, sent, "SoftAssetsStale", [PATENT, until, current]);
      expect(await valueOf(credit, PATENT)).to.equal(5n);
    });
  }

  for (const valueFen of [0n, -1n, MAX_UINT56 + 1n, NOT_STATED]) {
    it(`refuses an appraisal of ${valueFen}`, async function () {
      const credit = await networkHelpers.loadFixture(attested);
      const args = [credit.schemas.valuation, 0, valueFen];
      await expectRefused(credit, appraise(credit, PATENT, valueFen), "SoftAssetsInvalidValue", args);
    });
  }

  it("takes the largest appraisal that fits", async function () {
    const credit = await networkHelpers.loadFixture(attested);
    await appraise(credit, PATENT, MAX_UINT56);
    expect(await valueOf(credit, PATENT)).to.equal(MAX_UINT56);
  });

  it("refuses an appraisal of what is no asset", async function () {
    const credit = await networkHelpers.loadFixture(attested);
    for (const assetId of [0n, assetIdOf(REGISTER.patent, "2019109999999")]) {
      await expectRefused(credit, appraise(credit, assetId, 5n), "SoftAssetsUnknownAsset", [assetId]);
    }
  });

  it("refuses a company that the registrar has not approved", async function () {
    const credit = await networkHelpers.loadFixture(attested);
    const now = await time.latest();
    const sent = valueAt(credit, "otherCompany", PATENT, 5n, now);
    await expectRefused(credit, sent, "SoftAssetsNotAppraiser", [credit.ids.otherCompany]);
  });

  it("keeps the appraisals of one whose approval has ended, but takes no more", async function () {
    const credit = await networkHelpers.loadFixture(attested);
    const { assets, ids, wallets } = credit;
    await appraise(credit, PATENT, 5n);
    await assets.connect(wallets.registrar).setAppraiser(ids.appraiser, false);
    expect(await valueOf(credit, PATENT)).to.equal(5n);
    await time.increase(DAY);
    await expectRefused(credit, appraise(credit, PATENT, 7n), "SoftAssetsNotAppraiser", [ids.appraiser]);
  });

  it("refuses an appraiser's own assets", async function () {
    const credit = await networkHelpers.loadFixture(attested);
    await attestPaper(credit, "patent", { number: "2019107777777", entity: "appraiser" });
    const assetId = assetIdOf(REGISTER.patent, "2019107777777");
    const args = [assetId, credit.ids.appraiser];
    await expectRefused(credit, appraise(credit, assetId, 5n), "SoftAssetsOwnAppraisal", args);
    await valueAt(credit, "buyer", assetId, 5n, await time.latest());
    expect(await valueOf(credit, assetId)).to.equal(5n);
  });

  it("refuses a wallet that does not act for the appraiser", async function () {
    const credit = await networkHelpers.loadFixture(attested);
    const { registry, wallets, ids, schemas, entities } = credit;
    const statement = { subject: ids.appraiser, itemKey: toBeHex(PATENT, 32), observedAt: 1, evidence: ZeroHash };
    const sent = registry.connect(wallets.company).attest(schemas.valuation, {
      ...statement,
      values: [5n, 0n, 0n, 0n, 0n],
    });
    await expect(sent)
      .to.be.revertedWithCustomError(registry, "AttestationRegistryNotController")
      .withArgs(ids.appraiser, wallets.company);
    await entities.connect(wallets.registrar).suspend(ids.appraiser, reason("fraud"));
    await expect(appraise(credit, PATENT, 5n))
      .to.be.revertedWithCustomError(registry, "AttestationRegistryNotController")
      .withArgs(ids.appraiser, wallets.appraiser);
  });

  it("keeps its appraisal when it changes hands", async function () {
    const credit = await networkHelpers.loadFixture(attested);
    const { assets, ids, wallets } = credit;
    await appraise(credit, PATENT, 5n);
    await assets.connect(wallets.otherCompany).receiveFor(ids.otherCompany);
    await assets.connect(wallets.company).transferFrom(wallets.company, wallets.otherCompany, PATENT);
    expect(await valueOf(credit, PATENT)).to.equal(5n);
  });

  describe("when an appraisal is revoked", function () {
    it("is worth what it was without", async function () {
      const credit = await networkHelpers.loadFixture(attested);
      const { assets, registry, ids } = credit;
      const now = await time.latest();
      for (const [assetId, worth] of [
        [PATENT, 0n],
        [DECLARATION, FACE],
      ] as const) {
        await valueAt(credit, "appraiser", assetId, 1_000n, now);
        const sent = await revokeValue(credit, "appraiser", assetId, now);
        await expect(sent).to.emit(assets, "AssetValued").withArgs(assetId, ids.appraiser, 0, now, 0);
        await expect(sent).to.not.emit(registry, "ResolverFailed");
        const asset = await assets.assetOf(assetId);
        expect([asset.flags, asset.appraisedFen, asset.appraisedUntil]).to.deep.equal([FLAG.inForce, 0n, 0n]);
        expect(await valueOf(credit, assetId)).to.equal(worth);
      }
    });

    it("keeps the newer one of another appraiser", async function () {
      const credit = await networkHelpers.loadFixture(attested);
      const now = await time.latest();
      await valueAt(credit, "appraiser", PATENT, 5n, now - 1);
      await valueAt(credit, "buyer", PATENT, 9n, now);
      await expect(revokeValue(credit, "appraiser", PATENT, now - 1)).to.not.emit(credit.assets, "AssetValued");
      expect(await valueOf(credit, PATENT)).to.equal(9n);
    });

    it("takes an older one of another appraiser afterwards", async function () {
      const credit = await networkHelpers.loadFixture(attested);
      const now = await time.latest();
      await valueAt(credit, "appraiser", PATENT, 5n, now);
      await revokeValue(credit, "appraiser", PATENT, now);
      await valueAt(credit, "buyer", PATENT, 9n, now - 1);
      expect(await valueOf(credit, PATENT)).to.equal(9n);
    });
  });
});
