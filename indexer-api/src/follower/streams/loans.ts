import { z } from "zod";
import { hash, hex, int8, label } from "../shapes.ts";
import { defineStream, storeIn } from "./stream.ts";

const entity = z.object({ id: hash });

const offer = z.object({
  offerHash: hash,
  amountFen: z.string(),
  feeFen: z.string(),
  tenorMonths: z.int(),
  rateBps: z.int(),
  overdueRateBps: z.int(),
  validUntil: z.string(),
  guarantor: hash.nullable(),
  guaranteedFen: z.string(),
  collateral: z.array(z.object({ assetId: hash, securedFen: z.string() })),
});

const proposal = z.object({ dueDay: z.int(), rateBps: z.int(), overdueRateBps: z.int(), validUntil: z.string() });

/** The parts of a case that are kept as JSON, as graph-node writes them. */
export type OfferJson = z.output<typeof offer>;
export type ProposalJson = z.output<typeof proposal>;

const shape = z.object({
  loanId: int8,
  state: label,
  borrower: entity,
  productLender: entity,
  lender: entity.nullable(),
  product: z.object({ productId: int8 }),
  productVersion: z.object({ version: int8 }),
  deadline: int8.nullable(),
  appliedAmountFen: int8,
  appliedTenorMonths: int8,
  purpose: hash,
  offer: offer.nullable(),
  proposedTerms: proposal.nullable(),
  rateBps: int8.nullable(),
  overdueRateBps: int8.nullable(),
  principalFen: int8,
  feesFen: int8,
  interestUnits: int8,
  accruedDay: int8.nullable(),
  dueDay: int8.nullable(),
  repaidFen: int8,
  claimedFen: int8.nullable(),
  claimAnswerBy: int8.nullable(),
  guarantor: entity.nullable(),
  guaranteedFen: int8,
  assignee: hash.nullable(),
  appliedAt: int8,
  acceptedAt: int8.nullable(),
  activatedAt: int8.nullable(),
  closedAt: int8.nullable(),
});

export const loans = defineStream({
  name: "loans",
  select: `loanId state borrower { id } productLender { id } lender { id } product { productId } productVersion { version }
    deadline appliedAmountFen appliedTenorMonths purpose rateBps overdueRateBps principalFen feesFen interestUnits
    accruedDay dueDay repaidFen claimedFen claimAnswerBy guarantor { id } guaranteedFen assignee appliedAt acceptedAt
    activatedAt closedAt proposedTerms { dueDay rateBps overdueRateBps validUntil }
    offer { offerHash amountFen feeFen tenorMonths rateBps overdueRateBps validUntil guarantor guaranteedFen
      collateral(orderBy: position) { assetId securedFen } }`,
  shape,
  store: storeIn<z.output<typeof shape> & { cursor: bigint }>("loans", ["loan_id"], {
    loan_id: { type: "bigint", of: ({ loanId }) => loanId },
    state: { type: "text", of: ({ state }) => state },
    borrower: { type: "bytea", of: ({ borrower }) => borrower.id },
    product_lender: { type: "bytea", of: ({ productLender }) => productLender.id },
    lender: { type: "bytea", of: ({ lender }) => lender?.id ?? null },
    product_id: { type: "bigint", of: ({ product }) => product.productId },
    product_version: { type: "bigint", of: ({ productVersion }) => productVersion.version },
    deadline: { type: "bigint", of: ({ deadline }) => deadline },
    applied_amount_fen: { type: "bigint", of: ({ appliedAmountFen }) => appliedAmountFen },
    applied_tenor_months: { type: "bigint", of: ({ appliedTenorMonths }) => appliedTenorMonths },
    purpose: { type: "bytea", of: ({ purpose }) => purpose },
    offer: { type: "jsonb", of: (row) => row.offer && JSON.stringify(row.offer) },
    proposed_terms: { type: "jsonb", of: ({ proposedTerms }) => proposedTerms && JSON.stringify(proposedTerms) },
    rate_bps: { type: "bigint", of: ({ rateBps }) => rateBps },
    overdue_rate_bps: { type: "bigint", of: ({ overdueRateBps }) => overdueRateBps },
    principal_fen: { type: "bigint", of: ({ principalFen }) => principalFen },
    fees_fen: { type: "bigint", of: ({ feesFen }) => feesFen },
    interest_units: { type: "numeric", of: ({ interestUnits }) => interestUnits },
    accrued_day: { type: "bigint", of: ({ accruedDay }) => accruedDay },
    due_day: { type: "bigint", of: ({ dueDay }) => dueDay },
    repaid_fen: { type: "bigint", of: ({ repaidFen }) => repaidFen },
    claimed_fen: { type: "bigint", of: ({ claimedFen }) => claimedFen },
    claim_answer_by: { type: "bigint", of: ({ claimAnswerBy }) => claimAnswerBy },
    guarantor: { type: "bytea", of: ({ guarantor }) => guarantor?.id ?? null },
    guaranteed_fen: { type: "bigint", of: ({ guaranteedFen }) => guaranteedFen },
    assignee: { type: "bytea", of: ({ assignee }) => assignee },
    applied_at: { type: "bigint", of: ({ appliedAt }) => appliedAt },
    accepted_at: { type: "bigint", of: ({ acceptedAt }) => acceptedAt },
    activated_at: { type: "bigint", of: ({ activatedAt }) => activatedAt },
    closed_at: { type: "bigint", of: ({ closedAt }) => closedAt },
  }),
});

const event = z.object({
  id: hex.length(74),
  loan: z.object({ loanId: int8 }),
  kind: label,
  actor: hex.length(42).nullable(),
  amountFen: int8.nullable(),
  reason: hash.nullable(),
  counterparty: hash.nullable(),
  transaction: hash,
  blockNumber: int8,
  timestamp: int8,
});

export const loanEvents = defineStream({
  name: "loanEvents",
  select: "id loan { loanId } kind actor amountFen reason counterparty transaction blockNumber timestamp",
  shape: event,
  store: storeIn<z.output<typeof event> & { cursor: bigint }>("loan_events", ["id"], {
    id: { type: "bytea", of: ({ id }) => id },
    loan_id: { type: "bigint", of: ({ loan }) => loan.loanId },
    kind: { type: "text", of: ({ kind }) => kind },
    actor: { type: "bytea", of: ({ actor }) => actor },
    amount_fen: { type: "bigint", of: ({ amountFen }) => amountFen },
    reason: { type: "bytea", of: ({ reason }) => reason },
    counterparty: { type: "bytea", of: ({ counterparty }) => counterparty },
    transaction: { type: "bytea", of: ({ transaction }) => transaction },
    block_number: { type: "bigint", of: ({ blockNumber }) => blockNumber },
    block_time: { type: "bigint", of: ({ timestamp }) => timestamp },
  }),
});
