import { applyFor, offerOf } from "./credit.ts";
import type { Credit, EntityName, Offer } from "./credit.ts";

interface Parties {
  borrower?: EntityName;
  lender?: EntityName;
}

/** Takes a case to an offer; accepting it, which pledges the collateral, is what a test looks at. */
export async function offeredLoan(
  credit: Credit,
  productId: bigint,
  changes: Partial<Offer> = {},
  parties: Parties = {},
) {
  const { borrower = "company", lender = "bank" } = parties;
  const loanId = await applyFor(credit, productId, { borrower });
  const offer = await offerOf(credit, changes);
  await credit.desk.connect(credit.wallets[lender]).offer(loanId, offer);
  const accept = (overrides: { gasLimit?: number } = {}) =>
    credit.desk.connect(credit.wallets[borrower]).accept(loanId, offer, overrides);
  return { loanId, accept };
}
