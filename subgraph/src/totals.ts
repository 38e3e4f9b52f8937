import { BigInt, Bytes, Entity } from "@graphprotocol/graph-ts";

import { CompanyTotals, LenderTotals, Loan } from "../generated/schema";

/**
 * Adds a case to the totals of its borrower and its lender (sign 1), or takes it out (sign -1). Whoever changes a case takes
 * it out as it was and puts it back as it is, so that totals are sums over the cases, whatever happens to one.
 */
export function count(loan: Loan, sign: i32): void {
  const company = companyTotals(loan.borrower);
  add(company, loan, sign);
  company.save();
  const lender = lenderTotals(lenderOf(loan));
  add(lender, loan, sign);
  lender.save();
}

/** Whose a case is: the lender's whose product it is, and after acceptance the lender's who has the loan. */
export function lenderOf(loan: Loan): Bytes {
  return loan.lender === null ? loan.productLender : loan.lender!;
}

function add<T extends Entity>(totals: T, loan: Loan, sign: i32): void {
  const state = loan.state;
  const amount = BigInt.fromI32(sign);
  if (state == "APPLIED") totals.applications += sign;
  else if (state == "OFFERED") totals.offers += sign;
  else if (state == "ACCEPTED" || state == "DISBURSED") totals.accepted += sign;
  else if (state == "ACTIVE" || state == "DEFAULTED") {
    totals.liveLoans += sign;
    totals.principalFen = totals.principalFen.plus(loan.principalFen.times(amount));
  }
  if (state == "DEFAULTED") {
    totals.defaulted += sign;
    totals.defaultedPrincipalFen = totals.defaultedPrincipalFen.plus(loan.principalFen.times(amount));
  }
  totals.pledges += loan.pledges * sign;
  totals.securedFen = totals.securedFen.plus(loan.securedFen.times(amount));
  totals.cursor = loan.cursor;
}

function companyTotals(entityId: Bytes): CompanyTotals {
  const known = CompanyTotals.load(entityId);
  if (known !== null) return known;
  const totals = new CompanyTotals(entityId);
  clear(totals, entityId);
  return totals;
}

function lenderTotals(entityId: Bytes): LenderTotals {
  const known = LenderTotals.load(entityId);
  if (known !== null) return known;
  const totals = new LenderTotals(entityId);
  clear(totals, entityId);
  return totals;
}

function clear<T extends Entity>(totals: T, entityId: Bytes): void {
  totals.entity = entityId;
  totals.applications = 0;
  totals.offers = 0;
  totals.accepted = 0;
  totals.liveLoans = 0;
  totals.defaulted = 0;
  totals.principalFen = BigInt.zero();
  totals.defaultedPrincipalFen = BigInt.zero();
  totals.pledges = 0;
  totals.securedFen = BigInt.zero();
}
