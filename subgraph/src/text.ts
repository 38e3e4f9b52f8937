import { BigInt } from "@graphprotocol/graph-ts";

import { bigEndian } from "./ids";
import { copy } from "./records";

const WORD: i32 = 32;

/** The text that a number holds: ASCII bytes as one big-endian integer. */
export function textOf(number: BigInt): string {
  const bytes = bigEndian(number, WORD);
  let start = 0;
  while (start < WORD && bytes[start] == 0) start++;
  return copy(bytes, start, WORD - start).toString();
}
