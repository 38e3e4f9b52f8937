import { expect } from "chai";
import { network } from "hardhat";
import {
  activeLoan,
  assetIdOf,
  attestPaper,
  deployCredit,
  publish,
  REGISTER,
  valuedPatent,
} from "../support/credit.ts";
import { expectRefused, LAYOUT } from "../support/papers.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const ASSET_ID = assetIdOf(REGISTER.patent, "2019101234567");

const deployed = () => deployCredit(connection);

async function paused() {
  const credit = await deployCredit(connection);
  const { assets, ids, wallets } = credit;
  await valuedPatent(credit);
  await assets.connect(wallets.otherCompany).receiveFor(ids.otherCompany);
  await assets.connect(wallets.guardian).pause();
  return credit;
}

describe("SoftAssets, paused", function () {
  it("registers, values, moves and defines nothing", async function () {
    const credit = await networkHelpers.loadFixture(paused);
    const { assets, ids, wallets } = credit;
    const [from, to] = [wallets.company, wallets.otherCompany];
    const company = assets.connect(from);
    for (const act of [
      () => assets.connect(wallets.steward).defineAssetSchema("0x00041234", LAYOUT),
      () => assets.connect(wallets.registrar).setAppraiser(ids.buyer, true),
      () => company.receiveFor(ids.company),
      () => company.follow(ASSET_ID),
      () => company.transferFrom(from, to, ASSET_ID),
      () => company["safeTransferFrom(address,address,uint256)"](from, to, ASSET_ID),
      () => company["safeTransferFrom(address,address,uint256,bytes)"](from, to, ASSET_ID, "0x"),
      () => company.approve(to, ASSET_ID),
      () => company.setApprovalForAll(to, true),
    ]) {
      await expect(act()).to.be.revertedWithCustomError(assets, "EnforcedPause");
    }
    await expectRefused(credit, attestPaper(credit, "patent", { number: "2019109999999" }), "EnforcedPause", []);
  });

  it("neither locks nor frees an asset", async function () {
    const credit = await networkHelpers.loadFixture(deployed);
    const { assets, desk, wallets } = credit;
    await valuedPatent(credit);
    const productId = await publish(credit);
    const collateral = { assetId: ASSET_ID, securedFen: 1_000_000n };
    const loanId = await activeLoan(credit, productId);
    const pledge = () => desk.connect(wallets.company).addCollateral(loanId, collateral);
    const release = () => desk.connect(wallets.bank).releaseCollateral(loanId, ASSET_ID);
    await assets.connect(wallets.guardian).pause();
    await expect(pledge()).to.be.revertedWithCustomError(assets, "EnforcedPause");
    await assets.connect(wallets.governance).unpause();
    await pledge();
    await assets.connect(wallets.guardian).pause();
    await expect(release()).to.be.revertedWithCustomError(assets, "EnforcedPause");
  });

  it("goes on reading, and goes on when governance ends it", async function () {
    const credit = await networkHelpers.loadFixture(paused);
    const { assets, wallets } = credit;
    expect(await assets.ownerOf(ASSET_ID)).to.equal(wallets.company.address);
    expect(await assets.pledgeableValueOf(ASSET_ID)).to.equal(100_000_000n);
    await expect(assets.connect(wallets.guardian).unpause())
      .to.be.revertedWithCustomError(assets, "AccessManagedUnauthorized")
      .withArgs(wallets.guardian);
    await assets.connect(wallets.governance).unpause();
    await attestPaper(credit, "patent", { number: "2019109999999" });
    expect(await assets.balanceOf(wallets.company)).to.equal(2n);
  });
});
