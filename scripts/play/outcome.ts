import { toUtf8String } from "ethers";
import { LOAN_STATES, type LoanState } from "../chain/states.ts";
import type { Stage } from "./stage.ts";

/** What became of one case of the LoanDesk, all as the chain tells it. */
export interface LoanOutcome {
  readonly loanId: bigint;
  /** The lender's code of the product, which is its id in the catalogue. */
  readonly product: string;
  /** Entity ids; `lender` is zero when nothing was ever agreed. */
  readonly borrower: string;
  readonly borrowerUscc: string;
  readonly lender: string;
  readonly state: LoanState;
  /** What was paid out; 0 when nothing was. */
  readonly principalFen: bigint;
  readonly paid: { readonly feesFen: bigint; readonly interestFen: bigint; readonly principalFen: bigint };
  /** What is owed still, or was when the case ended. */
  readonly outstandingFen: bigint;
}

/** @throws Error when the chain has no such case */
export async function outcomeOf({ contracts }: Stage, loanId: bigint): Promise<LoanOutcome> {
  const { EntityRegistry, LoanDesk, ProductCatalogue } = contracts;
  const [loan, activated, repaid, closed] = await Promise.all([
    LoanDesk.loanOf(loanId),
    LoanDesk.queryFilter(LoanDesk.filters.Activated(loanId)),
    LoanDesk.queryFilter(LoanDesk.filters.Repaid(loanId)),
    LoanDesk.queryFilter(LoanDesk.filters.Closed(loanId)),
  ]);
  const blockTag = closed[0]?.blockNumber ?? "latest";
  const state = LOAN_STATES[Number(loan.terms.state)];
  if (state === undefined || state === "unknown") throw new Error(`loan ${loanId}: the chain has no such case`);
  const published = await ProductCatalogue.queryFilter(ProductCatalogue.filters.ProductPublished(loan.terms.productId));
  const registered = await EntityRegistry.queryFilter(EntityRegistry.filters.EntityRegistered(loan.borrower));
  const sum = (part: "toFeesFen" | "toInterestFen" | "toPrincipalFen") =>
    repaid.reduce((total, { args }) => total + args[part], 0n);
  return {
    loanId,
    product: published[0]?.args.code ?? String(loan.terms.productId),
    borrower: loan.borrower,
    borrowerUscc: toUtf8String(registered[0]?.args.uscc ?? "0x"),
    lender: loan.lender,
    state,
    principalFen: activated[0]?.args.principalFen ?? 0n,
    paid: { feesFen: sum("toFeesFen"), interestFen: sum("toInterestFen"), principalFen: sum("toPrincipalFen") },
    outstandingFen: await LoanDesk.outstandingOf(loanId, { blockTag }),
  };
}
