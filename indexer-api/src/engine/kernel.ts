import wabt from "wabt";
import type { ColumnArray } from "./columns.ts";
import type { Compiled } from "./compile.ts";
import { cellOf, USED_CELLS } from "./cut-lookup.ts";
import { layoutOf, STEP } from "./kernel-layout.ts";
import type { KernelLayout, PlacedPart } from "./kernel-layout.ts";
import { kernelText } from "./kernel-wat.ts";
import type { ProductTables } from "./product-tables.ts";
import { BLOCK } from "./rows.ts";
import type { Rows } from "./rows.ts";

/** The bytes of a kernel, for every thread to make its own of. */
export interface KernelCode {
  /** Equal for equal code and tables. */
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** Of WebAssembly, what is used here; TypeScript knows it only beside a browser. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  match(masks: number, first: number): void;
  quantise(): void;
  mark(ids: number, from: number, span: number, code: number): void;
  pick(ids: number, code: number): void;
  pack(): void;
}

/** Bits of a block's companies. */
export interface BlockBits {
  readonly eligible: Uint32Array;
  readonly unknown: Uint32Array;
  readonly look: Uint32Array;
}

/** What `pick` costs, in passes of `mark`. */
const PICK_COST = 2;

/** What the kernel of these columns is called; undefined when there is nothing to quantise or match by. */
export function kernelKey(compiled: Compiled, columns: readonly ColumnArray[]): string | undefined {
  if (compiled.columns.length === 0) return undefined;
  return `${compiled.id} ${columns.map((array) => array.constructor.name).join(" ")}`;
}

export async function kernelCode(
  key: string,
  compiled: Compiled,
  columns: readonly ColumnArray[],
): Promise<KernelCode> {
  const toolkit = await wabt();
  const parsed = toolkit.parseWat("kernel.wat", kernelText(layoutOf(compiled, columns)), { simd: true });
  try {
    return { key, bytes: parsed.toBinary({}).buffer };
  } finally {
    parsed.destroy();
  }
}

/**
 * Works on one block of companies at a time, in a memory of its own: a block is copied in, and what comes of it copied
 * out, while it is in the nearest caches.
 */
export class Kernel {
  readonly #layout: KernelLayout;
  readonly #exports: KernelExports;
  readonly #memory: ArrayBuffer;
  readonly #bytes: Uint8Array;
  readonly #results: Uint32Array;
  readonly #bits: BlockBits;

  constructor({ bytes }: KernelCode, compiled: Compiled, columns: readonly ColumnArray[]) {
    const layout = layoutOf(compiled, columns);
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    this.#layout = layout;
    this.#exports = instance.exports as KernelExports;
    this.#memory = this.#exports.memory.buffer;
    this.#bytes = new Uint8Array(this.#memory);
    this.#results = new Uint32Array(this.#memory, layout.results, STEP * layout.words);
    const words = (place: number) => new Uint32Array(this.#memory, layout.bits + (place * BLOCK) / 8, BLOCK / 32);
    this.#bits = { eligible: words(0), unknown: words(1), look: words(2) };
    for (const part of layout.parts.flat()) this.#placeTables(part);
  }

  /** Takes the masks as they are now. */
  setMasks({ met, open, live, words, columns }: Compiled): void {
    for (const [at, masks] of [
      [this.#layout.met, met],
      [this.#layout.open, open],
    ] as const) {
      const copy = new Uint32Array(this.#memory, at, masks.length);
      copy.set(masks);
      // A free slot is nobody's: one column's masks that lack it are enough.
      for (let place = 0; place < (columns[0]?.ids ?? 0) * words; place++) {
        copy[place] = (copy[place] as number) & (live[place % words] as number);
      }
    }
  }

  /** Takes the ids of a block: of these columns only. @param first its first row */
  loadIds({ bytes, width }: Rows, first: number, columns: Iterable<number>): void {
    const { ids, idStride } = this.#layout;
    for (const column of columns) {
      const from = first * width + column * BLOCK;
      this.#bytes.set(bytes.subarray(from, from + BLOCK), ids + column * idStride);
    }
  }

  /** Hands out the ids of the block. */
  storeIds({ bytes, width }: Rows, first: number): void {
    const { ids, idStride } = this.#layout;
    for (let column = 0; column < width; column++) {
      const from = ids + column * idStride;
      bytes.set(this.#bytes.subarray(from, from + BLOCK), first * width + column * BLOCK);
    }
  }

  /** From raw values of a block to its ids. */
  quantise(columns: readonly ColumnArray[], first: number): void {
    for (const { feature, at, type } of this.#layout.raws) {
      const block = (columns[feature] as ColumnArray).subarray(first, first + BLOCK);
      const room = new RAW_ARRAYS[type](this.#memory, at, BLOCK);
      room.set(block);
    }
    this.#exports.quantise();
  }

  /**
   * Masks of `STEP` companies of the block, words by company; they hold until the next call.
   * @param at the first one's place in the block
   */
  match(masks: "met" | "open", at: number): Uint32Array {
    this.#exports.match(this.#layout[masks], at);
    return this.#results;
  }

  /** How a product comes out for the block, whose ids of these columns must be there; holds until the next call. */
  judge({ tables, first }: ProductTables): BlockBits {
    const { codes, ids, idStride, table } = this.#layout;
    this.#bytes.fill(first, codes, codes + BLOCK);
    for (const { column, runs, byCode } of tables) {
      const place = ids + column * idStride;
      if (runs.length <= PICK_COST * byCode.length) {
        for (const { from, to, code } of runs) this.#exports.mark(place, from, to - from, code);
      } else {
        for (const { code, bits } of byCode) {
          this.#bytes.set(bits, table);
          this.#exports.pick(place, code);
        }
      }
    }
    this.#exports.pack();
    return this.#bits;
  }

  /** A company's code in the block that was judged last. */
  codeAt(at: number): number {
    return this.#bytes[this.#layout.codes + at] as number;
  }

  #placeTables(part: PlacedPart): void {
    if (part.kind === "table") this.#bytes.set(part.table, part.at);
    if (part.kind !== "cuts") return;
    const { start, bounds } = part.lookup;
    // The memory of the other cells is never touched, and so takes none.
    for (const [from, to] of USED_CELLS) this.#bytes.set(start.subarray(from, to), part.start + from);
    new Float64Array(this.#memory, part.bounds, bounds.length).set(bounds);
    if (part.raw.type === "i32") this.#bytes[part.start + UNKNOWN_CELL] = part.buckets - 1;
  }
}

const RAW_ARRAYS = { i32: Int32Array, f64: Float64Array, u8: Uint8Array, u16: Uint16Array, u32: Uint32Array } as const;
/** Where the unknown of 32 bits falls among doubles; no other number of 32 bits does. */
const UNKNOWN_CELL = cellOf(-(2 ** 31));
