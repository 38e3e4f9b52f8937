/** Of a unified social credit code (GB 32100-2015). */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH = 18;
const CHARS_PER_WORD = 6;
const BITS_PER_CHAR = 5;
const WORDS = LENGTH / CHARS_PER_WORD;
/** In place of the first word: the row has no code. */
const NO_CODE = 0xffff_ffff;
const NOT_IN_ALPHABET = 0xff;

/** By character code. */
const CHAR_VALUES = new Uint8Array(256).fill(NOT_IN_ALPHABET);
for (const [value, char] of [...ALPHABET].entries()) CHAR_VALUES[char.charCodeAt(0)] = value;

/**
 * Rows by the codes of their companies, in 20 bytes or so for each: a code is three words of 30 bits, which lie by row,
 * and an open-addressed table has the rows by a hash of them. The codes themselves are compared, so no two of them are
 * ever taken for one another.
 */
export class UsccIndex {
  #codes: Uint32Array;
  /** Row + 1; 0 is free. A power of two, and at most two thirds full. */
  #table: Int32Array;
  /** Places of the table that are not free. */
  #used = 0;
  readonly #code = new Uint32Array(WORDS);

  /** @param capacity rows to make room for at once */
  constructor(capacity = 0) {
    this.#codes = new Uint32Array(Math.max(1, capacity) * WORDS).fill(NO_CODE);
    this.#table = new Int32Array(tableSize(capacity));
  }

  /** @param codes as `codes` gives them */
  static from(codes: Uint32Array): UsccIndex {
    const index = new UsccIndex(0);
    index.#codes = codes;
    index.#rehash(tableSize(codes.length / WORDS));
    return index;
  }

  /** The codes of the rows before `rows`, three words each: what `from` makes an index of. */
  codes(rows: number): Uint32Array {
    this.#reserve(rows);
    return this.#codes.subarray(0, rows * WORDS);
  }

  /** @param uscc null: the row has no code; a code that it had before is forgotten */
  set(row: number, uscc: string | null): void {
    this.#reserve(row + 1);
    const at = row * WORDS;
    if (uscc === null || !pack(uscc, this.#code)) {
      this.#codes.fill(NO_CODE, at, at + WORDS);
      return;
    }
    if (this.#equals(row)) return;
    this.#codes.set(this.#code, at);
    if ((this.#used + 1) * 3 > this.#table.length * 2) this.#rehash(this.#table.length * 2);
    else this.#insert(row);
  }

  /** @returns undefined when no row has the code */
  get(uscc: string): number | undefined {
    if (!pack(uscc, this.#code)) return undefined;
    const mask = this.#table.length - 1;
    for (let place = hashOf(this.#code, 0) & mask; ; place = (place + 1) & mask) {
      const row = (this.#table[place] as number) - 1;
      if (row < 0) return undefined;
      if (this.#equals(row)) return row;
    }
  }

  #equals(row: number): boolean {
    const at = row * WORDS;
    return (
      this.#codes[at] === this.#code[0] &&
      this.#codes[at + 1] === this.#code[1] &&
      this.#codes[at + 2] === this.#code[2]
    );
  }

  /** A place of a code that the row has no longer stays taken; it leads nowhere, since codes are compared. */
  #insert(row: number): void {
    const mask = this.#table.length - 1;
    let place = hashOf(this.#codes, row * WORDS) & mask;
    while (this.#table[place] !== 0) place = (place + 1) & mask;
    this.#table[place] = row + 1;
    this.#used++;
  }

  #rehash(size: number): void {
    this.#table = new Int32Array(size);
    this.#used = 0;
    for (let row = 0; row * WORDS < this.#codes.length; row++) {
      if (this.#codes[row * WORDS] !== NO_CODE) this.#insert(row);
    }
  }

  #reserve(rows: number): void {
    if (rows * WORDS <= this.#codes.length) return;
    const larger = new Uint32Array(Math.max(rows, Math.ceil((this.#codes.length / WORDS) * 1.5)) * WORDS).fill(NO_CODE);
    larger.set(this.#codes);
    this.#codes = larger;
  }
}

/** @returns false for what cannot be a code */
function pack(uscc: string, into: Uint32Array): boolean {
  if (uscc.length !== LENGTH) return false;
  for (let word = 0, at = 0; word < WORDS; word++) {
    let packed = 0;
    for (const end = at + CHARS_PER_WORD; at < end; at++) {
      const value = CHAR_VALUES[uscc.charCodeAt(at)] ?? NOT_IN_ALPHABET;
      if (value === NOT_IN_ALPHABET) return false;
      packed = (packed << BITS_PER_CHAR) | value;
    }
    into[word] = packed;
  }
  return true;
}

/** Mixes the words; multipliers as in MurmurHash3. */
function hashOf(codes: Uint32Array, at: number): number {
  let hash = Math.imul(codes[at] as number, 0xcc9e2d51);
  hash = Math.imul(hash ^ (hash >>> 15) ^ (codes[at + 1] as number), 0x1b873593);
  hash = Math.imul(hash ^ (hash >>> 13) ^ (codes[at + 2] as number), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Room for so many at two thirds, and not less than a few. */
function tableSize(rows: number): number {
  return 2 ** Math.max(4, Math.ceil(Math.log2((rows * 3) / 2 + 1)));
}
