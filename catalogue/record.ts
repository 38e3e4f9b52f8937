import {
  concat,
  dataLength,
  dataSlice,
  getBytes,
  hexlify,
  keccak256,
  toBeHex,
  toTwos,
  fromTwos,
  ZeroHash,
} from "ethers";
import type { BytesLike } from "ethers";

/**
 * A statement as the chain takes it: 32-byte words, so that a contract can hash and pass it on without decoding.
 *
 *     word 0   schemaId in the 4 highest bytes, observedAt in the 4 lowest, zero between
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
    new Uint8Array(WORD - 8),
    toBeHex(observedAt, 4),
    fixed("subject", subject, WORD),
    fixed("itemKey", itemKey, WORD),
    fixed("evidence", evidence, WORD),
    ...values.map(packValue),
  ]);
}

/**
 * Unpacks records of one schema that follow each other without a gap, as a batch carries them.
 * Throws a RangeError when the bytes are no whole number of records or a header's padding is not zero.
 */
export function unpackRecords(bytes: BytesLike, fieldCount: number): Statement[] {
  const data = getBytes(bytes);
  const size = recordLength(fieldCount);
  if (data.length % size !== 0) {
    throw new RangeError(`${data.length} bytes: must be a multiple of ${size}, the size of ${fieldCount} values`);
  }
  return Array.from({ length: data.length / size }, (_, index) =>
    unpackRecord(data.subarray(index * size, (index + 1) * size), index),
  );
}

/** The id of an attestation: the first 27 bytes of the record's keccak256, `0x` and 54 hex digits. */
export function attestationIdOf(statement: Statement): string {
  return dataSlice(keccak256(packRecord(statement)), 0, 27);
}

function unpackRecord(record: Uint8Array, index: number): Statement {
  if (record.subarray(4, WORD - 4).some((byte) => byte !== 0)) {
    throw new RangeError(`record ${index}: bytes 4 to 27 of word 0 must be zero`);
  }
  const word = (position: number) => hexlify(record.subarray(position * WORD, (position + 1) * WORD));
  const fieldCount = record.length / WORD - HEADER_WORDS;
  return {
    schemaId: hexlify(record.subarray(0, 4)),
    observedAt: Number(hexlify(record.subarray(WORD - 4, WORD))),
    subject: word(1),
    itemKey: word(2),
    evidence: word(3),
    values: Array.from({ length: fieldCount }, (_, field) => fromTwos(word(HEADER_WORDS + field), 256)),
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
