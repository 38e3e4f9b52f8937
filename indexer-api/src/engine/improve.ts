import { and, meet, sharedBy, sizeOf, without } from "./bits.ts";
import type { Bits } from "./bits.ts";
import type { Explainable } from "./explain.ts";
import { requestMismatches } from "./explain.ts";
import { applyMoves, MOST_CHANGES, movesOf } from "./improve-moves.ts";
import type { Change, Limits, Move } from "./improve-moves.ts";
import { chosenBy, suitedBy } from "./improve-products.ts";
import type { Demands, PreparedProducts } from "./improve-products.ts";
import { CATALOGUE_REACH } from "./improve-reach.ts";
import type { Reach, ReachRule } from "./improve-reach.ts";
import { bestChoice } from "./improve-search.ts";
import type { Changeable, Choice } from "./improve-search.ts";
import { actualOf } from "./judge.ts";
import type { LoanRequest } from "./request.ts";
import type { CompanyValues } from "./values.ts";

export { prepareProducts } from "./improve-products.ts";
export type { PreparedProducts } from "./improve-products.ts";
export type { Assumed, Change } from "./improve-moves.ts";
export type { Reach } from "./improve-reach.ts";

/** What one or more changes together would bring. */
export interface Improvement<P> {
  readonly changes: readonly Change[];
  /** Whether it rests on a hope: that a fact which is unknown turns out as assumed. */
  readonly conditional: boolean;
  /** Not open now, open then. */
  readonly opens: readonly P[];
  /** Open now, not open then: a product for the smallest, say, after a company has grown. */
  readonly closes: readonly P[];
  /** The company's values after them. */
  readonly after: CompanyValues;
}

export interface Improvements<P> {
  /** Products open now. */
  readonly open: number;
  /**
   * Each change that opens more than it closes, most products first; of one feature only those that beat nearer ones. Of an
   * unknown feature one, with the assumption that opens the most, of such the mildest: a list of what a fact might turn out
   * to be is no advice, and the most that an attestation could bring is what decides whether to ask for it.
   */
  readonly single: readonly Improvement<P>[];
  /**
   * The best set of one, of two, of three changes that are within reach and certain to help: which opens the most products
   * less those that it closes, and of such the nearest. A larger set is there only where it beats all smaller ones.
   */
  readonly best: readonly Improvement<P>[];
  /** The like with facts hoped for; only where it beats all of `best` that are no larger. */
  readonly ifAttested: readonly Improvement<P>[];
}

export interface ImproveOptions {
  /** Products that do not lend what is asked for are left out. */
  readonly request?: LoanRequest;
  /** What can be brought about, by feature; the catalogue's unless said. */
  readonly rules?: Readonly<Record<string, ReachRule>>;
  /** What the asker may not see: see `Limits`. */
  readonly withheld?: Limits["withheld"];
  /** So many single changes at most. */
  readonly mostSingle?: number;
}

const MOST_SINGLE = 50;

const NOTHING_WITHHELD: Limits["withheld"] = new Map();

const WITHIN_REACH: readonly Reach[] = ["company", "attested", "time", "score"];

interface Company {
  readonly values: CompanyValues;
  /** Unix seconds. */
  readonly asOf: bigint;
}

/** A feature with its place. */
interface PlacedFeature extends Changeable {
  readonly place: number;
}

/**
 * What a company could change to have more products: every other fact, and the score, taken to stay as they are.
 * @param asOf unix seconds, for ages
 */
export function improve<P extends Explainable>(
  prepared: PreparedProducts<P>,
  values: CompanyValues,
  asOf: bigint,
  { request = {}, rules = CATALOGUE_REACH, withheld = NOTHING_WITHHELD, mostSingle = MOST_SINGLE }: ImproveOptions = {},
): Improvements<P> {
  const lent = lendingBits(prepared, request);
  const features = changeableFeatures(prepared, { values, asOf }, lent, { rules, withheld });
  const open = everySuits(lent, features);
  const told = (moves: readonly Move[], then: Bits): Improvement<P> => ({
    changes: moves.flatMap(({ changes }) => changes),
    conditional: moves.some(isHoped),
    opens: chosenBy(prepared.products, without(then, open)),
    closes: chosenBy(prepared.products, without(open, then)),
    after: applyMoves(prepared.features, values, placed(moves, features), asOf),
  });
  const bestOf = (sets: readonly Choice[]) => sets.map(({ moves, eligible }) => told(moves, eligible));
  const certain = bestSets(
    lent,
    features,
    (move) => !isHoped(move),
    () => sizeOf(open),
  );
  const hoped = bestSets(
    lent,
    features,
    () => true,
    (changes) => {
      return certain.findLast(({ moves }) => countOf(moves) <= changes)?.count ?? sizeOf(open);
    },
  );
  return {
    open: sizeOf(open),
    single: singles(lent, features, open)
      .slice(0, mostSingle)
      .map(({ move, then }) => told([move], then)),
    best: bestOf(certain),
    ifAttested: bestOf(hoped),
  };
}

