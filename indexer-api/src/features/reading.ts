import type { MissingFact } from "./facts.ts";

/** What is known of a feature. `evidence`: ids of the attestations that were used. */
export type Reading = ValueReading | LabelsReading | UnknownReading;

/** A number in the chain unit, or one label or code. */
export interface ValueReading {
  state: "known";
  value: bigint | string;
  evidence: readonly string[];
}

/** For a set or flagset, always: whether the company has each label, or why that is unknown. */
export interface LabelsReading {
  state: "labels";
  labels: ReadonlyMap<string, boolean | MissingFact>;
  evidence: readonly string[];
}

export interface UnknownReading {
  state: "unknown";
  /** Empty when the feature comes from something other than facts. */
  missing: readonly MissingFact[];
  evidence: readonly string[];
}

export const NOTHING_KNOWN: UnknownReading = { state: "unknown", missing: [], evidence: [] };
