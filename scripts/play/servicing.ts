import { encodeBytes32String, ZeroHash } from "ethers";

import type { Member } from "./cast.ts";
import type { Loan } from "./loan.ts";
import { cny } from "./words.ts";

/**
 * The bank pays out off the chain, and the company says that the money came.
 * @param paymentRef of the banks' own transfer; at most 31 ASCII characters
 */
export async function payOut({ story, desk, lender, borrower, id, terms }: Loan, paymentRef: string): Promise<void> {
  await story.act(lender, `pays out ${cny(terms.amountFen)} through the banks (${paymentRef})`, (wallet) =>
    desk.connect(wallet).disburse(id, encodeBytes32String(paymentRef)),
  );
  await story.act(borrower, "confirms that the money came: the loan runs", (wallet) =>
    desk.connect(wallet).confirmReceipt(id),
  );
}

/** The bank pays out in the settlement token: money and loan in one transaction. */
export async function payOutInToken(loan: Loan): Promise<void> {
  const { story, desk, lender, id, terms } = loan;
  await allowToken(loan, lender, terms.amountFen);
  await story.act(lender, `pays out ${cny(terms.amountFen)} in digital yuan: the loan runs at once`, (wallet) =>
    desk.connect(wallet).disburse(id, ZeroHash),
  );
}

/** The borrower pays in the settlement token. */
export async function repayInToken(loan: Loan, amountFen: bigint): Promise<void> {
  const { story, desk, borrower, id } = loan;
  await allowToken(loan, borrower, amountFen);
  await story.act(borrower, `repays ${cny(amountFen)} in digital yuan`, (wallet) =>
    desk.connect(wallet).repay(id, amountFen),
  );
}

/** The bank records what it got off the chain. */
export async function recordRepayment(loan: Loan, amountFen: bigint, paymentRef: string): Promise<void> {
  const { story, desk, lender, id } = loan;
  await story.act(lender, `records a repayment of ${cny(amountFen)} (${paymentRef})`, (wallet) =>
    desk.connect(wallet).recordRepayment(id, amountFen, encodeBytes32String(paymentRef)),
  );
}

/** The borrower says that it has paid off the chain, and the bank confirms. */
export async function claimAndConfirm(loan: Loan, amountFen: bigint, paymentRef: string): Promise<void> {
  const { story, desk, lender, borrower, id } = loan;
  await story.act(borrower, `reports a repayment of ${cny(amountFen)} (${paymentRef})`, (wallet) =>
    desk.connect(wallet).claimRepayment(id, amountFen, encodeBytes32String(paymentRef)),
  );
  await story.act(lender, "confirms the repayment", (wallet) => desk.connect(wallet).confirmRepayment(id, amountFen));
}

/** Anybody may settle what is paid; here the borrower does. */
export async function settle({ story, desk, borrower, id }: Loan, assetIds: readonly bigint[]): Promise<void> {
  const freed = assetIds.length === 0 ? "" : ", and what it pledged is free";
  await story.act(borrower, `settles loan ${id}: nothing is owed any more${freed}`, (wallet) =>
    desk.connect(wallet).settle(id, [...assetIds]),
  );
}

async function allowToken({ story, stage, desk }: Loan, payer: Member, amountFen: bigint): Promise<void> {
  const spender = await desk.getAddress();
  await story.act(payer, `lets the LoanDesk take ${cny(amountFen)} of its digital yuan`, (wallet) =>
    stage.token.connect(wallet).approve(spender, amountFen),
  );
}

/** The issuer of the digital yuan gives somebody new tokens. */
export async function issueTokens({ story, stage }: Loan, to: Member, amountFen: bigint, why: string): Promise<void> {
  const wallet = await to.wallet.getAddress();
  await story.act(stage.cast.office("deployer"), `issues ${cny(amountFen)} to ${to.nameEn}, ${why}`, (issuer) =>
    stage.token.connect(issuer).mint(wallet, amountFen),
  );
}
