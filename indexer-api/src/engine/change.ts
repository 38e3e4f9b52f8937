import { bitsIn } from "./bits.ts";

/** Slots of the products that a company's change brought and took. */
export interface CompanyChange {
  readonly became: readonly number[];
  readonly ceased: readonly number[];
}

const NONE: readonly number[] = Object.freeze([]);

/** Nothing came and nothing went. */
export const NO_CHANGE: CompanyChange = Object.freeze({ became: NONE, ceased: NONE });

/** From one mask of eligible products to another. @param from where both begin, in words @param words of each */
export function changeBetween(
  before: Uint32Array,
  after: Uint32Array,
  from = 0,
  words = after.length - from,
): CompanyChange {
  let [gained, lost] = [0, 0];
  for (let word = from; word < from + words; word++) {
    const [old, now] = [before[word] as number, after[word] as number];
    gained += bitsIn(now & ~old);
    lost += bitsIn(old & ~now);
  }
  if (gained + lost === 0) return NO_CHANGE;
  return { became: slotsInOnly(after, before, from, gained), ceased: slotsInOnly(before, after, from, lost) };
}

/** Slots that one mask has and the other has not, ascending. @param count how many there are */
function slotsInOnly(bits: Uint32Array, others: Uint32Array, from: number, count: number): readonly number[] {
  if (count === 0) return NONE;
  const slots = new Array<number>(count);
  let place = 0;
  for (let word = from; place < count; word++) {
    for (let left = (bits[word] as number) & ~(others[word] as number); left !== 0; left &= left - 1) {
      slots[place++] = (word - from) * 32 + 31 - Math.clz32(left & -left);
    }
  }
  return slots;
}
