import { id } from "ethers";

/** The id of a schema on the chain: the first 4 bytes of keccak256 of its UTF-8 name, as `0x` and 8 hex digits. */
export function schemaIdOf(name: string): string {
  return id(name).slice(0, 10);
}
