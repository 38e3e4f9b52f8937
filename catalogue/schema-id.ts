import { id, toBeHex } from "ethers";

/** The agency number of schemas that a company states about itself. */
export const SUBJECT_NUMBER = 0;

/**
 * The id of a schema on the chain, `0x` and 8 hex digits: two bytes of the issuing agency's number, so that a contract
 * knows the issuer without a look-up, then the first two bytes of keccak256 of the UTF-8 name.
 * @param agencyNumber 1 to 65535, or 0 when the company itself issues
 */
export function schemaIdOf(name: string, agencyNumber: number): string {
  return toBeHex(agencyNumber, 2) + id(name).slice(2, 6);
}
