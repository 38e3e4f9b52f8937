import type { Effort } from "./choose.ts";

/** All that training may vary, and how thoroughly it looks. */
export interface TrainingEffort {
  /** Inside the outer folds. */
  readonly nested: Effort;
  /** For the card that ships. */
  readonly shipped: Effort;
  readonly outerRepeats: number;
  /** For the cross-validation that may choose among all candidates and their relatives. */
  readonly wideRepeats: number;
  readonly bootstrapSamples: number;
}

const CHOICES: Effort = {
  bins: [4, 5],
  ridges: [2, 4, 8],
  leastCharacteristics: 3,
  mostCharacteristics: 7,
  innerFolds: 5,
  innerRepeats: 2,
};

export const FULL_EFFORT: TrainingEffort = {
  nested: CHOICES,
  shipped: { ...CHOICES, innerRepeats: 20 },
  outerRepeats: 20,
  wideRepeats: 5,
  bootstrapSamples: 1_000,
};
