import type { Statement } from "../../../catalogue/index.ts";

/** A statement that is not on the chain, and why. */
export interface Unsent {
  readonly statement: Statement;
  readonly reason: string;
}

/** What became of every statement: `made` is the sum of sent, skipped and failed. */
export interface SubmitReport {
  made: number;
  sent: number;
  skipped: {
    /** The very same statement stands on the chain already. */
    standing: number;
    /** The chain holds a newer statement of the same key, so that this one can no longer be written. */
    older: number;
  };
  failed: Unsent[];
  transactions: number;
  gasUsed: bigint;
  seconds: number;
  /** Why the submission ended before all statements had been tried. */
  stopped?: string;
}

export function emptyReport(made: number): SubmitReport {
  return { made, sent: 0, skipped: { standing: 0, older: 0 }, failed: [], transactions: 0, gasUsed: 0n, seconds: 0 };
}

/** Adds the second report to the first. */
export function addReport(sum: SubmitReport, part: SubmitReport): void {
  sum.made += part.made;
  sum.sent += part.sent;
  sum.skipped.standing += part.skipped.standing;
  sum.skipped.older += part.skipped.older;
  sum.failed.push(...part.failed);
  sum.transactions += part.transactions;
  sum.gasUsed += part.gasUsed;
  sum.seconds += part.seconds;
  if (part.stopped !== undefined) sum.stopped ??= part.stopped;
}

/** How many statements failed for each reason, most frequent first. */
export function failuresByReason(failed: readonly Unsent[]): [reason: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { reason } of failed) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]);
}
