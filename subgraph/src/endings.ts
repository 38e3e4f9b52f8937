import {
  Assigned,
  AssignmentProposed,
  Closed,
  CollateralSold,
  DefaultDeclared,
  ProceedsShared,
  Restructured,
  RestructuringProposed,
} from "../generated/LoanDesk/LoanDesk";
import { CollateralSale, ProceedsShare, RestructuringProposal } from "../generated/schema";
import { assetIdOf, cursorOf, eventId, loanIdOf } from "./ids";
import { newLoanEvent, putLoan, takeLoan } from "./loan-book";
import { wordOrNull } from "./nullable";
import { countDefault } from "./stats";

/** The chain's number of the first state that is an end, and the names of the ends from there. */
const FIRST_END: i32 = 7;
const ENDS = ["SETTLED", "WITHDRAWN", "DECLINED", "EXPIRED", "CANCELLED", "WRITTEN_OFF", "LAPSED"];

export function handleRestructuringProposed(event: RestructuringProposed): void {
  const terms = event.params.terms;
  const loanId = loanIdOf(event.params.loanId);
  const proposal = new RestructuringProposal(eventId(event));
  proposal.loan = loanId;
  proposal.dueDay = terms.dueDay;
  proposal.rateBps = terms.rateBps;
  proposal.overdueRateBps = terms.overdueRateBps;
  proposal.validUntil = terms.validUntil.toI64();
  proposal.blockNumber = event.block.number.toI64();
  proposal.timestamp = event.block.timestamp.toI64();
  proposal.transaction = event.transaction.hash;
  proposal.cursor = cursorOf(event);
  proposal.save();

  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    loan.proposedTerms = proposal.id;
    putLoan(loan);
  }
  newLoanEvent(event, loanId, "RESTRUCTURING_PROPOSED").save();
}

export function handleRestructured(event: Restructured): void {
  const terms = event.params.terms;
  const balance = event.params.balance;
  const loanId = loanIdOf(event.params.loanId);
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    loan.state = "ACTIVE";
    loan.unset("deadline");
    loan.rateBps = terms.rateBps;
    loan.overdueRateBps = terms.overdueRateBps;
    loan.principalFen = balance.principalFen;
    loan.feesFen = balance.feesFen;
    loan.interestUnits = balance.interestUnits;
    loan.accruedDay = balance.accruedDay;
    loan.dueDay = balance.dueDay;
    loan.proposedTerms = null;
    putLoan(loan);
  }
  newLoanEvent(event, loanId, "RESTRUCTURED").save();
}

export function handleAssignmentProposed(event: AssignmentProposed): void {
  const loanId = loanIdOf(event.params.loanId);
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    loan.assignee = wordOrNull(event.params.to);
    putLoan(loan);
  }
  const step = newLoanEvent(event, loanId, "ASSIGNMENT_PROPOSED");
  step.counterparty = wordOrNull(event.params.to);
  step.save();
}

export function handleAssigned(event: Assigned): void {
  const loanId = loanIdOf(event.params.loanId);
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    loan.lender = event.params.to;
    loan.assignee = null;
    // The old lender proposed it, and the contract forgets it.
    loan.proposedTerms = null;
    putLoan(loan);
  }
  const step = newLoanEvent(event, loanId, "ASSIGNED");
  step.counterparty = event.params.to;
  step.save();
}

export function handleDefaultDeclared(event: DefaultDeclared): void {
  const params = event.params;
  const loanId = loanIdOf(params.loanId);
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    loan.state = "DEFAULTED";
    loan.deadline = params.noticeEndsAt.toI64();
    putLoan(loan);
    countDefault(loan.productType, params.outstandingFen);
  }
  const step = newLoanEvent(event, loanId, "DEFAULT_DECLARED");
  step.amountFen = params.outstandingFen;
  step.deadline = params.noticeEndsAt.toI64();
  step.save();
}

/** What the sale brings the loan comes as a repayment, what it does to liens from the PledgeRegistry. */
export function handleCollateralSold(event: CollateralSold): void {
  const params = event.params;
  const sale = new CollateralSale(eventId(event));
  sale.loan = loanIdOf(params.loanId);
  sale.asset = assetIdOf(params.assetId);
  sale.buyer = params.buyer;
  sale.proceedsFen = params.proceedsFen;
  sale.ownShareFen = params.ownShareFen;
  sale.surplusFen = params.surplusFen;
  sale.blockNumber = event.block.number.toI64();
  sale.timestamp = event.block.timestamp.toI64();
  sale.transaction = event.transaction.hash;
  sale.cursor = cursorOf(event);
  sale.save();

  const step = newLoanEvent(event, sale.loan, "COLLATERAL_SOLD");
  step.amountFen = params.ownShareFen;
  step.counterparty = params.buyer;
  step.save();
}

export function handleProceedsShared(event: ProceedsShared): void {
  const params = event.params;
  const share = new ProceedsShare(eventId(event));
  share.loan = loanIdOf(params.loanId);
  share.enforcingLoan = loanIdOf(params.enforcingLoanId);
  share.asset = assetIdOf(params.assetId);
  share.shareFen = params.shareFen;
  share.blockNumber = event.block.number.toI64();
  share.timestamp = event.block.timestamp.toI64();
  share.transaction = event.transaction.hash;
  share.cursor = cursorOf(event);
  share.save();

  const step = newLoanEvent(event, share.loan, "PROCEEDS_SHARED");
  step.amountFen = params.shareFen;
  step.save();
}

export function handleClosed(event: Closed): void {
  const params = event.params;
  const loanId = loanIdOf(params.loanId);
  const state = ENDS[params.state - FIRST_END];
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    loan.state = state;
    loan.unset("deadline");
    loan.closedAt = event.block.timestamp.toI64();
    putLoan(loan);
  }
  const step = newLoanEvent(event, loanId, state);
  step.actor = params.actor;
  step.reason = wordOrNull(params.reason);
  step.save();
}
