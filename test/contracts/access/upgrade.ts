import { expect } from "chai";
import { network } from "hardhat";
import { dataSlice, getAddress, id, toBeHex } from "ethers";
import type { AttestationRegistry, EntityRegistry } from "../../../build/typechain/index.ts";
import { throughGovernance } from "../support/governance.ts";
import { deployLedger, reason } from "../support/ledger.ts";
import { STANDING, taxStatement } from "../support/statements.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

/** Where ERC-1967 keeps the implementation. */
const IMPLEMENTATION_SLOT = toBeHex(BigInt(id("eip1967.proxy.implementation")) - 1n, 32);

async function deployed() {
  const ledger = await deployLedger(connection);
  const { entities, registry, wallets, schemas, company } = ledger;
  const statement = taxStatement(ledger, await networkHelpers.time.latest());
  await registry.connect(wallets.taxSigner).attest(schemas.tax, statement);
  await entities.connect(wallets.controller).proposeController(company, wallets.stranger);
  const next = {
    entities: await ethers.deployContract("EntityRegistryV2"),
    registry: await ethers.deployContract("AttestationRegistryV2", [await entities.getAddress()]),
  };
  return { ...ledger, ledger, statement, next };
}

const upgradeTo = (target: EntityRegistry | AttestationRegistry, implementation: string) =>
  (target as EntityRegistry).interface.encodeFunctionData("upgradeToAndCall", [implementation, "0x"]);

async function implementationOf(proxy: { getAddress(): Promise<string> }): Promise<string> {
  return getAddress(dataSlice(await ethers.provider.getStorage(await proxy.getAddress(), IMPLEMENTATION_SLOT), 12));
}

describe("upgrade", function () {
  it("through governance keeps what the register of entities holds", async function () {
    const { ledger, entities, company, wallets, next } = await networkHelpers.loadFixture(deployed);
    const before = await entities.entityOf(company);
    const implementation = await next.entities.getAddress();
    await expect(throughGovernance(connection, ledger, entities, upgradeTo(entities, implementation)))
      .to.emit(entities, "Upgraded")
      .withArgs(implementation);
    expect(await implementationOf(entities)).to.equal(implementation);
    const upgraded = await ethers.getContractAt("EntityRegistryV2", await entities.getAddress());
    expect(await upgraded.getFunction("version")()).to.equal(2n);
    expect(await entities.entityOf(company)).to.deep.equal(before);
    expect(await entities.proposedControllerOf(company)).to.equal(wallets.stranger);
    expect(await entities.authority()).to.equal(ledger.manager);
  });

  it("through governance keeps signers, schemas and statements", async function () {
    const { ledger, registry, schemas, wallets, statement, next } = await networkHelpers.loadFixture(deployed);
    const before = [await registry.schemaOf(schemas.tax), await registry.signerOf(wallets.taxSigner)];
    await throughGovernance(connection, ledger, registry, upgradeTo(registry, await next.registry.getAddress()));
    const upgraded = await ethers.getContractAt("AttestationRegistryV2", await registry.getAddress());
    expect(await upgraded.getFunction("version")()).to.equal(2n);
    expect([await registry.schemaOf(schemas.tax), await registry.signerOf(wallets.taxSigner)]).to.deep.equal(before);
    expect(await registry.standingOf(schemas.tax, statement)).to.equal(STANDING.current);
    await registry
      .connect(wallets.taxSigner)
      .revoke(schemas.tax, statement.subject, statement.itemKey, statement.observedAt, reason("wrong"));
    expect(await registry.standingOf(schemas.tax, statement)).to.equal(STANDING.revoked);
  });

  it("is refused to a stranger, and changes nothing", async function () {
    const { entities, registry, wallets, next } = await networkHelpers.loadFixture(deployed);
    for (const [target, implementation] of [
      [entities, next.entities],
      [registry, next.registry],
    ] as const) {
      const before = await implementationOf(target);
      const data = upgradeTo(target, await implementation.getAddress());
      await expect(wallets.stranger.sendTransaction({ to: await target.getAddress(), data }))
        .to.be.revertedWithCustomError(target, "AccessManagedUnauthorized")
        .withArgs(wallets.stranger);
      expect(await implementationOf(target)).to.equal(before);
    }
  });

  it("cannot be scheduled by a stranger", async function () {
    const { manager, entities, wallets, next } = await networkHelpers.loadFixture(deployed);
    const data = upgradeTo(entities, await next.entities.getAddress());
    await expect(manager.connect(wallets.stranger).schedule(entities, data, 0)).to.be.revertedWithCustomError(
      manager,
      "AccessManagerUnauthorizedCall",
    );
  });

  it("is executed by nobody but governance, and once", async function () {
    const { ledger, manager, entities, wallets, next } = await networkHelpers.loadFixture(deployed);
    const data = upgradeTo(entities, await next.entities.getAddress());
    await throughGovernance(connection, ledger, entities, data);
    const operation = await manager.hashOperation(wallets.governance, entities, data);
    await expect(manager.connect(wallets.governance).execute(entities, data))
      .to.be.revertedWithCustomError(manager, "AccessManagerNotScheduled")
      .withArgs(operation);
    await expect(manager.connect(wallets.stranger).execute(entities, data)).to.be.revertedWithCustomError(
      manager,
      "AccessManagerUnauthorizedCall",
    );
  });

  it("is refused to code that is no UUPS implementation", async function () {
    const { ledger, entities, wallets } = await networkHelpers.loadFixture(deployed);
    const contract = await (await ethers.deployContract("TestResolver")).getAddress();
    const proxy = await ethers.getContractAt("ERC1967Proxy", contract);
    await expect(throughGovernance(connection, ledger, entities, upgradeTo(entities, contract)))
      .to.be.revertedWithCustomError(proxy, "ERC1967InvalidImplementation")
      .withArgs(contract);
    const before = await implementationOf(entities);
    await expect(
      throughGovernance(connection, ledger, entities, upgradeTo(entities, wallets.stranger.address)),
    ).to.be.revertedWithCustomError(ledger.manager, "FailedCall");
    expect(await implementationOf(entities)).to.equal(before);
  });

  it("to the other contract's code is possible, and governance's to undo: state lies in namespaces", async function () {
    const { ledger, entities, company, next } = await networkHelpers.loadFixture(deployed);
    const before = await entities.entityOf(company);
    await throughGovernance(connection, ledger, entities, upgradeTo(entities, await next.registry.getAddress()));
    await expect(entities.entityOf(company)).to.revert(ethers);
    await throughGovernance(connection, ledger, entities, upgradeTo(entities, await next.entities.getAddress()));
    expect(await entities.entityOf(company)).to.deep.equal(before);
  });
});

