import { Address, Bytes } from "@graphprotocol/graph-ts";

/** An address as a nullable field holds it: the zero address stands for none. */
export function orNull(address: Address): Bytes | null {
  return address.equals(Address.zero()) ? null : address;
}
