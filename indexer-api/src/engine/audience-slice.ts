import { bitsIn } from "./bits.ts";
import type { ColumnArray } from "./columns.ts";
import { CELL_SHIFT, cutLookup } from "./cut-lookup.ts";
import type { CutLookup } from "./cut-lookup.ts";
import { fitsOfProduct } from "./product-slice.ts";
import type { SliceFits } from "./product-slice.ts";
import { BLOCK } from "./rows.ts";
import { scanTask } from "./scan.ts";
import type { ScanSlice, ScanTask } from "./scan.ts";
import type { Term } from "./terms.ts";
import { WIDE } from "./values.ts";

/** What is asked about a draft's criteria. */
export interface AudienceQuestion {
  /** Those that differ. */
  readonly terms: readonly Term[];
  /** By criterion: the place of its term. */
  readonly termOf: readonly number[];
  readonly histograms: readonly HistogramCuts[];
}

/** Where the companies that meet every criterion but perhaps this one are counted by their raw value. */
export interface HistogramCuts {
  /** Place of the criterion. */
  readonly criterion: number;
  /** Strictly ascending raw values. A company's bucket is how many of them lie at or below its own. */
  readonly cuts: readonly bigint[];
}

/** Counts of companies; those of several slices add up. Arrays are by criterion. */
export interface AudienceTally {
  companies: number;
  /** Fail it. */
  readonly failed: number[];
  /** Nobody knows. */
  readonly unknown: number[];
  /** Fail it, and no other. */
  readonly refusedByItAlone: number[];
  /** Do not meet it, and meet all others. */
  readonly gained: number[];
  /** Meet it and all before it. */
  readonly eligibleAfter: number[];
  /** Fail neither it nor one before it. */
  readonly openAfter: number[];
  /** By histogram and bucket. */
  readonly histograms: number[][];
}

/** Companies judged at once: their bits for each criterion stay small, however many criteria there are. */
const CHUNK = 64 * BLOCK;
const WORD_BITS = 32;

export function audienceTask(question: AudienceQuestion): ScanTask<AudienceTally> {
  return scanTask(import.meta.url, audienceSlice, question);
}

/** Counts the companies of a slice. */
export function audienceSlice(slice: ScanSlice, question: AudienceQuestion): AudienceTally {
  const tally = emptyTally(question);
  const buckets = bucketsOf(slice, question);
  for (let from = slice.from; from < slice.to; from += CHUNK) {
    countChunk({ ...slice, from, to: Math.min(from + CHUNK, slice.to) }, question, buckets, tally);
  }
  return tally;
}

export function emptyTally({ termOf, histograms }: AudienceQuestion): AudienceTally {
  const zeros = () => termOf.map(() => 0);
  return {
    companies: 0,
    ...{ failed: zeros(), unknown: zeros(), refusedByItAlone: zeros(), gained: zeros() },
    ...{ eligibleAfter: zeros(), openAfter: zeros() },
    histograms: histograms.map(({ cuts }) => new Array<number>(cuts.length + 1).fill(0)),
  };
}

/** Adds one tally to another. */
export function addTally(to: AudienceTally, from: AudienceTally): void {
  to.companies += from.companies;
  addAll(to.failed, from.failed);
  addAll(to.unknown, from.unknown);
  addAll(to.refusedByItAlone, from.refusedByItAlone);
  addAll(to.gained, from.gained);
  addAll(to.eligibleAfter, from.eligibleAfter);
  addAll(to.openAfter, from.openAfter);
  for (const [index, counts] of to.histograms.entries()) addAll(counts, from.histograms[index] as number[]);
}

function addAll(to: number[], from: readonly number[]): void {
  for (const [index, count] of from.entries()) to[index] = (to[index] as number) + count;
}

/** Bits by company of a chunk: 32 of them are counted with each step. */
interface Chunk {
  readonly words: number;
  /** Companies that there are. */
  readonly all: Uint32Array;
  /** Met every criterion, failed none; of those seen so far. */
  readonly eligible: Uint32Array;
  readonly open: Uint32Array;
  /** Failed one at least, two at least. */
  readonly failedOnce: Uint32Array;
  readonly failedTwice: Uint32Array;
  /** Did not meet one at least, two at least. */
  readonly unmetOnce: Uint32Array;
  readonly unmetTwice: Uint32Array;
}

function countChunk(
  slice: ScanSlice,
  { terms, termOf }: AudienceQuestion,
  buckets: readonly Buckets[],
  tally: AudienceTally,
): void {
  const fits = terms.map((term) => fitsOfProduct(slice, [term]));
  const fitsOf = (criterion: number) => fits[termOf[criterion] as number] as SliceFits;
  const chunk = newChunk(slice.to - slice.from);
  tally.companies += slice.to - slice.from;
  for (const criterion of termOf.keys()) countInOrder(chunk, fitsOf(criterion), criterion, tally);
  for (const criterion of termOf.keys()) countAlone(chunk, fitsOf(criterion), criterion, tally);
  for (const [index, one] of buckets.entries()) {
    const bits = meetingAllOthers(chunk, fitsOf(one.criterion));
    countByValue(slice, bits, one, tally.histograms[index] as number[]);
  }
}

