import { addTo, and, isWithin, sharedBy, sizeOf } from "./bits.ts";
import type { Bits } from "./bits.ts";
import type { Move } from "./improve-moves.ts";

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
  readonly options: readonly Option[];
  /** Products that the other features suit, and these ones could. */
  readonly within: Bits;
  readonly most: number;
}

/** Moves of one feature, all of as many changes. */
interface Option {
  readonly moves: readonly Move[];
  /** Those among them that suit something that no other one does besides all else. */
  readonly widest: readonly Move[];
  /** Products that one of them suits. */
  readonly any: Bits;
}

/**
 * The moves of exactly so many changes after which the most products are open, by the least effort; exact. How many
 * products that can be is found first, among the widest moves alone; then nothing is looked into that opens fewer.
 * @param base products that all other features suit
 * @param floor as many products as must be exceeded
 */
export function bestChoice(
  base: Bits,
  features: readonly Changeable[],
  changes: number,
  floor: number,
): Choice | undefined {
  const frames = framesOf(base, features, changes, floor).sort((a, b) => b.most - a.most);
  const most = frames.reduce((best, frame) => mostOpen(frame, best), floor);
  if (most === floor) return undefined;
  return frames.reduce<Choice | undefined>((best, frame) => nearest(frame, most, best), undefined);
}

/** All frames in which the changes add up to so many and more products than so many could be open. */
function framesOf(base: Bits, features: readonly Changeable[], changes: number, floor: number): Frame[] {
  const bySize = features.map(({ moves }) => {
    return Array.from({ length: changes }, (_, less) => optionOf(moves, less + 1, base));
  });
  const rest = suffixes(features, base.length);
  const frames: Frame[] = [];
  const visit = (from: number, left: number, within: Bits, options: readonly Option[]) => {
    if (sizeOf(within) <= floor) return;
    if (left === 0) {
      const all = and(within, rest[from] as Bits);
      const most = sizeOf(all);
      if (most > floor) frames.push({ options, within: all, most });
      return;
    }
    if (from === features.length) return;
    for (let size = 1; size <= left; size++) {
      const option = bySize[from]?.[size - 1] as Option;
      if (option.moves.length > 0) visit(from + 1, left - size, and(within, option.any), [...options, option]);
    }
    visit(from + 1, left, and(within, (features[from] as Changeable).suits), options);
  };
  visit(0, changes, base, []);
  return frames;
}

function optionOf(all: readonly Move[], size: number, base: Bits): Option {
  const moves = all.filter(({ changes }) => changes.length === size);
  const any = new Uint32Array(base.length);
  for (const { suits } of moves) addTo(any, suits);
  // The widest first: what one of them covers is not compared with any other.
  const bySize = moves.toSorted((a, b) => sharedBy(b.suits, base) - sharedBy(a.suits, base));
  const widest: Move[] = [];
  for (const move of bySize) {
    if (!widest.some(({ suits }) => isWithin(move.suits, suits, base))) widest.push(move);
  }
  return { moves, widest, any };
}

/** By place: products that this feature and all behind it suit as they are. */
function suffixes(features: readonly Changeable[], words: number): Bits[] {
  const all: Bits[] = [new Uint32Array(words).fill(2 ** 32 - 1)];
  for (const { suits } of features.toReversed()) all.unshift(and(all[0] as Bits, suits));
  return all;
}

/** The most products that a frame can open, when they are more than the best so far. */
function mostOpen({ options, within, most }: Frame, known: number): number {
  if (most <= known) return known;
  let best = known;
  const visit = (place: number, left: Bits) => {
    const { widest } = options[place] as Option;
    for (const { suits } of widest) {
      const count = sharedBy(left, suits);
      if (count <= best) continue;
      if (place === options.length - 1) best = count;
      else visit(place + 1, and(left, suits));
    }
  };
  visit(0, within);
  return best;
}

/** The choice of least effort in a frame that opens so many, when it is nearer than the best so far. */
function nearest({ options, within, most }: Frame, wanted: number, known: Choice | undefined): Choice | undefined {
  if (most < wanted) return known;
  let best = known;
  const visit = (place: number, left: Bits, moves: readonly Move[], effort: number) => {
    for (const move of (options[place] as Option).moves) {
      const further = options.length - place - 1;
      const total = effort + move.effort;
      // Each move that is still to come takes some effort.
      if (best !== undefined && total + further >= best.effort) continue;
      if (sharedBy(left, move.suits) < wanted) continue;
      const eligible = and(left, move.suits);
      if (further === 0) best = { eligible, count: wanted, effort: total, moves: [...moves, move] };
      else visit(place + 1, eligible, [...moves, move], total);
    }
  };
  visit(0, within, [], 0);
  return best;
}
