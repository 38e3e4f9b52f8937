import { NO_ITEM } from "../../../catalogue/index.ts";
import { bytesOf, hexOf } from "./hex.ts";
import type { Queryable } from "./follow-state.ts";

export interface RevocationRow {
  signer: string;
  reason: string;
  transaction: string;
  blockNumber: bigint;
  /** Unix seconds. */
  blockTime: bigint;
}

/** A stored attestation and what became of it. Bytes are `0x` hex, times unix seconds. */
export interface StatementRow {
  id: string;
  cursor: bigint;
  schemaId: string;
  /** Name that the chain has for the schema. */
  schemaName: string;
  subject: string;
  itemKey: string;
  observedAt: bigint;
  validitySeconds: bigint;
  record: string;
  signer: string;
  transaction: string;
  blockNumber: bigint;
  blockTime: bigint;
  /** Whether it is the newest for its schema, subject and item. */
  isLatest: boolean;
  revocation: RevocationRow | null;
}

const COLUMNS = `
  a.id, a.cursor, a.schema_id, s.name AS schema_name, a.subject, a.item_key, a.observed_at, s.validity_seconds,
  a.record, a.signer, a.transaction, a.block_number, a.block_time, (l.attestation_id = a.id) AS is_latest,
  r.signer AS r_signer, r.reason AS r_reason, r.transaction AS r_transaction, r.block_number AS r_block_number,
  r.block_time AS r_block_time`;

const JOINS = `
  JOIN schemas s ON s.id = a.schema_id
  JOIN latest_statements l ON (l.subject, l.schema_id, l.item_key) = (a.subject, a.schema_id, a.item_key)
  LEFT JOIN revocations r ON r.attestation_id = a.id`;

interface DatabaseRow {
  id: Buffer;
  cursor: bigint;
  schema_id: Buffer;
  schema_name: string;
  subject: Buffer;
  item_key: Buffer;
  observed_at: bigint;
  validity_seconds: bigint;
  record: Buffer;
  signer: Buffer;
  transaction: Buffer;
  block_number: bigint;
  block_time: bigint;
  is_latest: boolean;
  r_signer: Buffer | null;
  r_reason: Buffer | null;
  r_transaction: Buffer | null;
  r_block_number: bigint | null;
  r_block_time: bigint | null;
}

/** A statement of which there may be many for one company (patents, declarations) counts among so many of its schema. */
export interface LatestRow extends StatementRow {
  /** Number of items of which the company has a statement of this schema; 1 for a schema without items. */
  itemCount: bigint;
}

/**
 * The newest statement for each key of a company, the items of one schema limited to those observed last.
 * @param maxItems how many items of a schema
 */
export async function latestStatements(db: Queryable, subject: string, maxItems: number): Promise<LatestRow[]> {
  const { rows } = await db.query<DatabaseRow & { item_count: bigint }>(
    `SELECT ${COLUMNS}, l.item_count
     FROM (SELECT *, count(*) OVER (PARTITION BY schema_id) AS item_count,
             row_number() OVER (PARTITION BY schema_id ORDER BY observed_at DESC, item_key) AS place
           FROM latest_statements WHERE subject = $1) l
     JOIN attestations a ON a.id = l.attestation_id
     JOIN schemas s ON s.id = a.schema_id
     LEFT JOIN revocations r ON r.attestation_id = a.id
     WHERE l.place <= $2
     ORDER BY s.agency_number, s.name, a.observed_at DESC, a.item_key`,
    [bytesOf(subject), maxItems],
  );
  return rows.map((row) => ({ ...rowOf(row), itemCount: row.item_count }));
}

/** The newest statement of each of the schemas about each of the companies, by entity id; items apart. */
export async function newestOfCompanies(
  db: Queryable,
  subjects: readonly string[],
  schemaIds: readonly string[],
): Promise<Map<string, StatementRow[]>> {
  const { rows } = await db.query<DatabaseRow>(
    `SELECT ${COLUMNS}
     FROM (SELECT * FROM latest_statements WHERE subject = ANY ($1) AND schema_id = ANY ($2) AND item_key = $3) l
     JOIN attestations a ON a.id = l.attestation_id
     JOIN schemas s ON s.id = a.schema_id
     LEFT JOIN revocations r ON r.attestation_id = a.id`,
    [subjects.map(bytesOf), schemaIds.map(bytesOf), bytesOf(NO_ITEM)],
  );
  return Map.groupBy(rows.map(rowOf), ({ subject }) => subject);
}

