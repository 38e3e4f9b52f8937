import { dataSlice, isHexString, keccak256, ZeroHash } from "ethers";
import type { BytesLike } from "ethers";

/**
 * A statement as the chain takes it: 32-byte words, so that a contract can hash and pass it on without decoding.
 *
 *     word 0   schemaId in bytes 0 to 3, number of values in 24 to 27, observedAt in 28 to 31, zero between
 *     word 1   subject
 *     word 2   itemKey
 *     word 3   evidence
 *     word 4…  one value each, int256 in two's complement
 */
export interface Statement {
  /** `0x` and 8 hex digits: see `schemaIdOf`. */
  readonly schemaId: string;
  /** keccak256 of the company's USCC: see `entityIdOf`. */
  readonly subject: string;
  /** 32 zero bytes where a company has one such statement, else the hash of the registry number. */
  readonly itemKey: string;
  /** Unix seconds, 32 bits. */
  readonly observedAt: number;
  /** Hash of what the statement rests on; 32 zero bytes when there is none. */
  readonly evidence: string;
  /** Chain integers in the order of the schema's fields; `NOT_STATED` for an unknown one. */
  readonly values: readonly bigint[];
}

/** The chain integer that says "not stated": the one int256 that no field may take. */
export const NOT_STATED: bigint = -(2n ** 255n);

/** The itemKey of a statement of which a company has one. */
export const NO_ITEM: string = ZeroHash;

const WORD = 32;
const HEADER_WORDS = 4;
const COUNT_AT = 24;
const TIME_AT = 28;
const MAX_UINT32 = 0xffffffff;
const MAX_INT256 = 2n ** 255n - 1n;
const PADDING = "0".repeat(2 * (COUNT_AT - 4));

/** Bytes of a packed record with `fieldCount` values. */
export function recordLength(fieldCount: number): number {
  return WORD * (HEADER_WORDS + fieldCount);
}

/** Packs one statement; `0x` hex. Throws a RangeError that names the part which does not fit its word. */
export function packRecord(statement: Statement): string {
  const { schemaId, subject, itemKey, observedAt, evidence, values } = statement;
  if (!Number.isInteger(observedAt) || observedAt < 0 || observedAt > MAX_UINT32) {
    throw new RangeError(`observedAt ${observedAt}: must be whole unix seconds from 0 to ${MAX_UINT32}`);
  }
  const head = digits("schemaId", schemaId, 4) + PADDING + uint32(values.length) + uint32(observedAt);
  const keys = digits("subject", subject, WORD) + digits("itemKey", itemKey, WORD) + digits("evidence", evidence, WORD);
  return `0x${head}${keys}${values.map(packValue).join("")}`;
}

/**
 * Unpacks records that follow each other without a gap, as a batch carries them. Throws a RangeError when a record is
 * cut off, its padding is not zero, or it has not `fieldCount` values, or when the text is no hex.
 * @param fieldCount values that each record must have; any number when left out
 */
export function unpackRecords(bytes: BytesLike, fieldCount?: number): Statement[] {
  const hex = allDigits(bytes);
  const statements: Statement[] = [];
  let start = 0;
  while (start < hex.length / 2) {
    const statement = unpackRecord(hex, start);
    const { length } = statement.values;
    if (fieldCount !== undefined && length !== fieldCount) {
      throw new RangeError(`record at byte ${start}: has ${length} values, must have ${fieldCount}`);
    }
    statements.push(statement);
    start += recordLength(length);
  }
  return statements;
}

/** The id of an attestation: the first 27 bytes of the record's keccak256, `0x` and 54 hex digits. */
export function attestationIdOf(statement: Statement): string {
  return dataSlice(keccak256(packRecord(statement)), 0, 27);
}

/** The record that starts at byte `start`; `hex` has no `0x`. */
function unpackRecord(hex: string, start: number): Statement {
  const refuse = (rule: string) => {
    throw new RangeError(`record at byte ${start}: ${rule}`);
  };
  const left = hex.length / 2 - start;
  const part = (from: number, to: number) => `0x${hex.slice(2 * (start + from), 2 * (start + to))}`;
  const word = (position: number) => part(position * WORD, (position + 1) * WORD);
  if (left < recordLength(0)) refuse(`must have at least ${recordLength(0)} bytes, has ${left}`);
  if (part(4, COUNT_AT) !== `0x${PADDING}`) refuse("bytes 4 to 23 of word 0 must be zero");
  const count = Number(part(COUNT_AT, TIME_AT));
  if (left < recordLength(count)) refuse(`its ${count} values are cut off after ${left} bytes`);
  return {
    schemaId: part(0, 4),
    observedAt: Number(part(TIME_AT, WORD)),
    subject: word(1),
    itemKey: word(2),
    evidence: word(3),
    values: Array.from({ length: count }, (_, field) => BigInt.asIntN(256, BigInt(word(HEADER_WORDS + field)))),
  };
}

function packValue(value: bigint, index: number): string {
  if (value < NOT_STATED || value > MAX_INT256) {
    throw new RangeError(`values[${index}] ${value}: must fit int256`);
  }
  return BigInt.asUintN(256, value)
    .toString(16)
    .padStart(2 * WORD, "0");
}

function uint32(value: number): string {
  return value.toString(16).padStart(8, "0");
}

/** The hex digits of bytes of any number. Many records come at once, and ethers' `getBytes` takes most of the time. */
function allDigits(bytes: BytesLike): string {
  if (typeof bytes !== "string") return Buffer.from(bytes).toString("hex");
  if (!isHexString(bytes) || bytes.length % 2 !== 0)
    throw new RangeError("records must be whole bytes as 0x and hex digits");
  return bytes.slice(2).toLowerCase();
}

/** The hex digits of a value that must have so many bytes. */
function digits(name: string, hex: string, bytes: number): string {
  if (!isHexString(hex, bytes)) throw new RangeError(`${name} ${hex}: must have ${bytes} bytes, as 0x and hex digits`);
  return hex.slice(2).toLowerCase();
}
