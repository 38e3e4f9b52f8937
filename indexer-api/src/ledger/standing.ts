/** How a statement stands at a moment, as `AttestationRegistry.standingOf` would say it. */
export type Standing = "current" | "superseded" | "expired" | "revoked";

export const STANDINGS = ["current", "superseded", "expired", "revoked"] as const satisfies readonly Standing[];

export interface StandingFacts {
  /** Whether it is the newest for its schema, subject and item. */
  isLatest: boolean;
  isRevoked: boolean;
  /** Unix seconds. */
  observedAt: bigint;
  validitySeconds: bigint;
}

/** The last moment at which the statement counts, unix seconds. */
export function expiryOf({ observedAt, validitySeconds }: StandingFacts): bigint {
  return observedAt + validitySeconds;
}

/**
 * The order of the questions is the contract's: a replaced statement is superseded even when it had been revoked.
 * @param chainTime time of the block that is asked about, unix seconds
 */
export function standingAt(facts: StandingFacts, chainTime: bigint): Standing {
  if (!facts.isLatest) return "superseded";
  if (facts.isRevoked) return "revoked";
  return chainTime > expiryOf(facts) ? "expired" : "current";
}
