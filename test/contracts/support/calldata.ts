import { concat, dataSlice, toBeHex, zeroPadBytes } from "ethers";
import type { AttestationRegistry } from "../../../build/typechain/index.ts";

/** A number as a word of calldata; negative ones as their two's complement, as an offset that wraps round. */
export const word = (value: bigint | number): string => toBeHex(BigInt.asUintN(256, BigInt(value)), 32);

/** Calldata made by hand, word by word, as no encoder would write it. */
export function handmade(
  registry: AttestationRegistry,
  name: "attest" | "attestBatch",
  schemaId: string,
  words: readonly string[],
): string {
  return concat([registry.interface.getFunction(name).selector, zeroPadBytes(schemaId, 32), ...words]);
}

/** The calldata with another word at `index`, the words counted behind the selector. */
export function withWord(data: string, index: number, replacement: string): string {
  const start = 4 + index * 32;
  return concat([dataSlice(data, 0, start), replacement, dataSlice(data, start + 32)]);
}
