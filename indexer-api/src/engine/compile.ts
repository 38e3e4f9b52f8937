import { canJudge, dimensionsOf, outcomesOf, piecesOf } from "./dimensions.ts";
import type { Dimension, SlottedTerms } from "./dimensions.ts";
import type { FeatureSpec } from "./features.ts";
import { packed } from "./packing.ts";
import type { Term } from "./terms.ts";

/**
 * Dimensions that share a byte of a company's row: its id in the column is the sum of its buckets, each times its stride.
 */
export interface Column {
  readonly parts: readonly { readonly dimension: Dimension; readonly stride: number }[];
  /** How many ids there are, 256 at most. */
  readonly ids: number;
  /** Place of its first mask. */
  readonly firstMask: number;
}

/**
 * Products as masks. A company has one id in each column; the masks of its ids, one AND the other, are its products.
 * Bit `slot % 32` of word `slot / 32` stands for the product in that slot; a free slot is 0 in `live`.
 */
export interface Compiled {
  /** Another one for every other set of columns, in one process. */
  readonly id: number;
  readonly features: readonly FeatureSpec[];
  /** The moment that ages are counted to, unix seconds. */
  readonly asOf: bigint;
  /** Slots of 32 in a mask; even, so that a mask is whole numbers of 64 bits. */
  readonly words: number;
  readonly columns: readonly Column[];
  /** Slots that hold a product. */
  readonly live: Uint32Array;
  /** Of mask n from `n * words` on: products that have every criterion there met. */
  readonly met: Uint32Array;
  /** Products that have no criterion there failed: met, or not known. */
  readonly open: Uint32Array;
}

let nextId = 0;

const WORD_BITS = 32;
const MOST_IDS = 256;

/** How many words hold so many slots. */
export function wordsFor(slots: number): number {
  return 2 * Math.max(1, Math.ceil(slots / (2 * WORD_BITS)));
}

/**
 * @param slots room for products; one at least for the highest slot given
 * @param asOf unix seconds, for ages
 */
export function compile(
  features: readonly FeatureSpec[],
  products: readonly SlottedTerms[],
  slots: number,
  asOf: bigint,
): Compiled {
  const words = wordsFor(slots);
  const columns = columnsOf(dimensionsOf(features, products, asOf));
  const masks = columns.reduce((sum, { ids }) => sum + ids, 0);
  const compiled: Compiled = {
    ...{ id: nextId++, features, asOf, words, columns },
    live: sharedWords(words),
    met: sharedWords(masks * words),
    open: sharedWords(masks * words),
  };
  for (const { slot, terms } of products) setProduct(compiled, slot, terms);
  return compiled;
}

/**
 * Puts a product into a slot, in place of what was there.
 * @returns false, and nothing changed, when the columns do not tell apart what its terms do: then all must be compiled.
 * @throws RangeError for a slot that masks have no bit for, whose bit would be another mask's.
 */
export function setProduct(compiled: Compiled, slot: number, terms: readonly Term[]): boolean {
  const { columns, words, live } = compiled;
  const last = words * WORD_BITS - 1;
  if (!Number.isInteger(slot) || slot < 0 || slot > last)
    throw new RangeError(`slot ${slot}: must be from 0 to ${last}`);
  const judged = judgedIn(compiled, terms);
  if (judged === undefined) return false;
  fillSlot(compiled, slot);
  for (const column of columns) failInColumn(compiled, column, slot, judged);
  setBit(live, 0, slot, true);
  return true;
}

/** Whether the columns tell apart what the terms do, so that `setProduct` can put them in. */
export function canHold(compiled: Compiled, terms: readonly Term[]): boolean {
  return judgedIn(compiled, terms) !== undefined;
}

