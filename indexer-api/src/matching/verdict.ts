import type { MissingFact } from "../features/facts.ts";

/** How a criterion came out. */
export type Verdict = Met | Failed | Unknown;

export interface Met {
  outcome: "met";
}

export interface Failed {
  outcome: "failed";
  /** What the company has: a number in the chain unit, a label, or for a set the labels that it has. */
  actual: bigint | string | readonly string[];
  /** How far off: chain units, or for ordered labels steps of the scale. Null where there is no distance. */
  distance: bigint | null;
}

export interface Unknown {
  outcome: "unknown";
  /** Empty when the feature comes from something other than facts. */
  missing: readonly MissingFact[];
}

export const MET: Met = { outcome: "met" };
