import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroAddress, ZeroHash } from "ethers";
import {
  acceptedLoan,
  activeLoan,
  ASSET_VALIDITY,
  assetIdOf,
  attestPaper,
  DAY,
  deployCredit,
  publish,
  REGISTER,
  valuedPatent,
} from "../support/credit.ts";
import type { Credit } from "../support/credit.ts";
import { expectRefused } from "../support/papers.ts";
import { offeredLoan } from "../support/pledging.ts";
import { reason } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers, ethers } = connection;

const NUMBER = "2019101234567";
const ASSET_ID = assetIdOf(REGISTER.patent, NUMBER);

/** A patent of the company, and another company that takes tokens. */
async function ready() {
  const credit = await deployCredit(connection);
  await valuedPatent(credit);
  await credit.assets.connect(credit.wallets.otherCompany).receiveFor(credit.ids.otherCompany);
  return credit;
}

/** The same, pledged. */
async function pledged() {
  const credit = await ready();
  const collateral = [{ assetId: ASSET_ID, securedFen: 1_000_000n }];
  const loanId = await activeLoan(credit, await publish(credit), { collateral });
  return { credit, loanId };
}

/** Moves the patent, as its wallet, to the other company's. */
const transfer = ({ assets, wallets }: Credit, to = wallets.otherCompany.address) =>
  assets.connect(wallets.company).transferFrom(wallets.company, to, ASSET_ID);

/** Makes a contract of the kind the other company's wallet, which takes tokens for it. */
async function contractFor({ assets, entities, ids, wallets }: Credit, kind: "SmartWallet" | "TokenWallet") {
  const wallet = await ethers.deployContract(kind, [wallets.next, wallets.stranger]);
  const owner = wallet.connect(wallets.next) as typeof wallet;
  await entities.connect(wallets.otherCompany).proposeController(ids.otherCompany, wallet);
  const execute = owner.getFunction("execute");
  await execute(entities, entities.interface.encodeFunctionData("acceptController", [ids.otherCompany]));
  await execute(assets, assets.interface.encodeFunctionData("receiveFor", [ids.otherCompany]));
  return wallet;
}

