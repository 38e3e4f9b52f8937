import { STEP } from "./kernel-layout.ts";
import type { Kernel } from "./kernel.ts";
import { matchIds, roomForBits } from "./match-one.ts";
import { BLOCK } from "./rows.ts";
import type { ScanSlice } from "./scan.ts";

/** Companies by slot. */
export interface Counts {
  readonly eligible: Uint32Array;
  readonly open: Uint32Array;
}

/** How many companies of a slice each product has. */
export function countSlice(slice: ScanSlice): Counts {
  return slice.kernel === undefined ? countPlainly(slice) : countByBlocks(slice, slice.kernel);
}

function countPlainly({ from, to, compiled, rows }: ScanSlice): Counts {
  const [ids, bits] = [new Uint8Array(rows.width), roomForBits(compiled.words)];
  const [eligible, open] = [new BitCounter(compiled.words), new BitCounter(compiled.words)];
  for (let row = from; row < to; row++) {
    matchIds(compiled, rows.get(row, ids), 0, bits);
    eligible.add(bits.eligible, 1);
    open.add(bits.open, 1);
  }
  return { eligible: eligible.counts(), open: open.counts() };
}

function countByBlocks({ from, to, compiled, rows }: ScanSlice, kernel: Kernel): Counts {
  const { words, columns } = compiled;
  const [eligible, open] = [new BitCounter(words), new BitCounter(words)];
  kernel.setMasks(compiled);
  for (let first = from; first < to; first += BLOCK) {
    kernel.loadIds(rows, first, columns.keys());
    for (let row = first; row < Math.min(first + BLOCK, to); row += STEP) {
      const companies = Math.min(STEP, to - row);
      eligible.add(kernel.match("met", row - first), companies);
      open.add(kernel.match("open", row - first), companies);
    }
  }
  return { eligible: eligible.counts(), open: open.counts() };
}

const DIGITS = 32;
const WORD_BITS = 32;

/**
 * Counts how often each bit is set. Digit n of the count of 32 bits at once is one word, so that adding a word is what a
 * counter does on paper: half of the time only the first digit changes.
 */
export class BitCounter {
  readonly #words: number;
  /** Of word n from `n * DIGITS` on, the lowest first. */
  readonly #digits: Uint32Array;

  constructor(words: number) {
    this.#words = words;
    this.#digits = new Uint32Array(words * DIGITS);
  }

  /** @param bits words by company */
  add(bits: Uint32Array, companies: number): void {
    const digits = this.#digits;
    const words = this.#words;
    for (let word = 0; word < words; word++) {
      for (let place = word, end = companies * words; place < end; place += words) {
        let carry = bits[place] as number;
        for (let at = word * DIGITS; carry !== 0; at++) {
          const digit = digits[at] as number;
          digits[at] = digit ^ carry;
          carry &= digit;
        }
      }
    }
  }

  /** By bit. */
  counts(): Uint32Array {
    return Uint32Array.from({ length: this.#words * WORD_BITS }, (_, bit) => {
      let count = 0;
      for (let digit = DIGITS - 1; digit >= 0; digit--) {
        const word = this.#digits[(bit >>> 5) * DIGITS + digit] as number;
        count = 2 * count + ((word >>> (bit & 31)) & 1);
      }
      return count;
    });
  }
}
