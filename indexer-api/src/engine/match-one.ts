import { bitsIn } from "./bits.ts";
import type { Compiled } from "./compile.ts";

/** Products as bits, like the masks of `Compiled`. */
export interface ProductBits {
  /** Every criterion is met. */
  readonly eligible: Uint32Array;
  /** No criterion failed: eligible, or nobody knows. */
  readonly open: Uint32Array;
}

export function roomForBits(words: number): ProductBits {
  return { eligible: new Uint32Array(words), open: new Uint32Array(words) };
}

/**
 * The products of one company. @param ids its row, from `at` on
 * @param into overwritten, and returned
 */
export function matchIds(
  { columns, words, live, met, open }: Compiled,
  ids: Uint8Array,
  at: number,
  into: ProductBits,
): ProductBits {
  const { eligible: eligibleBits, open: openBits } = into;
  eligibleBits.set(live);
  openBits.set(live);
  for (let column = 0; column < columns.length; column++) {
    const { firstMask } = columns[column] as { firstMask: number };
    const from = (firstMask + (ids[at + column] as number)) * words;
    for (let word = 0; word < words; word++) {
      eligibleBits[word] = (eligibleBits[word] as number) & (met[from + word] as number);
      openBits[word] = (openBits[word] as number) & (open[from + word] as number);
    }
  }
  return into;
}

/** The products that one company is eligible for, alone. @param ids its row @param into overwritten, and returned */
export function eligibleOfIds(
  { columns, words, live, met }: Compiled,
  ids: Uint8Array,
  into: Uint32Array,
): Uint32Array {
  into.set(live);
  for (let column = 0; column < columns.length; column++) {
    const { firstMask } = columns[column] as { firstMask: number };
    const from = (firstMask + (ids[column] as number)) * words;
    for (let word = 0; word < words; word++) into[word] = (into[word] as number) & (met[from + word] as number);
  }
  return into;
}

/** Slots of the bits that are set, ascending. */
export function slotsOf(bits: Uint32Array): number[] {
  const slots: number[] = [];
  for (let word = 0; word < bits.length; word++) {
    let left = bits[word] as number;
    while (left !== 0) {
      slots.push(word * 32 + 31 - Math.clz32(left & -left));
      left &= left - 1;
    }
  }
  return slots;
}

/** How many bits are set. */
export function countBits(bits: Uint32Array): number {
  let count = 0;
  for (let word = 0; word < bits.length; word++) count += bitsIn(bits[word] as number);
  return count;
}
