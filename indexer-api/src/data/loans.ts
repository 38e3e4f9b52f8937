import type { OfferJson, ProposalJson } from "../follower/streams/loans.ts";
import type { Loan, Offer, Restructuring } from "../lending/loan.ts";
import type { LoanState } from "../lending/states.ts";
import type { Queryable } from "./follow-state.ts";
import { bytesOf, hexOf, hexOrNull } from "./hex.ts";

const SELECT = `
  SELECT l.loan_id, l.state, l.borrower, coalesce(l.lender, l.product_lender) AS lender, l.product_id, l.product_version,
    l.deadline, l.applied_amount_fen, l.applied_tenor_months, l.purpose, l.offer, l.proposed_terms, l.rate_bps,
    l.overdue_rate_bps, l.principal_fen, l.fees_fen, l.interest_units::text AS interest_units, l.accrued_day, l.due_day,
    l.repaid_fen, l.claimed_fen, l.claim_answer_by, l.guarantor, l.guaranteed_fen, l.assignee, l.applied_at,
    l.accepted_at, l.activated_at, l.closed_at, v.settlement_token
  FROM loans l JOIN product_versions v ON (v.product_id, v.version) = (l.product_id, l.product_version)`;

/** One case; null when there is none of the number. */
export async function loanById(db: Queryable, loanId: bigint): Promise<Loan | null> {
  const { rows } = await db.query<DatabaseRow>(`${SELECT} WHERE l.loan_id = $1`, [loanId]);
  return rows[0] ? loanOf(rows[0]) : null;
}

export interface LoanQuery {
  /** Entity id. */
  of: string;
  as: "borrower" | "lender";
  /** Only cases in one of these states; null for all. */
  states: readonly LoanState[] | null;
  /** Only older cases than this one; null to begin with the newest. */
  before: bigint | null;
  /** Null for all. */
  limit: number | null;
}

const PARTY = { borrower: "l.borrower", lender: "coalesce(l.lender, l.product_lender)" } as const;

/** Cases of a company or a lender, the newest first. Before acceptance a case is that of the product's lender. */
export async function loansOf(db: Queryable, { of, as, states, before, limit }: LoanQuery): Promise<Loan[]> {
  const { rows } = await db.query<DatabaseRow>(
    `${SELECT} WHERE ${PARTY[as]} = $1 AND ($2::text[] IS NULL OR l.state = ANY ($2))
       AND ($3::bigint IS NULL OR l.loan_id < $3)
     ORDER BY l.loan_id DESC LIMIT $4`,
    [bytesOf(of), states, before, limit],
  );
  return rows.map(loanOf);
}

/** Of all cases of a company or a lender: how many in each state. */
export async function countByState(
  db: Queryable,
  { of, as }: Pick<LoanQuery, "of" | "as">,
): Promise<Map<LoanState, number>> {
  const { rows } = await db.query<{ state: LoanState; count: bigint }>(
    `SELECT l.state, count(*) FROM loans l WHERE ${PARTY[as]} = $1 GROUP BY l.state`,
    [bytesOf(of)],
  );
  return new Map(rows.map(({ state, count }) => [state, Number(count)]));
}

/** What live liens secure of the cases of a company or a lender, in fen. */
export async function securedFenOf(db: Queryable, { of, as }: Pick<LoanQuery, "of" | "as">): Promise<bigint> {
  const { rows } = await db.query<{ secured: string | null }>(
    `SELECT sum(i.secured_fen)::text AS secured FROM loans l JOIN liens i ON i.loan_id = l.loan_id
     WHERE ${PARTY[as]} = $1 AND i.state = 'live'`,
    [bytesOf(of)],
  );
  return BigInt(rows[0]?.secured ?? 0);
}

/** Entity ids of the lenders of cases. */
export async function lendersOf(db: Queryable, loanIds: readonly bigint[]): Promise<Map<bigint, string>> {
  const { rows } = await db.query<{ loan_id: bigint; lender: Buffer }>(
    "SELECT loan_id, coalesce(lender, product_lender) AS lender FROM loans WHERE loan_id = ANY ($1)",
    [loanIds],
  );
  return new Map(rows.map(({ loan_id, lender }) => [loan_id, hexOf(lender)]));
}

/** A step of a case. */
export interface LoanEvent {
  kind: string;
  actor: string | null;
  amountFen: bigint | null;
  reason: string | null;
  counterparty: string | null;
  transaction: string;
  blockNumber: bigint;
  /** Unix seconds. */
  blockTime: bigint;
}

