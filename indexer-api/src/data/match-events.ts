import type { Block, Queryable } from "./follow-state.ts";
import { bytesOf, hexOf } from "./hex.ts";

export const COMPANY_EVENTS = ["became eligible", "ceased eligible"] as const;
export const PRODUCT_EVENTS = ["product offered", "product changed", "product retired"] as const;

/** Something that a subscriber hears of, as it is stored. */
export interface MatchEventRow {
  /** Ascending in the order of commits. */
  readonly id: bigint;
  readonly kind: (typeof COMPANY_EVENTS)[number] | (typeof PRODUCT_EVENTS)[number];
  /** Id as `/v1/products` has it. */
  readonly product: string;
  /** Entity id; null when the event is the product's. */
  readonly subject: string | null;
}

/** With the company's code, and the block as of which it was found. */
export interface StoredMatchEvent extends MatchEventRow {
  readonly uscc: string | null;
  readonly blockNumber: bigint;
  /** Unix seconds. */
  readonly blockTime: bigint;
}

/** Of which events to read: of one product; of one company, with those of all products; all. */
export interface EventFilter {
  readonly product: string | null;
  readonly entityId: string | null;
}

interface DatabaseRow {
  id: bigint;
  kind: StoredMatchEvent["kind"];
  product: string;
  subject: Buffer | null;
  uscc: string | null;
  block_number: bigint;
  block_time: bigint;
}

/** Events behind `after`, ascending. */
export async function matchEvents(
  db: Queryable,
  { product, entityId }: EventFilter,
  after: bigint,
  limit: number,
): Promise<StoredMatchEvent[]> {
  const select = (condition: string) =>
    `(SELECT * FROM match_events WHERE id > $1 AND ($3::text IS NULL OR product = $3) AND ${condition} ORDER BY id LIMIT $2)`;
  const of =
    entityId === null
      ? select("$4::bytea IS NULL")
      : `${select("subject = $4")} UNION ALL ${select("subject IS NULL")}`;
  const { rows } = await db.query<DatabaseRow>(
    `SELECT e.id, e.kind, e.product, e.subject, c.uscc, e.block_number, e.block_time
     FROM (${of}) AS e LEFT JOIN company_features c ON c.subject = e.subject ORDER BY e.id LIMIT $2`,
    [after, limit, product, entityId === null ? null : bytesOf(entityId)],
  );
  return rows.map(({ subject, block_number, block_time, ...row }) => ({
    ...row,
    subject: subject === null ? null : hexOf(subject),
    blockNumber: block_number,
    blockTime: block_time,
  }));
}

/** What was matched last of a product. */
export interface MatchedProduct {
  readonly product: string;
  /** Null while it is not on the chain. */
  readonly version: bigint | null;
  readonly offered: boolean;
}

export async function matchedProducts(db: Queryable): Promise<Map<string, MatchedProduct>> {
  const { rows } = await db.query<MatchedProduct>("SELECT product, version, offered FROM matched_products");
  return new Map(rows.map((row) => [row.product, row]));
}

// What the follower writes.

export async function storeMatchEvents(
  db: Queryable,
  events: readonly MatchEventRow[],
  { number, time }: Block,
): Promise<void> {
  if (events.length === 0) return;
  await db.query(
    `INSERT INTO match_events (id, kind, product, subject, block_number, block_time)
     SELECT block.*, $5::bigint, $6::bigint FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[]) AS block`,
    [
      events.map(({ id }) => id),
      events.map(({ kind }) => kind),
      events.map(({ product }) => product),
      events.map(({ subject }) => (subject === null ? null : bytesOf(subject))),
      number,
      time,
    ],
  );
}

/**
 * Forgets the oldest events, those of blocks before `time` (unix seconds).
 * @param most at once
 * @returns how many there were
 */
export async function pruneMatchEvents(db: Queryable, time: bigint, most: number): Promise<number> {
  // Ids ascend with blocks, so that the oldest are found without a look at the others.
  const { rows } = await db.query<{ gone: number }>(
    `WITH oldest AS (SELECT id, block_time FROM match_events ORDER BY id LIMIT $2),
       gone AS (DELETE FROM match_events WHERE id IN (SELECT id FROM oldest WHERE block_time < $1) RETURNING id),
       noted AS (UPDATE match_state SET forgotten = greatest(forgotten, (SELECT max(id) FROM gone)))
     SELECT count(*)::integer AS gone FROM gone`,
    [time, most],
  );
  return rows[0]?.gone ?? 0;
}

export async function replaceMatchedProducts(db: Queryable, products: readonly MatchedProduct[]): Promise<void> {
  await db.query("DELETE FROM matched_products");
  await db.query(
    "INSERT INTO matched_products (product, version, offered) SELECT * FROM unnest($1::text[], $2::bigint[], $3::boolean[])",
    [
      products.map(({ product }) => product),
      products.map(({ version }) => version),
      products.map(({ offered }) => offered),
    ],
  );
}
