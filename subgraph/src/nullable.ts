import { Address, BigInt, Bytes } from "@graphprotocol/graph-ts";

/** An address as a nullable field holds it: the zero address stands for none. */
export function orNull(address: Address): Bytes | null {
  return address.equals(Address.zero()) ? null : address;
}

/** 32 bytes as a nullable field holds them: zero stands for none. */
export function wordOrNull(word: Bytes): Bytes | null {
  for (let i = 0; i < word.length; i++) if (word[i] != 0) return word;
  return null;
}

/** An amount as a nullable field holds it: zero stands for one that is not stated. */
export function amountOrNull(amount: BigInt): BigInt | null {
  return amount.isZero() ? null : amount;
}
