import type { Queryable } from "./follow-state.ts";
import { bytesOf, hexOf } from "./hex.ts";

/** A certification as the chain emitted it. Times are unix seconds. */
export interface RatingRow {
  id: string;
  cursor: bigint;
  family: string;
  version: number;
  total: number;
  /** 0 when too little was known for a grade. */
  grade: number;
  coverageBps: number;
  certifiedAt: bigint;
  expiresAt: bigint;
  certifier: string;
  sources: bigint;
  evidenceIds: string[];
  points: number[];
  transaction: string;
  blockNumber: bigint;
  isReplaced: boolean;
  withdrawal: { standing: string; reporter: string; time: bigint; transaction: string } | null;
}

export interface RatingQuery {
  subject: string;
  family: string | null;
  /** Only what is older than this cursor; null to begin with the newest. */
  before: bigint | null;
  limit: number;
}

/** Certifications of a company, the last one first. */
export async function listRatings(db: Queryable, query: RatingQuery): Promise<RatingRow[]> {
  const { rows } = await db.query<DatabaseRow>(
    `SELECT r.*, w.standing AS w_standing, w.reporter AS w_reporter, w.block_time AS w_time,
       w.transaction AS w_transaction, EXISTS (
         SELECT 1 FROM ratings later
         WHERE later.subject = r.subject AND later.family = r.family AND later.cursor > r.cursor
       ) AS is_replaced
     FROM ratings r LEFT JOIN rating_withdrawals w ON w.rating = r.id
     WHERE r.subject = $1 AND ($2::text IS NULL OR r.family = $2) AND ($3::bigint IS NULL OR r.cursor < $3)
     ORDER BY r.cursor DESC LIMIT $4`,
    [bytesOf(query.subject), query.family, query.before, query.limit],
  );
  return rows.map(rowOf);
}

interface DatabaseRow {
  id: Buffer;
  cursor: bigint;
  family: string;
  version: bigint;
  total: number;
  grade: number;
  coverage_bps: number;
  certified_at: bigint;
  expires_at: bigint;
  certifier: Buffer;
  sources: string;
  evidence_ids: string[];
  points: number[];
  transaction: Buffer;
  block_number: bigint;
  is_replaced: boolean;
  w_standing: string | null;
  w_reporter: Buffer | null;
  w_time: bigint | null;
  w_transaction: Buffer | null;
}

function rowOf(row: DatabaseRow): RatingRow {
  const { w_standing, w_reporter, w_time, w_transaction } = row;
  return {
    id: hexOf(row.id),
    cursor: row.cursor,
    family: row.family,
    version: Number(row.version),
    total: row.total,
    grade: row.grade,
    coverageBps: row.coverage_bps,
    certifiedAt: row.certified_at,
    expiresAt: row.expires_at,
    certifier: hexOf(row.certifier),
    sources: BigInt(row.sources),
    evidenceIds: row.evidence_ids,
    points: row.points,
    transaction: hexOf(row.transaction),
    blockNumber: row.block_number,
    isReplaced: row.is_replaced,
    withdrawal:
      w_standing === null || !w_reporter || w_time === null || !w_transaction
        ? null
        : { standing: w_standing, reporter: hexOf(w_reporter), time: w_time, transaction: hexOf(w_transaction) },
  };
}
