import { expect } from "chai";
import { network } from "hardhat";
import { ZeroAddress } from "ethers";
import { adminRole, CUSTOMS, deployLedger, GOVERNANCE_DELAY, ROLE, TAX } from "../support/ledger.ts";
import { throughGovernance } from "../support/governance.ts";
import { STANDING, taxStatement } from "../support/statements.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

const UNKNOWN_AGENCY = 77;

async function deployed() {
  const ledger = await deployLedger(connection);
  return { ...ledger, ledger };
}

describe("AgencySigners", function () {
  describe("defineAgency", function () {
    it("adds an agency with its names", async function () {
      const { registry, wallets } = await networkHelpers.loadFixture(deployed);
      expect(await registry.agencyExists(7)).to.equal(false);
      await expect(registry.connect(wallets.steward).defineAgency(7, "court", "Courts", "法院"))
        .to.emit(registry, "AgencyDefined")
        .withArgs(7, "court", "Courts", "法院");
      expect(await registry.agencyExists(7)).to.equal(true);
    });

    it("refuses number 0, which means the subject itself", async function () {
      const { registry, wallets } = await networkHelpers.loadFixture(deployed);
      await expect(registry.connect(wallets.steward).defineAgency(0, "x", "x", "x"))
        .to.be.revertedWithCustomError(registry, "AgencySignersInvalidAgency")
        .withArgs(0);
    });

    it("never changes an agency", async function () {
      const { registry, wallets } = await networkHelpers.loadFixture(deployed);
      await expect(registry.connect(wallets.steward).defineAgency(TAX, "tax", "Renamed", "税务局"))
        .to.be.revertedWithCustomError(registry, "AgencySignersAgencyExists")
        .withArgs(TAX);
    });
  });

  describe("addSigner", function () {
    it("lets a wallet sign from then on", async function () {
      const { ledger, registry, wallets } = await networkHelpers.loadFixture(deployed);
      await expect(registry.connect(wallets.taxAdmin).addSigner(TAX, wallets.relayer))
        .to.emit(registry, "SignerAdded")
        .withArgs(TAX, wallets.relayer, wallets.taxAdmin);
      const now = await time.latest();
      expect(await registry.signerOf(wallets.relayer)).to.deep.equal([BigInt(TAX), BigInt(now)]);
      const statement = taxStatement(ledger, now);
      await registry.connect(wallets.relayer).attest(statement.schemaId, statement);
      expect(await registry.isCurrent(statement.schemaId, statement)).to.equal(true);
    });

    it("refuses a wallet that signs for an agency already, its own or another", async function () {
      const { registry, wallets } = await networkHelpers.loadFixture(deployed);
      for (const [wallet, holder] of [
        [wallets.taxSigner, TAX],
        [wallets.customsSigner, CUSTOMS],
      ] as const) {
        await expect(registry.connect(wallets.taxAdmin).addSigner(TAX, wallet))
          .to.be.revertedWithCustomError(registry, "AgencySignersWalletTaken")
          .withArgs(wallet, holder);
      }
    });

    it("refuses the zero wallet", async function () {
      const { registry, wallets } = await networkHelpers.loadFixture(deployed);
      await expect(registry.connect(wallets.taxAdmin).addSigner(TAX, ZeroAddress)).to.be.revertedWithCustomError(
        registry,
        "AgencySignersInvalidWallet",
      );
    });

    it("refuses an unknown agency, and number 0", async function () {
      const { registry, wallets } = await networkHelpers.loadFixture(deployed);
      for (const agencyId of [UNKNOWN_AGENCY, 0]) {
        await expect(registry.connect(wallets.taxAdmin).addSigner(agencyId, wallets.relayer))
          .to.be.revertedWithCustomError(registry, "AgencySignersUnknownAgency")
          .withArgs(agencyId);
      }
    });
  });

  describe("dropSigner", function () {
    it("ends what a wallet may do; what it signed before stays", async function () {
      const { ledger, registry, wallets } = await networkHelpers.loadFixture(deployed);
      const statement = taxStatement(ledger, await time.latest());
      await registry.connect(wallets.taxSigner).attest(statement.schemaId, statement);
      await expect(registry.connect(wallets.taxAdmin).dropSigner(TAX, wallets.taxSigner))
        .to.emit(registry, "SignerDropped")
        .withArgs(TAX, wallets.taxSigner, wallets.taxAdmin);
      expect(await registry.signerOf(wallets.taxSigner)).to.deep.equal([0n, 0n]);
      expect(await registry.standingOf(statement.schemaId, statement)).to.equal(STANDING.current);
    });

    it("frees the wallet, which another agency may then add", async function () {
      const { registry, wallets } = await networkHelpers.loadFixture(deployed);
      await registry.connect(wallets.taxAdmin).dropSigner(TAX, wallets.taxSigner);
      await registry.connect(wallets.customsAdmin).addSigner(CUSTOMS, wallets.taxSigner);
      expect((await registry.signerOf(wallets.taxSigner)).agencyId).to.equal(CUSTOMS);
    });

    it("refuses a wallet that does not sign for this agency", async function () {
      const { registry, wallets } = await networkHelpers.loadFixture(deployed);
      for (const wallet of [wallets.customsSigner, wallets.stranger]) {
        await expect(registry.connect(wallets.taxAdmin).dropSigner(TAX, wallet))
          .to.be.revertedWithCustomError(registry, "AgencySignersNotSigner")
          .withArgs(TAX, wallet);
      }
    });

    it("refuses an unknown agency, and number 0, for which every wallet without an agency would pass", async function () {
      const { registry, wallets } = await networkHelpers.loadFixture(deployed);
      for (const agencyId of [UNKNOWN_AGENCY, 0]) {
        await expect(registry.connect(wallets.taxAdmin).dropSigner(agencyId, wallets.stranger))
          .to.be.revertedWithCustomError(registry, "AgencySignersUnknownAgency")
          .withArgs(agencyId);
      }
    });
  });

  describe("an agency's admin", function () {
    it("is heard for no other agency", async function () {
      const { registry, wallets } = await networkHelpers.loadFixture(deployed);
      await expect(registry.connect(wallets.customsAdmin).addSigner(TAX, wallets.relayer))
        .to.be.revertedWithCustomError(registry, "AgencySignersNotAdmin")
        .withArgs(TAX, wallets.customsAdmin);
      await expect(registry.connect(wallets.customsAdmin).dropSigner(TAX, wallets.taxSigner))
        .to.be.revertedWithCustomError(registry, "AgencySignersNotAdmin")
        .withArgs(TAX, wallets.customsAdmin);
    });

    it("loses its say with the role", async function () {
      const { ledger, manager, registry, wallets } = await networkHelpers.loadFixture(deployed);
      const data = manager.interface.encodeFunctionData("revokeRole", [
        adminRole(TAX),
        await wallets.taxAdmin.getAddress(),
      ]);
      await throughGovernance(connection, ledger, manager, data);
      await expect(registry.connect(wallets.taxAdmin).addSigner(TAX, wallets.relayer))
        .to.be.revertedWithCustomError(registry, "AgencySignersNotAdmin")
        .withArgs(TAX, wallets.taxAdmin);
    });

    it("is not heard when its role carries an execution delay, which this check could not enforce", async function () {
      const { ledger, manager, registry, wallets } = await networkHelpers.loadFixture(deployed);
      const data = manager.interface.encodeFunctionData("grantRole", [
        adminRole(TAX),
        await wallets.stranger.getAddress(),
        GOVERNANCE_DELAY,
      ]);
      await throughGovernance(connection, ledger, manager, data);
      await expect(registry.connect(wallets.stranger).addSigner(TAX, wallets.relayer))
        .to.be.revertedWithCustomError(registry, "AgencySignersNotAdmin")
        .withArgs(TAX, wallets.stranger);
      expect((await manager.hasRole(ROLE.governance, wallets.stranger)).isMember).to.equal(false);
    });
  });
});
