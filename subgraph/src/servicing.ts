import { BigInt, Bytes } from "@graphprotocol/graph-ts";

import {
  Activated,
  Collected,
  Disbursed,
  Kept,
  ReceiptDenied,
  Repaid,
  RepaymentClaimed,
  RepaymentRejected,
} from "../generated/LoanDesk/LoanDesk";
import { Asset, KeptPayment, Loan, Repayment } from "../generated/schema";
import { cursorOf, eventId, loanIdOf } from "./ids";
import { newLoanEvent, putLoan, takeLoan } from "./loan-book";
import { orNull, wordOrNull } from "./nullable";
import { countDisbursement, countRepayment } from "./stats";

export function handleDisbursed(event: Disbursed): void {
  const params = event.params;
  const loanId = loanIdOf(params.loanId);
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    loan.state = "DISBURSED";
    loan.deadline = params.deadline.toI64();
    putLoan(loan);
  }
  const step = newLoanEvent(event, loanId, "DISBURSED");
  if (loan !== null) step.amountFen = loan.amountFen;
  step.deadline = params.deadline.toI64();
  step.reason = wordOrNull(params.paymentRef);
  step.save();
}

export function handleReceiptDenied(event: ReceiptDenied): void {
  const params = event.params;
  const loanId = loanIdOf(params.loanId);
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    loan.state = "ACCEPTED";
    loan.deadline = params.deadline.toI64();
    putLoan(loan);
  }
  const step = newLoanEvent(event, loanId, "RECEIPT_DENIED");
  step.deadline = params.deadline.toI64();
  step.reason = wordOrNull(params.reason);
  step.save();
}

export function handleActivated(event: Activated): void {
  const params = event.params;
  const loanId = loanIdOf(params.loanId);
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    loan.state = "ACTIVE";
    loan.unset("deadline");
    loan.principalFen = params.principalFen;
    loan.feesFen = params.feeFen;
    loan.accruedDay = params.startDay;
    loan.dueDay = params.dueDay;
    loan.settlementToken = orNull(params.settlementToken);
    loan.activatedAt = event.block.timestamp.toI64();
    putLoan(loan);
    countDisbursement(loan.productType, params.principalFen);
  }
  const step = newLoanEvent(event, loanId, "ACTIVATED");
  step.amountFen = params.principalFen;
  step.save();
}

export function handleRepaymentClaimed(event: RepaymentClaimed): void {
  const params = event.params;
  const loanId = loanIdOf(params.loanId);
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    loan.claimedFen = params.amountFen;
    loan.claimRef = wordOrNull(params.paymentRef);
    loan.claimAnswerBy = params.answerBy.toI64();
    putLoan(loan);
  }
  const step = newLoanEvent(event, loanId, "REPAYMENT_CLAIMED");
  step.amountFen = params.amountFen;
  step.deadline = params.answerBy.toI64();
  step.reason = wordOrNull(params.paymentRef);
  step.save();
}

export function handleRepaymentRejected(event: RepaymentRejected): void {
  const params = event.params;
  const loanId = loanIdOf(params.loanId);
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    dropClaim(loan);
    putLoan(loan);
  }
  const step = newLoanEvent(event, loanId, "REPAYMENT_REJECTED");
  step.amountFen = params.amountFen;
  step.reason = wordOrNull(params.reason);
  step.save();
}

export function handleRepaid(event: Repaid): void {
  const params = event.params;
  const loanId = loanIdOf(params.loanId);
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    const source = sourceOf(event, loan);
    saveRepayment(event, loan, source);
    if (source == "CONFIRMED") dropClaim(loan);
    loan.principalFen = params.balance.principalFen;
    loan.feesFen = params.balance.feesFen;
    loan.interestUnits = params.balance.interestUnits;
    loan.accruedDay = params.balance.accruedDay;
    loan.repaidFen = loan.repaidFen.plus(params.amountFen);
    putLoan(loan);
    countRepayment(loan.productType, params.amountFen);
  }
  const step = newLoanEvent(event, loanId, "REPAID");
  step.actor = params.payer;
  step.amountFen = params.amountFen;
  step.reason = wordOrNull(params.paymentRef);
  step.save();
}

export function handleKept(event: Kept): void {
  const id = event.params.lender.concat(event.params.token);
  const before = KeptPayment.load(id);
  const kept = new KeptPayment(id);
  kept.lender = event.params.lender;
  kept.token = event.params.token;
  kept.units = before === null ? event.params.units : before.units.plus(event.params.units);
  kept.cursor = cursorOf(event);
  kept.save();
}

export function handleCollected(event: Collected): void {
  const kept = new KeptPayment(event.params.lender.concat(event.params.token));
  kept.lender = event.params.lender;
  kept.token = event.params.token;
  kept.units = BigInt.zero();
  kept.cursor = cursorOf(event);
  kept.save();
}

function dropClaim(loan: Loan): void {
  loan.claimedFen = null;
  loan.claimRef = null;
  loan.unset("claimAnswerBy");
}

function saveRepayment(event: Repaid, loan: Loan, source: string): void {
  const params = event.params;
  const repayment = new Repayment(eventId(event));
  repayment.loan = loan.id;
  repayment.lender = loan.lender === null ? loan.productLender : loan.lender!;
  repayment.source = source;
  repayment.payer = params.payer;
  repayment.amountFen = params.amountFen;
  repayment.toFeesFen = params.toFeesFen;
  repayment.toInterestFen = params.toInterestFen;
  repayment.toPrincipalFen = params.toPrincipalFen;
  repayment.paymentRef = source == "CONFIRMED" ? loan.claimRef : wordOrNull(params.paymentRef);
  repayment.principalFen = params.balance.principalFen;
  repayment.feesFen = params.balance.feesFen;
  repayment.interestUnits = params.balance.interestUnits;
  repayment.blockNumber = event.block.number.toI64();
  repayment.timestamp = event.block.timestamp.toI64();
  repayment.transaction = event.transaction.hash;
  repayment.cursor = cursorOf(event);
  repayment.save();
}

/** How a repayment came about, which the event does not tell in so many words. */
function sourceOf(event: Repaid, loan: Loan): string {
  const ref: Bytes = event.params.paymentRef;
  if (wordOrNull(ref) !== null) {
    return loan.state == "DEFAULTED" && Asset.load(ref) !== null ? "SOLD" : "RECORDED";
  }
  if (loan.claimedFen !== null && loan.claimedFen!.equals(event.params.amountFen)) return "CONFIRMED";
  return loan.settlementToken === null ? "RECORDED" : "TOKEN";
}
