import type { PreparedRanking } from "./prepare.ts";

/** What a lender answered to applications on the ledger, of any product of its own. */
export interface LenderDecisions {
  /** Code of the lender, as products have it. */
  readonly lender: string;
  /** Applications that it made an offer for. */
  readonly offered: number;
  /** Applications that it declined without one. */
  readonly declined: number;
}

/** Decisions by slot. */
export interface DecisionHistory {
  readonly offered: Float64Array;
  readonly decided: Float64Array;
}

/** @throws RangeError naming lender, count and rule for a count that is no whole number from 0 on */
export function historyOf({ lenders }: PreparedRanking, decisions: Iterable<LenderDecisions>): DecisionHistory {
  const known = new Map<string, LenderDecisions>();
  for (const one of decisions) {
    for (const [name, count] of [
      ["offered", one.offered],
      ["declined", one.declined],
    ] as const) {
      if (!Number.isSafeInteger(count) || count < 0) {
        throw new RangeError(`decisions of ${one.lender}: ${name} ${count} must be a whole number from 0 on`);
      }
    }
    known.set(one.lender, one);
  }
  return {
    offered: Float64Array.from(lenders, (lender) => known.get(lender)?.offered ?? 0),
    decided: Float64Array.from(lenders, (lender) => {
      const one = known.get(lender);
      return one === undefined ? 0 : one.offered + one.declined;
    }),
  };
}
