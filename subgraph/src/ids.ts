import { Bytes, ethereum } from "@graphprotocol/graph-ts";

/** Bits by which the block number and the log index are shifted in a cursor. */
const BLOCK_SHIFT: i64 = 32;
const LOG_SHIFT: i64 = 16;

/** Id of what one event tells: transaction hash and log index. */
export function eventId(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32());
}

/** Id of an agency: its number as two big-endian bytes. */
export function agencyId(number: i32): Bytes {
  const id = new Bytes(2);
  id[0] = u8(number >> 8);
  id[1] = u8(number);
  return id;
}

/** Id of the agency that issues a schema; null when the subject itself issues. */
export function issuerOf(schemaId: Bytes): Bytes | null {
  if (schemaId[0] == 0 && schemaId[1] == 0) return null;
  return Bytes.fromUint8Array(schemaId.subarray(0, 2));
}

/** Place of an event in the order of the chain; the low 16 bits are left for the position in a batch. */
export function cursorOf(event: ethereum.Event): i64 {
  return (event.block.number.toI64() << BLOCK_SHIFT) | (event.logIndex.toI64() << LOG_SHIFT);
}
