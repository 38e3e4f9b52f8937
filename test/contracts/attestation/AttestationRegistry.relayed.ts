import { expect } from "chai";
import { network } from "hardhat";
import { concat, id, Wallet, ZeroAddress } from "ethers";
import type { Contract } from "ethers";
import { deployLedger, GOVERNANCE_DELAY, KIND, TAX, usccBytes } from "../support/ledger.ts";
import { compact, malleated, signBatch, signStatement } from "../support/signing.ts";
import { packRecord, taxStatement } from "../support/statements.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;

/** Two owners whose keys the tests hold, for the wallet that is a contract. */
const OWNERS = [new Wallet(id("first owner")), new Wallet(id("second owner"))] as const;

async function deployed() {
  const ledger = await deployLedger(connection);
  const now = await time.latest();
  return { ...ledger, ledger, now, deadline: now + 3600, statement: taxStatement(ledger, now) };
}

async function withSmartWallet() {
  const fixture = await deployed();
  const wallet: Contract = await ethers.deployContract("SmartWallet", [OWNERS[0].address, OWNERS[1].address]);
  await fixture.registry.connect(fixture.wallets.taxAdmin).addSigner(TAX, wallet);
  return { ...fixture, wallet };
}

describe("AttestationRegistry.attestBySignature", function () {
  for (const [form, encode] of [
    ["65 bytes", (signature: string) => signature],
    ["the 64 bytes of ERC-2098", compact],
  ] as const) {
    it(`takes a signature of ${form} from any relayer; the event names the signer`, async function () {
      const { registry, wallets, statement, deadline } = await networkHelpers.loadFixture(deployed);
      const signature = encode(await signStatement(wallets.taxSigner, registry, statement, deadline));
      await expect(
        registry
          .connect(wallets.relayer)
          .attestBySignature(statement.schemaId, statement, wallets.taxSigner, deadline, signature),
      )
        .to.emit(registry, "Attested")
        .withArgs(statement.schemaId, wallets.taxSigner, packRecord(statement));
      expect(await registry.isCurrent(statement.schemaId, statement)).to.equal(true);
    });
  }

  it("takes whatever an ERC-1271 signer accepts, here 130 bytes", async function () {
    const { registry, wallets, wallet, statement, deadline } = await networkHelpers.loadFixture(withSmartWallet);
    const signatures = await Promise.all(OWNERS.map((owner) => signStatement(owner, registry, statement, deadline)));
    await expect(
      registry
        .connect(wallets.relayer)
        .attestBySignature(statement.schemaId, statement, wallet, deadline, concat(signatures)),
    )
      .to.emit(registry, "Attested")
      .withArgs(statement.schemaId, wallet, packRecord(statement));
  });

  it("refuses what an ERC-1271 signer does not accept", async function () {
    const { registry, wallets, wallet, statement, deadline } = await networkHelpers.loadFixture(withSmartWallet);
    const [first, second] = await Promise.all(
      OWNERS.map((owner) => signStatement(owner, registry, statement, deadline)),
    );
    for (const signature of [first, concat([second ?? "0x", first ?? "0x"]), "0x"]) {
      await expect(
        registry
          .connect(wallets.relayer)
          .attestBySignature(statement.schemaId, statement, wallet, deadline, signature ?? "0x"),
      )
        .to.be.revertedWithCustomError(registry, "AttestationRegistryInvalidSignature")
        .withArgs(wallet);
    }
  });

  it("takes the company controller's signature for a schema that the subject issues", async function () {
    const { ledger, registry, wallets, schemas, now, deadline } = await networkHelpers.loadFixture(deployed);
    const statement = taxStatement(ledger, now, { schemaId: schemas.subject });
    const signature = await signStatement(wallets.controller, registry, statement, deadline);
    await registry
      .connect(wallets.relayer)
      .attestBySignature(schemas.subject, statement, wallets.controller, deadline, signature);
    expect(await registry.isCurrent(schemas.subject, statement)).to.equal(true);
  });

  it("counts until the deadline and at it", async function () {
    const { registry, wallets, statement, deadline } = await networkHelpers.loadFixture(deployed);
    const signature = await signStatement(wallets.taxSigner, registry, statement, deadline);
    await time.setNextBlockTimestamp(deadline);
    await registry
      .connect(wallets.relayer)
      .attestBySignature(statement.schemaId, statement, wallets.taxSigner, deadline, signature);
    expect(await registry.isCurrent(statement.schemaId, statement)).to.equal(true);
  });

  describe("what a relayer may try", function () {
    it("cannot send late", async function () {
      const { registry, wallets, statement, deadline } = await networkHelpers.loadFixture(deployed);
      const signature = await signStatement(wallets.taxSigner, registry, statement, deadline);
      await time.setNextBlockTimestamp(deadline + 1);
      await expect(
        registry
          .connect(wallets.relayer)
          .attestBySignature(statement.schemaId, statement, wallets.taxSigner, deadline, signature),
      )
        .to.be.revertedWithCustomError(registry, "AttestationRegistryDeadlinePassed")
        .withArgs(deadline, deadline + 1);
    });

    it("cannot move the deadline", async function () {
      const { registry, wallets, statement, deadline } = await networkHelpers.loadFixture(deployed);
      const signature = await signStatement(wallets.taxSigner, registry, statement, deadline);
      await expect(
        registry
          .connect(wallets.relayer)
          .attestBySignature(statement.schemaId, statement, wallets.taxSigner, deadline + 1, signature),
      )
        .to.be.revertedWithCustomError(registry, "AttestationRegistryInvalidSignature")
        .withArgs(wallets.taxSigner);
    });

    it("cannot replay, in either encoding", async function () {
      const { registry, wallets, statement, deadline } = await networkHelpers.loadFixture(deployed);
      const signature = await signStatement(wallets.taxSigner, registry, statement, deadline);
      const relay = (encoded: string) =>
        registry
          .connect(wallets.relayer)
          .attestBySignature(statement.schemaId, statement, wallets.taxSigner, deadline, encoded);
      await relay(signature);
      for (const encoded of [signature, compact(signature)]) {
        await expect(relay(encoded))
          .to.be.revertedWithCustomError(registry, "AttestationRegistryStale")
          .withArgs(statement.subject, statement.itemKey, statement.observedAt, statement.observedAt);
      }
    });

    it("cannot bring back what was revoked", async function () {
      const { registry, wallets, statement, deadline } = await networkHelpers.loadFixture(deployed);
      const { schemaId, subject, itemKey, observedAt } = statement;
      const signature = await signStatement(wallets.taxSigner, registry, statement, deadline);
      const relay = () =>
        registry
          .connect(wallets.relayer)
          .attestBySignature(schemaId, statement, wallets.taxSigner, deadline, signature);
      await relay();
      await registry.connect(wallets.taxSigner).revoke(schemaId, subject, itemKey, observedAt, id("wrong"));
      await expect(relay())
        .to.be.revertedWithCustomError(registry, "AttestationRegistryStale")
        .withArgs(subject, itemKey, observedAt, observedAt);
    });

    it("cannot reorder: the older statement does not replace the newer", async function () {
      const { ledger, registry, wallets, now, deadline } = await networkHelpers.loadFixture(deployed);
      const relay = async (observedAt: number) => {
        const statement = taxStatement(ledger, observedAt);
        const signature = await signStatement(wallets.taxSigner, registry, statement, deadline);
        return registry
          .connect(wallets.relayer)
          .attestBySignature(statement.schemaId, statement, wallets.taxSigner, deadline, signature);
      };
      await relay(now);
      await expect(relay(now - 1))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryStale")
        .withArgs(ledger.company, taxStatement(ledger, now).itemKey, now - 1, now);
    });

    it("cannot change any part of the statement", async function () {
      const { ledger, registry, wallets, schemas, company, now, statement, deadline } =
        await networkHelpers.loadFixture(deployed);
      const signature = await signStatement(wallets.taxSigner, registry, statement, deadline);
      const altered = [
        taxStatement(ledger, now, { schemaId: schemas.customs }),
        taxStatement(ledger, now, { subject: id("other") }),
        taxStatement(ledger, now, { itemKey: id("item") }),
        taxStatement(ledger, now, { evidence: id("evidence") }),
        taxStatement(ledger, now, { values: [1_234_500n, -98n, 12n] }),
        taxStatement(ledger, now - 1),
      ];
      for (const wrong of altered) {
        await expect(
          registry
            .connect(wallets.relayer)
            .attestBySignature(wrong.schemaId, wrong, wallets.taxSigner, deadline, signature),
        )
          .to.be.revertedWithCustomError(registry, "AttestationRegistryInvalidSignature")
          .withArgs(wallets.taxSigner);
      }
      expect((await registry.latestOf(schemas.tax, company, statement.itemKey)).observedAt).to.equal(0);
    });

    it("cannot name another signer", async function () {
      const { registry, wallets, statement, deadline } = await networkHelpers.loadFixture(deployed);
      const signature = await signStatement(wallets.stranger, registry, statement, deadline);
      for (const signer of [wallets.taxSigner, wallets.secondTaxSigner]) {
        await expect(
          registry
            .connect(wallets.relayer)
            .attestBySignature(statement.schemaId, statement, signer, deadline, signature),
        )
          .to.be.revertedWithCustomError(registry, "AttestationRegistryInvalidSignature")
          .withArgs(signer);
      }
    });
  });

  describe("signatures for elsewhere", function () {
    for (const [where, domain] of [
      ["another chain", { chainId: 1 }],
      ["another contract", { verifyingContract: "0x000000000000000000000000000000000000dEaD" }],
      ["another version", { version: "2" }],
      ["another product", { name: "Lingnan" }],
    ] as const) {
      it(`refuses one for ${where}`, async function () {
        const { registry, wallets, statement, deadline } = await networkHelpers.loadFixture(deployed);
        const signature = await signStatement(wallets.taxSigner, registry, statement, deadline, domain);
        await expect(
          registry
            .connect(wallets.relayer)
            .attestBySignature(statement.schemaId, statement, wallets.taxSigner, deadline, signature),
        )
          .to.be.revertedWithCustomError(registry, "AttestationRegistryInvalidSignature")
          .withArgs(wallets.taxSigner);
      });
    }
  });

  describe("malformed signatures", function () {
    for (const [what, spoil] of [
      ["an empty one", () => "0x"],
      ["one of 63 bytes", (signature: string) => signature.slice(0, 2 + 126)],
      ["one of 66 bytes", (signature: string) => `${signature}00`],
      ["one with the high s", malleated],
      ["one with the high s, compact", (signature: string) => malleated(signature).slice(0, 2 + 128)],
      ["one with v = 29", (signature: string) => `${signature.slice(0, -2)}1d`],
      ["one of zeros", () => `0x${"00".repeat(65)}`],
    ] as const) {
      it(`refuses ${what}`, async function () {
        const { registry, wallets, statement, deadline } = await networkHelpers.loadFixture(deployed);
        const signature = spoil(await signStatement(wallets.taxSigner, registry, statement, deadline));
        await expect(
          registry
            .connect(wallets.relayer)
            .attestBySignature(statement.schemaId, statement, wallets.taxSigner, deadline, signature),
        )
          .to.be.revertedWithCustomError(registry, "AttestationRegistryInvalidSignature")
          .withArgs(wallets.taxSigner);
      });
    }

    it("refuses the zero signer, whom a broken signature would recover to", async function () {
      const { ledger, registry, wallets, schemas, company, entities, now, deadline } =
        await networkHelpers.loadFixture(deployed);
      await entities.connect(wallets.registrar).register(usccBytes("914403001922038216"), KIND.company, ZeroAddress);
      for (const [schemaId, subject] of [
        [schemas.tax, company],
        [schemas.subject, id("914403001922038216")],
      ] as const) {
        const statement = taxStatement(ledger, now, { schemaId, subject });
        for (const signature of ["0x", `0x${"00".repeat(64)}`, `0x${"00".repeat(65)}`]) {
          await expect(
            registry.connect(wallets.relayer).attestBySignature(schemaId, statement, ZeroAddress, deadline, signature),
          )
            .to.be.revertedWithCustomError(registry, "AttestationRegistryInvalidSignature")
            .withArgs(ZeroAddress);
        }
      }
    });
  });

  describe("signers without the right", function () {
    it("refuses a wallet of another agency, and a stranger's own signature", async function () {
      const { registry, wallets, statement, deadline } = await networkHelpers.loadFixture(deployed);
      for (const signer of [wallets.customsSigner, wallets.stranger, wallets.taxAdmin]) {
        const signature = await signStatement(signer, registry, statement, deadline);
        await expect(
          registry
            .connect(wallets.relayer)
            .attestBySignature(statement.schemaId, statement, signer, deadline, signature),
        )
          .to.be.revertedWithCustomError(registry, "AgencySignersNotSigner")
          .withArgs(TAX, signer);
      }
    });

    it("refuses what a wallet signed before its agency dropped it", async function () {
      const { registry, wallets, statement, deadline } = await networkHelpers.loadFixture(deployed);
      const signature = await signStatement(wallets.taxSigner, registry, statement, deadline);
      await registry.connect(wallets.taxAdmin).dropSigner(TAX, wallets.taxSigner);
      await expect(
        registry
          .connect(wallets.relayer)
          .attestBySignature(statement.schemaId, statement, wallets.taxSigner, deadline, signature),
      )
        .to.be.revertedWithCustomError(registry, "AgencySignersNotSigner")
        .withArgs(TAX, wallets.taxSigner);
    });
  });
});

