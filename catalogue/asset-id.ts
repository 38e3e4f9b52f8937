import { AbiCoder, id, keccak256 } from "ethers";

/**
 * The id of a soft asset, and of its token: keccak256 of the register's number and the keccak256 of the registry number,
 * as SoftAssets makes it. `0x` and 64 hex digits.
 * @param registerNumber 1 to 255: see `Register.number`
 * @param number in its one written form: see `normaliseRegistryNumber`
 */
export function assetIdOf(registerNumber: number, number: string): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(["uint8", "bytes32"], [registerNumber, id(number)]));
}
