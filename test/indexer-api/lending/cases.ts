import type { Loan, Offer } from "../../../indexer-api/src/lending/loan.ts";
import type { LoanState } from "../../../indexer-api/src/lending/states.ts";

export const NOW = BigInt(Date.parse("2026-11-23T04:00:00Z") / 1000);
export const DAY = 86_400n;
export const BORROWER = `0x${"b0".repeat(32)}`;
export const LENDER = `0x${"1e".repeat(32)}`;
export const GUARANTOR = `0x${"60".repeat(32)}`;
export const ASSET = `0x${"a5".repeat(32)}`;

export const OFFER: Offer = {
  offerHash: `0x${"0f".repeat(32)}`,
  amountFen: 10_000_000n,
  feeFen: 10_000n,
  tenorMonths: 12n,
  rateBps: 600n,
  overdueRateBps: 900n,
  validUntil: NOW + 7n * DAY,
  guarantor: null,
  guaranteedFen: 0n,
  collateral: [{ assetId: ASSET, securedFen: 12_000_000n }],
};

/** A case of 100,000 CNY at 6 %, paid out 100 days before NOW and due in 265 days. */
export function loanIn(state: LoanState, changes: Partial<Loan> = {}): Loan {
  return {
    loanId: 7n,
    state,
    borrower: BORROWER,
    lender: LENDER,
    productId: 3n,
    productVersion: 1n,
    appliedAmountFen: 10_000_000n,
    appliedTenorMonths: 12n,
    purpose: `0x${"00".repeat(32)}`,
    deadline: NOW + DAY,
    offer: OFFER,
    rates: { rateBps: 600n, overdueRateBps: 900n },
    balance: { principalFen: 10_000_000n, feesFen: 10_000n, interestUnits: 0n, accruedDay: 20_680n, dueDay: 21_045n },
    settlementToken: null,
    repaidFen: 0n,
    guarantor: null,
    guaranteedFen: 0n,
    claim: null,
    assignee: null,
    restructuring: null,
    appliedAt: NOW - 110n * DAY,
    acceptedAt: NOW - 101n * DAY,
    activatedAt: NOW - 100n * DAY,
    closedAt: null,
    ...changes,
  };
}
