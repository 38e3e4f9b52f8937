import { expect } from "chai";
import { network } from "hardhat";
import { concat, dataLength, dataSlice, id, zeroPadBytes, ZeroHash } from "ethers";
import { handmade, withWord, word } from "../support/calldata.ts";
import { deployLedger, FIELDS, schemaIdOf, STREAM, TAX, VALIDITY } from "../support/ledger.ts";
import { signStatement } from "../support/signing.ts";
import { packRecord, taxStatement } from "../support/statements.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;

/** Words of `attest`'s calldata behind the selector: schema, offset, then the statement's head, length and values. */
const SCHEMA = 0;
const STATEMENT_OFFSET = 1;
const OBSERVED_AT = 4;
const VALUES_OFFSET = 6;
const VALUES_LENGTH = 7;

async function deployed() {
  const ledger = await deployLedger(connection);
  const { registry, wallets } = ledger;
  const now = await time.latest();
  const statement = taxStatement(ledger, now, { itemKey: id("item"), evidence: id("evidence") });
  const data = registry.interface.encodeFunctionData("attest", [statement.schemaId, statement]);
  const to = await registry.getAddress();
  const send = (calldata: string) => wallets.taxSigner.sendTransaction({ to, data: calldata });
  const kept = async (itemKey = statement.itemKey) =>
    (await registry.latestOf(statement.schemaId, statement.subject, itemKey)).observedAt;
  return { ...ledger, ledger, now, statement, data, send, kept };
}

