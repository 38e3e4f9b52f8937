import type { FollowState } from "./follow-state.ts";

/** Whether the index may be used, and how far it is behind. Blocks are numbers, ages seconds. */
export interface Readiness {
  ready: boolean;
  /** In words, what is wrong; empty when ready. */
  reasons: string[];
  chainHead: bigint | null;
  graphHead: bigint | null;
  followed: bigint | null;
  /** Blocks of the chain that are not followed yet. */
  lagBlocks: bigint | null;
  /** How long ago it was certain that nothing was missing. */
  lagSeconds: number | null;
}

/** When nothing is known. */
export const NOTHING: Readiness = {
  ready: false,
  reasons: [],
  chainHead: null,
  graphHead: null,
  followed: null,
  lagBlocks: null,
  lagSeconds: null,
};

/**
 * Ready while the index is young enough and graph-node has been heard of lately. The second says more than the first only
 * on a chain that stands still, where nothing can be missing: but the next block would be. A part that is gone for less
 * than `maxLagSeconds` changes nothing.
 * @param ledger which ledger is asked about: see `ledgerOf`
 */
export function assessReadiness(stored: FollowState | null, ledger: string, maxLagSeconds: number): Readiness {
  if (stored !== null && !stored.identity.startsWith(ledger)) return { ...NOTHING, reasons: [ANOTHER_LEDGER] };
  return assess(stored, maxLagSeconds);
}

const ANOTHER_LEDGER = "the index in this database is of another ledger than the deployment's record names";

function assess(state: FollowState | null, maxLagSeconds: number): Readiness {
  const lagSeconds = state?.lagSeconds ?? null;
  const ready = isRecent(lagSeconds, maxLagSeconds) && isRecent(state?.graphAgeSeconds ?? null, maxLagSeconds);
  const { chainHead = null, graphHead = null, blockNumber: followed = null } = state ?? {};
  return {
    ready,
    reasons: ready ? [] : reasonsOf(state, maxLagSeconds),
    chainHead,
    graphHead,
    followed,
    lagBlocks: chainHead === null || followed === null ? null : max(chainHead - followed, 0n),
    lagSeconds,
  };
}

function isRecent(ageSeconds: number | null, limit: number): boolean {
  return ageSeconds !== null && ageSeconds <= limit;
}

function reasonsOf(state: FollowState | null, maxLagSeconds: number): string[] {
  if (state === null) return ["the index is empty: graph-node has not answered since this database was made"];
  const { graphAgeSeconds, chainAgeSeconds, lagSeconds, blockNumber, graphHead, chainHead } = state;
  const gone = [
    ...silence("graph-node", graphAgeSeconds, maxLagSeconds),
    ...silence("the chain", chainAgeSeconds, maxLagSeconds),
  ];
  if (gone.length === 2) return ["nobody follows graph-node and the chain, or neither answers", ...gone];
  if (gone.length > 0) return gone;
  const heads = `chain at ${chainHead ?? "?"}, graph-node at ${graphHead ?? "?"}, index at ${blockNumber ?? "none"}`;
  if (lagSeconds === null) return [`the index is being built: ${heads}`];
  return [`the index is ${lagSeconds.toFixed(1)} s behind the chain, more than ${maxLagSeconds} s: ${heads}`];
}

function silence(part: string, ageSeconds: number | null, limit: number): string[] {
  if (ageSeconds === null) return [`${part} has not answered yet`];
  return ageSeconds > limit ? [`${part} has not answered for ${ageSeconds.toFixed(1)} s`] : [];
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
