import type { Move } from "./improve-moves.ts";
import type { Bits } from "./improve-products.ts";
import { countBits } from "./match-one.ts";

/** A feature that can be changed. */
export interface Changeable {
  /** Products that it suits as it is. */
  readonly suits: Bits;
  readonly moves: readonly Move[];
}

/** Moves of different features. */
export interface Choice {
  /** Products that every feature suits then. */
  readonly eligible: Bits;
  readonly count: number;
  readonly effort: number;
  readonly moves: readonly Move[];
}

/** Which features are changed, each by how many changes, and what that leaves of the products. */
interface Frame {
  readonly options: readonly (readonly Move[])[];
  /** Products that the other features suit, and these ones could. */
  readonly within: Bits;
  readonly most: number;
}

/**
 * The moves of exactly so many changes after which the most products are open, by the least effort; exact. Only frames
 * that could open more than the best so far are looked into, so most of them never are.
 * @param base products that all other features suit
 * @param floor as many products as must be exceeded
 */
export function bestChoice(
  base: Bits,
  features: readonly Changeable[],
  changes: number,
  floor: number,
): Choice | undefined {
  const frames = framesOf(base, features, changes).filter(({ most }) => most > floor);
  let best: Choice | undefined;
  for (const frame of frames.sort((a, b) => b.most - a.most)) {
    if (best !== undefined && frame.most < best.count) break;
    best = searched(frame, floor, best);
  }
  return best;
}

/** All frames in which the changes add up to so many. */
function framesOf(base: Bits, features: readonly Changeable[], changes: number): Frame[] {
  const bySize = features.map(({ moves }) =>
    Array.from({ length: changes + 1 }, (_, size) => moves.filter((move) => move.changes.length === size)),
  );
  const rest = suffixes(features, base.length);
  const frames: Frame[] = [];
  const visit = (from: number, left: number, within: Bits, options: readonly (readonly Move[])[]) => {
    if (left === 0) {
      const all = and(within, rest[from] as Bits);
      frames.push({ options, within: all, most: countBits(all) });
      return;
    }
    if (from === features.length) return;
    for (let size = 1; size <= left; size++) {
      const moves = bySize[from]?.[size] ?? [];
      if (moves.length > 0) visit(from + 1, left - size, and(within, anyOf(moves)), [...options, moves]);
    }
    visit(from + 1, left, and(within, (features[from] as Changeable).suits), options);
  };
  visit(0, changes, base, []);
  return frames;
}

/** By place: products that this feature and all behind it suit as they are. */
function suffixes(features: readonly Changeable[], words: number): Bits[] {
  const all: Bits[] = [new Uint32Array(words).fill(2 ** 32 - 1)];
  for (const { suits } of features.toReversed()) all.unshift(and(all[0] as Bits, suits));
  return all;
}

/** The best choice of a frame, if it is better than the best so far. */
function searched({ options, within }: Frame, floor: number, known: Choice | undefined): Choice | undefined {
  let best = known;
  const visit = (place: number, left: Bits, moves: readonly Move[], effort: number) => {
    const count = countBits(left);
    if (count <= floor || (best !== undefined && !isBetter(count, effort + options.length - place, best))) return;
    if (place === options.length) {
      best = { eligible: left, count, effort, moves };
      return;
    }
    for (const move of options[place] as readonly Move[]) {
      visit(place + 1, and(left, move.suits), [...moves, move], effort + move.effort);
    }
  };
  visit(0, within, [], 0);
  return best;
}

function isBetter(count: number, effort: number, best: Choice): boolean {
  return count > best.count || (count === best.count && effort < best.effort);
}

function and(a: Bits, b: Bits): Bits {
  const both = new Uint32Array(a.length);
  for (let word = 0; word < both.length; word++) both[word] = (a[word] as number) & (b[word] as number);
  return both;
}

function anyOf(moves: readonly Move[]): Bits {
  const any = new Uint32Array((moves[0] as Move).suits.length);
  for (const { suits } of moves) {
    for (let word = 0; word < any.length; word++) any[word] = (any[word] as number) | (suits[word] as number);
  }
  return any;
}
