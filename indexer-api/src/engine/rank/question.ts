import { WHOLE_BPS } from "./default-probability.ts";
import type { DecisionHistory } from "./history.ts";
import type { PreparedRanking } from "./prepare.ts";

/** What is asked of the ranking. */
export interface RankQuestion {
  readonly request: RankRequest;
  /** Of the company, 0 to 10000; null without a score. */
  readonly defaultBps: number | null;
  /** Whether there may be a score that the asker may not see: then the reasons do not say that there is none. */
  readonly isScoreWithheld?: boolean | undefined;
  /** Null when the lenders' decisions are not known. */
  readonly history: DecisionHistory | null;
}

/** The engine's LoanRequest is assignable. */
export interface RankRequest {
  readonly amountFen?: bigint | undefined;
  readonly tenorMonths?: number | undefined;
  /** Labels of what the company could give; a product that needs another security comes later. */
  readonly securityOffered?: readonly string[] | undefined;
}

/** A question in numbers, with all that does not differ between products. */
export interface Asked {
  /** The amount asked for, else the reference: at least 1 fen. */
  readonly wantedFen: number;
  readonly isAmountAsked: boolean;
  /** The tenor asked for, else the reference. */
  readonly wantedMonths: number;
  readonly isTenorAsked: boolean;
  /** By place in `PreparedRanking.securities`, 1 where a security is needed that nobody offered. */
  readonly isMissing: Uint8Array;
  readonly ratePositionBps: number;
  /** Approval without any decision of the lender: at least 1 basis point. */
  readonly priorBps: number;
  /** The same as decisions, and as offers among them, these times 10000. */
  readonly priorDecided: number;
  readonly priorOffered: number;
  readonly history: DecisionHistory | null;
}

/**
 * @throws RangeError naming the value and the rule: a default probability that is no whole number from 0 to 10000, an amount
 * below 0, a tenor that is no whole number of months above 0
 */
export function askedOf(prepared: PreparedRanking, { request, defaultBps, history }: RankQuestion): Asked {
  const { pricing, referenceFen, ratePositionBps, approvalBps } = prepared;
  const { amountFen, tenorMonths, securityOffered = [] } = request;
  const probabilityBps = probabilityOf(prepared, defaultBps);
  const priorBps = Math.max(1, approvalBps[probabilityBps] as number);
  return {
    wantedFen: amountFen === undefined ? referenceFen : amountOf(amountFen),
    isAmountAsked: amountFen !== undefined,
    wantedMonths: tenorMonths === undefined ? pricing.reference.tenorMonths : tenorOf(tenorMonths),
    isTenorAsked: tenorMonths !== undefined,
    isMissing: Uint8Array.from(prepared.securities, (security, code) =>
      code === 0 || securityOffered.includes(security) ? 0 : 1,
    ),
    ratePositionBps: ratePositionBps[probabilityBps] as number,
    priorBps,
    priorDecided: pricing.approval.priorDecisions,
    priorOffered: pricing.approval.priorDecisions * priorBps,
    history,
  };
}

/** The default probability of a company, or what it is reckoned as without a score. @throws RangeError see `askedOf` */
export function probabilityOf({ pricing }: PreparedRanking, defaultBps: number | null): number {
  if (defaultBps === null) return pricing.unscored.defaultBps;
  if (Number.isInteger(defaultBps) && defaultBps >= 0 && defaultBps <= WHOLE_BPS) return defaultBps;
  throw new RangeError(`defaultBps ${defaultBps} must be a whole number from 0 to ${WHOLE_BPS}`);
}

function amountOf(amountFen: bigint): number {
  if (amountFen < 0n) throw new RangeError(`amountFen ${amountFen} must not be below 0`);
  return Math.max(1, Number(amountFen));
}

function tenorOf(tenorMonths: number): number {
  if (Number.isSafeInteger(tenorMonths) && tenorMonths > 0) return tenorMonths;
  throw new RangeError(`tenorMonths ${tenorMonths} must be a whole number above 0`);
}
