import { BigInt, Bytes, log } from "@graphprotocol/graph-ts";

import { Accepted, Applied, Offered, OfferedOfferStruct, OfferWithdrawn } from "../generated/LoanDesk/LoanDesk";
import { Loan, Offer, OfferCollateral, Product } from "../generated/schema";
import { assetIdOf, cursorOf, eventId, loanIdOf, productIdOf, productVersionIdOf } from "./ids";
import { newLoanEvent, putLoan, takeLoan } from "./loan-book";
import { wordOrNull } from "./nullable";
import { countApplication, countOffer } from "./stats";

export function handleApplied(event: Applied): void {
  const params = event.params;
  const loanId = loanIdOf(params.loanId);
  const product = Product.load(productIdOf(params.productId));
  if (product === null) {
    log.error("Product {} was never published in the indexed blocks: the start block is too late", [
      params.productId.toString(),
    ]);
  } else {
    putLoan(newLoan(event, product));
    countApplication(product.type, params.amountFen);
  }

  const step = newLoanEvent(event, loanId, "APPLIED");
  step.amountFen = params.amountFen;
  step.deadline = params.deadline.toI64();
  step.reason = wordOrNull(params.purpose);
  step.save();
}

export function handleOffered(event: Offered): void {
  const params = event.params;
  const loanId = loanIdOf(params.loanId);
  const offer = saveOffer(event, loanId);
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    loan.state = "OFFERED";
    loan.deadline = offer.validUntil;
    loan.offer = offer.id;
    putLoan(loan);
    countOffer(loan.productType, offer.amountFen);
  }

  const step = newLoanEvent(event, loanId, "OFFERED");
  step.amountFen = offer.amountFen;
  step.deadline = offer.validUntil;
  step.save();
}

export function handleOfferWithdrawn(event: OfferWithdrawn): void {
  const loanId = loanIdOf(event.params.loanId);
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    loan.state = "APPLIED";
    loan.deadline = event.params.deadline.toI64();
    loan.offer = null;
    putLoan(loan);
  }
  const step = newLoanEvent(event, loanId, "OFFER_WITHDRAWN");
  step.deadline = event.params.deadline.toI64();
  step.save();
}

export function handleAccepted(event: Accepted): void {
  const params = event.params;
  const loanId = loanIdOf(params.loanId);
  const loan = takeLoan(event, loanId);
  if (loan !== null) {
    agree(loan);
    loan.state = "ACCEPTED";
    loan.deadline = params.deadline.toI64();
    loan.lender = params.lender;
    loan.acceptedAt = event.block.timestamp.toI64();
    putLoan(loan);
  }
  const step = newLoanEvent(event, loanId, "ACCEPTED");
  if (loan !== null) step.amountFen = loan.amountFen;
  step.deadline = params.deadline.toI64();
  step.save();
}

function newLoan(event: Applied, product: Product): Loan {
  const params = event.params;
  const loan = new Loan(loanIdOf(params.loanId));
  loan.loanId = params.loanId;
  loan.borrower = params.borrower;
  loan.productLender = product.lender;
  loan.product = product.id;
  loan.productVersion = productVersionIdOf(product.id, params.productVersion);
  loan.productType = product.type;
  loan.state = "APPLIED";
  loan.deadline = params.deadline.toI64();
  loan.appliedAmountFen = params.amountFen;
  loan.appliedTenorMonths = params.tenorMonths;
  loan.purpose = params.purpose;
  loan.principalFen = BigInt.zero();
  loan.feesFen = BigInt.zero();
  loan.interestUnits = BigInt.zero();
  loan.repaidFen = BigInt.zero();
  loan.guaranteedFen = BigInt.zero();
  loan.pledges = 0;
  loan.securedFen = BigInt.zero();
  loan.appliedAt = event.block.timestamp.toI64();
  loan.cursor = cursorOf(event);
  return loan;
}

/** The terms of the offer that stands become the loan's. A loan that is indexed has all its offers. */
function agree(loan: Loan): void {
  const offer = Offer.load(loan.offer!)!;
  loan.amountFen = offer.amountFen;
  loan.feeFen = offer.feeFen;
  loan.tenorMonths = offer.tenorMonths;
  loan.rateBps = offer.rateBps;
  loan.overdueRateBps = offer.overdueRateBps;
}

function saveOffer(event: Offered, loanId: Bytes): Offer {
  const terms = event.params.offer;
  const offer = new Offer(eventId(event));
  offer.loan = loanId;
  offer.lender = event.params.lender;
  offer.offerHash = event.params.offerHash;
  offer.amountFen = terms.amountFen;
  offer.feeFen = terms.feeFen;
  offer.tenorMonths = terms.tenorMonths;
  offer.rateBps = terms.rateBps;
  offer.overdueRateBps = terms.overdueRateBps;
  offer.validUntil = terms.validUntil.toI64();
  offer.guarantor = wordOrNull(terms.guarantor);
  offer.guaranteedFen = terms.guaranteedFen;
  offer.blockNumber = event.block.number.toI64();
  offer.timestamp = event.block.timestamp.toI64();
  offer.transaction = event.transaction.hash;
  offer.cursor = cursorOf(event);
  offer.save();
  saveCollateral(offer.id, terms);
  return offer;
}

function saveCollateral(offerId: Bytes, terms: OfferedOfferStruct): void {
  const asked = terms.collateral;
  for (let position = 0; position < asked.length; position++) {
    const collateral = new OfferCollateral(offerId.concatI32(position));
    collateral.offer = offerId;
    collateral.position = position;
    collateral.assetId = assetIdOf(asked[position].assetId);
    collateral.asset = collateral.assetId;
    collateral.securedFen = asked[position].securedFen;
    collateral.save();
  }
}
