import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroAddress, ZeroHash } from "ethers";
import { developmentUscc } from "../../../catalogue/uscc.ts";
import {
  acceptedLoan,
  appraise,
  assetIdOf,
  attestPaper,
  DAY,
  deployCredit,
  publish,
  REGISTER,
  valuedPatent,
} from "../support/credit.ts";
import type { Credit } from "../support/credit.ts";
import { KIND, reason, usccBytes } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const NUMBER = "2019101234567";
const ASSET_ID = assetIdOf(REGISTER.patent, NUMBER);

async function attested() {
  const credit = await deployCredit(connection);
  await valuedPatent(credit, 100_000_000n, NUMBER);
  return credit;
}

/** A patent of a company that nobody has registered yet. */
async function attestedEarly() {
  const credit = await deployCredit(connection);
  const uscc = developmentUscc("not yet registered");
  await attestPaper(credit, "patent", { number: NUMBER, entity: id(uscc) });
  const register = (controller: string) =>
    credit.entities.connect(credit.wallets.registrar).register(usccBytes(uscc), KIND.company, controller);
  return { credit, entity: id(uscc), register };
}

/** A patent of the company while it is suspended. */
async function attestedSuspended() {
  const credit = await deployCredit(connection);
  const { entities, ids, wallets } = credit;
  await entities.connect(wallets.registrar).suspend(ids.company, reason("fraud"));
  await attestPaper(credit, "patent", { number: NUMBER });
  return credit;
}

async function handOver({ entities, ids, wallets }: Credit, to: "next" | "stranger" = "next") {
  await entities.connect(wallets.company).proposeController(ids.company, wallets[to]);
  await entities.connect(wallets[to]).acceptController(ids.company);
}

