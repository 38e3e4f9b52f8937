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
 * counter does on paper. Eight words are added together: of their sum the first three digits come without a carry that
 * would have to be followed.
 */
export class BitCounter {
  readonly #words: number;
  /** Of word n from `n * DIGITS` on, the lowest first. */
  readonly #digits: Int32Array;

  constructor(words: number) {
    this.#words = words;
    this.#digits = new Int32Array(words * DIGITS);
  }

  /** @param bits words by company */
  add(bits: Uint32Array, companies: number): void {
    const words = this.#words;
    const signed = new Int32Array(bits.buffer, bits.byteOffset, bits.length);
    const byEight = companies - (companies % 8);
    for (let word = 0; word < words; word++) {
      this.#addEights(signed, word, byEight * words);
      for (let place = word + byEight * words; place < companies * words; place += words) {
        this.#carry(word * DIGITS, signed[place] as number);
      }
    }
  }

  /** @param end behind the last company's words: of a multiple of 8 companies */
  #addEights(bits: Int32Array, word: number, end: number): void {
    const [digits, words, first] = [this.#digits, this.#words, word * DIGITS];
    let [ones, twos, fours] = [digits[first] as number, digits[first + 1] as number, digits[first + 2] as number];
    for (let place = word; place < end; place += 8 * words) {
      const [a, b] = [bits[place] as number, bits[place + words] as number];
      const [c, d] = [bits[place + 2 * words] as number, bits[place + 3 * words] as number];
      const [e, f] = [bits[place + 4 * words] as number, bits[place + 5 * words] as number];
      const [g, h] = [bits[place + 6 * words] as number, bits[place + 7 * words] as number];
      const [twosA, onesA] = [majority(ones, a, b), ones ^ a ^ b];
      const [twosB, onesB] = [majority(onesA, c, d), onesA ^ c ^ d];
      const [foursA, twosAB] = [majority(twos, twosA, twosB), twos ^ twosA ^ twosB];
      const [twosC, onesC] = [majority(onesB, e, f), onesB ^ e ^ f];
      const twosD = majority(onesC, g, h);
      const foursB = majority(twosAB, twosC, twosD);
      this.#carry(first + 3, majority(fours, foursA, foursB));
      ones = onesC ^ g ^ h;
      twos = twosAB ^ twosC ^ twosD;
      fours ^= foursA ^ foursB;
    }
    digits[first] = ones;
    digits[first + 1] = twos;
    digits[first + 2] = fours;
  }

  #carry(from: number, bits: number): void {
    const digits = this.#digits;
    for (let [at, carry] = [from, bits]; carry !== 0; at++) {
      const digit = digits[at] as number;
      digits[at] = digit ^ carry;
      carry &= digit;
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

/** The second digit of the sum of three bits. */
function majority(a: number, b: number, c: number): number {
  return (a & b) | ((a ^ b) & c);
}