/** Which dimension judges what of the terms; undefined when one is judged by none. */
function judgedIn({ columns, asOf }: Compiled, terms: readonly Term[]): Map<Dimension, Term[]> | undefined {
  const judged = new Map<Dimension, Term[]>();
  for (const term of terms) {
    const dimension = dimensionFor(columns, term, asOf);
    for (const piece of dimension === undefined ? piecesOf(term) : [term]) {
      const found = dimension ?? dimensionFor(columns, piece, asOf);
      if (found === undefined) return undefined;
      judged.set(found, [...(judged.get(found) ?? []), piece]);
    }
  }
  return judged;
}

function dimensionFor(columns: readonly Column[], term: Term, asOf: bigint): Dimension | undefined {
  for (const { parts } of columns) {
    for (const { dimension } of parts) if (canJudge(dimension, term, asOf)) return dimension;
  }
  return undefined;
}

/** Every mask has the slot. */
function fillSlot({ words, met, open }: Compiled, slot: number): void {
  const [first, bit] = [Math.floor(slot / WORD_BITS), 1 << (slot % WORD_BITS)];
  for (let word = first; word < met.length; word += words) {
    met[word] = (met[word] as number) | bit;
    open[word] = (open[word] as number) | bit;
  }
}

/** Frees a slot. */
export function removeProduct({ live }: Compiled, slot: number): void {
  setBit(live, 0, slot, false);
}

/**
 * The same masks at another second of the same day (UTC). Months go by at the turn of days: only the cut from which on
 * days lie ahead, the last of every age, moves. @param asOf unix seconds
 */
export function movedWithinDay(compiled: Compiled, asOf: bigint): Compiled {
  const columns = compiled.columns.map((column) => {
    const parts = column.parts.map((part) => {
      const { dimension } = part;
      if (dimension.kind !== "cuts" || !dimension.age) return part;
      return { ...part, dimension: { ...dimension, cuts: [...dimension.cuts.slice(0, -1), asOf + 1n] } };
    });
    return { ...column, parts };
  });
  return { ...compiled, id: nextId++, asOf, columns };
}

/** Takes the slot out of the masks of ids that its terms are not met by. */
function failInColumn(
  { words, met, open, asOf }: Compiled,
  { parts, ids, firstMask }: Column,
  slot: number,
  judged: ReadonlyMap<Dimension, readonly Term[]>,
): void {
  const [first, bits] = [firstMask * words + Math.floor(slot / WORD_BITS), ~(1 << (slot % WORD_BITS))];
  for (const { dimension, stride } of parts) {
    for (const term of judged.get(dimension) ?? []) {
      const outcomes = outcomesOf(dimension, term, asOf);
      for (let id = 0, bucket = 0; id < ids; id += stride, bucket = (bucket + 1) % outcomes.length) {
        const outcome = outcomes[bucket];
        if (outcome === "met") continue;
        const from = first + id * words;
        clear(met, from, stride, words, bits);
        if (outcome === "failed") clear(open, from, stride, words, bits);
      }
    }
  }
}

/** ANDs so many words, each `words` behind the one before. */
function clear(masks: Uint32Array, from: number, count: number, words: number, bits: number): void {
  for (let word = from, end = from + count * words; word < end; word += words) {
    masks[word] = (masks[word] as number) & bits;
  }
}

function sharedWords(words: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(4 * words));
}

function setBit(masks: Uint32Array, from: number, slot: number, value: boolean): void {
  const [word, bit] = [from + Math.floor(slot / WORD_BITS), 1 << (slot % WORD_BITS)];
  masks[word] = value ? (masks[word] as number) | bit : (masks[word] as number) & ~bit;
}

/** Puts dimensions together while a byte holds their ids, so that there are few columns. */
function columnsOf(dimensions: readonly Dimension[]): Column[] {
  let firstMask = 0;
  return packed(dimensions, MOST_IDS).map((members) => {
    let stride = 1;
    const parts = members.map((dimension) => {
      const part = { dimension, stride };
      stride *= dimension.buckets;
      return part;
    });
    firstMask += stride;
    return { parts, ids: stride, firstMask: firstMask - stride };
  });
}
