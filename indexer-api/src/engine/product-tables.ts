import type { Compiled } from "./compile.ts";
import { boundsOf, canJudge, outcomesOf, piecesOf, stateOutcomes } from "./dimensions.ts";
import type { CutDimension, Dimension } from "./dimensions.ts";
import { FAILED, MET, UNKNOWN } from "./term-judge.ts";
import type { RangeTerm, SetTerm, Term } from "./terms.ts";

/** A company of this bucket comes out one way or the other: only its raw value tells. */
export const LOOK = 4;
const IDS = 256;

/** Ids of which a product says one thing: up to 127 bit `id / 16` of byte `id % 16`, from 128 on as much behind 16 bytes. */
export interface IdTable {
  /** FAILED, UNKNOWN or LOOK, among others. */
  readonly code: number;
  readonly bits: Uint8Array;
}

/** What a product says of the ids of one column. */
export interface ColumnTable {
  readonly column: number;
  /** By id. */
  readonly codes: Uint8Array;
  /** Where equal codes other than MET stand side by side, from the first id to the last. */
  readonly runs: readonly { readonly from: number; readonly to: number; readonly code: number }[];
  /** The same by code. */
  readonly byCode: readonly IdTable[];
}

/**
 * One product over columns that were compiled without it: for each column of which it wants something, what each id
 * says (MET, FAILED, UNKNOWN or LOOK), and the terms for which somebody must be looked at.
 */
export interface ProductTables {
  readonly tables: readonly ColumnTable[];
  /** What everybody starts with: LOOK where a term has no column at all. */
  readonly first: number;
  readonly looks: readonly Term[];
}

export function productTables(compiled: Compiled, terms: readonly Term[]): ProductTables {
  const tables = new Map<number, Uint8Array>();
  const looks: Term[] = [];
  let first: number = MET;
  for (const term of terms.flatMap((whole) => (isJudged(compiled, whole) ? [whole] : piecesOf(whole)))) {
    const best = bestPart(compiled, term);
    if (best === undefined) first = LOOK;
    if (best === undefined || best.codes.includes(LOOK)) looks.push(term);
    if (best === undefined) continue;
    const { column, stride, dimension, codes } = best;
    const table = tables.get(column) ?? new Uint8Array(IDS);
    tables.set(column, table);
    for (let id = 0; id < IDS; id++) {
      table[id] = (table[id] as number) | (codes[Math.floor(id / stride) % dimension.buckets] as number);
    }
  }
  return {
    tables: [...tables].map(([column, codes]) => ({ column, codes, runs: runsOf(codes), byCode: tablesOf(codes) })),
    first,
    looks,
  };
}

function isJudged({ columns, asOf }: Compiled, term: Term): boolean {
  return columns.some(({ parts }) => parts.some(({ dimension }) => canJudge(dimension, term, asOf)));
}

interface BestPart {
  readonly column: number;
  readonly stride: number;
  readonly dimension: Dimension;
  /** By bucket. */
  readonly codes: readonly number[];
}

/** The dimension that leaves the fewest buckets to be looked at. */
function bestPart({ columns, asOf }: Compiled, term: Term): BestPart | undefined {
  let best: BestPart | undefined;
  let fewest = Infinity;
  for (const [column, { parts }] of columns.entries()) {
    for (const { dimension, stride } of parts) {
      const codes = dimension.feature === term.feature ? codesOf(dimension, term, asOf) : undefined;
      const looks = codes?.filter((code) => code === LOOK).length ?? Infinity;
      if (codes === undefined || looks >= fewest) continue;
      best = { column, stride, dimension, codes };
      fewest = looks;
    }
  }
  return best;
}

const CODES = { met: MET, failed: FAILED, unknown: UNKNOWN } as const;

/** What each bucket says of a term; undefined when the dimension says nothing of it. */
function codesOf(dimension: Dimension, term: Term, asOf: bigint): number[] | undefined {
  if (canJudge(dimension, term, asOf)) return outcomesOf(dimension, term, asOf).map((outcome) => CODES[outcome]);
  if (dimension.kind === "cuts") return cutCodes(dimension, term as RangeTerm, asOf);
  if (dimension.kind === "states") {
    const outcomes = stateOutcomes(dimension, term as SetTerm);
    return outcomes.map((outcome) => (outcome === null ? LOOK : CODES[outcome]));
  }
  if (dimension.kind !== "labels" || term.kind !== "labels") return undefined;
  return Array.from({ length: dimension.buckets }, (_, bucket) => {
    if (bucket === dimension.buckets - 1) return UNKNOWN;
    const allowed = term.allowed.filter((_, place) => dimension.bucketOf[place] === bucket);
    return allowed.includes(true) ? (allowed.includes(false) ? LOOK : MET) : FAILED;
  });
}

function cutCodes({ cuts, buckets, age }: CutDimension, term: RangeTerm, asOf: bigint): number[] {
  const [from, behind] = boundsOf(term, age ? asOf : null);
  return Array.from({ length: buckets }, (_, bucket) => {
    if (bucket === buckets - 1) return UNKNOWN;
    const first = bucket === 0 ? null : (cuts[bucket - 1] as bigint);
    const end = bucket === cuts.length ? null : (cuts[bucket] as bigint);
    if (age && first !== null && first > asOf) return UNKNOWN;
    if ((from !== null && end !== null && end <= from) || (behind !== null && first !== null && first >= behind))
      return FAILED;
    const inside =
      (from === null || (first !== null && first >= from)) && (behind === null || (end !== null && end <= behind));
    return inside ? MET : LOOK;
  });
}

function runsOf(codes: Uint8Array): ColumnTable["runs"] {
  const runs: { from: number; to: number; code: number }[] = [];
  for (const [id, code] of codes.entries()) {
    const last = runs.at(-1);
    if (code === MET) continue;
    if (last?.to === id - 1 && last.code === code) last.to = id;
    else runs.push({ from: id, to: id, code });
  }
  return runs;
}

function tablesOf(codes: Uint8Array): IdTable[] {
  return [FAILED, UNKNOWN, LOOK].flatMap((code) => {
    const bits = new Uint8Array(IDS / 8);
    for (const [id, has] of codes.entries()) {
      if ((has & code) === 0) continue;
      const byte = (id & 15) + (id < IDS / 2 ? 0 : 16);
      bits[byte] = (bits[byte] as number) | (1 << ((id >>> 4) & 7));
    }
    return bits.some((byte) => byte !== 0) ? [{ code, bits }] : [];
  });
}