function newChunk(companies: number): Chunk {
  const words = Math.ceil(companies / WORD_BITS);
  const all = new Uint32Array(words).fill(2 ** WORD_BITS - 1);
  if (companies % WORD_BITS !== 0) all[words - 1] = 2 ** (companies % WORD_BITS) - 1;
  const none = () => new Uint32Array(words);
  return {
    ...{ words, all, eligible: all.slice(), open: all.slice() },
    ...{ failedOnce: none(), failedTwice: none(), unmetOnce: none(), unmetTwice: none() },
  };
}

function countInOrder(chunk: Chunk, { eligible: met, unknown }: SliceFits, place: number, tally: AudienceTally): void {
  const { words, all, eligible, open, failedOnce, failedTwice, unmetOnce, unmetTwice } = chunk;
  let [failedCount, unknownCount, eligibleCount, openCount] = [0, 0, 0, 0];
  for (let word = 0; word < words; word++) {
    const [isMet, isUnknown] = [met[word] as number, unknown[word] as number];
    const unmet = (all[word] as number) & ~isMet;
    const failed = unmet & ~isUnknown;
    const stillEligible = (eligible[word] as number) & isMet;
    const stillOpen = (open[word] as number) & ~failed;
    eligible[word] = stillEligible;
    open[word] = stillOpen;
    failedTwice[word] = (failedTwice[word] as number) | ((failedOnce[word] as number) & failed);
    failedOnce[word] = (failedOnce[word] as number) | failed;
    unmetTwice[word] = (unmetTwice[word] as number) | ((unmetOnce[word] as number) & unmet);
    unmetOnce[word] = (unmetOnce[word] as number) | unmet;
    failedCount += bitsIn(failed);
    unknownCount += bitsIn(isUnknown);
    eligibleCount += bitsIn(stillEligible);
    openCount += bitsIn(stillOpen);
  }
  add(tally.failed, place, failedCount);
  add(tally.unknown, place, unknownCount);
  add(tally.eligibleAfter, place, eligibleCount);
  add(tally.openAfter, place, openCount);
}

function countAlone(chunk: Chunk, { eligible: met, unknown }: SliceFits, place: number, tally: AudienceTally): void {
  const { words, all, failedTwice, unmetTwice } = chunk;
  let [refused, gained] = [0, 0];
  for (let word = 0; word < words; word++) {
    const unmet = (all[word] as number) & ~(met[word] as number);
    refused += bitsIn(unmet & ~(unknown[word] as number) & ~(failedTwice[word] as number));
    gained += bitsIn(unmet & ~(unmetTwice[word] as number));
  }
  add(tally.refusedByItAlone, place, refused);
  add(tally.gained, place, gained);
}

/** Companies of which the criterion's feature is known, and that meet every other criterion. */
function meetingAllOthers({ eligible, all, unmetTwice }: Chunk, { eligible: met, unknown }: SliceFits): Uint32Array {
  return eligible.map((isEligible, word) => {
    const failed = (all[word] as number) & ~(met[word] as number) & ~(unknown[word] as number);
    return isEligible | (failed & ~(unmetTwice[word] as number));
  });
}

/** How one histogram finds the bucket of a company. */
interface Buckets {
  readonly criterion: number;
  readonly feature: number;
  readonly cuts: readonly bigint[];
  /** Of entries of the column, which hold a label's place and one more. */
  readonly lookup: CutLookup;
}

function bucketsOf({ columns }: ScanSlice, { terms, termOf, histograms }: AudienceQuestion): Buckets[] {
  return histograms.map(({ criterion, cuts }) => {
    const { feature } = terms[termOf[criterion] as number] as Term;
    const more = columns[feature] instanceof Uint8Array ? 1 : 0;
    const bounds = cuts.map((cut) => doubleOf(cut) + more);
    // Nobody is counted of whom nothing is known.
    return { criterion, feature, cuts, lookup: cutLookup(bounds, 0) };
  });
}

function countByValue({ columns, wide, from }: ScanSlice, bits: Uint32Array, buckets: Buckets, counts: number[]): void {
  const { feature, cuts, lookup } = buckets;
  const column = columns[feature] as ColumnArray;
  const exactly = wide[feature]?.size === 0 ? undefined : wide[feature];
  const { start, bounds } = lookup;
  const value = new Float64Array(1);
  const halves = new Int32Array(value.buffer);
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word] as number; left !== 0; left &= left - 1) {
      const row = from + word * WORD_BITS + 31 - Math.clz32(left & -left);
      const exact = exactly?.get(row);
      const entry = column[row] as number;
      value[0] = entry;
      let bucket = start[(halves[1] as number) >>> CELL_SHIFT] as number;
      while ((bounds[bucket] as number) <= entry) bucket++;
      add(counts, exact === undefined ? bucket : bucketOf(cuts, exact), 1);
    }
  }
}

/** The double with which every number within doubles compares as with the cut itself. */
function doubleOf(cut: bigint): number {
  if (cut >= BigInt(WIDE)) return Infinity;
  return cut <= -BigInt(WIDE) ? -Infinity : Number(cut);
}

/** How many of ascending cuts lie at or below a value. */
export function bucketOf(cuts: readonly bigint[], value: bigint): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] as bigint) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function add(counts: number[], place: number, count: number): void {
  counts[place] = (counts[place] as number) + count;
}
