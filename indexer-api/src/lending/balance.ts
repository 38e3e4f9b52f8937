/** What is owed on a loan, as `LoanDesk` keeps it. Amounts in fen, days as in `beijing-day.ts`. */
export interface Balance {
  principalFen: bigint;
  feesFen: bigint;
  /** Accrued interest in units of 1/3,600,000 fen. */
  interestUnits: bigint;
  /** Up to this day interest is in `interestUnits`. */
  accruedDay: bigint;
  dueDay: bigint;
}

/** Annual rates before and after the due day. */
export interface Rates {
  rateBps: bigint;
  overdueRateBps: bigint;
}

/** A rate in basis points times days of a year of 360 days, as a fraction. */
export const INTEREST_UNITS_PER_FEN = 3_600_000n;

/** The balance with interest to `today`, by the integer rules of `LoanBook._accrued`. */
export function accrue(balance: Balance, { rateBps, overdueRateBps }: Rates, today: bigint): Balance {
  const { accruedDay, dueDay, principalFen, interestUnits } = balance;
  if (accruedDay >= today) return balance;
  const regularUntil = today < dueDay ? today : dueDay;
  const regularDays = regularUntil > accruedDay ? regularUntil - accruedDay : 0n;
  const overdueDays = today - accruedDay - regularDays;
  const rateDays = regularDays * rateBps + overdueDays * overdueRateBps;
  return { ...balance, interestUnits: interestUnits + principalFen * rateDays, accruedDay: today };
}

/** Whole fen of interest; what is left of a fen is not owed yet. */
export function interestFenOf({ interestUnits }: Balance): bigint {
  return interestUnits / INTEREST_UNITS_PER_FEN;
}

/** Fees, interest and principal, in fen. */
export function outstandingFenOf(balance: Balance): bigint {
  return balance.principalFen + balance.feesFen + interestFenOf(balance);
}
