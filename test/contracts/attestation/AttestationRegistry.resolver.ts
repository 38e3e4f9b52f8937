import { expect } from "chai";
import { network } from "hardhat";
import { id, Wallet } from "ethers";
import { throughGovernance } from "../support/governance.ts";
import { deployLedger, FIELDS, reason, schemaIdOf, STREAM, TAX, VALIDITY } from "../support/ledger.ts";
import { STANDING, taxStatement } from "../support/statements.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;

/** `TestResolver.Behaviour`. */
const REFUSE = 1;
const BURN_GAS = 2;
const BOMB = 3;

const REASON = reason("wrong");

async function withResolver() {
  const ledger = await deployLedger(connection);
  const { registry, wallets } = ledger;
  const resolver = await ethers.deployContract("TestResolver");
  const schemaId = schemaIdOf("tax.resolved.v1", TAX);
  await registry
    .connect(wallets.steward)
    .defineSchema("tax.resolved.v1", TAX, FIELDS, STREAM, VALIDITY, await resolver.getAddress());
  const now = await time.latest();
  const statement = taxStatement(ledger, now, { schemaId });
  const behave = (behaviour: number) => resolver.getFunction("behave")(behaviour);
  const callBack = (data: string) => resolver.getFunction("callBack")(registry, data);
  return { ...ledger, ledger, resolver, schemaId, now, statement, behave, callBack };
}

/** The same, with one statement attested. */
async function attested() {
  const fixture = await withResolver();
  const { registry, wallets, schemaId, statement } = fixture;
  await registry.connect(wallets.taxSigner).attest(schemaId, statement);
  const revoke = (overrides: { gasLimit?: number } = {}) =>
    registry
      .connect(wallets.taxSigner)
      .revoke(schemaId, statement.subject, statement.itemKey, statement.observedAt, REASON, overrides);
  return { ...fixture, revoke };
}

/** Lets a wallet run the code at `target` (EIP-7702), or, with the zero address, none any more. */
async function delegate(wallet: Wallet, target: string) {
  const nonce = await ethers.provider.getTransactionCount(wallet.address);
  const authorization = await wallet.authorize({ address: target, nonce, chainId: 31337n });
  const payer = new Wallet(id("payer"), ethers.provider);
  await networkHelpers.setBalance(payer.address, ethers.parseEther("1"));
  const transaction = { type: 4, to: payer.address, authorizationList: [authorization], gasLimit: 200_000n };
  await (await payer.sendTransaction(transaction)).wait();
}

