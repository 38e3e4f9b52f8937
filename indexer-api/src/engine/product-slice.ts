import { valueAt } from "./columns.ts";
import type { ColumnArray } from "./columns.ts";
import type { BlockBits, Kernel } from "./kernel.ts";
import { countBits, slotsOf } from "./match-one.ts";
import { LOOK, productTables } from "./product-tables.ts";
import type { ProductTables } from "./product-tables.ts";
import { BLOCK } from "./rows.ts";
import type { Rows } from "./rows.ts";
import type { ScanSlice } from "./scan.ts";
import { FAILED, MET, UNKNOWN } from "./term-judge.ts";
import type { TermJudge } from "./term-judge.ts";
import type { Term } from "./terms.ts";

/** Who fits one product, of the companies of a slice. Bits by row, the first one that of the slice's first row. */
export interface SliceFits {
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
export function fitsOf(slices: readonly SliceFits[], companies: number): Fits {
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
export function fitsOfProduct(slice: ScanSlice, terms: readonly Term[]): SliceFits {
  const { from, to, compiled, kernel } = slice;
  const tables = productTables(compiled, terms);
  const words = Math.ceil((to - from) / 32);
  const [eligible, unknown] = [new Uint32Array(words), new Uint32Array(words)];
  const blocks = kernel === undefined ? new PlainBlocks() : kernel;
  const judges = rawJudges(slice, tables);
  const columns = tables.tables.map(({ column }) => column);
  for (let first = from; first < to; first += BLOCK) {
    blocks.loadIds(slice.rows, first, columns);
    const bits = blocks.judge(tables);
    lookAtRaw(judges, first, to, blocks, bits);
    const at = (first - from) / 32;
    eligible.set(bits.eligible.subarray(0, words - at), at);
    unknown.set(bits.unknown.subarray(0, words - at), at);
  }
  // The last block has companies beyond the last one.
  for (const bits of [eligible, unknown]) clearFrom(bits, to - from);
  return { from, to, eligible, unknown };
}

function clearFrom(bits: Uint32Array, place: number): void {
  if (place % 32 !== 0) bits[place >>> 5] = (bits[place >>> 5] as number) & (2 ** (place % 32) - 1);
}

/** A term with where its values are. */
interface RawJudge extends TermJudge {
  readonly column: ColumnArray;
  /** Undefined where there is none. */
  readonly wide: ReadonlyMap<number, bigint> | undefined;
}

function rawJudges({ columns, wide }: ScanSlice, { judges }: ProductTables): RawJudge[] {
  return judges.map((judge) => {
    const exact = wide[judge.feature];
    const column = columns[judge.feature] as ColumnArray;
    return { ...judge, column, wide: exact?.size === 0 ? undefined : exact };
  });
}

/** Puts the companies that the tables leave open where their raw values say. */
function lookAtRaw(judges: readonly RawJudge[], first: number, to: number, blocks: Blocks, bits: BlockBits): void {
  if (judges.length === 0) return;
  for (const at of slotsOf(bits.look)) {
    const row = first + at;
    if (row >= to) return;
    let code = blocks.codeAt(at) & ~LOOK;
    for (const { of, column, wide } of judges) code |= of(valueAt(column, row), wide?.get(row));
    if (code === MET) setBit(bits.eligible, at);
    else if (code === UNKNOWN) setBit(bits.unknown, at);
  }
}

function setBit(bits: Uint32Array, place: number): void {
  bits[place >>> 5] = (bits[place >>> 5] as number) | (1 << (place & 31));
}

/** What judges one product for a block of companies. */
type Blocks = Pick<Kernel, "loadIds" | "judge" | "codeAt">;

/** The same as a kernel does. */
class PlainBlocks implements Blocks {
  readonly #codes = new Uint8Array(BLOCK);
  #rows: Rows | undefined;
  #first = 0;

  loadIds(rows: Rows, first: number): void {
    this.#rows = rows;
    this.#first = first;
  }

  judge({ tables, first }: ProductTables): BlockBits {
    const { bytes, width } = this.#rows as Rows;
    const codes = this.#codes.fill(first);
    for (const { column, codes: byId } of tables) {
      const start = this.#first * width + column * BLOCK;
      for (let at = 0; at < BLOCK; at++)
        codes[at] = (codes[at] as number) | (byId[bytes[start + at] as number] as number);
    }
    const room = () => new Uint32Array(BLOCK / 32);
    const bits = { eligible: room(), unknown: room(), look: room() };
    for (let at = 0; at < BLOCK; at++) {
      const code = codes[at] as number;
      if (code === MET) setBit(bits.eligible, at);
      else if (code === UNKNOWN) setBit(bits.unknown, at);
      else if ((code & (LOOK | FAILED)) === LOOK) setBit(bits.look, at);
    }
    return bits;
  }

  codeAt(at: number): number {
    return this.#codes[at] as number;
  }
}
