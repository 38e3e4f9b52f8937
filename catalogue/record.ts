import { concat, dataLength, dataSlice, fromTwos, getBytes, hexlify } from "ethers";
import { keccak256, toBeHex, toTwos, ZeroHash } from "ethers";
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
  return concat([
    fixed("schemaId", schemaId, 4),
    new Uint8Array(COUNT_AT - 4),
    toBeHex(values.length, 4),
    toBeHex(observedAt, 4),
    fixed("subject", subject, WORD),
    fixed("itemKey", itemKey, WORD),
    fixed("evidence", evidence, WORD),
    ...values.map(packValue),
  ]);
}

/**
 * Unpacks records that follow each other without a gap, as a batch carries them. Throws a RangeError when a record is
 * cut off, its padding is not zero, or it has not `fieldCount` values.
 * @param fieldCount values that each record must have; any number when left out
 */
export function unpackRecords(bytes: BytesLike, fieldCount?: number): Statement[] {
  const data = getBytes(bytes);
  const statements: Statement[] = [];
  for (let start = 0; start < data.length;) {
    const statement = unpackRecord(data.subarray(start), start);
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

/** The first record of `data`; `start` is where it stands, for messages. */
function unpackRecord(data: Uint8Array, start: number): Statement {
  const refuse = (rule: string) => {
    throw new RangeError(`record at byte ${start}: ${rule}`);
  };
  if (data.length < recordLength(0)) refuse(`must have at least ${recordLength(0)} bytes, has ${data.length}`);
  if (data.subarray(4, COUNT_AT).some((byte) => byte !== 0)) refuse("bytes 4 to 23 of word 0 must be zero");
  const word = (position: number) => hexlify(data.subarray(position * WORD, (position + 1) * WORD));
  const count = Number(hexlify(data.subarray(COUNT_AT, TIME_AT)));
  if (data.length < recordLength(count)) refuse(`its ${count} values are cut off after ${data.length} bytes`);
  return {
    schemaId: hexlify(data.subarray(0, 4)),
    observedAt: Number(hexlify(data.subarray(TIME_AT, WORD))),
    subject: word(1),
    itemKey: word(2),
    evidence: word(3),
    values: Array.from({ length: count }, (_, field) => fromTwos(word(HEADER_WORDS + field), 256)),
  };
}

function packValue(value: bigint, index: number): string {
  if (value < NOT_STATED || value > MAX_INT256) {
    throw new RangeError(`values[${index}] ${value}: must fit int256`);
  }
  return toBeHex(toTwos(value, 256), WORD);
}

function fixed(name: string, hex: string, bytes: number): string {
  if (dataLength(hex) !== bytes) {
    throw new RangeError(`${name} ${hex}: must have ${bytes} bytes`);
  }
  return hex;
}
