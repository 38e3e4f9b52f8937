import type { BoostOptions } from "./gradients.ts";

/** Everything that shapes a fit but the data and the seed. Written into the card's provenance. */
export interface FitOptions {
  /** Bins of a ratio by itself, and of a ratio in a table, before equal neighbours are merged. */
  readonly bins: number;
  readonly tableBins: number;
  /** How many ratios and tables remain. */
  readonly ratios: number;
  readonly tables: number;
  /** Each repeat splits the rows into so many parts and fits once without each: the shapes are the mean of all. */
  readonly bagParts: number;
  readonly bagRepeats: number;
  /** Hold each ratio to its direction where it has one. */
  readonly monotone: boolean;
  /** Learn from a ratio's being undefined; otherwise an undefined ratio changes nothing. */
  readonly undefinedCounts: boolean;
  /** Tables of any two ratios, instead of those only that `mayJoin` allows. */
  readonly allPairs: boolean;
  readonly stumps: Omit<BoostOptions, "seed">;
  readonly crosses: Omit<BoostOptions, "seed">;
}

export const DEFAULT_OPTIONS: FitOptions = {
  bins: 31,
  tableBins: 8,
  ratios: 44,
  tables: 10,
  bagParts: 10,
  bagRepeats: 1,
  monotone: false,
  undefinedCounts: true,
  allPairs: true,
  stumps: { rounds: 600, learningRate: 0.1, ridge: 5, rowPart: 0.7, candidatePart: 0.3 },
  crosses: { rounds: 300, learningRate: 0.1, ridge: 8, rowPart: 0.7, candidatePart: 0.5 },
};
