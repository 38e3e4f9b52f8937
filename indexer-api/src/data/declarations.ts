import type { Queryable } from "./follow-state.ts";
import { bytesOf, hexOf, hexOrNull } from "./hex.ts";

export const ANSWER_STATES = ["countersigned", "confirmed", "rejected"] as const;

/** An answer to a declaration. */
export interface AnswerRow {
  attestationId: string;
  state: (typeof ANSWER_STATES)[number];
  /** Null when the counterparty answered. */
  agencyNumber: number | null;
  /** Entity id; null when an agency answered. */
  counterparty: string | null;
  wallet: string;
  reason: string | null;
  transaction: string;
  /** Unix seconds. */
  at: bigint;
}

export interface DeclarationQuery {
  subject: string;
  /** Ids of the schemas whose statements are declarations. */
  schemaIds: readonly string[];
  /** State that the last answer made; `declared` while there is none. Null for all. */
  state: string | null;
  /** Only what is older than this cursor; null to begin with the newest. */
  before: bigint | null;
  limit: number;
}

/** Attestation ids of a company's declarations, the ones attested last first. */
export async function declarationIds(db: Queryable, query: DeclarationQuery): Promise<string[]> {
  const { rows } = await db.query<{ id: Buffer }>(
    `SELECT a.id FROM attestations a
     LEFT JOIN LATERAL (
       SELECT d.state FROM declaration_answers d WHERE d.attestation_id = a.id ORDER BY d.cursor DESC LIMIT 1
     ) answer ON true
     WHERE a.subject = $1 AND a.schema_id = ANY ($2) AND ($3::text IS NULL OR coalesce(answer.state, 'declared') = $3)
       AND ($4::bigint IS NULL OR a.cursor < $4)
     ORDER BY a.cursor DESC LIMIT $5`,
    [bytesOf(query.subject), query.schemaIds.map(bytesOf), query.state, query.before, query.limit],
  );
  return rows.map(({ id }) => hexOf(id));
}

/** Every answer to the declarations, in the order of the chain: the last one to each is what holds. */
export async function answersTo(db: Queryable, attestationIds: readonly string[]): Promise<AnswerRow[]> {
  const { rows } = await db.query<{
    attestation_id: Buffer;
    state: AnswerRow["state"];
    agency_number: number | null;
    counterparty: Buffer | null;
    wallet: Buffer;
    reason: Buffer | null;
    transaction: Buffer;
    block_time: bigint;
  }>(
    `SELECT attestation_id, state, agency_number, counterparty, wallet, reason, transaction, block_time
     FROM declaration_answers WHERE attestation_id = ANY ($1) ORDER BY cursor`,
    [attestationIds.map(bytesOf)],
  );
  return rows.map((row) => ({
    attestationId: hexOf(row.attestation_id),
    state: row.state,
    agencyNumber: row.agency_number,
    counterparty: hexOrNull(row.counterparty),
    wallet: hexOf(row.wallet),
    reason: hexOrNull(row.reason),
    transaction: hexOf(row.transaction),
    at: row.block_time,
  }));
}