describe("SoftAssets, the token and its entity", function () {
  describe("follow", function () {
    it("brings the token to the new controller, whoever calls, and ends the old one's approvals", async function () {
      const credit = await networkHelpers.loadFixture(attested);
      const { assets, ids, wallets } = credit;
      await assets.connect(wallets.company).approve(wallets.stranger, ASSET_ID);
      await handOver(credit);
      expect(await assets.ownerOf(ASSET_ID)).to.equal(wallets.company.address);
      await expect(assets.connect(wallets.stranger).follow(ASSET_ID))
        .to.emit(assets, "Transfer")
        .withArgs(wallets.company, wallets.next, ASSET_ID);
      expect(await assets.ownerOf(ASSET_ID)).to.equal(wallets.next.address);
      expect(await assets.getApproved(ASSET_ID)).to.equal(ZeroAddress);
      expect((await assets.assetOf(ASSET_ID)).entity).to.equal(ids.company);
      expect([await assets.balanceOf(wallets.company), await assets.balanceOf(wallets.next)]).to.deep.equal([0n, 1n]);
    });

    it("does nothing when the token is there", async function () {
      const { assets, wallets } = await networkHelpers.loadFixture(attested);
      const sent = await assets.connect(wallets.stranger).follow(ASSET_ID);
      expect((await sent.wait())?.logs).to.deep.equal([]);
    });

    it("leaves what the asset is and what it is worth alone", async function () {
      const credit = await networkHelpers.loadFixture(attested);
      const before = await credit.assets.assetOf(ASSET_ID);
      await handOver(credit);
      await credit.assets.follow(ASSET_ID);
      expect(await credit.assets.assetOf(ASSET_ID)).to.deep.equal(before);
    });

    it("moves a pledged asset too, which stays locked", async function () {
      const credit = await networkHelpers.loadFixture(attested);
      const { assets, wallets } = credit;
      const collateral = [{ assetId: ASSET_ID, securedFen: 1_000_000n }];
      await acceptedLoan(credit, await publish(credit), { collateral });
      await handOver(credit);
      await assets.follow(ASSET_ID);
      expect(await assets.ownerOf(ASSET_ID)).to.equal(wallets.next.address);
      expect(await assets.locked(ASSET_ID)).to.equal(true);
    });

    it("refuses what is no asset", async function () {
      const { assets } = await networkHelpers.loadFixture(attested);
      for (const unknown of [0n, ASSET_ID + 1n]) {
        await expect(assets.follow(unknown))
          .to.be.revertedWithCustomError(assets, "SoftAssetsUnknownAsset")
          .withArgs(unknown);
      }
    });
  });

  describe("of a company that is not registered", function () {
    it("is an asset without a token", async function () {
      const { credit, entity } = await networkHelpers.loadFixture(attestedEarly);
      const { assets } = credit;
      expect((await assets.assetOf(ASSET_ID)).entity).to.equal(entity);
      for (const read of [
        () => assets.ownerOf(ASSET_ID),
        () => assets.locked(ASSET_ID),
        () => assets.tokenURI(ASSET_ID),
        () => assets.getApproved(ASSET_ID),
      ]) {
        await expect(read()).to.be.revertedWithCustomError(assets, "TokenDoesNotExist");
      }
      await expect(assets.follow(ASSET_ID))
        .to.be.revertedWithCustomError(assets, "SoftAssetsNoController")
        .withArgs(entity);
    });

    it("is valued and brought up to date all the same", async function () {
      const { credit } = await networkHelpers.loadFixture(attestedEarly);
      const { assets, wallets } = credit;
      const entity = (await assets.assetOf(ASSET_ID)).entity;
      await appraise(credit, ASSET_ID, 7_000_000n);
      await networkHelpers.time.increase(DAY);
      await attestPaper(credit, "patent", { number: NUMBER, entity });
      expect(await assets.pledgeableValueOf(ASSET_ID)).to.equal(7_000_000n);
      expect(await assets.balanceOf(wallets.company)).to.equal(0n);
    });

    it("gets its token when the company has a wallet and somebody calls", async function () {
      const { credit, entity, register } = await networkHelpers.loadFixture(attestedEarly);
      const { assets, wallets } = credit;
      const before = await assets.assetOf(ASSET_ID);
      await register(wallets.next.address);
      const sent = await assets.connect(wallets.stranger).follow(ASSET_ID);
      await expect(sent).to.emit(assets, "Transfer").withArgs(ZeroAddress, wallets.next, ASSET_ID);
      await expect(sent).to.emit(assets, "Unlocked").withArgs(ASSET_ID);
      expect(await assets.ownerOf(ASSET_ID)).to.equal(wallets.next.address);
      expect(await assets.locked(ASSET_ID)).to.equal(false);
      expect(await assets.assetOf(ASSET_ID)).to.deep.equal(before);
      expect(before.entity).to.equal(entity);
    });

    it("has no token while the registered company has no wallet", async function () {
      const { credit, entity, register } = await networkHelpers.loadFixture(attestedEarly);
      await register(ZeroAddress);
      await expect(credit.assets.follow(ASSET_ID))
        .to.be.revertedWithCustomError(credit.assets, "SoftAssetsNoController")
        .withArgs(entity);
    });

    it("cannot be transferred before its token is there", async function () {
      const { credit, register } = await networkHelpers.loadFixture(attestedEarly);
      const { assets, ids, wallets } = credit;
      await register(wallets.next.address);
      await assets.connect(wallets.otherCompany).receiveFor(ids.otherCompany);
      const sent = assets.connect(wallets.next).transferFrom(wallets.next, wallets.otherCompany, ASSET_ID);
      await expect(sent).to.be.revertedWithCustomError(assets, "TokenDoesNotExist");
    });
  });

  describe("of a company that is suspended", function () {
    it("is an asset without a token until the company is reinstated and somebody calls", async function () {
      const { assets, entities, ids, wallets } = await networkHelpers.loadFixture(attestedSuspended);
      expect((await assets.assetOf(ASSET_ID)).entity).to.equal(ids.company);
      await expect(assets.follow(ASSET_ID))
        .to.be.revertedWithCustomError(assets, "SoftAssetsNoController")
        .withArgs(ids.company);
      await entities.connect(wallets.registrar).reinstate(ids.company, reason("cleared"));
      await assets.follow(ASSET_ID);
      expect(await assets.ownerOf(ASSET_ID)).to.equal(wallets.company.address);
    });

    it("stays with the wallet that had the token, which can do nothing with it", async function () {
      const { assets, entities, ids, wallets } = await networkHelpers.loadFixture(attested);
      await assets.connect(wallets.otherCompany).receiveFor(ids.otherCompany);
      await entities.connect(wallets.registrar).suspend(ids.company, reason("fraud"));
      expect(await assets.ownerOf(ASSET_ID)).to.equal(wallets.company.address);
      await expect(assets.connect(wallets.company).transferFrom(wallets.company, wallets.otherCompany, ASSET_ID))
        .to.be.revertedWithCustomError(assets, "SoftAssetsNotHolder")
        .withArgs(ASSET_ID, ids.company, wallets.company);
    });

    it("is pledged without a token, which is locked when it comes", async function () {
      const credit = await networkHelpers.loadFixture(attestedSuspended);
      const { assets, entities, ids, wallets } = credit;
      await appraise(credit, ASSET_ID, 100_000_000n);
      await entities.connect(wallets.registrar).reinstate(ids.company, reason("cleared"));
      const collateral = [{ assetId: ASSET_ID, securedFen: 1_000_000n }];
      await acceptedLoan(credit, await publish(credit), { collateral });
      const sent = await assets.follow(ASSET_ID);
      await expect(sent).to.emit(assets, "Locked").withArgs(ASSET_ID);
      await expect(sent).to.not.emit(assets, "Unlocked");
      expect(await assets.locked(ASSET_ID)).to.equal(true);
    });
  });

  it("comes to a controller that is a contract and knows nothing of tokens", async function () {
    const credit = await networkHelpers.loadFixture(attested);
    const { assets, entities, wallets } = credit;
    const wallet = await connection.ethers.deployContract("SmartWallet", [wallets.next, wallets.stranger]);
    const uscc = developmentUscc("with a contract");
    await entities.connect(wallets.registrar).register(usccBytes(uscc), KIND.company, wallet);
    await attestPaper(credit, "patent", { number: "2019105555555", entity: id(uscc) });
    const owner = await assets.ownerOf(assetIdOf(REGISTER.patent, "2019105555555"));
    expect(owner).to.equal(await wallet.getAddress());
  });

  describe("receiveFor", function () {
    it("names the entity that gets what the wallet is sent, and ends that", async function () {
      const { assets, ids, wallets } = await networkHelpers.loadFixture(attested);
      const buyer = assets.connect(wallets.buyer);
      for (const entity of [ids.buyer, ZeroHash]) {
        await expect(buyer.receiveFor(entity)).to.emit(assets, "ReceiverNamed").withArgs(wallets.buyer, entity);
        expect(await assets.receiverOf(wallets.buyer)).to.equal(entity);
      }
    });

    it("is for whoever acts for the entity only", async function () {
      const { assets, entities, ids, wallets } = await networkHelpers.loadFixture(attested);
      await entities.connect(wallets.registrar).suspend(ids.otherCompany, reason("fraud"));
      for (const [wallet, entity] of [
        [wallets.buyer, ids.company],
        [wallets.otherCompany, ids.otherCompany],
        [wallets.stranger, id("unregistered")],
      ] as const) {
        await expect(assets.connect(wallet).receiveFor(entity))
          .to.be.revertedWithCustomError(assets, "SoftAssetsNotController")
          .withArgs(entity, wallet);
      }
    });

    it("may be ended by a wallet that acts for nobody any more", async function () {
      const credit = await networkHelpers.loadFixture(attested);
      const { assets, ids, wallets } = credit;
      await assets.connect(wallets.company).receiveFor(ids.company);
      await handOver(credit);
      await assets.connect(wallets.company).receiveFor(ZeroHash);
      expect(await assets.receiverOf(wallets.company)).to.equal(ZeroHash);
    });
  });
});
