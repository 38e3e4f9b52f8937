import { expect } from "chai";
import { network } from "hardhat";
import { ADVANCE, ASSET, deployCredit, publish, REGISTER, assetIdOf, valuedPatent } from "../support/credit.ts";
import { offeredLoan } from "../support/pledging.ts";
import { ROLE } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers, ethers } = connection;

const ASSET_ID = assetIdOf(REGISTER.patent, "2019101234567");

const deployed = () => deployCredit(connection);

describe("PledgeRegistry, administered", function () {
  describe("connect", function () {
    it("names the LoanDesk once", async function () {
      const { pledges, assets, desk, manager, entities, wallets } = await networkHelpers.loadFixture(deployed);
      const code = await ethers.deployContract("PledgeRegistry", [entities, assets]);
      const data = code.interface.encodeFunctionData("initialize", [await manager.getAddress()]);
      const proxy = await ethers.deployContract("ERC1967Proxy", [code, data]);
      const fresh = pledges.attach(await proxy.getAddress()) as typeof pledges;
      await manager.setTargetFunctionRole(fresh, [fresh.interface.getFunction("connect").selector], ROLE.steward);
      const connect = fresh.connect(wallets.steward).getFunction("connect");
      await expect(connect(desk)).to.emit(fresh, "LoanDeskConnected").withArgs(desk);
      await expect(connect(wallets.stranger))
        .to.be.revertedWithCustomError(fresh, "PledgeRegistryAlreadyConnected")
        .withArgs(desk);
    });

    it("is the steward's alone", async function () {
      const { pledges, wallets } = await networkHelpers.loadFixture(deployed);
      for (const caller of ["governance", "guardian", "regulator", "registrar", "bank"] as const) {
        await expect(pledges.connect(wallets[caller]).getFunction("connect")(wallets[caller]))
          .to.be.revertedWithCustomError(pledges, "AccessManagedUnauthorized")
          .withArgs(wallets[caller]);
      }
    });
  });

  describe("setAdvanceRate", function () {
    for (const bps of [0n, 100n, 10_000n]) {
      it(`sets ${bps} basis points, for one kind alone`, async function () {
        const { pledges, wallets } = await networkHelpers.loadFixture(deployed);
        await expect(pledges.connect(wallets.regulator).setAdvanceRate(ASSET.trademark, bps))
          .to.emit(pledges, "AdvanceRateChanged")
          .withArgs(ASSET.trademark, bps, wallets.regulator);
        const rates = { ...ADVANCE, [ASSET.trademark]: bps } as Record<number, bigint | number>;
        for (let kind = 1; kind <= 9; ++kind) {
          expect(await pledges.advanceRateOf(kind), `kind ${kind}`).to.equal(rates[kind] ?? 0);
        }
      });
    }

    it("sets every kind, each to a rate of its own", async function () {
      const { pledges, wallets } = await networkHelpers.loadFixture(deployed);
      for (let kind = 9; kind >= 1; --kind) {
        await pledges.connect(wallets.regulator).setAdvanceRate(kind, 1_000 * kind);
      }
      for (let kind = 1; kind <= 9; ++kind) expect(await pledges.advanceRateOf(kind)).to.equal(1_000 * kind);
    });

    for (const [what, kind, bps] of [
      ["a rate above the whole", ASSET.trademark, 10_100n],
      ["the largest number", ASSET.trademark, 65_535n],
      ["a part of a percent", ASSET.trademark, 150n],
      ["a rate for no kind", ASSET.none, 5_000n],
    ] as const) {
      it(`refuses ${what}`, async function () {
        const { pledges, wallets } = await networkHelpers.loadFixture(deployed);
        await expect(pledges.connect(wallets.regulator).setAdvanceRate(kind, bps))
          .to.be.revertedWithCustomError(pledges, "PledgeRegistryInvalidAdvanceRate")
          .withArgs(kind, bps);
        expect(await pledges.advanceRateOf(ASSET.trademark)).to.equal(ADVANCE[ASSET.trademark]);
      });
    }

    it("is the regulator's alone", async function () {
      const { pledges, wallets } = await networkHelpers.loadFixture(deployed);
      for (const caller of ["governance", "guardian", "registrar", "steward", "bank"] as const) {
        await expect(pledges.connect(wallets[caller]).setAdvanceRate(ASSET.trademark, 5_000))
          .to.be.revertedWithCustomError(pledges, "AccessManagedUnauthorized")
          .withArgs(wallets[caller]);
      }
    });

    it("decides what can be pledged from then on", async function () {
      const credit = await networkHelpers.loadFixture(deployed);
      const { pledges, wallets } = credit;
      const assetId = await valuedPatent(credit);
      const { accept } = await offeredLoan(credit, await publish(credit), {
        collateral: [{ assetId, securedFen: 50_000_000n }],
      });
      await pledges.connect(wallets.regulator).setAdvanceRate(ASSET.invention, 0);
      await expect(accept())
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNotAccepted")
        .withArgs(assetId, ASSET.invention);
      expect(await pledges.availableOf(assetId)).to.equal(0n);
      await pledges.connect(wallets.regulator).setAdvanceRate(ASSET.invention, 5_000);
      await accept();
      expect((await pledges.liensOf(assetId))[0]?.advanceBps).to.equal(5_000n);
    });
  });

  it("listens to nobody but the LoanDesk", async function () {
    const { pledges, ids, wallets } = await networkHelpers.loadFixture(deployed);
    for (const caller of [wallets.bank, wallets.company, wallets.steward, wallets.governance]) {
      const as = pledges.connect(caller);
      for (const act of [
        () => as.pledge(1, ids.company, ASSET_ID, 1),
        () => as.release(1, ASSET_ID),
        () => as.enforce(1, ASSET_ID, ids.bank, 1),
      ]) {
        await expect(act()).to.be.revertedWithCustomError(pledges, "PledgeRegistryNotDesk").withArgs(caller);
      }
    }
  });

  it("is initialised once, and its code never", async function () {
    const { pledges, assets, entities, manager } = await networkHelpers.loadFixture(deployed);
    await expect(pledges.initialize(manager)).to.be.revertedWithCustomError(pledges, "InvalidInitialization");
    const code = await ethers.deployContract("PledgeRegistry", [entities, assets]);
    await expect(code.getFunction("initialize")(manager)).to.be.revertedWithCustomError(
      pledges,
      "InvalidInitialization",
    );
  });
});
