import { NO_ITEM } from "../../../catalogue/index.ts";
import type { Block, Queryable } from "./follow-state.ts";
import { bytesOf, hexOf } from "./hex.ts";

/** The score of a company by one family of models, as it was computed last. Times are unix seconds. */
export interface ScoreRow {
  family: string;
  /** Entity id. */
  subject: string;
  version: number;
  total: number;
  /** Counted from 1 for the worst; 0 when too little is known. */
  grade: number;
  coverageBps: number;
  lowest: number;
  highest: number;
  /** City code; null while unknown. */
  region: string | null;
  expiresAt: bigint | null;
  dueAt: bigint | null;
}

/** A score with the block at which it was computed, and the company's code if it is registered. */
export interface StoredScore extends ScoreRow {
  uscc: string | null;
  blockNumber: bigint;
  blockTime: bigint;
}

/** What is left of a list of scores. */
export interface ScoreFilter {
  family: string;
  grade: number | null;
  minTotal: number | null;
  maxTotal: number | null;
  region: string | null;
}

const FILTER = `
  s.family = $1 AND ($2::integer IS NULL OR s.grade = $2) AND ($3::integer IS NULL OR s.total >= $3)
  AND ($4::integer IS NULL OR s.total <= $4) AND ($5::text IS NULL OR s.region = $5)`;

function parametersOf({ family, grade, minTotal, maxTotal, region }: ScoreFilter): unknown[] {
  return [family, grade, minTotal, maxTotal, region];
}

/** Scores in the order of entity ids. @param after only those behind this entity; null to begin */
export async function listScores(
  db: Queryable,
  filter: ScoreFilter,
  after: string | null,
  limit: number,
): Promise<StoredScore[]> {
  const { rows } = await db.query<DatabaseRow>(
    `SELECT s.*, e.uscc FROM company_scores s LEFT JOIN entities e ON e.id = s.subject
     WHERE ${FILTER} AND ($6::bytea IS NULL OR s.subject > $6) ORDER BY s.subject LIMIT $7`,
    [...parametersOf(filter), after === null ? null : bytesOf(after), limit],
  );
  return rows.map((row) => ({
    family: row.family,
    subject: hexOf(row.subject),
    uscc: row.uscc,
    version: Number(row.version),
    total: row.total,
    grade: row.grade,
    coverageBps: row.coverage_bps,
    ...{ lowest: row.lowest, highest: row.highest, region: row.region },
    expiresAt: row.expires_at,
    dueAt: row.due_at,
    blockNumber: row.block_number,
    blockTime: row.block_time,
  }));
}

/** How many companies have each grade, 0 standing for none. */
export async function countGrades(db: Queryable, filter: ScoreFilter): Promise<Map<number, bigint>> {
  const { rows } = await db.query<{ grade: number; companies: bigint }>(
    `SELECT s.grade, count(*) AS companies FROM company_scores s WHERE ${FILTER} GROUP BY s.grade`,
    parametersOf(filter),
  );
  return new Map(rows.map(({ grade, companies }) => [grade, companies]));
}

/** How many companies wait for their scores to be computed anew. */
export async function countQueued(db: Queryable): Promise<bigint> {
  const { rows } = await db.query<{ queued: bigint }>("SELECT count(*) AS queued FROM score_queue");
  return rows[0]?.queued ?? 0n;
}

interface DatabaseRow {
  family: string;
  subject: Buffer;
  uscc: string | null;
  version: bigint;
  total: number;
  grade: number;
  coverage_bps: number;
  lowest: number;
  highest: number;
  region: string | null;
  expires_at: bigint | null;
  due_at: bigint | null;
  block_number: bigint;
  block_time: bigint;
}

// What the follower writes.

/** Queues companies. Queuing one twice changes nothing. */
export async function queueSubjects(db: Queryable, subjects: readonly string[]): Promise<void> {
  await db.query("INSERT INTO score_queue SELECT DISTINCT unnest($1::bytea[]) ON CONFLICT DO NOTHING", [
    subjects.map(bytesOf),
  ]);
}

/** Queues the companies that the attestations are about, as far as these are stored and of one of the schemas. */
export async function queueSubjectsOf(
  db: Queryable,
  attestationIds: readonly string[],
  schemaIds: readonly string[],
): Promise<void> {
  await db.query(
    `INSERT INTO score_queue
     SELECT DISTINCT subject FROM attestations WHERE id = ANY ($1) AND schema_id = ANY ($2) AND item_key = $3
     ON CONFLICT DO NOTHING`,
    [attestationIds.map(bytesOf), schemaIds.map(bytesOf), bytesOf(NO_ITEM)],
  );
}

