import type { FitCosts } from "../../../../catalogue/index.ts";
import { PPM_PER_BPS, WHOLE_BPS } from "./default-probability.ts";
import { ABOVE_FEN, FEE_TERMS, ONCE_FIXED_FEN, ONCE_PPM, YEARLY_FIXED_FEN, YEARLY_PPM } from "./prepare.ts";
import {
  LEAST_FEN,
  LONGEST_MONTHS,
  LOWEST_RATE_BPS,
  MOST_FEN,
  RATE_SPREAD_BPS,
  SHORTEST_MONTHS,
  TERMS,
} from "./prepare.ts";
import type { PreparedRanking } from "./prepare.ts";
import type { Asked } from "./question.ts";

/**
 * The parts of the figure that products are ordered by, in millionths of the loan a year (100 are a basis point), and the
 * probability of approval in basis points. Whole numbers all of them.
 */
export interface Reckoning {
  readonly interestPpm: number;
  readonly feesPpm: number;
  readonly misfitPpm: number;
  readonly applyingPpm: number;
  readonly approvalBps: number;
}

/** Room for the parts of one product: a ranking makes no garbage for those that it leaves behind. */
export type Parts = Float64Array;

const MILLION = 1_000_000;
const MONTHS = 12;
/** A part never counts more than this, a million times the loan: sums stay exact for amounts of a few fen. */
export const MOST_PPM = 1e12;

const [INTEREST, FEES, MISFIT, APPLYING, APPROVAL, PARTS] = [0, 1, 2, 3, 4, 5] as const;

export function roomForParts(): Parts {
  return new Float64Array(PARTS);
}

export function reckoningOf(parts: Parts): Reckoning {
  return {
    interestPpm: parts[INTEREST] as number,
    feesPpm: parts[FEES] as number,
    misfitPpm: parts[MISFIT] as number,
    applyingPpm: parts[APPLYING] as number,
    approvalBps: parts[APPROVAL] as number,
  };
}

/**
 * Reckons one product: see docs/ranking.md.
 * @param parts overwritten
 * @returns the figure that products are ordered by, the sum of the four costs
 */
export function reckon(prepared: PreparedRanking, slot: number, asked: Asked, parts: Parts): number {
  const { terms, feeTiers, applicationOncePpm, applicationFixedFen } = prepared;
  const amountFen = amountWithin(terms, slot, asked.wantedFen);
  const months = monthsWithin(terms, slot, asked.wantedMonths);
  const approvalBps = approvalOf(slot, asked);
  const oncePpm = applicationOncePpm + (applicationFixedFen * MILLION) / amountFen;
  const tiers = feeTiers[slot] as Float64Array;
  const interestPpm = ratePpmOf(terms, slot, asked.ratePositionBps);
  const feesPpm = tiers.length === 0 ? 0 : feesPpmOf(tiers, amountFen, months);
  const fits =
    (amountFen === asked.wantedFen || !asked.isAmountAsked) && (months === asked.wantedMonths || !asked.isTenorAsked);
  const misfitPpm = fits ? 0 : misfitPpmOf(prepared, slot, asked);
  const applyingPpm = whole((oncePpm * (MONTHS * WHOLE_BPS)) / (months * approvalBps));
  parts[INTEREST] = interestPpm;
  parts[FEES] = feesPpm;
  parts[MISFIT] = misfitPpm;
  parts[APPLYING] = applyingPpm;
  parts[APPROVAL] = approvalBps;
  return interestPpm + feesPpm + misfitPpm + applyingPpm;
}

/**
 * The rate that a company is expected to be charged, in millionths a year.
 * @param positionBps place between the product's least and highest rate
 */
export function ratePpmOf(terms: Float64Array, slot: number, positionBps: number): number {
  const at = slot * TERMS;
  const above = Math.floor(((terms[at + RATE_SPREAD_BPS] as number) * positionBps * PPM_PER_BPS) / WHOLE_BPS);
  return (terms[at + LOWEST_RATE_BPS] as number) * PPM_PER_BPS + above;
}

/** An amount drawn into the product's range. */
export function amountWithin(terms: Float64Array, slot: number, wantedFen: number): number {
  return within(wantedFen, terms[slot * TERMS + LEAST_FEN] as number, terms[slot * TERMS + MOST_FEN] as number);
}

/** A tenor drawn into the product's range. */
export function monthsWithin(terms: Float64Array, slot: number, wantedMonths: number): number {
  const at = slot * TERMS;
  return within(wantedMonths, terms[at + SHORTEST_MONTHS] as number, terms[at + LONGEST_MONTHS] as number);
}

function within(wanted: number, least: number, most: number): number {
  return wanted < least ? least : wanted > most ? most : wanted;
}

/** Mean of the Beta distribution after the lender's decisions; at least 1 basis point. */
function approvalOf(slot: number, { priorOffered, priorDecided, priorBps, history }: Asked): number {
  if (history === null) return priorBps;
  const offered = priorOffered + WHOLE_BPS * (history.offered[slot] as number);
  return Math.max(1, Math.floor(offered / (priorDecided + (history.decided[slot] as number))));
}

/** What is paid once is spread over the tenor. @param tiers see `PreparedRanking.feeTiers` */
function feesPpmOf(tiers: Float64Array, amountFen: number, months: number): number {
  let at = tiers.length - FEE_TERMS;
  while (at > 0 && amountFen <= (tiers[at + ABOVE_FEN] as number)) at -= FEE_TERMS;
  const perFen = MILLION / amountFen;
  const yearlyPpm = (tiers[at + YEARLY_PPM] as number) + (tiers[at + YEARLY_FIXED_FEN] as number) * perFen;
  const oncePpm = (tiers[at + ONCE_PPM] as number) + (tiers[at + ONCE_FIXED_FEN] as number) * perFen;
  return whole(yearlyPpm + (oncePpm * MONTHS) / months);
}

/** What the difference between asked for and offered costs. */
function misfitPpmOf({ terms, pricing }: PreparedRanking, slot: number, asked: Asked): number {
  const { wantedFen, wantedMonths, isAmountAsked, isTenorAsked } = asked;
  const amountPpm = isAmountAsked ? amountMisfitPpm(wantedFen, amountWithin(terms, slot, wantedFen), pricing.fit) : 0;
  const tenorPpm = isTenorAsked
    ? tenorMisfitPpm(wantedMonths, monthsWithin(terms, slot, wantedMonths), pricing.fit)
    : 0;
  return amountPpm + tenorPpm;
}

function amountMisfitPpm(wantedFen: number, lentFen: number, { shortfallBps, surplusBps }: FitCosts): number {
  const missing = (wantedFen - lentFen) / wantedFen;
  return whole(missing > 0 ? missing * shortfallBps * PPM_PER_BPS : -missing * surplusBps * PPM_PER_BPS);
}

function tenorMisfitPpm(wantedMonths: number, lentMonths: number, { renewalOnceBps, earlyOnceBps }: FitCosts): number {
  const renewals = Math.ceil(wantedMonths / lentMonths) - 1;
  const onceBps = lentMonths > wantedMonths ? earlyOnceBps : renewals * renewalOnceBps;
  return whole((onceBps * PPM_PER_BPS * MONTHS) / wantedMonths);
}

function whole(ppm: number): number {
  return Math.min(MOST_PPM, Math.floor(ppm));
}
