import type pg from "pg";
import { startMatchingAnew } from "./match-state.ts";

/** Something that queries can be sent to. */
export type Queryable = Pick<pg.ClientBase, "query">;

/** Where the follower stands, as every instance can read it. Ages are seconds by the database's clock. */
export interface FollowState {
  identity: string;
  blockNumber: bigint | null;
  blockHash: string | null;
  /** Unix seconds. */
  blockTime: bigint | null;
  /** Block at which the last page was read. */
  readNumber: bigint | null;
  readHash: string | null;
  graphHead: bigint | null;
  graphAgeSeconds: number | null;
  chainHead: bigint | null;
  chainAgeSeconds: number | null;
  /** How long ago it was certain that nothing of the chain was missing here. */
  lagSeconds: number | null;
}

const SELECT = `
  SELECT identity, block_number AS "blockNumber", block_hash AS "blockHash", block_time AS "blockTime",
    read_number AS "readNumber", read_hash AS "readHash", graph_head AS "graphHead", chain_head AS "chainHead",
    extract(epoch FROM clock_timestamp() - graph_seen_at)::float8 AS "graphAgeSeconds",
    extract(epoch FROM clock_timestamp() - chain_seen_at)::float8 AS "chainAgeSeconds",
    extract(epoch FROM clock_timestamp() - caught_up_at)::float8 AS "lagSeconds"
  FROM follow_state`;

/** Null before anything was followed. */
export async function readFollowState(db: Queryable): Promise<FollowState | null> {
  const { rows } = await db.query<FollowState>(SELECT);
  return rows[0] ?? null;
}

/** What a look at graph-node and the chain showed; a part that did not answer is absent. */
export interface Sighting {
  graphHead?: bigint;
  chainHead?: bigint;
  /** Milliseconds since the moment of which the chain is known to have had nothing that is not stored. */
  caughtUpAgoMs?: number;
}

/** Notes that graph-node and chain were seen, so that other instances and the readiness answer know. */
export async function recordSighting(db: Queryable, sighting: Sighting): Promise<void> {
  await db.query(
    `UPDATE follow_state SET
       graph_head = coalesce($1, graph_head),
       graph_seen_at = CASE WHEN $1::bigint IS NULL THEN graph_seen_at ELSE clock_timestamp() END,
       chain_head = coalesce($2, chain_head),
       chain_seen_at = CASE WHEN $2::bigint IS NULL THEN chain_seen_at ELSE clock_timestamp() END,
       caught_up_at = greatest(caught_up_at, clock_timestamp() - $3::float8 * interval '1 millisecond')`,
    [sighting.graphHead ?? null, sighting.chainHead ?? null, sighting.caughtUpAgoMs ?? null],
  );
}

/** A block of the chain. `time` is unix seconds. */
export interface Block {
  number: bigint;
  hash: string;
  time: bigint;
}

/** The block up to which everything is stored; null while there is none. */
export function followedBlock({ blockNumber, blockHash, blockTime }: FollowState): Block | null {
  if (blockNumber === null || blockHash === null || blockTime === null) return null;
  return { number: blockNumber, hash: blockHash, time: blockTime };
}

/** Notes that a page was read at `block`, and whether everything up to that block is stored now. */
export async function recordPage(db: Queryable, { number, hash, time }: Block, complete: boolean): Promise<void> {
  await db.query("UPDATE follow_state SET read_number = $1, read_hash = $2", [number, hash]);
  if (!complete) return;
  await db.query("UPDATE follow_state SET block_number = $1, block_hash = $2, block_time = $3", [number, hash, time]);
}

/** Forgets everything and begins anew for another deployment or subgraph, or a chain that took another turn. */
export async function startAnew(db: Queryable, identity: string): Promise<void> {
  await db.query(
    `TRUNCATE follow_state, stream_cursors, attestations, latest_statements, revocations, entities, schemas, signers,
       assets, liens, junior_consents, enforcement_consents, advance_rates, products, product_versions, loans, loan_events,
       guarantors, guarantees, declaration_answers, score_models, ratings, rating_withdrawals, score_queue, scored_models,
       company_scores, company_features, matched_products, match_events`,
  );
  await startMatchingAnew(db);
  await db.query("INSERT INTO follow_state (identity) VALUES ($1)", [identity]);
}

/** How far each stream has been read; a stream that is absent has not been read at all. */
export async function readCursors(db: Queryable): Promise<Map<string, bigint>> {
  const { rows } = await db.query<{ stream: string; cursor: bigint }>("SELECT stream, cursor FROM stream_cursors");
  return new Map(rows.map(({ stream, cursor }) => [stream, cursor]));
}

export async function writeCursor(db: Queryable, stream: string, cursor: bigint): Promise<void> {
  await db.query(
    `INSERT INTO stream_cursors (stream, cursor) VALUES ($1, $2)
     ON CONFLICT (stream) DO UPDATE SET cursor = excluded.cursor`,
    [stream, cursor],
  );
}
