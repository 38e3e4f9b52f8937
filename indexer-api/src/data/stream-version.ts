import type { Queryable } from "./follow-state.ts";

/**
 * Another text whenever something of these streams was read, or everything is read anew: what was made of their rows may be
 * kept for as long as it stays. Null when nothing tells.
 */
export async function streamVersion(db: Queryable, streams: readonly string[]): Promise<string | null> {
  const { rows } = await db.query<{ version: string }>(
    `SELECT generation || coalesce((SELECT string_agg(' ' || stream || ' ' || cursor, '' ORDER BY stream)
       FROM stream_cursors WHERE stream = ANY($1)), '') AS version
     FROM match_state`,
    [streams],
  );
  return rows[0]?.version ?? null;
}