export interface HistoryQuery {
  subject: string;
  /** Ids of the schemas wanted; null for all. */
  schemaIds: readonly string[] | null;
  /** Only what is older than this cursor; null to begin with the newest. */
  before: bigint | null;
  limit: number;
}

/** Statements about a company, the ones attested last first. */
export async function statementHistory(db: Queryable, query: HistoryQuery): Promise<StatementRow[]> {
  const { rows } = await db.query<DatabaseRow>(
    `SELECT ${COLUMNS} FROM attestations a ${JOINS}
     WHERE a.subject = $1 AND ($2::bytea[] IS NULL OR a.schema_id = ANY ($2)) AND ($3::bigint IS NULL OR a.cursor < $3)
     ORDER BY a.cursor DESC LIMIT $4`,
    [bytesOf(query.subject), query.schemaIds?.map(bytesOf) ?? null, query.before, query.limit],
  );
  return rows.map(rowOf);
}

/** One statement; null when the ledger has none with that id. */
export async function statementById(db: Queryable, id: string): Promise<StatementRow | null> {
  const { rows } = await db.query<DatabaseRow>(`SELECT ${COLUMNS} FROM attestations a ${JOINS} WHERE a.id = $1`, [
    bytesOf(id),
  ]);
  return rows[0] ? rowOf(rows[0]) : null;
}

/** Those of the ids that the ledger has, the ones attested last first. */
export async function statementsById(db: Queryable, ids: readonly string[]): Promise<StatementRow[]> {
  const { rows } = await db.query<DatabaseRow>(
    `SELECT ${COLUMNS} FROM attestations a ${JOINS} WHERE a.id = ANY ($1) ORDER BY a.cursor DESC`,
    [ids.map(bytesOf)],
  );
  return rows.map(rowOf);
}

/** When the newest statement for a key was observed, unix seconds; null when there is none. */
export async function latestObservation(
  db: Queryable,
  { subject, schemaId, itemKey }: Pick<StatementRow, "subject" | "schemaId" | "itemKey">,
): Promise<bigint | null> {
  const { rows } = await db.query<{ observed_at: bigint }>(
    "SELECT observed_at FROM latest_statements WHERE (subject, schema_id, item_key) = ($1, $2, $3)",
    [bytesOf(subject), bytesOf(schemaId), bytesOf(itemKey)],
  );
  return rows[0]?.observed_at ?? null;
}

/** Whether anything was ever attested about the subject. */
export async function hasStatements(db: Queryable, subject: string): Promise<boolean> {
  const { rowCount } = await db.query("SELECT 1 FROM latest_statements WHERE subject = $1 LIMIT 1", [bytesOf(subject)]);
  return rowCount === 1;
}

function rowOf(row: DatabaseRow): StatementRow {
  return {
    id: hexOf(row.id),
    cursor: row.cursor,
    schemaId: hexOf(row.schema_id),
    schemaName: row.schema_name,
    subject: hexOf(row.subject),
    itemKey: hexOf(row.item_key),
    observedAt: row.observed_at,
    validitySeconds: row.validity_seconds,
    record: hexOf(row.record),
    signer: hexOf(row.signer),
    transaction: hexOf(row.transaction),
    blockNumber: row.block_number,
    blockTime: row.block_time,
    isLatest: row.is_latest,
    revocation: revocationOf(row),
  };
}

function revocationOf(row: DatabaseRow): RevocationRow | null {
  const { r_signer, r_reason, r_transaction, r_block_number, r_block_time } = row;
  if (!r_signer || !r_reason || !r_transaction || r_block_number === null || r_block_time === null) return null;
  return {
    signer: hexOf(r_signer),
    reason: hexOf(r_reason),
    transaction: hexOf(r_transaction),
    blockNumber: r_block_number,
    blockTime: r_block_time,
  };
}