describe("initialize", function () {
  it("works once for a proxy, and never for an implementation", async function () {
    const { entities, registry, wallets } = await networkHelpers.loadFixture(deployed);
    const bare = await ethers.getContractAt("EntityRegistry", await implementationOf(entities));
    const bareRegistry = await ethers.getContractAt("AttestationRegistry", await implementationOf(registry));
    for (const target of [entities, registry, bare, bareRegistry]) {
      await expect(
        (target as EntityRegistry).connect(wallets.stranger).initialize(wallets.stranger),
      ).to.be.revertedWithCustomError(target, "InvalidInitialization");
    }
  });

  it("leaves an implementation without an authority: nobody can upgrade or pause it", async function () {
    const { entities, registry, wallets } = await networkHelpers.loadFixture(deployed);
    for (const proxy of [entities, registry]) {
      const bare = await ethers.getContractAt("EntityRegistry", await implementationOf(proxy));
      expect(await bare.authority()).to.equal(ethers.ZeroAddress);
      await expect(bare.connect(wallets.guardian).pause()).to.revert(ethers);
      await expect(
        bare.connect(wallets.governance).upgradeToAndCall(await implementationOf(proxy), "0x"),
      ).to.be.revertedWithCustomError(bare, "UUPSUnauthorizedCallContext");
    }
  });
});

describe("setAuthority", function () {
  it("is refused to everybody but the AccessManager, governance too", async function () {
    const { entities, registry, wallets } = await networkHelpers.loadFixture(deployed);
    for (const target of [entities, registry]) {
      for (const wallet of [wallets.governance, wallets.stranger]) {
        await expect((target as EntityRegistry).connect(wallet).setAuthority(wallets.stranger))
          .to.be.revertedWithCustomError(target, "AccessManagedUnauthorized")
          .withArgs(wallet);
      }
    }
  });
});
