/** Sets as bits: member n is bit `n % 32` of word `n / 32`. All sets of one kind have the same number of words. */
export type Bits = Uint32Array;

/** How many bits of a word are set: pairs, fours and bytes added up side by side. */
export function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

export function sizeOf(bits: Bits): number {
  let count = 0;
  for (let word = 0; word < bits.length; word++) count += bitsIn(bits[word] as number);
  return count;
}

/** How many members two sets share. */
export function sharedBy(a: Bits, b: Bits): number {
  let count = 0;
  for (let word = 0; word < a.length; word++) count += bitsIn((a[word] as number) & (b[word] as number));
  return count;
}

export function meet(a: Bits, b: Bits): boolean {
  for (let word = 0; word < a.length; word++) {
    if (((a[word] as number) & (b[word] as number)) !== 0) return true;
  }
  return false;
}

export function and(a: Bits, b: Bits): Bits {
  const both = new Uint32Array(a.length);
  for (let word = 0; word < both.length; word++) both[word] = (a[word] as number) & (b[word] as number);
  return both;
}

export function without(a: Bits, b: Bits): Bits {
  const left = new Uint32Array(a.length);
  for (let word = 0; word < left.length; word++) left[word] = (a[word] as number) & ~(b[word] as number);
  return left;
}

/** Puts the members of one set into another. */
export function addTo(to: Bits, more: Bits): void {
  for (let word = 0; word < to.length; word++) to[word] = (to[word] as number) | (more[word] as number);
}

/** Whether of the members of `among` every one of `a` is one of `b`. */
export function isWithin(a: Bits, b: Bits, among: Bits): boolean {
  for (let word = 0; word < a.length; word++) {
    if (((a[word] as number) & (among[word] as number) & ~(b[word] as number)) !== 0) return false;
  }
  return true;
}

export function setBit(bits: Bits, member: number): void {
  bits[member >>> 5] = (bits[member >>> 5] as number) | (1 << (member & 31));
}

/** The members, ascending. */
export function membersOf(bits: Bits): number[] {
  const members: number[] = [];
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word] as number; left !== 0; left &= left - 1) {
      members.push(word * 32 + 31 - Math.clz32(left & -left));
    }
  }
  return members;
}
