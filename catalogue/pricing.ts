import type { LenderKind, Verification } from "./types.ts";

/**
 * What the ranking of products reckons with beside their own terms: `catalogue/pricing.json`, explained in
 * docs/ranking.md. Rates and parts are basis points, of a year where the name does not say `once`; amounts fen.
 */
export interface Pricing {
  /** What a company without a score is reckoned as: a default probability. */
  readonly unscored: Basis & { readonly defaultBps: number };
  /** Amount and tenor that costs are reckoned for when nothing is asked for, drawn into each product's range. */
  readonly reference: Basis & { readonly amountFen: bigint; readonly tenorMonths: number };
  /** Where between the least and the highest rate of a product a company is charged, 0 to 10000. */
  readonly ratePosition: Basis & { readonly points: readonly DefaultPoint[] };
  /** Beta prior of an application's success: its mean by default probability, and how many decisions it weighs. */
  readonly approval: Basis & { readonly points: readonly DefaultPoint[]; readonly priorDecisions: number };
  /** What each application costs the company, granted or not. */
  readonly application: Basis & { readonly fixedFen: bigint; readonly onceBps: number };
  readonly fit: Basis & FitCosts;
  readonly fees: readonly Fee[];
  /** Part of the debt that is lost when it defaults, by security. */
  readonly lossGivenDefault: readonly (Basis & { readonly security: string; readonly bps: number })[];
  readonly lenderCosts: readonly LenderCost[];
  /** Product types that are no loans. */
  readonly instruments: readonly (Basis & { readonly type: string; readonly instrument: "bond" | "equity" })[];
  readonly churn: Churn;
}

/** Where a figure comes from, and how far that could be checked. */
export interface Basis {
  readonly verification: Verification;
  readonly source: string;
}

/** A point of a function of the default probability: straight lines between points, level before and behind them. */
export interface DefaultPoint {
  readonly defaultBps: number;
  readonly bps: number;
}

export interface FitCosts {
  /** A year, on the part of the amount asked for that a product does not lend. */
  readonly shortfallBps: number;
  /** A year, on what must be borrowed above the amount asked for. */
  readonly surplusBps: number;
  /** Each time that the loan ends before the tenor asked for and is renewed; of the amount. */
  readonly renewalOnceBps: number;
  /** For paying back before the shortest tenor is over; of the amount. */
  readonly earlyOnceBps: number;
}

/** What a company pays besides interest where a product needs a security. */
export interface Fee extends Basis {
  readonly id: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly security: string;
  readonly charged: "yearly" | "once";
  /** Ascending, the first above 0: the last that the amount is above counts. `bps` of the amount and `fixedFen`. */
  readonly tiers: readonly { readonly aboveFen: bigint; readonly bps: number; readonly fixedFen: bigint }[];
}

export interface LenderCost extends Basis {
  readonly kind: LenderKind;
  readonly fundingBps: number;
  readonly operatingBps: number;
}

/** A rating that customers were counted by. */
export type ChurnRating = "A" | "B" | "C";

/**
 * Part of the customers lost at a rate: `1 - exp(-((rate - minRateBps) / scaleBps)^shape)` between the two rates.
 * Fitted by scripts/match/fit-churn.ts.
 */
export interface Churn extends Basis {
  readonly minRateBps: number;
  readonly maxRateBps: number;
  readonly curves: readonly ChurnCurve[];
  /** Why default probabilities are taken for ratings as they are. */
  readonly ratingBasis: string;
}

export interface ChurnCurve {
  readonly rating: ChurnRating;
  /** Companies up to this default probability, and above that of the rating before, are taken for it. */
  readonly upToDefaultBps: number;
  readonly scaleBps: number;
  readonly shape: number;
  /** Rates that it was fitted to, and how far off it is there: root of the mean square, and the most. */
  readonly rates: number;
  readonly rmsErrorBps: number;
  readonly largestErrorBps: number;
}

/** Part of the customers lost, 0 to 1. @param rateBps at or above the least rate */
export function churnShareAt(
  rateBps: number,
  minRateBps: number,
  curve: Pick<ChurnCurve, "scaleBps" | "shape">,
): number {
  return 1 - Math.exp(-(((rateBps - minRateBps) / curve.scaleBps) ** curve.shape));
}
