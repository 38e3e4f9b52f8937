import { Bytes, ethereum, log } from "@graphprotocol/graph-ts";

import { Loan, LoanEvent } from "../generated/schema";
import { cursorOf, eventId } from "./ids";
import { count } from "./totals";

/**
 * A case that is about to change, taken out of the totals, its cursor moved on: `putLoan` must follow. Null, and an error in
 * the log, when its application was not indexed.
 */
export function takeLoan(event: ethereum.Event, loanId: Bytes): Loan | null {
  const loan = Loan.load(loanId);
  if (loan === null) {
    log.error("Loan {} was never applied for in the indexed blocks: the start block is too late", [
      loanId.toHexString(),
    ]);
    return null;
  }
  count(loan, -1);
  loan.cursor = cursorOf(event);
  return loan;
}

/** Saves a case as it is now, and counts it in the totals. */
export function putLoan(loan: Loan): void {
  count(loan, 1);
  loan.save();
}

/** What happened to a case, for the log. */
export function newLoanEvent(event: ethereum.Event, loanId: Bytes, kind: string): LoanEvent {
  const step = new LoanEvent(eventId(event));
  step.loan = loanId;
  step.kind = kind;
  step.blockNumber = event.block.number.toI64();
  step.timestamp = event.block.timestamp.toI64();
  step.transaction = event.transaction.hash;
  step.cursor = cursorOf(event);
  return step;
}
