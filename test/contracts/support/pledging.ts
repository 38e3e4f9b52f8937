import { id } from "ethers";
import { applyFor, DAY, offerOf, publish } from "./credit.ts";
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

/** Ids of a product of each bank. */
export type Products = Readonly<Record<"bank" | "otherBank", bigint>>;

export async function publishBoth(credit: Credit): Promise<Products> {
  const bank = await publish(credit);
  return { bank, otherBank: await publish(credit, { lender: "otherBank", code: "loan-002" }) };
}

/** The lender of the loan at a place of a stack: the banks take turns. */
export const lenderAt = (place: number): "bank" | "otherBank" => (place % 2 === 0 ? "bank" : "otherBank");

/** Has the lenders of loans let another be secured behind them. */
export async function consentAll(
  { pledges, wallets }: Credit,
  assetId: bigint,
  seniorLoanIds: readonly bigint[],
  juniorLoanId: bigint,
  maxSecuredFen: bigint,
): Promise<void> {
  for (const [place, seniorLoanId] of seniorLoanIds.entries()) {
    const lienholder = pledges.connect(wallets[lenderAt(place)]);
    await lienholder.consentToJunior(assetId, seniorLoanId, juniorLoanId, maxSecuredFen);
  }
}

/** Pledges an asset of the company for one active loan after the other, up to the amounts; the loans' ids by rank. */
export async function stackedLoans(
  credit: Credit,
  products: Products,
  assetId: bigint,
  securedFen: readonly bigint[],
  changes: Partial<Offer> = {},
): Promise<bigint[]> {
  const { desk, wallets } = credit;
  const loanIds: bigint[] = [];
  for (const [place, amount] of securedFen.entries()) {
    const lender = lenderAt(place);
    const terms = { ...changes, collateral: [{ assetId, securedFen: amount }] };
    const { loanId, accept } = await offeredLoan(credit, products[lender], terms, { lender });
    await consentAll(credit, assetId, loanIds, loanId, amount);
    await accept();
    await desk.connect(wallets[lender]).disburse(loanId, id("payment"));
    await desk.connect(wallets.company).confirmReceipt(loanId);
    loanIds.push(loanId);
  }
  return loanIds;
}

/** Days after which a loan of one month can be declared in default, with some to spare. */
const OVERDUE_DAYS = 40;
const NOTICE_DAYS = 15;

/** Takes an active loan of one month to where its lender may enforce. */
export async function defaulted(
  { connection, desk, wallets }: Credit,
  loanId: bigint,
  lender: EntityName,
): Promise<void> {
  await connection.networkHelpers.time.increase(OVERDUE_DAYS * DAY);
  await desk.connect(wallets[lender]).declareDefault(loanId);
  await connection.networkHelpers.time.increase(NOTICE_DAYS * DAY);
}
