import { enforcementConsentsTo, juniorConsentsTo, liensOfLoan } from "../data/assets.ts";
import type { EnforcementConsent, JuniorConsent } from "../data/assets.ts";
import { entitiesById } from "../data/entities.ts";
import type { EntityRow } from "../data/entities.ts";
import type { Block, Queryable } from "../data/follow-state.ts";
import { guaranteesFor } from "../data/guarantees.ts";
import type { GuaranteeRow } from "../data/guarantees.ts";
import { loanById } from "../data/loans.ts";
import { productById } from "../data/products.ts";
import type { ProductRow } from "../data/products.ts";
import { Problem } from "../http/problem.ts";
import { accrue, outstandingFenOf } from "../lending/balance.ts";
import type { Balance } from "../lending/balance.ts";
import { dayOf } from "../lending/beijing-day.ts";
import type { Lien } from "../lending/collateral.ts";
import { expectationsOf } from "../lending/expectations.ts";
import type { Expectation, Party } from "../lending/expectations.ts";
import type { Loan } from "../lending/loan.ts";
import { isOwing } from "../lending/states.ts";
import { partiesOf, pledgeableById } from "./collateral.ts";
import type { Pledgeable } from "./collateral.ts";

/** A case with all that decides what can be done with it. */
export interface Case {
  loan: Loan;
  /** The product in the version that was applied for. */
  product: ProductRow;
  /** Everybody who has to do with it, by entity id; who is not registered is absent. */
  entities: ReadonlyMap<string, EntityRow>;
  /** Liens that secure it or once did. */
  liens: readonly Lien[];
  /** What is pledged or is to be pledged, by asset id; what the ledger does not have is absent. */
  assets: ReadonlyMap<string, Pledgeable>;
  guarantees: readonly GuaranteeRow[];
  juniorConsents: readonly JuniorConsent[];
  enforcementConsents: readonly EnforcementConsent[];
  /** Time of the block of this view, unix seconds. */
  now: bigint;
}

/**
 * Finds a case.
 * @throws Problem application-unknown
 */
export async function loadCase({ db, block }: { db: Queryable; block: Block }, loanId: bigint): Promise<Case> {
  const loan = await loanById(db, loanId);
  if (loan === null) throw new Problem("application-unknown", `The ledger has no case ${loanId}.`);
  const product = await productById(db, loan.productId, loan.productVersion);
  if (product === null) throw new Error(`case ${loanId}: there is no product ${loan.productId}`);
  const liens = await liensOfLoan(db, loanId);
  const wanted = [...liens, ...(loan.offer?.collateral ?? [])].map(({ assetId }) => assetId);
  const assets = await pledgeableById(db, wanted, block.time);
  return {
    ...{ loan, product, liens, assets, now: block.time },
    entities: new Map([...(await partiesOf(db, [...assets.values()])), ...(await entitiesById(db, partyIds(loan)))]),
    guarantees: await guaranteesFor(db, loanId),
    juniorConsents: await juniorConsentsTo(db, loanId),
    enforcementConsents: await enforcementConsentsTo(db, loanId),
  };
}

/** Ids of the assets that are pledged for a case now, in the order of the ids. */
export function pledgedAssetIds({ liens }: Case): string[] {
  return liens.filter(({ state }) => state === "live").map(({ assetId }) => assetId);
}

/** What is owed at the time of this view; null when nothing is or can be. */
export function owedNow({ loan: { balance, rates, state }, now }: Pick<Case, "loan" | "now">): Balance | null {
  if (balance === null || rates === null) return null;
  // Of a case that has ended the chain keeps what was owed then; no interest runs any more.
  return isOwing(state) ? accrue(balance, rates, dayOf(now)) : balance;
}

/** Fees, interest and principal at the time of this view, in fen. */
export function outstandingFen(of: Pick<Case, "loan" | "now">): bigint {
  const owed = isOwing(of.loan.state) ? owedNow(of) : null;
  return owed === null ? 0n : outstandingFenOf(owed);
}

/** Whether somebody may act for the entity: it is registered, active and has a controller. */
export function canAct(entity: EntityRow | undefined): boolean {
  return entity?.status === "active" && entity.controller !== null;
}

/** Whether the guarantor whom the offer names has promised exactly what it says. */
export function isPromised({ loan: { offer }, guarantees }: Case): boolean {
  return guarantees.some(
    (one) =>
      one.state !== "ended" &&
      one.guarantor === offer?.guarantor &&
      one.offerHash === offer.offerHash &&
      one.guaranteedFen === offer.guaranteedFen,
  );
}

/** What is expected next of a case. */
export function expectedOf(found: Case): Expectation[] {
  const { loan, entities, now } = found;
  return expectationsOf(loan, {
    now,
    pledges: pledgedAssetIds(found).length,
    borrowerCanAct: canAct(entities.get(loan.borrower)),
    lenderCanAct: canAct(entities.get(loan.lender)),
    promised: isPromised(found),
  });
}

/** The entity whose turn it is when it is that party's; null when that is nobody in particular. */
export function entityOfParty(party: Party, { borrower, lender, guarantor, assignee, offer }: Loan): string | null {
  const ids = { borrower, lender, assignee, guarantor: guarantor ?? offer?.guarantor ?? null, anybody: null };
  return ids[party];
}

/** Everybody who has to do with a case itself. */
export function partyIds({ borrower, lender, guarantor, assignee, offer }: Loan): string[] {
  return [borrower, lender, guarantor, assignee, offer?.guarantor ?? null].filter((id) => id !== null);
}
