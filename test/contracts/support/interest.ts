import { DAY } from "./credit.ts";

/** What is owed is a fraction with this denominator: basis points of a year of 360 days. */
const DENOMINATOR = 10_000n * 360n;

const MILLISECONDS = 1000 * DAY;

/** Midnight UTC of the calendar date on which a time falls in Beijing. */
export function beijingDate(time: number): Date {
  const [date] = new Date((time + 8 * 3600) * 1000).toISOString().split("T");
  return new Date(`${date}T00:00:00Z`);
}

/** The same date so many months later, or the last of that month where it has no such day. */
export function monthsLater(date: Date, months: number): Date {
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date.getUTCDate(), last)));
}

export const dayNumber = (date: Date): bigint => BigInt(date.getTime() / MILLISECONDS);

export interface LoanTerms {
  readonly amountFen: bigint;
  readonly feeFen: bigint;
  readonly tenorMonths: bigint;
  readonly rateBps: bigint;
  readonly overdueRateBps: bigint;
}

/**
 * What a loan owes, counted as a clerk would: day by day on a calendar. Written from the interface's words and sharing
 * nothing with the contract.
 */
export class LoanModel {
  readonly #terms: LoanTerms;
  readonly due: Date;
  #date: Date;
  #fees: bigint;
  #principal: bigint;
  /** Unpaid interest times `DENOMINATOR`. */
  #interest = 0n;

  /** @param startedAt unix seconds of the disbursement */
  constructor(terms: LoanTerms, startedAt: number) {
    this.#terms = terms;
    this.#date = beijingDate(startedAt);
    this.due = monthsLater(this.#date, Number(terms.tenorMonths));
    this.#fees = terms.feeFen;
    this.#principal = terms.amountFen;
  }

  /** Lets the days pass up to a time, unix seconds. */
  passTo(time: number): void {
    const today = beijingDate(time);
    while (this.#date < today) {
      const rate = this.#date < this.due ? this.#terms.rateBps : this.#terms.overdueRateBps;
      this.#interest += this.#principal * rate;
      this.#date = new Date(this.#date.getTime() + MILLISECONDS);
    }
  }

  get outstandingFen(): bigint {
    return this.#fees + this.#principal + this.#interest / DENOMINATOR;
  }

  /** The five members of the contract's balance. */
  get balance(): bigint[] {
    return [this.#principal, this.#fees, this.#interest, dayNumber(this.#date), dayNumber(this.due)];
  }

  /** Fees first, then whole fen of interest, then principal; how the payment was shared. */
  pay(amountFen: bigint): { fees: bigint; interest: bigint; principal: bigint } {
    let rest = amountFen;
    const take = (owed: bigint) => {
      const taken = rest < owed ? rest : owed;
      rest -= taken;
      return taken;
    };
    const fees = take(this.#fees);
    const interest = take(this.#interest / DENOMINATOR);
    const principal = take(this.#principal);
    this.#fees -= fees;
    this.#interest -= interest * DENOMINATOR;
    this.#principal -= principal;
    return { fees, interest, principal };
  }
}
