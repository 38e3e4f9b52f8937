import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

/** Bits by which the block number and the log index are shifted in a cursor. */
const BLOCK_SHIFT: i64 = 32;
const LOG_SHIFT: i64 = 16;

/** Id of what one event tells: transaction hash and log index. */
export function eventId(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32());
}

/** Id of what the log just before told; of the same transaction, if there is such a thing. */
export function eventBefore(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32() - 1);
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

/** Bytes of the ids that the chain counts or computes as numbers. */
const ASSET_ID_LENGTH: i32 = 32;
const LOAN_ID_LENGTH: i32 = 8;
const PRODUCT_ID_LENGTH: i32 = 4;

export function assetIdOf(number: BigInt): Bytes {
  return bigEndian(number, ASSET_ID_LENGTH);
}

export function loanIdOf(number: BigInt): Bytes {
  return bigEndian(number, LOAN_ID_LENGTH);
}

export function productIdOf(number: BigInt): Bytes {
  return bigEndian(number, PRODUCT_ID_LENGTH);
}

/** Id of one version of a product: the product's, and the version's number as two bytes. */
export function productVersionIdOf(productId: Bytes, version: i32): Bytes {
  return productId.concat(bigEndian(BigInt.fromI32(version), 2));
}

/** Id of a score model: its family as the chain has it, and the version as four bytes. */
export function scoreModelIdOf(family: Bytes, version: BigInt): Bytes {
  return family.concat(bigEndian(version, 4));
}

/** Id of a company's ratings by one family of models: entity id, and the family as the chain has it. */
export function companyRatingIdOf(subject: Bytes, family: Bytes): Bytes {
  return subject.concat(family);
}

export function lienIdOf(assetId: BigInt, loanId: BigInt): Bytes {
  return assetIdOf(assetId).concat(loanIdOf(loanId));
}

/** A number that is not negative as big-endian bytes, filled with zeros in front. */
export function bigEndian(number: BigInt, length: i32): Bytes {
  const bytes = new Bytes(length);
  const given = min(number.length, length);
  for (let i = 0; i < given; i++) bytes[length - 1 - i] = number[i];
  return bytes;
}

/** Place of an event in the order of the chain; the low 16 bits are left for the position in a batch. */
export function cursorOf(event: ethereum.Event): i64 {
  return (event.block.number.toI64() << BLOCK_SHIFT) | (event.logIndex.toI64() << LOG_SHIFT);
}