function lendingBits<P extends Explainable>({ products, all }: PreparedProducts<P>, request: LoanRequest): Bits {
  const lent = all.slice();
  for (const [place, product] of products.entries()) {
    if (requestMismatches(product, request).length > 0) {
      lent[place >>> 5] = (lent[place >>> 5] as number) & ~(1 << (place & 31));
    }
  }
  return lent;
}

function changeableFeatures<P>(
  prepared: PreparedProducts<P>,
  { values, asOf }: Company,
  lent: Bits,
  limits: Limits,
): PlacedFeature[] {
  const suits = prepared.features.map((feature, place) => {
    return suitedBy(prepared, prepared.demands[place] as Demands, actualOf(feature, place, values, asOf));
  });
  const near = openable(lent, suits);
  return suits.map((now, place) => {
    const wanted = without(near, now);
    const isWanted = sizeOf(wanted) > 0;
    return { place, suits: now, moves: isWanted ? movesOf(prepared, place, values, asOf, limits, wanted) : [] };
  });
}

/** Products that so few features keep closed that the most changes could open them. */
function openable(lent: Bits, suits: readonly Bits[]): Bits {
  const most = suits.length > MOST_CHANGES ? MOST_CHANGES : suits.length;
  // Bits of the products that one feature at least keeps closed, two at least, and so on.
  const closed = Array.from({ length: most + 1 }, () => new Uint32Array(lent.length));
  for (const suit of suits) {
    for (let word = 0; word < lent.length; word++) {
      let carried = (lent[word] as number) & ~(suit[word] as number);
      for (const bits of closed) {
        const before = bits[word] as number;
        bits[word] = before | carried;
        carried &= before;
      }
    }
  }
  return without(lent, closed[most] as Bits);
}

/** Whether a move needs a fact to turn out well. */
function isHoped({ changes }: Move): boolean {
  return changes.some(({ kind }) => kind === "attest");
}

function countOf(moves: readonly Move[]): number {
  return moves.reduce((count, { changes }) => count + changes.length, 0);
}

/** Each move of one change that opens more than it closes, and that is not nobody's. */
function singles(lent: Bits, features: readonly PlacedFeature[], open: Bits): { move: Move; then: Bits }[] {
  const found = features.flatMap((feature) => {
    const others = everySuits(
      lent,
      features.filter((other) => other !== feature),
    );
    const opened = without(others, open);
    const most = new Map<string, number>();
    const better = feature.moves.flatMap((move) => {
      const [{ kind, distance, reach }] = move.changes as readonly [Change];
      if (move.changes.length > 1 || reach === "nobody" || !meet(move.suits, opened)) return [];
      const count = sharedBy(move.suits, others);
      if (count <= sizeOf(open)) return [];
      // Whatever goes further along the same way must open more for it.
      if ((distance !== null || kind === "attest") && count <= (most.get(kind) ?? -1)) return [];
      most.set(kind, count);
      return [{ move, then: and(others, move.suits), count }];
    });
    // Each hope beats those before it: the last opens the most.
    const hopes = better.filter(({ move }) => isHoped(move));
    return better.filter((one) => !isHoped(one.move) || one === hopes.at(-1));
  });
  return found.sort((a, b) => b.count - a.count || a.move.effort - b.move.effort);
}

/** @param floorOf by number of changes, as many products as must be exceeded */
function bestSets(
  lent: Bits,
  features: readonly PlacedFeature[],
  isTaken: (move: Move) => boolean,
  floorOf: (changes: number) => number,
): Choice[] {
  const within = features.map(({ suits, moves }) => {
    return { suits, moves: moves.filter((move) => isTaken(move) && isWithinReach(move)) };
  });
  const [fixed, changeable] = [
    within.filter(({ moves }) => moves.length === 0),
    within.filter(({ moves }) => moves.length > 0),
  ];
  const base = everySuits(lent, fixed);
  const sets: Choice[] = [];
  let floor = 0;
  for (let changes = 1; changes <= MOST_CHANGES; changes++) {
    floor = Math.max(floor, floorOf(changes));
    const best = bestChoice(base, changeable, changes, floor);
    if (best === undefined) continue;
    sets.push(best);
    floor = best.count;
  }
  return sets;
}

function isWithinReach({ changes }: Move): boolean {
  return changes.every(({ reach }) => WITHIN_REACH.includes(reach));
}

/** Where each move's feature is. */
function placed(moves: readonly Move[], features: readonly PlacedFeature[]) {
  return moves.map((move) => {
    const feature = features.find(({ moves: own }) => own.includes(move)) as PlacedFeature;
    return { place: feature.place, actual: move.actual };
  });
}

function everySuits(lent: Bits, features: readonly Changeable[]): Bits {
  return features.reduce((left, { suits }) => and(left, suits), lent);
}