/** Queues every registered company, and every other about which there is a statement of one of the schemas. */
export async function queueEverybody(db: Queryable, schemaIds: readonly string[]): Promise<void> {
  await db.query(
    `INSERT INTO score_queue
     SELECT subject FROM latest_statements WHERE schema_id = ANY ($1) AND item_key = $2
     UNION SELECT id FROM entities WHERE kind = 'company'
     ON CONFLICT DO NOTHING`,
    [schemaIds.map(bytesOf), bytesOf(NO_ITEM)],
  );
}

/** Companies to score next: those queued first, then those the time of whose score or features has come. */
export async function nextSubjects(db: Queryable, time: bigint, limit: number): Promise<string[]> {
  const queued = await db.query<{ subject: Buffer }>("SELECT subject FROM score_queue LIMIT $1", [limit]);
  const left = limit - queued.rows.length;
  if (left === 0) return queued.rows.map(({ subject }) => hexOf(subject));
  const due = await db.query<{ subject: Buffer }>(
    `(SELECT subject FROM company_scores WHERE due_at <= $1 LIMIT $2)
     UNION (SELECT subject FROM company_features WHERE due_at <= $1 LIMIT $2) LIMIT $2`,
    [time, left],
  );
  return [...new Set([...queued.rows, ...due.rows].map(({ subject }) => hexOf(subject)))];
}

/** Replaces all that is stored of these companies, and takes them out of the queue. */
export async function replaceScores(
  db: Queryable,
  subjects: readonly string[],
  scores: readonly ScoreRow[],
  { number, time }: Block,
): Promise<void> {
  await db.query("DELETE FROM company_scores WHERE subject = ANY ($1)", [subjects.map(bytesOf)]);
  await db.query(
    `INSERT INTO company_scores (family, subject, version, total, grade, coverage_bps, lowest, highest, region, expires_at,
       due_at, block_number, block_time)
     SELECT row.*, $12::bigint, $13::bigint
     FROM unnest($1::text[], $2::bytea[], $3::bigint[], $4::integer[], $5::integer[], $6::integer[], $7::integer[],
       $8::integer[], $9::text[], $10::bigint[], $11::bigint[]) AS row`,
    [
      scores.map(({ family }) => family),
      scores.map(({ subject }) => bytesOf(subject)),
      scores.map(({ version }) => version),
      scores.map(({ total }) => total),
      scores.map(({ grade }) => grade),
      scores.map(({ coverageBps }) => coverageBps),
      scores.map(({ lowest }) => lowest),
      scores.map(({ highest }) => highest),
      scores.map(({ region }) => region),
      scores.map(({ expiresAt }) => expiresAt),
      scores.map(({ dueAt }) => dueAt),
      number,
      time,
    ],
  );
  await db.query("DELETE FROM score_queue WHERE subject = ANY ($1)", [subjects.map(bytesOf)]);
}

/** A family and the model that its scores are computed by. */
export interface ScoredModel {
  family: string;
  version: number;
  sha256: string;
}

export async function scoredModels(db: Queryable): Promise<ScoredModel[]> {
  const { rows } = await db.query<{ family: string; version: bigint; sha256: Buffer }>(
    "SELECT family, version, sha256 FROM scored_models ORDER BY family",
  );
  return rows.map(({ family, version, sha256 }) => ({ family, version: Number(version), sha256: hexOf(sha256) }));
}

/** Notes the models that scores are computed by from now on. Scores of a family that has none any more go. */
export async function replaceScoredModels(db: Queryable, models: readonly ScoredModel[]): Promise<void> {
  await db.query("DELETE FROM scored_models");
  await db.query(
    "INSERT INTO scored_models (family, version, sha256) SELECT * FROM unnest($1::text[], $2::bigint[], $3::bytea[])",
    [
      models.map(({ family }) => family),
      models.map(({ version }) => version),
      models.map(({ sha256 }) => bytesOf(sha256)),
    ],
  );
  await db.query("DELETE FROM company_scores WHERE family <> ALL ($1)", [models.map(({ family }) => family)]);
}
