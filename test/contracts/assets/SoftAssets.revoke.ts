import { expect } from "chai";
import { network } from "hardhat";
import { assetIdOf, attestPaper, DAY, deployCredit, REGISTER } from "../support/credit.ts";
import { FLAG, revokePaper, valueOf } from "../support/papers.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const DECLARATION = "531620190160123456";
const ASSET_ID = assetIdOf(REGISTER.customs, DECLARATION);
const VALUE = 5_000_000n;

const deployed = () => deployCredit(connection);

/** A declaration of the company that the customs attested, and later the tax service. */
async function attestedTwice() {
  const credit = await deployCredit(connection);
  const first = await time.latest();
  await attestPaper(credit, "declaration", { number: DECLARATION, valueFen: VALUE, observedAt: first });
  await time.increase(DAY);
  const second = await time.latest();
  await attestPaper(credit, "taxDeclaration", { number: DECLARATION, valueFen: VALUE, observedAt: second });
  return { credit, first, second };
}

describe("SoftAssets, when a statement is revoked", function () {
  it("flags the asset that rests on it, which keeps its holder, its token and its value", async function () {
    const { credit, second } = await networkHelpers.loadFixture(attestedTwice);
    const { assets, registry, schemas, ids, wallets } = credit;
    expect(await assets.pledgeableValueOf(ASSET_ID)).to.equal(VALUE);
    const sent = await revokePaper(credit, "taxDeclaration", DECLARATION, second);
    await expect(sent).to.emit(assets, "AssetFlagged").withArgs(ASSET_ID, schemas.taxDeclaration, second);
    await expect(sent).to.not.emit(registry, "ResolverFailed");
    expect((await assets.assetOf(ASSET_ID)).flags).to.equal(FLAG.inForce | FLAG.revoked);
    expect((await assets.assetOf(ASSET_ID)).entity).to.equal(ids.company);
    expect(await assets.ownerOf(ASSET_ID)).to.equal(wallets.company.address);
    expect(await valueOf(credit, ASSET_ID)).to.equal(VALUE);
    expect(await assets.pledgeableValueOf(ASSET_ID)).to.equal(0n);
  });

  it("is good again with a newer statement, from whichever agency", async function () {
    const { credit, second } = await networkHelpers.loadFixture(attestedTwice);
    await revokePaper(credit, "taxDeclaration", DECLARATION, second);
    await time.increase(DAY);
    await attestPaper(credit, "declaration", { number: DECLARATION, valueFen: VALUE });
    expect((await credit.assets.assetOf(ASSET_ID)).flags).to.equal(FLAG.inForce);
    expect(await credit.assets.pledgeableValueOf(ASSET_ID)).to.equal(VALUE);
  });

  it("does not care about an older statement of another schema", async function () {
    const { credit, first } = await networkHelpers.loadFixture(attestedTwice);
    const sent = await revokePaper(credit, "declaration", DECLARATION, first);
    await expect(sent).to.not.emit(credit.assets, "AssetFlagged");
    await expect(sent).to.not.emit(credit.registry, "ResolverFailed");
    expect((await credit.assets.assetOf(ASSET_ID)).flags).to.equal(FLAG.inForce);
  });

  it("does not care about a statement that made no asset", async function () {
    const credit = await networkHelpers.loadFixture(deployed);
    const observedAt = await time.latest();
    await attestPaper(credit, "declaration", { number: DECLARATION, status: 0n, observedAt });
    const sent = await revokePaper(credit, "declaration", DECLARATION, observedAt);
    await expect(sent).to.not.emit(credit.assets, "AssetFlagged");
    await expect(sent).to.not.emit(credit.registry, "ResolverFailed");
    await time.increase(DAY);
    await attestPaper(credit, "declaration", { number: DECLARATION });
    expect((await credit.assets.assetOf(ASSET_ID)).flags).to.equal(FLAG.inForce);
  });

  it("does not take another company's application of the same time for the statement that it rests on", async function () {
    const credit = await networkHelpers.loadFixture(deployed);
    const observedAt = await time.latest();
    await attestPaper(credit, "declaration", { number: DECLARATION, status: 0n, observedAt, entity: "otherCompany" });
    await attestPaper(credit, "declaration", { number: DECLARATION, observedAt });
    const sent = await revokePaper(credit, "declaration", DECLARATION, observedAt, "otherCompany");
    await expect(sent).to.not.emit(credit.assets, "AssetFlagged");
    expect((await credit.assets.assetOf(ASSET_ID)).flags).to.equal(FLAG.inForce);
  });

  it("flags an asset that was transferred since: it still rests on the statement about its first holder", async function () {
    const { credit, second } = await networkHelpers.loadFixture(attestedTwice);
    const { assets, ids, wallets } = credit;
    await assets.connect(wallets.otherCompany).receiveFor(ids.otherCompany);
    await assets.connect(wallets.company).transferFrom(wallets.company, wallets.otherCompany, ASSET_ID);
    await revokePaper(credit, "taxDeclaration", DECLARATION, second);
    expect((await assets.assetOf(ASSET_ID)).flags).to.equal(FLAG.inForce | FLAG.revoked);
  });

  it("hears of it during a pause, when nothing can be attested", async function () {
    const { credit, second } = await networkHelpers.loadFixture(attestedTwice);
    await credit.assets.connect(credit.wallets.guardian).pause();
    await expect(revokePaper(credit, "taxDeclaration", DECLARATION, second))
      .to.emit(credit.assets, "AssetFlagged")
      .withArgs(ASSET_ID, credit.schemas.taxDeclaration, second);
  });
});
