import { BigInt } from "@graphprotocol/graph-ts";

import {
  Activated,
  Collected,
  Disbursed,
  Kept,
  ReceiptDenied,
  Repaid,
  RepaymentClaimed,
  RepaymentConfirmed,
  RepaymentRejected,
} from "../generated/LoanDesk/LoanDesk";
import { KeptPayment, LegalEntity, Loan, LoanEvent, Repayment } from "../generated/schema";
import { cursorOf, eventBefore, eventId, loanIdOf } from "./ids";
import { newLoanEvent, putLoan, takeLoan } from "./loan-book";
import { orNull, wordOrNull } from "./nullable";
import { countDisbursement, countRepayment } from "./stats";
import { lenderOf } from "./totals";

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

/** `Repaid` follows at once. */
export function handleRepaymentConfirmed(event: RepaymentConfirmed): void {
  const loanId = loanIdOf(event.params.loanId);
  const step = newLoanEvent(event, loanId, "REPAYMENT_CONFIRMED");
  step.amountFen = event.params.amountFen;
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    step.reason = loan.claimRef;
    dropClaim(loan);
    putLoan(loan);
  }
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
    saveRepayment(event, loan);
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

function saveRepayment(event: Repaid, loan: Loan): void {
  const params = event.params;
  const before = LoanEvent.load(eventBefore(event));
  const confirmed = before !== null && before.kind == "REPAYMENT_CONFIRMED";
  const repayment = new Repayment(eventId(event));
  repayment.loan = loan.id;
  repayment.lender = lenderOf(loan);
  if (confirmed) repayment.source = "CONFIRMED";
  else if (before !== null && before.kind == "COLLATERAL_SOLD") repayment.source = "SOLD";
  else repayment.source = isInToken(event, loan) ? "TOKEN" : "RECORDED";
  repayment.payer = params.payer;
  repayment.amountFen = params.amountFen;
  repayment.toFeesFen = params.toFeesFen;
  repayment.toInterestFen = params.toInterestFen;
  repayment.toPrincipalFen = params.toPrincipalFen;
  repayment.paymentRef = confirmed ? before!.reason : wordOrNull(params.paymentRef);
  repayment.principalFen = params.balance.principalFen;
  repayment.feesFen = params.balance.feesFen;
  repayment.interestUnits = params.balance.interestUnits;
  repayment.blockNumber = event.block.number.toI64();
  repayment.timestamp = event.block.timestamp.toI64();
  repayment.transaction = event.transaction.hash;
  repayment.cursor = cursorOf(event);
  repayment.save();
}

/** The event does not say: a lender records without a token, and whoever pays in it gives no reference. */
function isInToken(event: Repaid, loan: Loan): boolean {
  if (loan.settlementToken === null || wordOrNull(event.params.paymentRef) !== null) return false;
  const lender = LegalEntity.load(lenderOf(loan));
  return lender === null || lender.controller === null || !lender.controller!.equals(event.params.payer);
}
