import type { Balance, Rates } from "./balance.ts";
import type { LoanState } from "./states.ts";

/** An asset to be pledged, up to what amount. */
export interface Collateral {
  /** 32 bytes as `0x` hex. */
  assetId: string;
  securedFen: bigint;
}

/** What a lender offered: all of it has to be repeated by whoever accepts. */
export interface Offer {
  offerHash: string;
  amountFen: bigint;
  feeFen: bigint;
  tenorMonths: bigint;
  rateBps: bigint;
  overdueRateBps: bigint;
  /** Unix seconds: the last block time at which it can be accepted. */
  validUntil: bigint;
  /** Entity id; null when nobody is to guarantee. */
  guarantor: string | null;
  guaranteedFen: bigint;
  collateral: readonly Collateral[];
}

/** Terms that a lender has proposed for a running loan. */
export interface Restructuring {
  /** Beijing day. */
  dueDay: bigint;
  rateBps: bigint;
  overdueRateBps: bigint;
  /** Unix seconds. */
  validUntil: bigint;
}

/** A case of the LoanDesk from the application to the end. Ids are `0x` hex, times unix seconds, amounts fen. */
export interface Loan {
  loanId: bigint;
  state: LoanState;
  borrower: string;
  /** Lender of the product, and from acceptance on of the loan. */
  lender: string;
  productId: bigint;
  productVersion: bigint;
  appliedAmountFen: bigint;
  appliedTenorMonths: bigint;
  purpose: string;
  /** Of the present state; null in states without one. */
  deadline: bigint | null;
  /** What is on offer, or was accepted. */
  offer: Offer | null;
  /** Rates in force; null before acceptance. */
  rates: Rates | null;
  /** Null until the loan is active. */
  balance: Balance | null;
  /** The token in which its version of the product settles; null when money moves off the chain. */
  settlementToken: string | null;
  /** All that was repaid so far. */
  repaidFen: bigint;
  guarantor: string | null;
  guaranteedFen: bigint;
  /** A repayment that the company says it made. */
  claim: { amountFen: bigint; answerBy: bigint } | null;
  assignee: string | null;
  restructuring: Restructuring | null;
  appliedAt: bigint;
  acceptedAt: bigint | null;
  activatedAt: bigint | null;
  closedAt: bigint | null;
}
