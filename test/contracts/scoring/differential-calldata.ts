import { concat, encodeBytes32String, id, toBeHex } from "ethers";
import type { Company } from "./differential-companies.ts";

const SELECTOR = id("simulate(bytes32,uint32,int256[][],uint40)").slice(0, 10);
const WORD = 32;
const HEAD_WORDS = 4;

/**
 * The calldata of `simulate`, which ethers needs several milliseconds for: `0x` hex. A source without a statement is an
 * empty array.
 */
export function simulateCalldata(family: string, version: number, values: Company, asOf: bigint): string {
  const lists = values.map((list) => [BigInt(list?.length ?? 0), ...(list ?? [])].map(word).join(""));
  let offset = lists.length * WORD;
  const offsets = lists.map((list) => {
    const own = offset;
    offset += list.length / 2;
    return word(BigInt(own));
  });
  const head = concat([
    SELECTOR,
    encodeBytes32String(family),
    ...[version, HEAD_WORDS * WORD, asOf, lists.length].map((number) => toBeHex(number, WORD)),
  ]);
  return head + offsets.join("") + lists.join("");
}

function word(value: bigint): string {
  return BigInt.asUintN(256, value)
    .toString(16)
    .padStart(2 * WORD, "0");
}
