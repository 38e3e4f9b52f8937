import { expect } from "chai";
import { network } from "hardhat";
import { concat, id, Wallet, ZeroAddress } from "ethers";
import { checkCharacter } from "../../../catalogue/uscc.ts";
import { deployLedger, KIND, reason, STATUS, USCC, usccBytes } from "../support/ledger.ts";
import { compact } from "../support/signing.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;

const BANK = "914403001922038216";
const FARM = "91330100799655058B";
const MAX_BATCH = 300;
const FRAUD = reason("fraud");
const OWNERS = [new Wallet(id("first owner")), new Wallet(id("second owner"))] as const;

async function deployed() {
  const ledger = await deployLedger(connection);
  const registrar = ledger.entities.connect(ledger.wallets.registrar);
  return { ...ledger, registrar };
}

/** Valid codes that belong to nobody. */
const codes = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => {
    const first17 = `91440100${String(index).padStart(9, "0")}`;
    return first17 + checkCharacter(first17);
  });

const line = (uscc: string, kind: bigint = KIND.company, controller = ZeroAddress) => ({
  uscc: usccBytes(uscc),
  kind,
  controller,
});

describe("EntityRegistry", function () {
  describe("register", function () {
    it("keeps controller, kind, status and time under the hash of the code", async function () {
      const { entities, registrar, wallets } = await networkHelpers.loadFixture(deployed);
      expect(await registrar.register.staticCall(usccBytes(BANK), KIND.bank, wallets.stranger)).to.equal(id(BANK));
      await expect(registrar.register(usccBytes(BANK), KIND.bank, wallets.stranger))
        .to.emit(entities, "EntityRegistered")
        .withArgs(id(BANK), usccBytes(BANK), KIND.bank, wallets.stranger, wallets.registrar);
      expect(await entities.entityOf(id(BANK))).to.deep.equal([
        wallets.stranger.address,
        KIND.bank,
        STATUS.active,
        BigInt(await time.latest()),
      ]);
    });

    it("takes an entity without a wallet, and each of the nine kinds", async function () {
      const { entities, registrar } = await networkHelpers.loadFixture(deployed);
      for (const [index, uscc] of codes(9).entries()) {
        await registrar.register(usccBytes(uscc), index + 1, ZeroAddress);
        expect((await entities.entityOf(id(uscc))).kind).to.equal(index + 1);
      }
      expect((await entities.entityOf(id(codes(9)[8] ?? ""))).kind).to.equal(KIND.crowdfunding);
    });

    it("refuses a wrong check character, a character outside the alphabet, and lower case", async function () {
      const { entities, registrar } = await networkHelpers.loadFixture(deployed);
      for (const wrong of ["914403001922038217", "91440300192203821I", BANK.replace("9", "O"), FARM.toLowerCase()]) {
        await expect(registrar.register(usccBytes(wrong), KIND.company, ZeroAddress))
          .to.be.revertedWithCustomError(entities, "EntityRegistryInvalidUscc")
          .withArgs(usccBytes(wrong));
      }
    });

    it("refuses the kind None, and a kind that does not exist", async function () {
      const { entities, registrar } = await networkHelpers.loadFixture(deployed);
      await expect(registrar.register(usccBytes(BANK), KIND.none, ZeroAddress))
        .to.be.revertedWithCustomError(entities, "EntityRegistryInvalidKind")
        .withArgs(usccBytes(BANK));
      await expect(registrar.register(usccBytes(BANK), 10, ZeroAddress)).to.revert(ethers);
    });

    it("refuses an entity that is registered, suspended ones too", async function () {
      const { entities, registrar, company } = await networkHelpers.loadFixture(deployed);
      const again = () => registrar.register(usccBytes(USCC), KIND.bank, ZeroAddress);
      await expect(again())
        .to.be.revertedWithCustomError(entities, "EntityRegistryAlreadyRegistered")
        .withArgs(company, usccBytes(USCC));
      await registrar.suspend(company, FRAUD);
      await expect(again())
        .to.be.revertedWithCustomError(entities, "EntityRegistryAlreadyRegistered")
        .withArgs(company, usccBytes(USCC));
    });
  });

  describe("registerBatch", function () {
    it("registers a batch of one, and of several kinds", async function () {
      const { entities, registrar, wallets } = await networkHelpers.loadFixture(deployed);
      await registrar.registerBatch([line(FARM, KIND.company, wallets.stranger.address)]);
      const sent = await registrar.registerBatch([line(BANK, KIND.bank), line(codes(1)[0] ?? "")]);
      await expect(sent)
        .to.emit(entities, "EntityRegistered")
        .withArgs(id(BANK), usccBytes(BANK), KIND.bank, ZeroAddress, wallets.registrar);
      expect((await entities.entityOf(id(FARM))).controller).to.equal(wallets.stranger);
      expect((await entities.entityOf(id(BANK))).status).to.equal(STATUS.active);
    });

    it("registers the largest batch below the gas cap, and refuses one more", async function () {
      const { entities, registrar } = await networkHelpers.loadFixture(deployed);
      const batch = codes(MAX_BATCH + 1).map((uscc) => line(uscc));
      await expect(registrar.registerBatch(batch))
        .to.be.revertedWithCustomError(entities, "EntityRegistryBatchTooLarge")
        .withArgs(MAX_BATCH + 1, MAX_BATCH);
      await registrar.registerBatch(batch.slice(0, MAX_BATCH));
      expect((await entities.entityOf(id(codes(MAX_BATCH).at(-1) ?? ""))).status).to.equal(STATUS.active);
    });

    it("refuses an empty batch", async function () {
      const { entities, registrar } = await networkHelpers.loadFixture(deployed);
      await expect(registrar.registerBatch([])).to.be.revertedWithCustomError(entities, "EntityRegistryEmptyBatch");
    });

    it("registers none when one is wrong, or given twice", async function () {
      const { entities, registrar } = await networkHelpers.loadFixture(deployed);
      await expect(registrar.registerBatch([line(FARM), line("914403001922038217")]))
        .to.be.revertedWithCustomError(entities, "EntityRegistryInvalidUscc")
        .withArgs(usccBytes("914403001922038217"));
      await expect(registrar.registerBatch([line(FARM), line(BANK), line(FARM)]))
        .to.be.revertedWithCustomError(entities, "EntityRegistryAlreadyRegistered")
        .withArgs(id(FARM), usccBytes(FARM));
      expect((await entities.entityOf(id(FARM))).status).to.equal(STATUS.none);
    });
  });

  describe("suspend and reinstate", function () {
    it("stop an entity from acting, and let it act again", async function () {
      const { entities, registrar, company, wallets } = await networkHelpers.loadFixture(deployed);
      await expect(registrar.suspend(company, FRAUD))
        .to.emit(entities, "EntitySuspended")
        .withArgs(company, FRAUD, wallets.registrar);
      expect((await entities.entityOf(company)).status).to.equal(STATUS.suspended);
      expect(await entities.isActingController(company, wallets.controller)).to.equal(false);
      await expect(registrar.reinstate(company, reason("cleared")))
        .to.emit(entities, "EntityReinstated")
        .withArgs(company, reason("cleared"), wallets.registrar);
      expect(await entities.isActingController(company, wallets.controller)).to.equal(true);
    });

    it("refuse an unknown entity", async function () {
      const { entities, registrar } = await networkHelpers.loadFixture(deployed);
      for (const act of [() => registrar.suspend(id("?"), FRAUD), () => registrar.reinstate(id("?"), FRAUD)]) {
        await expect(act()).to.be.revertedWithCustomError(entities, "EntityRegistryNotRegistered").withArgs(id("?"));
      }
    });

    it("refuse to do what is done", async function () {
      const { entities, registrar, company } = await networkHelpers.loadFixture(deployed);
      await expect(registrar.reinstate(company, FRAUD))
        .to.be.revertedWithCustomError(entities, "EntityRegistryNotSuspended")
        .withArgs(company, STATUS.active);
      await registrar.suspend(company, FRAUD);
      await expect(registrar.suspend(company, FRAUD))
        .to.be.revertedWithCustomError(entities, "EntityRegistryNotActive")
        .withArgs(company, STATUS.suspended);
    });
  });

  describe("handing over control", function () {
    it("takes two steps: the old controller proposes, the new one accepts", async function () {
      const { entities, company, wallets } = await networkHelpers.loadFixture(deployed);
      await expect(entities.connect(wallets.controller).proposeController(company, wallets.stranger))
        .to.emit(entities, "ControllerProposed")
        .withArgs(company, wallets.controller, wallets.stranger, wallets.controller);
      expect(await entities.proposedControllerOf(company)).to.equal(wallets.stranger);
      expect((await entities.entityOf(company)).controller).to.equal(wallets.controller);
      await expect(entities.connect(wallets.stranger).acceptController(company))
        .to.emit(entities, "ControllerChanged")
        .withArgs(company, wallets.controller, wallets.stranger);
      expect(await entities.proposedControllerOf(company)).to.equal(ZeroAddress);
      expect(await entities.isActingController(company, wallets.stranger)).to.equal(true);
      expect(await entities.isActingController(company, wallets.controller)).to.equal(false);
    });

    it("is proposed by nobody but the controller", async function () {
      const { entities, company, wallets } = await networkHelpers.loadFixture(deployed);
      for (const wallet of [wallets.stranger, wallets.registrar, wallets.governance]) {
        await expect(entities.connect(wallet).proposeController(company, wallets.stranger))
          .to.be.revertedWithCustomError(entities, "EntityRegistryNotController")
          .withArgs(company, wallet);
      }
    });

    it("is accepted by nobody but the proposed, and once", async function () {
      const { entities, company, wallets } = await networkHelpers.loadFixture(deployed);
      const accept = (wallet: typeof wallets.stranger) => entities.connect(wallet).acceptController(company);
      await expect(accept(wallets.stranger))
        .to.be.revertedWithCustomError(entities, "EntityRegistryNotProposed")
        .withArgs(company, wallets.stranger, ZeroAddress);
      await entities.connect(wallets.controller).proposeController(company, wallets.stranger);
      await expect(accept(wallets.relayer))
        .to.be.revertedWithCustomError(entities, "EntityRegistryNotProposed")
        .withArgs(company, wallets.relayer, wallets.stranger);
      await accept(wallets.stranger);
      await expect(accept(wallets.stranger))
        .to.be.revertedWithCustomError(entities, "EntityRegistryNotProposed")
        .withArgs(company, wallets.stranger, ZeroAddress);
    });

    it("can be offered to another, and withdrawn", async function () {
      const { entities, company, wallets } = await networkHelpers.loadFixture(deployed);
      const controller = entities.connect(wallets.controller);
      await controller.proposeController(company, wallets.stranger);
      await controller.proposeController(company, wallets.relayer);
      await expect(entities.connect(wallets.stranger).acceptController(company))
        .to.be.revertedWithCustomError(entities, "EntityRegistryNotProposed")
        .withArgs(company, wallets.stranger, wallets.relayer);
      await expect(controller.proposeController(company, ZeroAddress))
        .to.emit(entities, "ControllerProposed")
        .withArgs(company, wallets.controller, ZeroAddress, wallets.controller);
      await expect(entities.connect(wallets.relayer).acceptController(company))
        .to.be.revertedWithCustomError(entities, "EntityRegistryNotProposed")
        .withArgs(company, wallets.relayer, ZeroAddress);
    });

    it("is withdrawn by a suspension, during which the controller cannot offer again", async function () {
      const { entities, registrar, company, wallets } = await networkHelpers.loadFixture(deployed);
      await entities.connect(wallets.controller).proposeController(company, wallets.stranger);
      await expect(registrar.suspend(company, FRAUD))
        .to.emit(entities, "ControllerProposed")
        .withArgs(company, wallets.controller, ZeroAddress, wallets.registrar);
      await expect(entities.connect(wallets.controller).proposeController(company, wallets.stranger))
        .to.be.revertedWithCustomError(entities, "EntityRegistryNotActive")
        .withArgs(company, STATUS.suspended);
      const accept = () => entities.connect(wallets.stranger).acceptController(company);
      for (const prepare of [() => Promise.resolve(), () => registrar.reinstate(company, FRAUD)]) {
        await prepare();
        await expect(accept())
          .to.be.revertedWithCustomError(entities, "EntityRegistryNotProposed")
          .withArgs(company, wallets.stranger, ZeroAddress);
      }
    });

    it("has nothing to withdraw when a suspension finds no offer", async function () {
      const { entities, registrar, company } = await networkHelpers.loadFixture(deployed);
      await expect(registrar.suspend(company, FRAUD)).to.not.emit(entities, "ControllerProposed");
    });

    it("refuses an unknown entity", async function () {
      const { entities, registrar, wallets } = await networkHelpers.loadFixture(deployed);
      for (const act of [
        () => entities.connect(wallets.stranger).proposeController(id("?"), wallets.stranger),
        () => entities.connect(wallets.stranger).acceptController(id("?")),
        () => registrar.proposeControllerAsRegistrar(id("?"), wallets.stranger),
      ]) {
        await expect(act()).to.be.revertedWithCustomError(entities, "EntityRegistryNotRegistered").withArgs(id("?"));
      }
    });

    it("is proposed by the registrar for an entity without a wallet", async function () {
      const { entities, registrar, wallets } = await networkHelpers.loadFixture(deployed);
      await registrar.register(usccBytes(BANK), KIND.bank, ZeroAddress);
      await expect(registrar.proposeControllerAsRegistrar(id(BANK), wallets.stranger))
        .to.emit(entities, "ControllerProposed")
        .withArgs(id(BANK), ZeroAddress, wallets.stranger, wallets.registrar);
      await expect(entities.connect(wallets.stranger).acceptController(id(BANK)))
        .to.emit(entities, "ControllerChanged")
        .withArgs(id(BANK), ZeroAddress, wallets.stranger);
    });

    it("is taken from a thief: while the entity is suspended only the registrar proposes, and the new controller accepts", async function () {
      const { entities, registrar, company, wallets } = await networkHelpers.loadFixture(deployed);
      const thief = entities.connect(wallets.controller);
      await registrar.suspend(company, reason("stolen key"));
      await registrar.proposeControllerAsRegistrar(company, wallets.stranger);
      for (const next of [ZeroAddress, wallets.relayer]) {
        await expect(thief.proposeController(company, next))
          .to.be.revertedWithCustomError(entities, "EntityRegistryNotActive")
          .withArgs(company, STATUS.suspended);
      }
      await entities.connect(wallets.stranger).acceptController(company);
      expect(await entities.isActingController(company, wallets.stranger)).to.equal(false);
      await registrar.reinstate(company, reason("new key"));
      expect(await entities.isActingController(company, wallets.stranger)).to.equal(true);
      await expect(thief.proposeController(company, wallets.relayer))
        .to.be.revertedWithCustomError(entities, "EntityRegistryNotController")
        .withArgs(company, wallets.controller);
    });
  });

  describe("isActingController", function () {
    it("is false for the zero address of an entity without a wallet, and for unknown entities", async function () {
      const { entities, registrar, wallets } = await networkHelpers.loadFixture(deployed);
      await registrar.register(usccBytes(BANK), KIND.bank, ZeroAddress);
      expect(await entities.isActingController(id(BANK), ZeroAddress)).to.equal(false);
      expect(await entities.isActingController(id("?"), ZeroAddress)).to.equal(false);
      expect(await entities.isActingController(id("?"), wallets.controller)).to.equal(false);
    });
  });

  describe("isSignedByController", function () {
    const DIGEST = id("something to agree to");
    const sign = (wallet: Wallet) => wallet.signingKey.sign(DIGEST).serialized;

    async function withController(controller: string) {
      const fixture = await deployed();
      await fixture.registrar.register(usccBytes(BANK), KIND.bank, controller);
      return fixture;
    }

    async function withPlainWallet() {
      return withController(OWNERS[0].address);
    }

    async function withSmartWallet() {
      const wallet = await ethers.deployContract("SmartWallet", [OWNERS[0].address, OWNERS[1].address]);
      return withController(await wallet.getAddress());
    }

    it("knows the controller's signature, 65 bytes or compact, and no other", async function () {
      const { entities, company } = await networkHelpers.loadFixture(withPlainWallet);
      const signature = sign(OWNERS[0]);
      expect(await entities.isSignedByController(id(BANK), DIGEST, signature)).to.equal(true);
      expect(await entities.isSignedByController(id(BANK), DIGEST, compact(signature))).to.equal(true);
      expect(await entities.isSignedByController(id(BANK), id("else"), signature)).to.equal(false);
      expect(await entities.isSignedByController(id(BANK), DIGEST, sign(OWNERS[1]))).to.equal(false);
      expect(await entities.isSignedByController(id(BANK), DIGEST, "0x")).to.equal(false);
      expect(await entities.isSignedByController(company, DIGEST, signature)).to.equal(false);
      expect(await entities.isSignedByController(id("?"), DIGEST, signature)).to.equal(false);
    });

    it("asks a controller that is a contract (ERC-1271)", async function () {
      const { entities } = await networkHelpers.loadFixture(withSmartWallet);
      const both = concat(OWNERS.map(sign));
      expect(await entities.isSignedByController(id(BANK), DIGEST, both)).to.equal(true);
      expect(await entities.isSignedByController(id(BANK), id("else"), both)).to.equal(false);
      expect(await entities.isSignedByController(id(BANK), DIGEST, sign(OWNERS[0]))).to.equal(false);
    });

    it("is false while the entity is suspended", async function () {
      const { entities, registrar } = await networkHelpers.loadFixture(withPlainWallet);
      await registrar.suspend(id(BANK), FRAUD);
      expect(await entities.isSignedByController(id(BANK), DIGEST, sign(OWNERS[0]))).to.equal(false);
    });
  });

  describe("a controller that is a contract", function () {
    it("acts and hands over like any wallet", async function () {
      const { entities, registrar, wallets } = await networkHelpers.loadFixture(deployed);
      const wallet = await ethers.deployContract("SmartWallet", [wallets.controller, wallets.relayer]);
      await registrar.register(usccBytes(BANK), KIND.bank, wallets.stranger);
      await entities.connect(wallets.stranger).proposeController(id(BANK), wallet);
      const accept = entities.interface.encodeFunctionData("acceptController", [id(BANK)]);
      await (wallet.connect(wallets.controller) as typeof wallet).getFunction("execute")(entities, accept);
      expect(await entities.isActingController(id(BANK), wallet)).to.equal(true);
    });
  });

  describe("entityIdOf", function () {
    it("is the hash of the 18 characters", async function () {
      const { entities } = await networkHelpers.loadFixture(deployed);
      for (const uscc of [USCC, BANK, FARM]) expect(await entities.entityIdOf(usccBytes(uscc))).to.equal(id(uscc));
    });
  });
});
