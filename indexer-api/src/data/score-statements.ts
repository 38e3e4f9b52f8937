import { NO_ITEM } from "../../../catalogue/index.ts";
import type { OwnStatement } from "../scoring/rating.ts";
import { OWN } from "../scoring/sources.ts";
import type { NewestStatement } from "../scoring/sources.ts";
import type { Lifetime } from "../scoring/timeline.ts";
import type { Queryable } from "./follow-state.ts";
import { bytesOf, hexOf } from "./hex.ts";

/** The newest statement of each of the schemas about each of the companies, by entity id. */
export async function newestStatements(
  db: Queryable,
  subjects: readonly string[],
  schemaIds: readonly string[],
): Promise<Map<string, NewestStatement[]>> {
  const { rows } = await db.query<{
    id: Buffer;
    subject: Buffer;
    schema_id: Buffer;
    observed_at: bigint;
    validity_seconds: bigint;
    is_revoked: boolean;
    record: Buffer;
  }>(
    `SELECT a.id, a.subject, a.schema_id, a.observed_at, s.validity_seconds, a.record,
       r.attestation_id IS NOT NULL AS is_revoked
     FROM latest_statements l
     JOIN attestations a ON a.id = l.attestation_id
     JOIN schemas s ON s.id = a.schema_id
     LEFT JOIN revocations r ON r.attestation_id = a.id
     WHERE l.subject = ANY ($1) AND l.schema_id = ANY ($2) AND l.item_key = $3`,
    [subjects.map(bytesOf), schemaIds.map(bytesOf), bytesOf(NO_ITEM)],
  );
  const statements = rows.map((row) => ({
    subject: hexOf(row.subject),
    id: hexOf(row.id),
    schemaId: hexOf(row.schema_id),
    observedAt: row.observed_at,
    validitySeconds: row.validity_seconds,
    isRevoked: row.is_revoked,
    record: hexOf(row.record),
  }));
  return Map.groupBy(statements, ({ subject }) => subject);
}

/** Everything that a company ever stated about itself, and where in the chain's events that came and was revoked. */
export async function ownStatements(db: Queryable, subject: string): Promise<OwnStatement[]> {
  const { rows } = await db.query<{
    schema_id: Buffer;
    observed_at: bigint;
    cursor: bigint;
    revoked_cursor: bigint | null;
  }>(
    `SELECT a.schema_id, a.observed_at, a.cursor, r.cursor AS revoked_cursor
     FROM attestations a LEFT JOIN revocations r ON r.attestation_id = a.id
     WHERE a.subject = $1 AND substring(a.schema_id FROM 1 FOR 2) = $2 AND a.item_key = $3`,
    [bytesOf(subject), bytesOf(OWN), bytesOf(NO_ITEM)],
  );
  return rows.map((row) => ({
    schemaId: hexOf(row.schema_id),
    observedAt: row.observed_at,
    cursor: row.cursor,
    revokedCursor: row.revoked_cursor,
  }));
}

/** When every statement of the schemas about a company came and was revoked, without their records. */
export async function lifetimes(db: Queryable, subject: string, schemaIds: readonly string[]): Promise<Lifetime[]> {
  const { rows } = await db.query<{
    id: Buffer;
    schema_id: Buffer;
    observed_at: bigint;
    validity_seconds: bigint;
    attested_at: bigint;
    attested_block: bigint;
    revoked_at: bigint | null;
    revoked_block: bigint | null;
  }>(
    `SELECT a.id, a.schema_id, a.observed_at, s.validity_seconds, a.block_time AS attested_at,
       a.block_number AS attested_block, r.block_time AS revoked_at, r.block_number AS revoked_block
     FROM attestations a
     JOIN schemas s ON s.id = a.schema_id
     LEFT JOIN revocations r ON r.attestation_id = a.id
     WHERE a.subject = $1 AND a.schema_id = ANY ($2) AND a.item_key = $3`,
    [bytesOf(subject), schemaIds.map(bytesOf), bytesOf(NO_ITEM)],
  );
  return rows.map((row) => ({
    id: hexOf(row.id),
    schemaId: hexOf(row.schema_id),
    observedAt: row.observed_at,
    validitySeconds: row.validity_seconds,
    attestedAt: row.attested_at,
    attestedBlock: row.attested_block,
    revokedAt: row.revoked_at,
    revokedBlock: row.revoked_block,
  }));
}

/** The packed records of attestations, by id. */
export async function recordsById(db: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await db.query<{ id: Buffer; record: Buffer }>(
    "SELECT id, record FROM attestations WHERE id = ANY ($1)",
    [ids.map(bytesOf)],
  );
  return new Map(rows.map(({ id, record }) => [hexOf(id), hexOf(record)]));
}
