import type { Human } from "../../../catalogue/index.ts";
import type { VisibleFact, VisibleStatement } from "../access/policy.ts";

export const MISSING_REASONS = [
  "not attested",
  "not stated",
  "expired",
  "revoked",
  "withheld",
  "invalid",
  "not computable",
] as const;

/** A fact that a feature needs and cannot use, and why. */
export interface MissingFact {
  fact: string;
  reason: (typeof MISSING_REASONS)[number];
  /** In words, where the reason alone says too little. */
  detail?: string;
}

/** A fact that may be relied on now. */
export interface UsableFact {
  fact: string;
  chain: bigint;
  human: Human;
  attestationId: string;
}

/** What is known about one company at one moment, by fact id. */
export interface FactBook {
  find(fact: string): UsableFact | MissingFact;
}

export function isMissing(found: UsableFact | MissingFact): found is MissingFact {
  return "reason" in found;
}

export function isUsable(found: UsableFact | MissingFact): found is UsableFact {
  return !isMissing(found);
}

/**
 * Facts of which a company has one. Where several versions of a schema carry a fact, the statement observed last decides,
 * even if it has expired or was revoked: an older one must not pass for the present.
 */
export function factBookOf(statements: readonly VisibleStatement[]): FactBook {
  const newestFirst = statements
    .filter(({ schema, standing }) => schema !== null && schema.item === null && standing !== "superseded")
    .sort((a, b) => Number(b.row.observedAt - a.row.observedAt) || versionOf(b) - versionOf(a));
  const found = new Map<string, UsableFact | MissingFact>();
  for (const statement of newestFirst) {
    for (const fact of statement.facts) {
      const { id } = fact.field;
      if (!found.has(id)) found.set(id, judge(statement, fact));
    }
  }
  return { find: (fact) => found.get(fact) ?? { fact, reason: "not attested" } };
}

function versionOf({ schema }: VisibleStatement): number {
  return schema?.version ?? 0;
}

function judge({ id, standing }: VisibleStatement, stated: VisibleFact): UsableFact | MissingFact {
  const fact = stated.field.id;
  if (standing === "expired" || standing === "revoked") return { fact, reason: standing };
  if (stated.withheld) return { fact, reason: "withheld" };
  if (stated.broken !== null) return { fact, reason: "invalid", detail: stated.broken };
  if (stated.chain === null || stated.human === null) return { fact, reason: "not stated" };
  return { fact, chain: stated.chain, human: stated.human, attestationId: id };
}
