import { Bytes } from "@graphprotocol/graph-ts";

/**
 * How the registry packs a statement into 32-byte words: `schemaId << 224 | number of values << 32 | observedAt`,
 * subject, itemKey, evidence, then the values.
 */
const WORD: i32 = 32;
const HEAD_WORDS: i32 = 4;
const ITEM_KEY_WORD: i32 = 2;
const FIELD_COUNT_OFFSET: i32 = 24;
const OBSERVED_AT_OFFSET: i32 = 28;

/** Bytes of an attestation id, which is the start of the record's hash. */
export const ATTESTATION_ID_LENGTH: i32 = 27;

/** Length in bytes of each record of an event: all are of one schema, so the first tells. */
export function recordLength(records: Bytes): i32 {
  return WORD * (HEAD_WORDS + i32(readUint32(records, FIELD_COUNT_OFFSET)));
}

/** Unix seconds at which the record's fact was observed. */
export function observedAtOf(record: Bytes): i64 {
  return i64(readUint32(record, OBSERVED_AT_OFFSET));
}

/** The entity id that the record is about. */
export function subjectOf(record: Bytes): Bytes {
  return copy(record, WORD, WORD);
}

/** What the record is about, among the subject's records of its schema. */
export function itemKeyOf(record: Bytes): Bytes {
  return copy(record, ITEM_KEY_WORD * WORD, WORD);
}

/** The 32-byte value at `position`; null when the record has no such value. */
export function valueOf(record: Bytes, position: i32): Bytes | null {
  const offset = (HEAD_WORDS + position) * WORD;
  return offset + WORD <= record.length ? copy(record, offset, WORD) : null;
}

/** A copy of `length` bytes from `offset`, in one memory operation. */
export function copy(source: Uint8Array, offset: i32, length: i32): Bytes {
  assert(offset >= 0 && length >= 0 && offset + length <= source.length, "slice outside of its bytes");
  const target = new Bytes(length);
  memory.copy(target.dataStart, source.dataStart + offset, length);
  return target;
}

function readUint32(source: Uint8Array, offset: i32): u32 {
  assert(offset + 4 <= source.length, "word outside of its bytes");
  return bswap<u32>(load<u32>(source.dataStart + offset));
}