describe("AttestationRegistry.attestBatchBySignature", function () {
  async function signedBatch() {
    const fixture = await deployed();
    const { ledger, registry, schemas, wallets, now, deadline } = fixture;
    const batch = ["a", "b", "c"].map((name) => taxStatement(ledger, now, { subject: id(name) }));
    const signature = await signBatch(wallets.taxSigner, registry, schemas.tax, batch, deadline);
    return { ...fixture, batch, signature, relay: registry.connect(wallets.relayer) };
  }

  it("attests all statements under one signature, 65 bytes or compact", async function () {
    for (const encode of [(signature: string) => signature, compact]) {
      const { registry, relay, schemas, wallets, batch, deadline, signature } =
        await networkHelpers.loadFixture(signedBatch);
      await expect(relay.attestBatchBySignature(schemas.tax, batch, wallets.taxSigner, deadline, encode(signature)))
        .to.emit(registry, "Attested")
        .withArgs(schemas.tax, wallets.taxSigner, concat(batch.map(packRecord)));
    }
  });

  it("refuses a batch that was reordered, shortened, lengthened or altered", async function () {
    const { ledger, registry, relay, schemas, wallets, batch, now, deadline, signature } =
      await networkHelpers.loadFixture(signedBatch);
    const extra = taxStatement(ledger, now, { subject: id("d") });
    const altered = { ...extra, subject: id("c"), values: [0n, 0n, 0n] };
    for (const wrong of [[...batch].reverse(), batch.slice(0, 2), [...batch, extra], [...batch.slice(0, 2), altered]]) {
      await expect(relay.attestBatchBySignature(schemas.tax, wrong, wallets.taxSigner, deadline, signature))
        .to.be.revertedWithCustomError(registry, "AttestationRegistryInvalidSignature")
        .withArgs(wallets.taxSigner);
    }
  });

  it("refuses a replay, a late one, and one for another schema", async function () {
    const { registry, relay, schemas, wallets, batch, now, deadline, signature } =
      await networkHelpers.loadFixture(signedBatch);
    await expect(relay.attestBatchBySignature(schemas.customs, batch, wallets.taxSigner, deadline, signature))
      .to.be.revertedWithCustomError(registry, "AttestationRegistryInvalidSignature")
      .withArgs(wallets.taxSigner);
    await relay.attestBatchBySignature(schemas.tax, batch, wallets.taxSigner, deadline, signature);
    await expect(relay.attestBatchBySignature(schemas.tax, batch, wallets.taxSigner, deadline, signature))
      .to.be.revertedWithCustomError(registry, "AttestationRegistryStale")
      .withArgs(id("a"), batch[0]?.itemKey, now, now);
    await time.increase(GOVERNANCE_DELAY);
    await expect(
      relay.attestBatchBySignature(schemas.tax, batch, wallets.taxSigner, deadline, signature),
    ).to.be.revertedWithCustomError(registry, "AttestationRegistryDeadlinePassed");
  });

  it("does not mistake a single statement's signature for a batch of one, nor the reverse", async function () {
    const { registry, relay, schemas, wallets, statement, deadline } = await networkHelpers.loadFixture(signedBatch);
    const single = await signStatement(wallets.taxSigner, registry, statement, deadline);
    const batch = await signBatch(wallets.taxSigner, registry, schemas.tax, [statement], deadline);
    await expect(
      relay.attestBatchBySignature(schemas.tax, [statement], wallets.taxSigner, deadline, single),
    ).to.be.revertedWithCustomError(registry, "AttestationRegistryInvalidSignature");
    await expect(
      relay.attestBySignature(schemas.tax, statement, wallets.taxSigner, deadline, batch),
    ).to.be.revertedWithCustomError(registry, "AttestationRegistryInvalidSignature");
  });

  it("refuses an empty batch even when it is signed, and a wallet of another agency", async function () {
    const { registry, relay, schemas, wallets, batch, deadline } = await networkHelpers.loadFixture(signedBatch);
    const empty = await signBatch(wallets.taxSigner, registry, schemas.tax, [], deadline);
    await expect(
      relay.attestBatchBySignature(schemas.tax, [], wallets.taxSigner, deadline, empty),
    ).to.be.revertedWithCustomError(registry, "AttestationRegistryEmptyBatch");
    const foreign = await signBatch(wallets.customsSigner, registry, schemas.tax, batch, deadline);
    await expect(relay.attestBatchBySignature(schemas.tax, batch, wallets.customsSigner, deadline, foreign))
      .to.be.revertedWithCustomError(registry, "AgencySignersNotSigner")
      .withArgs(TAX, wallets.customsSigner);
  });
});
