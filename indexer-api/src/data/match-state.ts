import type { FeatureSpec } from "../engine/features.ts";
import type { Queryable } from "./follow-state.ts";

/** What the stored features are about, and how far they are. */
export interface MatchState {
  /** Another one whenever rows are given out anew. */
  readonly generation: string;
  /** The features in their places; null before the first row. */
  readonly features: readonly FeatureSpec[] | null;
  /** Whether every company had its row once; what becomes known before that is no event. */
  readonly filled: boolean;
  /** How far products were read when they were compared last; null before. */
  readonly comparedCursors: string | null;
  /** How many rows there are. */
  readonly companies: number;
  /** The last change of features, and the last event; both ascend over all generations. */
  readonly change: bigint;
  readonly event: bigint;
  /** Whoever heard nothing behind this event may have missed some. */
  readonly forgotten: bigint;
  /** Of the last commit that changed rows or events: whoever read here can tell later whether the database still has it. */
  readonly mark: string;
  /** A row that somebody did not find; null when none is known to be missing. */
  readonly missingRow: number | null;
}

/** Marks kept: with one commit a second, of some six days. Who read before them reads everything again. */
const MARKS_KEPT = 500_000;

const COLUMNS =
  'm.generation, m.features, m.filled, m.product_cursors AS "comparedCursors", m.companies, m.change, m.event, m.forgotten, ' +
  'm.mark, m.missing_row AS "missingRow"';

export async function matchState(db: Queryable): Promise<MatchState> {
  const { rows } = await db.query<MatchState>(`SELECT ${COLUMNS} FROM match_state m`);
  if (rows[0] === undefined) throw new Error("match_state: has no row, where its migration puts one");
  return rows[0];
}

/** How far the index and its features are, in one look of one moment. */
export interface StoreStatus extends MatchState {
  /** Of the ledger and subgraph that is followed: see `identityOf`. */
  readonly identity: string;
  /** Time of the block up to which everything is stored, unix seconds; null while there is none. */
  readonly blockTime: bigint | null;
  /** How far the streams that make products are read. */
  readonly productCursors: string;
  /** Whether the database has the mark that was asked about. */
  readonly hasMark: boolean;
}

/**
 * Null before anything was followed.
 * @param mark at which was read what the asker holds; null when nothing is held
 */
export async function storeStatus(db: Queryable, mark: string | null): Promise<StoreStatus | null> {
  const { rows } = await db.query<StoreStatus>(
    `SELECT ${COLUMNS}, f.identity, f.block_time AS "blockTime",
       ${PRODUCT_CURSORS} AS "productCursors", ${hasMark("$1")} AS "hasMark"
     FROM match_state m, follow_state f`,
    [mark],
  );
  return rows[0] ?? null;
}

/** Of SQL: whether the history of this database has a mark. */
export function hasMark(parameter: `$${number}`): string {
  return `EXISTS (SELECT FROM match_marks WHERE mark = ${parameter}::uuid)`;
}

export async function knowsMark(db: Queryable, mark: string): Promise<boolean> {
  const { rows } = await db.query<{ known: boolean }>(`SELECT ${hasMark("$1")} AS known`, [mark]);
  return rows[0]?.known === true;
}

/** For one who reads: a row is missing that must be there. Who follows gives rows out anew then. */
export async function reportMissingRow(db: Queryable, generation: string, row: number): Promise<void> {
  await db.query(
    `UPDATE match_state SET missing_row = $2 WHERE generation = $1 AND companies > $2 AND missing_row IS NULL
       AND NOT EXISTS (SELECT FROM company_features WHERE row = $2)`,
    [generation, row],
  );
}

const PRODUCT_CURSORS = `
  (SELECT coalesce(string_agg(stream || ' ' || cursor, ', ' ORDER BY stream), '')
   FROM stream_cursors WHERE stream IN ('products', 'productVersions'))`;

/** Another text whenever something of a product was read. */
export async function productCursors(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ cursors: string }>(`SELECT ${PRODUCT_CURSORS} AS cursors`);
  return rows[0]?.cursors ?? "";
}

// What the follower writes.

/** Notes how far rows, changes and events are now, under a new mark. */
export async function advanceMatchState(
  db: Queryable,
  { companies, change, event }: Pick<MatchState, "companies" | "change" | "event">,
): Promise<void> {
  await db.query(
    `WITH noted AS (INSERT INTO match_marks DEFAULT VALUES RETURNING number, mark),
       gone AS (DELETE FROM match_marks WHERE number <= (SELECT number FROM noted) - ${MARKS_KEPT})
     UPDATE match_state SET companies = $1, change = $2, event = $3, mark = (SELECT mark FROM noted)`,
    [companies, change, event],
  );
}

/** Notes how far products were read when they were compared. */
export async function recordCompared(db: Queryable, cursors: string): Promise<void> {
  await db.query("UPDATE match_state SET product_cursors = $1", [cursors]);
}

/**
 * Notes that every company has its row. What came before was no event, so that whoever listened must read everything again.
 * Events are numbered from the present on (milliseconds): above all that another database ever gave, if this one is new.
 */
export async function recordFilled(db: Queryable): Promise<void> {
  await db.query(
    `UPDATE match_state SET filled = true, event = next, forgotten = next
     FROM (SELECT greatest(event + 1, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) AS next
           FROM match_state) AS following
     WHERE NOT filled`,
  );
}

/** Rows are given out anew from here on, of these features. */
export async function startFeaturesAnew(db: Queryable, features: readonly FeatureSpec[]): Promise<void> {
  await db.query("TRUNCATE company_features");
  await startMatchingAnew(db);
  await db.query("UPDATE match_state SET features = $1", [JSON.stringify(features)]);
}

/** For one who has emptied the tables: another generation, whose changes and events go on counting. Nobody holds any of it. */
export async function startMatchingAnew(db: Queryable): Promise<void> {
  await db.query("DELETE FROM match_marks");
  await db.query(
    `WITH noted AS (INSERT INTO match_marks DEFAULT VALUES RETURNING mark)
     UPDATE match_state SET generation = gen_random_uuid(), features = NULL, filled = false, product_cursors = NULL,
       companies = 0, missing_row = NULL, mark = (SELECT mark FROM noted)`,
  );
}