describe("AttestationRegistry and resolvers", function () {
  describe("attest", function () {
    it("tells the resolver what was attested and by whom, after its own event", async function () {
      const { registry, resolver, wallets, schemaId, statement } = await networkHelpers.loadFixture(withResolver);
      const sent = await registry.connect(wallets.taxSigner).attest(schemaId, statement);
      await expect(sent)
        .to.emit(resolver, "HeardOfAttestation")
        .withArgs(schemaId, statement.subject, statement.itemKey, statement.values, wallets.taxSigner);
      const senders = (await sent.wait())?.logs.map(({ address }) => address);
      expect(senders).to.deep.equal([await registry.getAddress(), await resolver.getAddress()]);
    });

    it("tells it of each statement of a batch, in order", async function () {
      const { ledger, registry, resolver, wallets, schemaId, now } = await networkHelpers.loadFixture(withResolver);
      const batch = ["a", "b", "c"].map((name) => taxStatement(ledger, now, { schemaId, subject: id(name) }));
      const sent = await registry.connect(wallets.taxSigner).attestBatch(schemaId, batch);
      const logs = (await sent.wait())?.logs.slice(1) ?? [];
      const subjects = logs.map((log) => resolver.interface.parseLog(log)?.args.getValue("subject") as string);
      expect(subjects).to.deep.equal(["a", "b", "c"].map((name) => id(name)));
    });

    it("is undone by a refusal, which it passes on with its reason", async function () {
      const { registry, resolver, wallets, schemaId, statement, behave } =
        await networkHelpers.loadFixture(withResolver);
      await behave(REFUSE);
      await expect(registry.connect(wallets.taxSigner).attest(schemaId, statement))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryResolverRejected")
        .withArgs(resolver, resolver.interface.encodeErrorResult("Refused", [statement.subject]));
      expect(await registry.standingOf(schemaId, statement)).to.equal(STANDING.unknown);
    });

    it("is undone, a whole batch of it too, by a resolver that burns all gas", async function () {
      const { ledger, registry, resolver, wallets, schemaId, now, statement, behave } =
        await networkHelpers.loadFixture(withResolver);
      await behave(BURN_GAS);
      const batch = [statement, taxStatement(ledger, now, { schemaId, subject: id("b") })];
      await expect(registry.connect(wallets.taxSigner).attestBatch(schemaId, batch, { gasLimit: 5_000_000 }))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryResolverRejected")
        .withArgs(resolver, "0x");
      for (const each of batch) expect(await registry.standingOf(schemaId, each)).to.equal(STANDING.unknown);
    });

    it("does not care about a resolver of another schema", async function () {
      const { ledger, registry, wallets, now, behave } = await networkHelpers.loadFixture(withResolver);
      await behave(REFUSE);
      const plain = taxStatement(ledger, now);
      await registry.connect(wallets.taxSigner).attest(plain.schemaId, plain);
      expect(await registry.isCurrent(plain.schemaId, plain)).to.equal(true);
    });
  });

  describe("revoke", function () {
    it("tells the resolver", async function () {
      const { resolver, schemaId, statement, revoke } = await networkHelpers.loadFixture(attested);
      await expect(revoke())
        .to.emit(resolver, "HeardOfRevocation")
        .withArgs(schemaId, statement.subject, statement.itemKey, statement.observedAt);
    });

    it("stands although the resolver refuses, and reports the failure", async function () {
      const { registry, resolver, schemaId, statement, behave, revoke } = await networkHelpers.loadFixture(attested);
      await behave(REFUSE);
      const refusal = resolver.interface.encodeErrorResult("Refused", [statement.subject]);
      await expect(revoke())
        .to.emit(registry, "ResolverFailed")
        .withArgs(schemaId, resolver, statement.subject, refusal);
      expect(await registry.standingOf(schemaId, statement)).to.equal(STANDING.revoked);
    });

    it("stands although the resolver burns all the gas that it is given", async function () {
      const { registry, resolver, schemaId, statement, behave, revoke } = await networkHelpers.loadFixture(attested);
      await behave(BURN_GAS);
      const sent = await revoke({ gasLimit: 700_000 });
      await expect(sent).to.emit(registry, "ResolverFailed").withArgs(schemaId, resolver, statement.subject, "0x");
      expect(await registry.standingOf(schemaId, statement)).to.equal(STANDING.revoked);
    });

    it("stands although the resolver answers with as much data as its gas can buy, and reports the first bytes", async function () {
      const { registry, resolver, schemaId, statement, behave, revoke } = await networkHelpers.loadFixture(attested);
      await behave(BOMB);
      await expect(revoke({ gasLimit: 700_000 }))
        .to.emit(registry, "ResolverFailed")
        .withArgs(schemaId, resolver, statement.subject, (reason: string) => ethers.dataLength(reason) === 256);
      expect(await registry.standingOf(schemaId, statement)).to.equal(STANDING.revoked);
    });

    it("stands although the resolver, a wallet that delegates to code, has ended its delegation", async function () {
      const { ledger, registry, resolver, wallets, now } = await networkHelpers.loadFixture(withResolver);
      const delegating = new Wallet(id("delegating wallet"));
      await delegate(delegating, await resolver.getAddress());
      const schemaId = schemaIdOf("tax.delegated.v1", TAX);
      await registry
        .connect(wallets.steward)
        .defineSchema("tax.delegated.v1", TAX, FIELDS, STREAM, VALIDITY, delegating.address);
      const statement = taxStatement(ledger, now, { schemaId });
      const { subject, itemKey, observedAt } = statement;
      await registry.connect(wallets.taxSigner).attest(schemaId, statement);
      await delegate(delegating, ethers.ZeroAddress);
      expect(await ethers.provider.getCode(delegating.address)).to.equal("0x");
      await expect(registry.connect(wallets.taxSigner).revoke(schemaId, subject, itemKey, observedAt, REASON))
        .to.emit(registry, "ResolverFailed")
        .withArgs(schemaId, delegating.address, subject, "0x");
      expect(await registry.standingOf(schemaId, statement)).to.equal(STANDING.revoked);
    });

    it("refuses too little gas, with which a caller could starve the resolver on purpose", async function () {
      const { registry, schemaId, statement, revoke } = await networkHelpers.loadFixture(attested);
      await expect(revoke({ gasLimit: 400_000 })).to.be.revertedWithCustomError(
        registry,
        "AttestationRegistryTooLittleGas",
      );
      expect(await registry.standingOf(schemaId, statement)).to.equal(STANDING.current);
    });

    it("tells nobody when the resolver was removed since", async function () {
      const { ledger, registry, resolver, schemaId, statement, behave, revoke } =
        await networkHelpers.loadFixture(attested);
      await behave(REFUSE);
      const data = registry.interface.encodeFunctionData("setResolver", [schemaId, ethers.ZeroAddress]);
      await throughGovernance(connection, ledger, registry, data);
      await expect(revoke()).to.not.emit(resolver, "HeardOfRevocation");
      expect(await registry.standingOf(schemaId, statement)).to.equal(STANDING.revoked);
    });

    it("tells nobody of a statement older than the resolver", async function () {
      const { ledger, registry, resolver, wallets, now } = await networkHelpers.loadFixture(attested);
      const plain = taxStatement(ledger, now);
      const { schemaId, subject, itemKey, observedAt } = plain;
      await registry.connect(wallets.taxSigner).attest(schemaId, plain);
      const data = registry.interface.encodeFunctionData("setResolver", [schemaId, await resolver.getAddress()]);
      await throughGovernance(connection, ledger, registry, data);
      await expect(
        registry.connect(wallets.taxSigner).revoke(schemaId, subject, itemKey, observedAt, REASON),
      ).to.not.emit(resolver, "HeardOfRevocation");
    });
  });

  describe("a resolver that calls back", function () {
    /** The resolver is made a signer of the agency, so that nothing but the guard against re-entry can stop it. */
    async function calledBack() {
      const fixture = await attested();
      await fixture.registry.connect(fixture.wallets.taxAdmin).addSigner(TAX, fixture.resolver);
      return fixture;
    }

    for (const during of ["attest", "revoke"] as const) {
      for (const how of ["attest", "attestBatch", "revoke"] as const) {
        it(`cannot ${how} while it hears of ${during}`, async function () {
          const { ledger, registry, resolver, wallets, schemas, schemaId, now, callBack, revoke } =
            await networkHelpers.loadFixture(calledBack);
          const inner = taxStatement(ledger, now, { itemKey: id("inner") });
          const { subject, itemKey } = inner;
          await registry.connect(wallets.taxSigner).attest(schemas.tax, inner);
          const newer = { ...inner, observedAt: now + 1 };
          const data = {
            attest: () => registry.interface.encodeFunctionData("attest", [schemas.tax, newer]),
            attestBatch: () => registry.interface.encodeFunctionData("attestBatch", [schemas.tax, [newer]]),
            revoke: () => registry.interface.encodeFunctionData("revoke", [schemas.tax, subject, itemKey, now, REASON]),
          }[how]();
          await callBack(data);
          const outer = taxStatement(ledger, now, { schemaId, itemKey: id("outer") });
          const sent = during === "attest" ? registry.connect(wallets.taxSigner).attest(schemaId, outer) : revoke();
          await expect(sent)
            .to.emit(resolver, "CalledBack")
            .withArgs(false, registry.interface.encodeErrorResult("ReentrancyGuardReentrantCall"));
          expect(await registry.isCurrent(schemas.tax, inner)).to.equal(true);
        });
      }
    }

    it("may read", async function () {
      const { ledger, registry, resolver, wallets, schemaId, now, callBack } =
        await networkHelpers.loadFixture(calledBack);
      const statement = taxStatement(ledger, now, { schemaId, itemKey: id("outer") });
      await callBack(registry.interface.encodeFunctionData("isCurrent", [schemaId, statement]));
      await expect(registry.connect(wallets.taxSigner).attest(schemaId, statement))
        .to.emit(resolver, "CalledBack")
        .withArgs(true, ethers.AbiCoder.defaultAbiCoder().encode(["bool"], [true]));
    });
  });
});
