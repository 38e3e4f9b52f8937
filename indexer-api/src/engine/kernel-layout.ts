import type { ColumnArray } from "./columns.ts";
import type { Compiled } from "./compile.ts";
import type { CutPart, LabelPart, Part, SetPart, StatePart } from "./quantiser.ts";
import { quantiserOf } from "./quantiser.ts";
import { BLOCK } from "./rows.ts";

/** A part with what it reads, and where its tables lie. */
export type PlacedPart =
  TablePart | (CutPart & Placed & { readonly start: number; readonly bounds: number }) | (SetPart & Placed);

interface Placed {
  readonly raw: RawBlock;
}

/** Where entries are few enough for a table. */
export interface TablePart extends Placed {
  readonly kind: "table";
  readonly column: number;
  readonly at: number;
  /** By entry, taken as a number without a sign: what it counts in the id. */
  readonly table: Uint8Array;
}

/** The raw values of one feature, of a block of companies. */
export interface RawBlock {
  readonly feature: number;
  readonly at: number;
  readonly type: RawType;
}

/** `u8` and `u16`: looked up in a table, whatever they are. */
export type RawType = "i32" | "f64" | "u8" | "u16" | "u32";

/** Where everything lies in a kernel's memory, in bytes. */
export interface KernelLayout {
  readonly words: number;
  /** By column: place of its first mask. */
  readonly firstMasks: readonly number[];
  readonly met: number;
  readonly open: number;
  /** Ids of a block, column after column `idStride` apart. */
  readonly ids: number;
  readonly idStride: number;
  readonly raws: readonly RawBlock[];
  /** By column. */
  readonly parts: readonly (readonly PlacedPart[])[];
  /** Masks of `STEP` companies. */
  readonly results: number;
  /** How one product comes out for each company of a block. */
  readonly codes: number;
  /** Eligible, unknown, to be looked at: `BLOCK` bits each. */
  readonly bits: number;
  /** An `IdTable`. */
  readonly table: number;
  readonly bytes: number;
}

/** Companies whose masks are made at once: few enough that they are still in the nearest caches when copied away. */
export const STEP = 512;
/** Between streams that are read side by side, lest they all fall into the same lines of the cache. */
const PAD = 64;
const IDS = 256;
const BYTES = { i32: 4, f64: 8, u8: 1, u16: 2, u32: 4 } as const;

export function layoutOf(compiled: Compiled, columns: readonly ColumnArray[]): KernelLayout {
  let bytes = 0;
  const take = (size: number) => {
    const at = bytes;
    bytes += Math.ceil(size / PAD) * PAD + PAD;
    return at;
  };
  const { words } = compiled;
  const firstMasks = compiled.columns.map(({ firstMask }) => firstMask);
  const [met, open, idStride] = [take(compiled.met.byteLength), take(compiled.open.byteLength), BLOCK + PAD];
  const ids = take(compiled.columns.length * idStride);
  const [results, codes, bits, table] = [take(STEP * words * 4), take(BLOCK), take((3 * BLOCK) / 8), take(IDS / 8)];
  const raws: RawBlock[] = [];
  const parts: PlacedPart[][] = compiled.columns.map(() => []);
  for (const [feature, found] of quantiserOf(compiled).partsOf.entries()) {
    if (found.length === 0) continue;
    const type = rawType(columns[feature] as ColumnArray);
    const raw = { feature, type, at: take(BLOCK * BYTES[type]) };
    raws.push(raw);
    for (const part of found) parts[part.column]?.push(placed(part, raw, columns[feature] as ColumnArray, take));
  }
  return { words, firstMasks, met, open, ids, idStride, raws, parts, results, codes, bits, table, bytes };
}

function placed(part: Part, raw: RawBlock, array: ColumnArray, take: (size: number) => number): PlacedPart {
  if ("mask" in part) return { ...part, raw };
  if (part.kind === "cuts" && (raw.type === "i32" || raw.type === "f64")) {
    const { start, bounds } = part.lookup;
    return { ...part, raw, start: take(start.byteLength), bounds: take(bounds.byteLength) };
  }
  const table = tableOf(part, array);
  return { kind: "table", column: part.column, raw, table, at: take(table.byteLength) };
}

/** By entry, taken as a number without a sign. */
function tableOf(part: CutPart | LabelPart | StatePart, array: ColumnArray): Uint8Array {
  if (part.kind === "cuts") return cutTable(part, array as Int8Array | Int16Array);
  const { bucketOf, stride } = part;
  if (part.kind === "states") return stride === 1 ? bucketOf : bucketOf.map((bucket) => bucket * stride);
  // Of a column's entries, 0 is unknown, and a place one less than its entry.
  return Uint8Array.of(bucketOf.at(-1) as number, ...bucketOf.subarray(0, -1)).map((bucket) => bucket * stride);
}

/** The entries of 8 or 16 bits in the order of their bits: from 0 up, then from the least, "unknown", on. */
function cutTable(
  { cuts, buckets, stride }: CutPart,
  { BYTES_PER_ELEMENT: bytes }: Int8Array | Int16Array,
): Uint8Array {
  const half = 2 ** (8 * bytes - 1);
  const table = new Uint8Array(2 * half);
  for (let bucket = 0, from = -half; bucket <= cuts.length; bucket++) {
    const to = bucket < cuts.length ? clamped(cuts[bucket] as bigint, half) : half;
    if (from < 0) table.fill(bucket * stride, 2 * half + from, 2 * half + Math.min(to, 0));
    table.fill(bucket * stride, Math.max(from, 0), Math.max(to, 0));
    from = to;
  }
  table[half] = (buckets - 1) * stride;
  return table;
}

function clamped(cut: bigint, half: number): number {
  return cut < -half ? -half : cut > half ? half : Number(cut);
}

function rawType(array: ColumnArray): RawType {
  if (array instanceof Float64Array) return "f64";
  if (array instanceof Int32Array) return "i32";
  if (array instanceof Uint32Array) return "u32";
  return array.BYTES_PER_ELEMENT === 1 ? "u8" : "u16";
}
