import type { ColumnArray } from "./columns.ts";
import { valueAt } from "./columns.ts";
import { boundsOf } from "./dimensions.ts";
import { BLOCK } from "./rows.ts";
import type { ScanSlice } from "./scan.ts";
import { doubleBound, FAILED, judgeOf, UNKNOWN } from "./term-judge.ts";
import type { RangeTerm, SetTerm, Term } from "./terms.ts";
import { WIDE } from "./values.ts";

/** Which of a block's companies are still asked about, and of whom nobody knows. Bits by place in the block. */
export interface BlockLook {
  /** Whoever fails is taken out. */
  readonly left: Uint32Array;
  /** Whoever is left and not known is put in. */
  readonly unknown: Uint32Array;
}

/** Judges the companies of a block that are left by their raw values. @param first the block's first row */
export type RawBlockJudge = (first: number, look: BlockLook) => void;

/** A block's raw values, of whatever type their column is. */
const doubles = new Float64Array(BLOCK);
const whole = new Int32Array(BLOCK);

/** How one term is judged by block. */
export function rawBlockJudge({ features, asOf, columns, wide }: ScanSlice, term: Term): RawBlockJudge {
  const column = columns[term.feature] as ColumnArray;
  const exact = wide[term.feature];
  const age = features[term.feature]?.kind === "age";
  if (term.kind === "labels") return labelsJudge(column, term.allowed);
  if (term.kind !== "range") return setJudge(column, term);
  if ((exact?.size ?? 0) === 0 || staysWithinDoubles(term)) return rangeJudge(column, term, age ? asOf : null);
  const { of } = judgeOf(features, term, asOf);
  return (first, look) => {
    forEachLeft(look, (at) => of(valueAt(column, first + at), exact?.get(first + at)));
  };
}

/** Whether numbers beyond doubles, which stand at ±`WIDE`, compare with the bounds as that does. */
function staysWithinDoubles({ min, max }: RangeTerm): boolean {
  const within = (bound: bigint | null) => bound === null || (bound > -BigInt(WIDE) && bound < BigInt(WIDE) - 1n);
  return within(min) && within(max);
}

/** @param asOf unix seconds of ages, else null */
function rangeJudge(column: ColumnArray, term: RangeTerm, asOf: bigint | null): RawBlockJudge {
  const [from, behind] = boundsOf(term, asOf);
  const least = doubleBound(from) ?? -Infinity;
  // Below infinity is every number.
  const end = doubleBound(behind) ?? Infinity;
  const latest = asOf === null ? Infinity : Number(asOf);
  const nothing = column instanceof Float64Array ? -Infinity : -(2 ** (8 * column.BYTES_PER_ELEMENT - 1));
  return (first, { left, unknown }) => {
    doubles.set(column.subarray(first, first + BLOCK));
    for (let word = 0; word < left.length; word++) {
      let [failed, unsure] = [0, 0];
      for (let bits = left[word] as number; bits !== 0; bits &= bits - 1) {
        const place = 31 - Math.clz32(bits & -bits);
        const value = doubles[32 * word + place] as number;
        // Comparisons added up, not branched on: nobody could guess which way they go.
        const known = Number(value > nothing) & Number(value <= latest);
        failed |= (known & (1 - (Number(value >= least) & Number(value < end)))) << place;
        unsure |= (1 - known) << place;
      }
      left[word] = (left[word] as number) & ~failed;
      unknown[word] = (unknown[word] as number) | unsure;
    }
  };
}

/** By a column's entries: 0 is unknown, a place one less than its entry. */
function labelsJudge(column: ColumnArray, allowed: readonly boolean[]): RawBlockJudge {
  const outcomes = Uint8Array.of(UNKNOWN, ...allowed.map((is) => (is ? 0 : FAILED)));
  return (first, look) => {
    whole.set(column.subarray(first, first + BLOCK));
    forEachLeft(look, (at) => outcomes[whole[at] as number] ?? FAILED);
  };
}

function setJudge(column: ColumnArray, { kind, mask }: SetTerm): RawBlockJudge {
  const shift = 4 * column.BYTES_PER_ELEMENT;
  const [held, unheld] = kind === "any of" ? [0, FAILED] : [FAILED, 0];
  return (first, look) => {
    whole.set(column.subarray(first, first + BLOCK));
    forEachLeft(look, (at) => {
      const entry = whole[at] as number;
      if ((entry & mask) !== 0) return held;
      return ((entry >>> shift) & mask) === 0 ? unheld : UNKNOWN;
    });
  };
}

/** @param outcomeAt by place in the block */
function forEachLeft({ left, unknown }: BlockLook, outcomeAt: (at: number) => number): void {
  for (let word = 0; word < left.length; word++) {
    for (let bits = left[word] as number; bits !== 0; bits &= bits - 1) {
      const bit = bits & -bits;
      const outcome = outcomeAt(32 * word + 31 - Math.clz32(bit));
      if (outcome === FAILED) left[word] = (left[word] as number) & ~bit;
      else if (outcome === UNKNOWN) unknown[word] = (unknown[word] as number) | bit;
    }
  }
}
