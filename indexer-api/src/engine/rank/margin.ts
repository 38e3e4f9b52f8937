import { churnAt } from "./churn.ts";
import type { ChurnFinding } from "./churn.ts";
import { PPM_PER_BPS, WHOLE_BPS } from "./default-probability.ts";
import type { PreparedRanking } from "./prepare.ts";
import { probabilityOf } from "./question.ts";
import { ratePpmOf } from "./reckon.ts";

/** What a lender earns on a company with a product, in millionths of the loan a year (100 are a basis point). */
export interface Margin {
  /** The rate that the company is expected to be charged. */
  readonly ratePpm: number;
  readonly fundingPpm: number;
  /** Default probability times the part lost by security. */
  readonly expectedLossPpm: number;
  readonly operatingPpm: number;
  /** Rate less the three. Negative: the lender pays for it. */
  readonly marginPpm: number;
  readonly churn: ChurnFinding;
  /** The margin times the part of the customers that stay; what companies are ordered by, the more the better. */
  readonly expectedMarginPpm: number;
}

/** @throws RangeError for a default probability outside 0 to 10000 */
export function marginOf(prepared: PreparedRanking, slot: number, defaultBps: number | null): Margin {
  const probabilityBps = probabilityOf(prepared, defaultBps);
  const ratePpm = ratePpmOf(prepared.terms, slot, prepared.ratePositionBps[probabilityBps] as number);
  const fundingPpm = (prepared.fundingBps[slot] as number) * PPM_PER_BPS;
  const operatingPpm = (prepared.operatingBps[slot] as number) * PPM_PER_BPS;
  const lost = probabilityBps * (prepared.lossGivenDefaultBps[slot] as number);
  const expectedLossPpm = Math.ceil((lost * PPM_PER_BPS) / WHOLE_BPS);
  const marginPpm = ratePpm - fundingPpm - expectedLossPpm - operatingPpm;
  const churn = churnOf(prepared, slot, ratePpm, probabilityBps);
  const lostBps = churn.applies ? churn.lostBps : churn.nearestBps;
  const expectedMarginPpm = Math.floor((marginPpm * (WHOLE_BPS - lostBps)) / WHOLE_BPS);
  return { ratePpm, fundingPpm, expectedLossPpm, operatingPpm, marginPpm, churn, expectedMarginPpm };
}

function churnOf(prepared: PreparedRanking, slot: number, ratePpm: number, defaultBps: number): ChurnFinding {
  if (prepared.instrument[slot] !== 0) return { applies: false, why: "not a loan", nearestBps: 0 };
  return churnAt(prepared.churn, Math.floor(ratePpm / PPM_PER_BPS), defaultBps);
}

/**
 * Expected margins of one product by total score, so that millions of companies are ordered by a look into a table.
 * @param defaultBpsByTotal see `defaultBpsByTotal`
 * @returns millionths a year; one more than there are totals, the last for a company without a score
 */
export function marginsByTotal(prepared: PreparedRanking, slot: number, defaultBpsByTotal: Uint16Array): Int32Array {
  const probabilities = [...defaultBpsByTotal, null];
  return Int32Array.from(probabilities, (defaultBps) => marginOf(prepared, slot, defaultBps).expectedMarginPpm);
}
