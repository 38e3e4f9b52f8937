import type { Queryable } from "./follow-state.ts";
import { hexOf } from "./hex.ts";

/** What a lender answered to applications. */
export interface DecisionCounts {
  /** Entity id. */
  readonly lender: string;
  /** Applications that it made an offer for. */
  readonly offered: number;
  /** Applications that it declined without one. */
  readonly declined: number;
}

/** By lender whose product was applied for; those that have decided nothing yet are absent. */
export async function lenderDecisions(db: Queryable): Promise<DecisionCounts[]> {
  const { rows } = await db.query<{ lender: Buffer; offered: number; declined: number }>(
    `SELECT product_lender AS lender, count(offer)::integer AS offered,
       count(*) FILTER (WHERE offer IS NULL AND state = 'declined')::integer AS declined
     FROM loans WHERE offer IS NOT NULL OR state = 'declined' GROUP BY product_lender`,
  );
  return rows.map(({ lender, ...counts }) => ({ lender: hexOf(lender), ...counts }));
}