describe("SoftAssets, transferred", function () {
  it("gives a free asset to the entity that the receiver acts for", async function () {
    const credit = await networkHelpers.loadFixture(ready);
    const { assets, ids, wallets } = credit;
    const sent = await transfer(credit);
    await expect(sent).to.emit(assets, "AssetMoved").withArgs(ASSET_ID, ids.company, ids.otherCompany);
    await expect(sent).to.emit(assets, "Transfer").withArgs(wallets.company, wallets.otherCompany, ASSET_ID);
    expect(await assets.ownerOf(ASSET_ID)).to.equal(wallets.otherCompany.address);
    expect((await assets.assetOf(ASSET_ID)).entity).to.equal(ids.otherCompany);
    expect(await assets.balanceOf(wallets.company)).to.equal(0n);
  });

  it("lets the new holder pledge it, and the old one no more", async function () {
    const credit = await networkHelpers.loadFixture(ready);
    const { assets, ids } = credit;
    const productId = await publish(credit);
    const collateral = [{ assetId: ASSET_ID, securedFen: 1_000_000n }];
    await transfer(credit);
    const { accept } = await offeredLoan(credit, productId, { collateral });
    await expect(accept())
      .to.be.revertedWithCustomError(assets, "SoftAssetsNotPledgor")
      .withArgs(ASSET_ID, ids.otherCompany, ids.company);
    await acceptedLoan(credit, productId, { collateral }, { borrower: "otherCompany" });
    expect(await assets.locked(ASSET_ID)).to.equal(true);
  });

  it("takes statements about its new holder from then on, and none about the old one", async function () {
    const credit = await networkHelpers.loadFixture(ready);
    const { assets, ids } = credit;
    await transfer(credit);
    await networkHelpers.time.increase(DAY);
    const args = [ASSET_ID, ids.otherCompany, ids.company];
    await expectRefused(credit, attestPaper(credit, "patent", { number: NUMBER }), "SoftAssetsHeldByAnother", args);
    const observedAt = await networkHelpers.time.latest();
    await attestPaper(credit, "patent", { number: NUMBER, entity: "otherCompany", observedAt });
    expect((await assets.assetOf(ASSET_ID)).knownUntil).to.equal(observedAt + ASSET_VALIDITY);
  });

  it("does not call a receiver that is a contract", async function () {
    const credit = await networkHelpers.loadFixture(ready);
    const wallet = await contractFor(credit, "SmartWallet");
    await transfer(credit, await wallet.getAddress());
    expect(await credit.assets.ownerOf(ASSET_ID)).to.equal(await wallet.getAddress());
  });

  describe("by others", function () {
    it("is done by an approved wallet, once", async function () {
      const credit = await networkHelpers.loadFixture(ready);
      const { assets, wallets } = credit;
      await expect(assets.connect(wallets.company).approve(wallets.stranger, ASSET_ID))
        .to.emit(assets, "Approval")
        .withArgs(wallets.company, wallets.stranger, ASSET_ID);
      expect(await assets.getApproved(ASSET_ID)).to.equal(wallets.stranger.address);
      await assets.connect(wallets.stranger).transferFrom(wallets.company, wallets.otherCompany, ASSET_ID);
      expect(await assets.getApproved(ASSET_ID)).to.equal(ZeroAddress);
    });

    it("is done by an operator of the holder's wallet", async function () {
      const credit = await networkHelpers.loadFixture(ready);
      const { assets, wallets } = credit;
      await expect(assets.connect(wallets.company).setApprovalForAll(wallets.stranger, true))
        .to.emit(assets, "ApprovalForAll")
        .withArgs(wallets.company, wallets.stranger, true);
      expect(await assets.isApprovedForAll(wallets.company, wallets.stranger)).to.equal(true);
      await assets.connect(wallets.stranger).transferFrom(wallets.company, wallets.otherCompany, ASSET_ID);
      expect(await assets.ownerOf(ASSET_ID)).to.equal(wallets.otherCompany.address);
    });

    it("is refused to everybody else, and so is the approval", async function () {
      const credit = await networkHelpers.loadFixture(ready);
      const { assets, wallets } = credit;
      for (const caller of [wallets.stranger, wallets.otherCompany, wallets.steward, wallets.governance]) {
        const as = assets.connect(caller);
        for (const act of [
          () => as.transferFrom(wallets.company, wallets.otherCompany, ASSET_ID),
          () => as.approve(caller, ASSET_ID),
        ]) {
          await expect(act()).to.be.revertedWithCustomError(assets, "NotOwnerNorApproved");
        }
      }
      expect((await assets.assetOf(ASSET_ID)).entity).to.equal(credit.ids.company);
    });

    it("is refused to an operator that was dropped", async function () {
      const { assets, wallets } = await networkHelpers.loadFixture(ready);
      await assets.connect(wallets.company).setApprovalForAll(wallets.stranger, true);
      await assets.connect(wallets.company).setApprovalForAll(wallets.stranger, false);
      await expect(
        assets.connect(wallets.stranger).transferFrom(wallets.company, wallets.otherCompany, ASSET_ID),
      ).to.be.revertedWithCustomError(assets, "NotOwnerNorApproved");
    });
  });

  describe("is refused", function () {
    it("while the asset is pledged, in every way; and afterwards no more", async function () {
      const { credit, loanId } = await networkHelpers.loadFixture(pledged);
      const { assets, desk, wallets } = credit;
      await assets.connect(wallets.company).setApprovalForAll(wallets.stranger, true);
      const [from, to] = [wallets.company, wallets.otherCompany];
      for (const caller of [wallets.company, wallets.stranger]) {
        const as = assets.connect(caller);
        for (const act of [
          () => as.transferFrom(from, to, ASSET_ID),
          () => as["safeTransferFrom(address,address,uint256)"](from, to, ASSET_ID),
          () => as["safeTransferFrom(address,address,uint256,bytes)"](from, to, ASSET_ID, "0x12"),
        ]) {
          await expect(act()).to.be.revertedWithCustomError(assets, "SoftAssetsEncumbered").withArgs(ASSET_ID);
        }
      }
      await desk.connect(wallets.bank).releaseCollateral(loanId, ASSET_ID);
      await transfer(credit);
      expect(await assets.ownerOf(ASSET_ID)).to.equal(to.address);
    });

    it("to a wallet that has named no entity", async function () {
      const credit = await networkHelpers.loadFixture(ready);
      const { assets, wallets } = credit;
      for (const to of [wallets.buyer.address, wallets.stranger.address, ZeroAddress]) {
        await expect(transfer(credit, to)).to.be.revertedWithCustomError(assets, "SoftAssetsNotReceiver").withArgs(to);
      }
    });

    it("to a wallet that has ended to receive", async function () {
      const credit = await networkHelpers.loadFixture(ready);
      const { assets, wallets } = credit;
      await assets.connect(wallets.otherCompany).receiveFor(ZeroHash);
      await expect(transfer(credit))
        .to.be.revertedWithCustomError(assets, "SoftAssetsNotReceiver")
        .withArgs(wallets.otherCompany);
    });

    it("to a wallet whose entity is suspended", async function () {
      const credit = await networkHelpers.loadFixture(ready);
      const { assets, entities, ids, wallets } = credit;
      await entities.connect(wallets.registrar).suspend(ids.otherCompany, reason("fraud"));
      await expect(transfer(credit))
        .to.be.revertedWithCustomError(assets, "SoftAssetsNotReceiver")
        .withArgs(wallets.otherCompany);
    });

    it("to a wallet that has handed its entity over", async function () {
      const credit = await networkHelpers.loadFixture(ready);
      const { assets, entities, ids, wallets } = credit;
      await entities.connect(wallets.otherCompany).proposeController(ids.otherCompany, wallets.next);
      await entities.connect(wallets.next).acceptController(ids.otherCompany);
      await expect(transfer(credit))
        .to.be.revertedWithCustomError(assets, "SoftAssetsNotReceiver")
        .withArgs(wallets.otherCompany);
    });

    it("from a wallet that has handed its entity over, and from the new one before it follows", async function () {
      const credit = await networkHelpers.loadFixture(ready);
      const { assets, entities, ids, wallets } = credit;
      await entities.connect(wallets.company).proposeController(ids.company, wallets.next);
      await entities.connect(wallets.next).acceptController(ids.company);
      await expect(transfer(credit))
        .to.be.revertedWithCustomError(assets, "SoftAssetsNotHolder")
        .withArgs(ASSET_ID, ids.company, wallets.company);
      const byNext = () => assets.connect(wallets.next).transferFrom(wallets.next, wallets.otherCompany, ASSET_ID);
      await expect(byNext()).to.be.revertedWithCustomError(assets, "TransferFromIncorrectOwner");
      await assets.follow(ASSET_ID);
      await byNext();
      expect((await assets.assetOf(ASSET_ID)).entity).to.equal(ids.otherCompany);
    });

    it("of what is no asset", async function () {
      const { assets, wallets } = await networkHelpers.loadFixture(ready);
      await expect(assets.connect(wallets.company).transferFrom(wallets.company, wallets.otherCompany, 1n))
        .to.be.revertedWithCustomError(assets, "SoftAssetsUnknownAsset")
        .withArgs(1n);
    });
  });

  describe("safely", function () {
    for (const [how, data] of [
      ["without data", undefined],
      ["with data", "0x1234"],
    ] as const) {
      const send = async (credit: Credit, to: string) => {
        const { assets, wallets } = credit;
        const as = assets.connect(wallets.company);
        if (data === undefined) return as["safeTransferFrom(address,address,uint256)"](wallets.company, to, ASSET_ID);
        return as["safeTransferFrom(address,address,uint256,bytes)"](wallets.company, to, ASSET_ID, data);
      };

      it(`reaches a plain wallet ${how}`, async function () {
        const credit = await networkHelpers.loadFixture(ready);
        await send(credit, credit.wallets.otherCompany.address);
        expect((await credit.assets.assetOf(ASSET_ID)).entity).to.equal(credit.ids.otherCompany);
      });

      it(`tells a contract of what it gets ${how}`, async function () {
        const credit = await networkHelpers.loadFixture(ready);
        const { assets, wallets } = credit;
        const wallet = await contractFor(credit, "TokenWallet");
        await expect(send(credit, await wallet.getAddress()))
          .to.emit(wallet, "TokenReceived")
          .withArgs(wallets.company, wallets.company, ASSET_ID, data ?? "0x");
        expect(await assets.ownerOf(ASSET_ID)).to.equal(await wallet.getAddress());
      });

      it(`refuses a contract that knows nothing of tokens ${how}`, async function () {
        const credit = await networkHelpers.loadFixture(ready);
        const { assets, ids } = credit;
        const wallet = await contractFor(credit, "SmartWallet");
        await expect(send(credit, await wallet.getAddress())).to.be.revertedWithCustomError(
          assets,
          "TransferToNonERC721ReceiverImplementer",
        );
        expect((await assets.assetOf(ASSET_ID)).entity).to.equal(ids.company);
      });
    }
  });

  it("says what standards it keeps to", async function () {
    const { assets } = await networkHelpers.loadFixture(ready);
    for (const [name, selectors] of Object.entries({
      "ERC-165": ["supportsInterface(bytes4)"],
      "ERC-721": [
        "balanceOf(address)",
        "ownerOf(uint256)",
        "approve(address,uint256)",
        "getApproved(uint256)",
        "setApprovalForAll(address,bool)",
        "isApprovedForAll(address,address)",
        "transferFrom(address,address,uint256)",
        "safeTransferFrom(address,address,uint256)",
        "safeTransferFrom(address,address,uint256,bytes)",
      ],
      "ERC-721 metadata": ["name()", "symbol()", "tokenURI(uint256)"],
      "ERC-5192": ["locked(uint256)"],
    })) {
      const bits = selectors.reduce((sum, selector) => sum ^ BigInt(id(selector).slice(0, 10)), 0n);
      const interfaceId = `0x${bits.toString(16).padStart(8, "0")}`;
      expect(await assets.supportsInterface(interfaceId), name).to.equal(true);
    }
    for (const unknown of ["0xffffffff", "0x00000000", "0x780e9d63"]) {
      expect(await assets.supportsInterface(unknown), unknown).to.equal(false);
    }
  });

  it("has no balance for nobody, and no owner of what is no asset", async function () {
    const { assets } = await networkHelpers.loadFixture(ready);
    await expect(assets.balanceOf(ZeroAddress)).to.be.revertedWithCustomError(assets, "BalanceQueryForZeroAddress");
    for (const read of [
      () => assets.ownerOf(1n),
      () => assets.locked(1n),
      () => assets.tokenURI(1n),
      () => assets.getApproved(1n),
    ]) {
      await expect(read()).to.be.revertedWithCustomError(assets, "TokenDoesNotExist");
    }
  });
});
