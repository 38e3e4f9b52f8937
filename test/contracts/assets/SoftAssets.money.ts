import { expect } from "chai";
import { network } from "hardhat";
import { deployCredit, valuedPatent } from "../support/credit.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const VALUE = { value: 7n };

async function deployed() {
  const credit = await deployCredit(connection);
  return { ...credit, assetId: await valuedPatent(credit) };
}

describe("SoftAssets, sent money", function () {
  it("refuses it with a transfer and an approval, because it could never leave", async function () {
    const { assets, wallets, ids, assetId } = await networkHelpers.loadFixture(deployed);
    const { company, buyer } = wallets;
    const byCompany = assets.connect(company);
    const safe = "safeTransferFrom(address,address,uint256)";
    await assets.connect(buyer).receiveFor(ids.buyer);
    for (const sent of [
      byCompany.approve(buyer, assetId, VALUE),
      byCompany.transferFrom(company, buyer, assetId, VALUE),
      byCompany[safe](company, buyer, assetId, VALUE),
    ]) {
      await expect(sent).to.be.revertedWithCustomError(assets, "SoftAssetsPaid").withArgs(7n);
    }
    expect(await connection.ethers.provider.getBalance(assets)).to.equal(0n);
  });
});
