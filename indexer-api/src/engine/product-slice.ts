import { setBit } from "./bits.ts";
import type { Compiled } from "./compile.ts";
import type { BlockBits, Kernel } from "./kernel.ts";
import { countBits } from "./match-one.ts";
import { LOOK, productTables } from "./product-tables.ts";
import type { ProductTables } from "./product-tables.ts";
import { rawBlockJudge } from "./raw-block.ts";
import type { BlockLook, RawBlockJudge } from "./raw-block.ts";
import { BLOCK } from "./rows.ts";
import type { Rows } from "./rows.ts";
import { scanTask } from "./scan.ts";
import type { ScanSlice, ScanTask } from "./scan.ts";
import { FAILED, MET, UNKNOWN } from "./term-judge.ts";
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

/** One product, judged for all companies at once. */
export interface FitsQuestion {
  readonly tables: ProductTables;
  /** Bits by row, in memory that threads share: each slice writes its own words. */
  readonly eligible: Uint32Array;
  readonly unknown: Uint32Array;
}

/** @param terms of the product @param asks who runs it over all companies */
export async function fitsOf(
  compiled: Compiled,
  terms: readonly Term[],
  companies: number,
  asks: (task: ScanTask<void>) => Promise<unknown>,
): Promise<Fits> {
  const room = () => new Uint32Array(new SharedArrayBuffer(4 * Math.ceil(companies / 32)));
  const [eligibleRows, unknownRows] = [room(), room()];
  const question = { tables: productTables(compiled, terms), eligible: eligibleRows, unknown: unknownRows };
  await asks(scanTask(import.meta.url, fillFits, question));
  const [eligible, unknown] = [countBits(eligibleRows), countBits(unknownRows)];
  return { eligible, unknown, refused: companies - eligible - unknown, eligibleRows, unknownRows };
}

/** Writes who of a slice fits. */
export function fillFits(slice: ScanSlice, { tables, eligible, unknown }: FitsQuestion): void {
  const [first, behind] = [slice.from / 32, Math.ceil(slice.to / 32)];
  judgeSlice(slice, tables, eligible.subarray(first, behind), unknown.subarray(first, behind));
}

/** Judges one product over a slice. */
export function fitsOfProduct(slice: ScanSlice, terms: readonly Term[]): SliceFits {
  const { from, to } = slice;
  const words = Math.ceil((to - from) / 32);
  const [eligible, unknown] = [new Uint32Array(words), new Uint32Array(words)];
  judgeSlice(slice, productTables(slice.compiled, terms), eligible, unknown);
  return { from, to, eligible, unknown };
}

/** @param slice begins at a multiple of `BLOCK` @param eligible bits of the slice, overwritten; as `unknown` */
function judgeSlice(slice: ScanSlice, tables: ProductTables, eligible: Uint32Array, unknown: Uint32Array): void {
  const { from, to, kernel } = slice;
  const words = eligible.length;
  const blocks = kernel === undefined ? new PlainBlocks() : kernel;
  const raw = new RawLook(slice, tables);
  const columns = tables.tables.map(({ column }) => column);
  for (let first = from; first < to; first += BLOCK) {
    blocks.loadIds(slice.rows, first, columns);
    const bits = blocks.judge(tables);
    raw.decide(first, blocks, bits);
    const at = (first - from) / 32;
    eligible.set(bits.eligible.subarray(0, words - at), at);
    unknown.set(bits.unknown.subarray(0, words - at), at);
  }
  // The last block has companies beyond the last one.
  for (const bits of [eligible, unknown]) clearFrom(bits, to - from);
}

function clearFrom(bits: Uint32Array, place: number): void {
  if (place % 32 !== 0) bits[place >>> 5] = (bits[place >>> 5] as number) & (2 ** (place % 32) - 1);
}

/** Puts the companies that the tables leave open where their raw values say. */
class RawLook {
  readonly #judges: readonly RawBlockJudge[];
  readonly #look: BlockLook = { left: new Uint32Array(BLOCK / 32), unknown: new Uint32Array(BLOCK / 32) };

  constructor(slice: ScanSlice, { looks }: ProductTables) {
    this.#judges = looks.map((term) => rawBlockJudge(slice, term));
  }

  /** @param first the block's first row */
  decide(first: number, blocks: Blocks, { eligible, unknown, look }: BlockBits): void {
    if (this.#judges.length === 0) return;
    const { left, unknown: unsure } = this.#look;
    left.set(look);
    unsure.fill(0);
    for (const judge of this.#judges) {
      if (isEmpty(left)) return;
      judge(first, this.#look);
    }
    for (let word = 0; word < left.length; word++) {
      const still = left[word] as number;
      if (still === 0) continue;
      const open = ((unsure[word] as number) | unknownByTables(blocks, word, still)) & still;
      eligible[word] = (eligible[word] as number) | (still & ~open);
      unknown[word] = (unknown[word] as number) | open;
    }
  }
}

function isEmpty(bits: Uint32Array): boolean {
  for (let word = 0; word < bits.length; word++) if (bits[word] !== 0) return false;
  return true;
}

/** Of whom the tables say that nobody knows. @param among bits of one word */
function unknownByTables(blocks: Blocks, word: number, among: number): number {
  let unknown = 0;
  for (let bits = among; bits !== 0; bits &= bits - 1) {
    const place = 31 - Math.clz32(bits & -bits);
    unknown |= ((blocks.codeAt(32 * word + place) & UNKNOWN) >>> 1) << place;
  }
  return unknown;
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