/** What happened to a case, in the order of the chain. */
export async function eventsOf(db: Queryable, loanId: bigint): Promise<LoanEvent[]> {
  const { rows } = await db.query<EventDatabaseRow>(
    `SELECT kind, actor, amount_fen, reason, counterparty, transaction, block_number, block_time
     FROM loan_events WHERE loan_id = $1 ORDER BY cursor`,
    [loanId],
  );
  return rows.map((row) => ({
    kind: row.kind,
    actor: hexOrNull(row.actor),
    amountFen: row.amount_fen,
    reason: hexOrNull(row.reason),
    counterparty: hexOrNull(row.counterparty),
    transaction: hexOf(row.transaction),
    blockNumber: row.block_number,
    blockTime: row.block_time,
  }));
}

interface EventDatabaseRow {
  kind: string;
  actor: Buffer | null;
  amount_fen: bigint | null;
  reason: Buffer | null;
  counterparty: Buffer | null;
  transaction: Buffer;
  block_number: bigint;
  block_time: bigint;
}

interface DatabaseRow {
  loan_id: bigint;
  state: LoanState;
  borrower: Buffer;
  lender: Buffer;
  product_id: bigint;
  product_version: bigint;
  deadline: bigint | null;
  applied_amount_fen: bigint;
  applied_tenor_months: bigint;
  purpose: Buffer;
  offer: OfferJson | null;
  proposed_terms: ProposalJson | null;
  rate_bps: bigint | null;
  overdue_rate_bps: bigint | null;
  principal_fen: bigint;
  fees_fen: bigint;
  interest_units: string;
  accrued_day: bigint | null;
  due_day: bigint | null;
  repaid_fen: bigint;
  claimed_fen: bigint | null;
  claim_answer_by: bigint | null;
  guarantor: Buffer | null;
  guaranteed_fen: bigint;
  assignee: Buffer | null;
  applied_at: bigint;
  accepted_at: bigint | null;
  activated_at: bigint | null;
  closed_at: bigint | null;
  settlement_token: Buffer | null;
}

function loanOf(row: DatabaseRow): Loan {
  const { rate_bps: rateBps, overdue_rate_bps: overdueRateBps } = row;
  const { claimed_fen: amountFen, claim_answer_by: answerBy } = row;
  return {
    loanId: row.loan_id,
    state: row.state,
    borrower: hexOf(row.borrower),
    lender: hexOf(row.lender),
    productId: row.product_id,
    productVersion: row.product_version,
    appliedAmountFen: row.applied_amount_fen,
    appliedTenorMonths: row.applied_tenor_months,
    purpose: hexOf(row.purpose),
    deadline: row.deadline,
    offer: row.offer && offerOf(row.offer),
    rates: rateBps === null || overdueRateBps === null ? null : { rateBps, overdueRateBps },
    balance: balanceOf(row),
    settlementToken: hexOrNull(row.settlement_token),
    repaidFen: row.repaid_fen,
    guarantor: hexOrNull(row.guarantor),
    guaranteedFen: row.guaranteed_fen,
    claim: amountFen === null || answerBy === null ? null : { amountFen, answerBy },
    assignee: hexOrNull(row.assignee),
    restructuring: row.proposed_terms && restructuringOf(row.proposed_terms),
    appliedAt: row.applied_at,
    acceptedAt: row.accepted_at,
    activatedAt: row.activated_at,
    closedAt: row.closed_at,
  };
}

function balanceOf(row: DatabaseRow): Loan["balance"] {
  const { accrued_day: accruedDay, due_day: dueDay } = row;
  if (accruedDay === null || dueDay === null) return null;
  const interestUnits = BigInt(row.interest_units);
  return { principalFen: row.principal_fen, feesFen: row.fees_fen, interestUnits, accruedDay, dueDay };
}

function offerOf({ offerHash, guarantor, collateral, ...numbers }: OfferJson): Offer {
  return {
    offerHash,
    amountFen: BigInt(numbers.amountFen),
    feeFen: BigInt(numbers.feeFen),
    tenorMonths: BigInt(numbers.tenorMonths),
    rateBps: BigInt(numbers.rateBps),
    overdueRateBps: BigInt(numbers.overdueRateBps),
    validUntil: BigInt(numbers.validUntil),
    guarantor,
    guaranteedFen: BigInt(numbers.guaranteedFen),
    collateral: collateral.map(({ assetId, securedFen }) => ({ assetId, securedFen: BigInt(securedFen) })),
  };
}

function restructuringOf({ dueDay, rateBps, overdueRateBps, validUntil }: ProposalJson): Restructuring {
  return {
    dueDay: BigInt(dueDay),
    rateBps: BigInt(rateBps),
    overdueRateBps: BigInt(overdueRateBps),
    validUntil: BigInt(validUntil),
  };
}