describe("AttestationRegistry and calldata that no encoder writes", function () {
  describe("refuses, and keeps nothing of", function () {
    for (const [what, spoil] of [
      ["a time with a bit above its 32", (data: string) => withWord(data, OBSERVED_AT, word(2n ** 32n + 1n))],
      ["a time with its highest bit set", (data: string) => withWord(data, OBSERVED_AT, word(2n ** 255n + 1n))],
      [
        "a schema id with a bit below its 4 bytes",
        (data: string) => withWord(data, SCHEMA, concat([dataSlice(data, 4, 8), dataSlice(word(1), 4)])),
      ],
      ["a statement far outside", (data: string) => withWord(data, STATEMENT_OFFSET, word(2n ** 64n - 1n))],
      ["a statement before the beginning", (data: string) => withWord(data, STATEMENT_OFFSET, word(-32))],
      ["a statement that the end cuts off", (data: string) => withWord(data, STATEMENT_OFFSET, word(0x120))],
      ["values far outside", (data: string) => withWord(data, VALUES_OFFSET, word(2n ** 64n))],
      ["values before the beginning", (data: string) => withWord(data, VALUES_OFFSET, word(-2048))],
      ["more values than there are", (data: string) => withWord(data, VALUES_LENGTH, word(4))],
      [
        "so many values that their size overflows",
        (data: string) => withWord(data, VALUES_LENGTH, word(2n ** 251n + 3n)),
      ],
      ["as many values as a word can count", (data: string) => withWord(data, VALUES_LENGTH, word(-1))],
      ["values of which the last byte is missing", (data: string) => dataSlice(data, 0, dataLength(data) - 1)],
      ["a statement without its values", (data: string) => dataSlice(data, 0, 4 + VALUES_LENGTH * 32)],
      ["a bare selector", (data: string) => dataSlice(data, 0, 4)],
    ] as const) {
      it(what, async function () {
        const { data, send, kept } = await networkHelpers.loadFixture(deployed);
        await expect(send(spoil(data))).to.revert(ethers);
        expect(await kept()).to.equal(0);
        await send(data);
        expect(await kept()).to.not.equal(0);
      });
    }

    it("a signer or a deadline with a bit too many, under a signature that is right without it", async function () {
      const { registry, wallets, statement, now, send, kept } = await networkHelpers.loadFixture(deployed);
      const deadline = now + 3600;
      const signature = await signStatement(wallets.taxSigner, registry, statement, deadline);
      const data = registry.interface.encodeFunctionData("attestBySignature", [
        statement.schemaId,
        statement,
        wallets.taxSigner.address,
        deadline,
        signature,
      ]);
      const signer = BigInt(wallets.taxSigner.address);
      await expect(send(withWord(data, 2, word(signer + 2n ** 160n)))).to.revert(ethers);
      await expect(send(withWord(data, 3, word(BigInt(deadline) + 2n ** 64n)))).to.revert(ethers);
      expect(await kept()).to.equal(0);
      await send(data);
      expect(await kept()).to.equal(now);
    });
  });

  describe("reads as Solidity reads", function () {
    it("bytes behind the end, which mean nothing", async function () {
      const { registry, wallets, statement, data, send } = await networkHelpers.loadFixture(deployed);
      await expect(send(concat([data, id("more"), "0xff"])))
        .to.emit(registry, "Attested")
        .withArgs(statement.schemaId, wallets.taxSigner, packRecord(statement));
    });

    it("values that overlap the statement's own head", async function () {
      const { registry, wallets, statement, send } = await networkHelpers.loadFixture(deployed);
      const { schemaId, subject, evidence, observedAt } = statement;
      // The item's word is 3: it is the length too, and the three words behind it the values.
      const head = [subject, word(3), word(observedAt), evidence, word(0x20)];
      const overlapping = {
        ...statement,
        itemKey: word(3),
        values: [observedAt, evidence, word(0x20)]
          .map((value) => ethers.toBigInt(value))
          .map((n) => BigInt.asIntN(256, n)),
      };
      await expect(send(handmade(registry, "attest", schemaId, [word(0x40), ...head])))
        .to.emit(registry, "Attested")
        .withArgs(schemaId, wallets.taxSigner, packRecord(overlapping));
      expect(await registry.isCurrent(schemaId, overlapping)).to.equal(true);
    });

    it("two statements of a batch that share their values", async function () {
      const { registry, wallets, statement, send } = await networkHelpers.loadFixture(deployed);
      const { schemaId, subject, observedAt, evidence, values } = statement;
      const head = (itemKey: string, toValues: number) => [
        ...[subject, itemKey, word(observedAt), evidence],
        word(toValues),
      ];
      const words = [
        ...[word(0x40), word(2), word(0x40), word(0xe0)],
        ...head(id("a"), 0x140),
        ...head(id("b"), 0xa0),
        ...[word(3), ...values.map(word)],
      ];
      await expect(send(handmade(registry, "attestBatch", schemaId, words)))
        .to.emit(registry, "Attested")
        .withArgs(
          schemaId,
          wallets.taxSigner,
          concat(["a", "b"].map((name) => packRecord({ ...statement, itemKey: id(name) }))),
        );
    });

    it("one statement given twice by two equal offsets, which the second time is stale", async function () {
      const { registry, statement, send } = await networkHelpers.loadFixture(deployed);
      const { schemaId, subject, itemKey, observedAt, evidence, values } = statement;
      const once = [subject, itemKey, word(observedAt), evidence, word(0xa0), word(3), ...values.map(word)];
      await expect(
        send(handmade(registry, "attestBatch", schemaId, [word(0x40), word(2), word(0x40), word(0x40), ...once])),
      )
        .to.be.revertedWithCustomError(registry, "AttestationRegistryStale")
        .withArgs(subject, itemKey, observedAt, observedAt);
    });
  });

  it("refuses a batch with a statement that begins before the calldata, where two readings differ", async function () {
    const { registry, wallets, send } = await networkHelpers.loadFixture(deployed);
    const resolver = await ethers.deployContract("TestResolver");
    const schemaId = schemaIdOf("tax.resolved.v1", TAX);
    await registry
      .connect(wallets.steward)
      .defineSchema("tax.resolved.v1", TAX, FIELDS, STREAM, VALIDITY, await resolver.getAddress());
    // 28 bytes before the beginning: copied, the item is nothing but zeros; read as a word, it is the schema's word.
    const before = 28;
    const words = [
      ...[word(0x80), ZeroHash, word(0xc4 + before)],
      ...[word(1), word(-(0xa4 + before))],
      ...[word(3), word(1), word(2), word(3)],
    ];
    await expect(send(handmade(registry, "attestBatch", schemaId, words))).to.revert(ethers);
    for (const itemKey of [ZeroHash, zeroPadBytes(schemaId, 32)]) {
      expect((await registry.latestOf(schemaId, ZeroHash, itemKey)).observedAt).to.equal(0);
    }
  });

  it("answers nothing about a statement with dirty bits or without an end", async function () {
    const { registry, statement, send, data, wallets } = await networkHelpers.loadFixture(deployed);
    await send(data);
    const asked = registry.interface.encodeFunctionData("isCurrent", [statement.schemaId, statement]);
    const ask = async (calldata: string) => wallets.stranger.call({ to: await registry.getAddress(), data: calldata });
    expect(await ask(asked)).to.equal(word(1));
    await expect(ask(withWord(asked, OBSERVED_AT, word(2n ** 32n + BigInt(statement.observedAt))))).to.revert(ethers);
    await expect(ask(withWord(asked, VALUES_LENGTH, word(2n ** 64n - 1n)))).to.revert(ethers);
    await expect(ask(dataSlice(asked, 0, dataLength(asked) - 1))).to.revert(ethers);
  });
});
