import type { ColumnArray } from "./columns.ts";
import type { Compiled } from "./compile.ts";
import type { CutPart, LabelPart, Part, SetPart, StatePart } from "./quantiser.ts";
import { quantiserOf } from "./quantiser.ts";
import { BLOCK } from "./rows.ts";

/** A part with what it reads, and where its tables lie. */
export type PlacedPart =
  | (CutPart & { readonly raw: RawBlock; readonly start: number; readonly bounds: number })
  | (StatePart & { readonly raw: RawBlock; readonly table: number })
  | (LabelPart & { readonly raw: RawBlock; readonly table: number })
  | (SetPart & { readonly raw: RawBlock });

/** The raw values of one feature, of a block of companies. */
export interface RawBlock {
  readonly feature: number;
  readonly at: number;
  readonly type: RawType;
}

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
  /** A table of 256 codes. */
  readonly table: number;
  readonly bytes: number;
}

/** Companies whose masks are made at once: few enough that they are still in the nearest caches when copied away. */
export const STEP = 512;
/** Between streams that are read side by side, lest they all fall into the same lines of the cache. */
const PAD = 64;
const LABELS = 256;
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
  const [results, codes, bits, table] = [take(STEP * words * 4), take(BLOCK), take((3 * BLOCK) / 8), take(LABELS)];
  const raws: RawBlock[] = [];
  const parts: PlacedPart[][] = compiled.columns.map(() => []);
  for (const [feature, found] of quantiserOf(compiled).partsOf.entries()) {
    if (found.length === 0) continue;
    const type = rawType(columns[feature] as ColumnArray);
    const raw = { feature, type, at: take(BLOCK * BYTES[type]) };
    raws.push(raw);
    for (const part of found) parts[part.column]?.push(placed(part, raw, take));
  }
  return { words, firstMasks, met, open, ids, idStride, raws, parts, results, codes, bits, table, bytes };
}

function placed(part: Part, raw: RawBlock, take: (size: number) => number): PlacedPart {
  if (part.kind === "cuts") {
    const { start, bounds } = part.lookup;
    return { ...part, raw, start: take(start.byteLength), bounds: take(bounds.byteLength) };
  }
  if (part.kind === "states") return { ...part, raw, table: take(part.bucketOf.byteLength) };
  return part.kind === "labels" ? { ...part, raw, table: take(LABELS) } : { ...part, raw };
}

function rawType(array: ColumnArray): RawType {
  if (array instanceof Int32Array) return "i32";
  if (array instanceof Float64Array) return "f64";
  if (array instanceof Uint8Array) return "u8";
  return array instanceof Uint16Array ? "u16" : "u32";
}
