import { CELL_SHIFT, countUpTo, cutLookup } from "./cut-lookup.ts";
import type { CutLookup } from "./cut-lookup.ts";
import type { Compiled } from "./compile.ts";
import type { CutDimension, Dimension } from "./dimensions.ts";
import { MAX_SET_LABELS } from "./features.ts";
import { WIDE } from "./values.ts";
import type { CompanyValues } from "./values.ts";

/** The ids of companies: their buckets in every dimension, put together by column. */
export interface Quantiser {
  /** Width of a row in bytes: one for each column. */
  readonly width: number;
  /** Writes the ids of one company to `ids[0]` and those behind it. */
  one(values: CompanyValues, ids: Uint8Array): void;
  /** The parts of one feature, for many companies at once; see `Part`. */
  readonly partsOf: readonly (readonly Part[])[];
}

/** A dimension's share of a row. */
export type Part = CutPart | LabelPart | SetPart | StatePart;

interface PartBase {
  /** Place of the byte in a row. */
  readonly column: number;
  /** What a bucket counts there. */
  readonly stride: number;
}

export interface CutPart extends PartBase {
  readonly kind: "cuts";
  readonly lookup: CutLookup;
  /** How many there are, the last one "unknown". */
  readonly buckets: number;
  /** The exact cuts, for numbers beyond doubles. */
  readonly cuts: readonly bigint[];
}

export interface LabelPart extends PartBase {
  readonly kind: "labels";
  /** Bucket of each place; behind them "unknown". */
  readonly bucketOf: Uint8Array;
}

export interface SetPart extends PartBase {
  readonly kind: "any of" | "none of";
  readonly mask: number;
}

export interface StatePart extends PartBase {
  readonly kind: "states";
  /** Bucket of each state; see `StateBuckets`. */
  readonly bucketOf: Uint8Array;
}

interface Placed {
  readonly feature: number;
}

const LOWER_BYTE = 0xff;
const [MET, FAILED, UNKNOWN] = [0, 1, 2] as const;

export function quantiserOf({ features, columns }: Pick<Compiled, "features" | "columns">): Quantiser {
  const partsOf: Part[][] = features.map(() => []);
  for (const [place, { parts }] of columns.entries()) {
    for (const { dimension, stride } of parts) partsOf[dimension.feature]?.push(partOf(dimension, place, stride));
  }
  const used = partsOf.flatMap((parts, feature) => parts.map((part) => ({ ...part, feature })));
  const [cuts, labels, sets, states] = [
    used.filter((part) => part.kind === "cuts"),
    used.filter((part) => part.kind === "labels"),
    used.filter((part): part is SetPart & Placed => part.kind === "any of" || part.kind === "none of"),
    used.filter((part) => part.kind === "states"),
  ];
  const value = new Float64Array(1);
  const halves = new Int32Array(value.buffer);
  const one: Quantiser["one"] = ({ raw, wide }, ids) => {
    ids.fill(0, 0, columns.length);
    for (const part of cuts) {
      const exact = wide.size === 0 ? undefined : wide.get(part.feature);
      const number = raw[part.feature] as number;
      value[0] = number;
      const bucket = exact === undefined ? cutBucket(part, number, halves[1] as number) : wideBucket(part, exact);
      ids[part.column] = (ids[part.column] as number) + bucket * part.stride;
    }
    for (const { feature, column, stride, bucketOf } of labels) {
      const place = raw[feature] as number;
      const bucket = bucketOf[Number.isNaN(place) ? bucketOf.length - 1 : place] as number;
      ids[column] = (ids[column] as number) + bucket * stride;
    }
    for (const { feature, column, stride, bucketOf } of states) {
      ids[column] = (ids[column] as number) + (bucketOf[stateOf(raw[feature] as number)] as number) * stride;
    }
    for (const { feature, column, stride, kind, mask } of sets) {
      ids[column] = (ids[column] as number) + setBucket(kind, mask, raw[feature] as number) * stride;
    }
  };
  return { width: columns.length, one, partsOf };
}

/** @param upper upper half of the number's double */
export function cutBucket({ lookup: { start, bounds } }: CutPart, number: number, upper: number): number {
  let bucket = start[upper >>> CELL_SHIFT] as number;
  while ((bounds[bucket] as number) <= number) bucket++;
  return bucket;
}

/** Exactly, where a double only says that the number is beyond all doubles. */
export function wideBucket({ cuts }: CutPart, value: bigint): number {
  return countUpTo(cuts, value);
}

/** The bucket of a set by one of its criteria. @param packed see `packSet` */
export function setBucket(kind: SetPart["kind"], mask: number, packed: number): number {
  const holds = (packed & mask) !== 0;
  if (kind === "any of" && holds) return MET;
  if (kind === "none of" && holds) return FAILED;
  if (((packed >>> MAX_SET_LABELS) & mask) !== 0) return UNKNOWN;
  return kind === "any of" ? FAILED : MET;
}

/** Of a set of at most 8 labels. @param packed see `packSet` */
function stateOf(packed: number): number {
  return (packed & LOWER_BYTE) | ((packed >>> MAX_SET_LABELS) << 8);
}

function partOf(dimension: Dimension, column: number, stride: number): Part {
  const base = { column, stride };
  switch (dimension.kind) {
    case "cuts":
      return { ...base, kind: "cuts", cuts: dimension.cuts, buckets: dimension.buckets, lookup: lookupOf(dimension) };
    case "labels":
      return { ...base, kind: "labels", bucketOf: Uint8Array.of(...dimension.bucketOf, dimension.buckets - 1) };
    case "states":
      return { ...base, kind: "states", bucketOf: dimension.bucketOf };
    default:
      return { ...base, kind: dimension.kind, mask: dimension.mask };
  }
}

const lookups = new WeakMap<CutDimension, CutLookup>();

/** Made once for each dimension, as it is asked for by all that quantise. */
function lookupOf(dimension: CutDimension): CutLookup {
  const lookup = lookups.get(dimension) ?? newLookup(dimension);
  lookups.set(dimension, lookup);
  return lookup;
}

function newLookup({ cuts, buckets }: CutDimension): CutLookup {
  const bounds = cuts.map((cut) => {
    if (cut >= BigInt(WIDE)) return Infinity;
    return cut <= -BigInt(WIDE) ? -Infinity : Number(cut);
  });
  return cutLookup(bounds, buckets - 1);
}
