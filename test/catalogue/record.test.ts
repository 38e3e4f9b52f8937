import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AbiCoder, concat, getBytes, id, keccak256 } from "ethers";
import {
  attestationIdOf,
  NO_ITEM,
  NOT_STATED,
  packRecord,
  recordLength,
  schemaIdOf,
  unpackRecords,
} from "../../catalogue/index.ts";
import type { Statement } from "../../catalogue/index.ts";

const statement: Statement = {
  schemaId: schemaIdOf("tax.filing.v1", 2),
  subject: id("9144030071526726XG"),
  itemKey: NO_ITEM,
  observedAt: 1_582_934_400,
  evidence: id("file"),
  values: [0n, -1n, NOT_STATED, 2n ** 255n - 1n],
};

/** The same words by the ABI encoder, which packs static values as this layout does. */
function packedByAbi({ schemaId, subject, itemKey, observedAt, evidence, values }: Statement): string {
  const head = (BigInt(schemaId) << 224n) | (BigInt(values.length) << 32n) | BigInt(observedAt);
  const types = ["uint256", "bytes32", "bytes32", "bytes32", ...values.map(() => "int256")];
  return AbiCoder.defaultAbiCoder().encode(types, [head, subject, itemKey, evidence, ...values]);
}

describe("schema ids", () => {
  it("are the agency's number and two bytes of the name's hash", () => {
    assert.equal(schemaIdOf("tax.invoice_month.v1", 2), `0x0002${id("tax.invoice_month.v1").slice(2, 6)}`);
    assert.equal(schemaIdOf("company.balance_sheet.v1", 0).slice(0, 6), "0x0000");
    assert.equal(schemaIdOf("x", 65_535).slice(0, 6), "0xffff");
  });

  it("have room for 65535 agencies", () => {
    assert.throws(() => schemaIdOf("x", 65_536));
    assert.throws(() => schemaIdOf("x", -1));
  });
});

describe("packed records", () => {
  it("are the words that the chain hashes", () => {
    assert.equal(packRecord(statement), packedByAbi(statement));
    assert.equal(getBytes(packRecord(statement)).length, recordLength(4));
  });

  it("come back, one or many, whatever their length", () => {
    const other = { ...statement, observedAt: 0xffffffff, values: [7n] };
    assert.deepEqual(unpackRecords(concat([packRecord(statement), packRecord(other)])), [statement, other]);
    assert.deepEqual(unpackRecords(getBytes(packRecord(statement))), [statement]);
    assert.deepEqual(unpackRecords(packRecord(statement).toUpperCase().replace("X", "x")), [statement]);
    assert.deepEqual(unpackRecords("0x"), []);
    assert.deepEqual(unpackRecords(packRecord(other), 1), [other]);
  });

  it("name the part that does not fit", () => {
    assert.throws(() => packRecord({ ...statement, observedAt: 2 ** 32 }), /observedAt 4294967296: must be whole unix/);
    assert.throws(() => packRecord({ ...statement, observedAt: -1 }), /observedAt -1/);
    assert.throws(() => packRecord({ ...statement, observedAt: 0.5 }), /observedAt 0.5/);
    assert.throws(() => packRecord({ ...statement, schemaId: "0x01" }), /schemaId 0x01: must have 4 bytes/);
    assert.throws(() => packRecord({ ...statement, subject: "0x01" }), /subject 0x01: must have 32 bytes/);
    assert.throws(() => packRecord({ ...statement, itemKey: "0x" }), /itemKey 0x: must have 32 bytes/);
    assert.throws(() => packRecord({ ...statement, evidence: "0x01" }), /evidence 0x01: must have 32 bytes/);
    assert.throws(() => packRecord({ ...statement, values: [2n ** 255n] }), /values\[0\] \d+: must fit int256/);
    assert.throws(
      () => packRecord({ ...statement, values: [0n, NOT_STATED - 1n] }),
      /values\[1\] -\d+: must fit int256/,
    );
  });

  it("say where a row of records is broken", () => {
    const record = getBytes(packRecord(statement));
    const two = getBytes(concat([record, record]));
    assert.throws(
      () => unpackRecords(record.subarray(0, 100)),
      /record at byte 0: must have at least 128 bytes, has 100/,
    );
    assert.throws(() => unpackRecords(two.subarray(0, 500)), /record at byte 256: its 4 values are cut off after 244/);
    assert.throws(() => unpackRecords(record, 3), /record at byte 0: has 4 values, must have 3/);
    assert.throws(() => unpackRecords("0x123"), /must be whole bytes as 0x and hex digits/);
    assert.throws(() => unpackRecords("records"), /must be whole bytes as 0x and hex digits/);
    const padded = Uint8Array.from(record);
    padded[10] = 1;
    assert.throws(() => unpackRecords(padded), /record at byte 0: bytes 4 to 23 of word 0 must be zero/);
  });
});

describe("attestation ids", () => {
  it("are the first 27 bytes of the record's hash", () => {
    assert.equal(attestationIdOf(statement), keccak256(packedByAbi(statement)).slice(0, 2 + 54));
  });

  it("change with every part of the statement", () => {
    const changed: Statement[] = [
      { ...statement, schemaId: "0x00000001" },
      { ...statement, subject: id("a") },
      { ...statement, itemKey: id("a") },
      { ...statement, observedAt: statement.observedAt + 1 },
      { ...statement, evidence: id("a") },
      { ...statement, values: [1n, ...statement.values.slice(1)] },
      { ...statement, values: statement.values.slice(1) },
    ];
    assert.equal(new Set([statement, ...changed].map(attestationIdOf)).size, changed.length + 1);
  });
});
