import { entitiesById } from "../data/entities.ts";
import type { Queryable } from "../data/follow-state.ts";
import { countByState, loansOf, securedFenOf } from "../data/loans.ts";
import type { LoanQuery } from "../data/loans.ts";
import { productVersions } from "../data/products.ts";
import { interestFenOf, outstandingFenOf } from "../lending/balance.ts";
import { LOAN_STATE_NAMES } from "../lending/states.ts";
import type { LoanState } from "../lending/states.ts";
import { owedNow, partyIds } from "./case.ts";
import type { Case } from "./case.ts";

/** Sums over all cases of a company or a lender. Amounts in fen, with interest to the day of the view. */
export interface LoanTotals {
  cases: ReadonlyMap<LoanState, number>;
  principalFen: bigint;
  feesFen: bigint;
  interestFen: bigint;
  outstandingFen: bigint;
  /** Part of it on loans in default. */
  defaultedFen: bigint;
  /** What live liens secure. */
  securedFen: bigint;
}

/** A page of cases, each with what a summary shows. */
export async function listCases(
  db: Queryable,
  query: LoanQuery,
  now: bigint,
): Promise<Pick<Case, "loan" | "product" | "entities" | "now">[]> {
  const loans = await loansOf(db, query);
  const keys = loans.map(({ productId, productVersion: version }) => ({ productId, version }));
  const products = new Map((await productVersions(db, keys)).map((row) => [`${row.productId} ${row.version}`, row]));
  const entities = await entitiesById(db, [...new Set(loans.flatMap(partyIds))]);
  return loans.map((loan) => {
    const product = products.get(`${loan.productId} ${loan.productVersion}`);
    if (!product) throw new Error(`case ${loan.loanId}: there is no product ${loan.productId}`);
    return { loan, product, entities, now };
  });
}

/** Everything that a company owes, or that a lender has outstanding. */
export async function totalsOf(db: Queryable, party: Pick<LoanQuery, "of" | "as">, now: bigint): Promise<LoanTotals> {
  const owing = await loansOf(db, { ...party, states: ["active", "defaulted"], before: null, limit: null });
  const totals = { principalFen: 0n, feesFen: 0n, interestFen: 0n, outstandingFen: 0n, defaultedFen: 0n };
  for (const loan of owing) {
    const balance = owedNow({ loan, now });
    if (balance === null) continue;
    const outstandingFen = outstandingFenOf(balance);
    totals.principalFen += balance.principalFen;
    totals.feesFen += balance.feesFen;
    totals.interestFen += interestFenOf(balance);
    totals.outstandingFen += outstandingFen;
    if (loan.state === "defaulted") totals.defaultedFen += outstandingFen;
  }
  const counted = await countByState(db, party);
  return {
    ...totals,
    cases: new Map(LOAN_STATE_NAMES.map((state) => [state, counted.get(state) ?? 0])),
    securedFen: await securedFenOf(db, party),
  };
}
