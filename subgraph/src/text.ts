import { BigInt, Bytes } from "@graphprotocol/graph-ts";

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

/** The text that a word holds: UTF-8 bytes with zeros behind. */
export function leadingTextOf(word: Bytes): string {
  let length = 0;
  while (length < word.length && word[length] != 0) length++;
  return copy(word, 0, length).toString();
}
