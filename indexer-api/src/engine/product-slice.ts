import { valueAt } from "./columns.ts";
import { LOOK, productTables } from "./product-tables.ts";
import type { ProductTables } from "./product-tables.ts";
import { countBits } from "./match-one.ts";
import { BLOCK } from "./rows.ts";
import type { ScanSlice } from "./scan.ts";
import { FAILED, MET, UNKNOWN } from "./term-judge.ts";
import type { Term } from "./terms.ts";

/** Who fits one product, of the companies of a slice. Bits by row, the first one that of the slice's first row. */
export interface ProductFits {
  readonly from: number;
  readonly to: number;
  readonly eligible: Uint32Array;
  readonly unknown: Uint32Array;
}

/** Who fits one product. Bits by row. */
export interface Fits {
  readonly eligible: number;
  readonly unknown: number;
  readonly refused: number;
  readonly eligibleRows: Uint32Array;
  readonly unknownRows: Uint32Array;
}

/** Slices put together. */
export function fitsOf(slices: readonly ProductFits[], companies: number): Fits {
  const words = Math.ceil(companies / 32);
  const [eligibleRows, unknownRows] = [new Uint32Array(words), new Uint32Array(words)];
  for (const { from, eligible, unknown } of slices) {
    eligibleRows.set(eligible, from / 32);
    unknownRows.set(unknown, from / 32);
  }
  const [eligible, unknown] = [countBits(eligibleRows), countBits(unknownRows)];
  return { eligible, unknown, refused: companies - eligible - unknown, eligibleRows, unknownRows };
}

/** Judges one product over a slice, which begins at a multiple of `BLOCK`. */
export function fitsOfProduct(slice: ScanSlice, terms: readonly Term[]): ProductFits {
  const { from, to, compiled } = slice;
  const tables = productTables(compiled, terms);
  const words = Math.ceil((to - from) / 32);
  const [eligible, unknown] = [new Uint32Array(words), new Uint32Array(words)];
  const codes = new Uint8Array(BLOCK);
  for (let first = from; first < to; first += BLOCK) {
    const count = Math.min(BLOCK, to - first);
    codesOfBlock(slice, tables, first, codes);
    for (let at = 0; at < count; at++) {
      const place = first - from + at;
      if (codes[at] === MET) setBit(eligible, place);
      else if (codes[at] === UNKNOWN) setBit(unknown, place);
    }
  }
  return { from, to, eligible, unknown };
}

function setBit(bits: Uint32Array, place: number): void {
  bits[place >>> 5] = (bits[place >>> 5] as number) | (1 << (place & 31));
}

function codesOfBlock(
  slice: ScanSlice,
  { tables, first, judges }: ProductTables,
  row: number,
  codes: Uint8Array,
): void {
  const { rows, to } = slice;
  codes.fill(first);
  for (const { column, codes: table } of tables) {
    const start = rows.placeOf(row) + column * BLOCK;
    for (let at = 0; at < BLOCK; at++)
      codes[at] = (codes[at] as number) | (table[rows.bytes[start + at] as number] as number);
  }
  if (judges.length === 0) return;
  for (let at = 0; at < BLOCK && row + at < to; at++) {
    const code = codes[at] as number;
    if ((code & (LOOK | FAILED)) !== LOOK) continue;
    let exactly = code & ~LOOK;
    for (const { feature, of } of judges) {
      const value = valueAt(slice.columns[feature] as ScanSlice["columns"][number], row + at);
      exactly |= of(value, slice.wide[feature]?.get(row + at));
    }
    codes[at] = exactly;
  }
}
