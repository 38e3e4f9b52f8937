import { z } from "zod";
import { hash, hex, int8 } from "../shapes.ts";
import { bytea, defineStream } from "./stream.ts";

const ITEM_KEY_AT = 2 + 2 * 64;

/** Insert once, then let the newest observation of each key stand. */
const STORE = `
  WITH given AS (
    SELECT ${bytea("id")} AS id, cursor, ${bytea("schema")} AS schema_id, ${bytea("subject")} AS subject,
      ${bytea("item")} AS item_key, observed, ${bytea("record")} AS record, ${bytea("signer")} AS signer,
      ${bytea("tx")} AS transaction, block, time
    FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[],
      $9::text[], $10::bigint[], $11::bigint[])
      AS row (id, cursor, schema, subject, item, observed, record, signer, tx, block, time)
  ), stored AS (
    INSERT INTO attestations (id, cursor, schema_id, subject, item_key, observed_at, record, signer, transaction,
      block_number, block_time)
    SELECT * FROM given
    ON CONFLICT DO NOTHING
  )
  INSERT INTO latest_statements (subject, schema_id, item_key, observed_at, attestation_id)
  SELECT DISTINCT ON (subject, schema_id, item_key) subject, schema_id, item_key, observed, id
  FROM given
  ORDER BY subject, schema_id, item_key, observed DESC
  ON CONFLICT (subject, schema_id, item_key) DO UPDATE
    SET observed_at = excluded.observed_at, attestation_id = excluded.attestation_id
    WHERE latest_statements.observed_at < excluded.observed_at`;

export const attestations = defineStream({
  name: "attestations",
  select: "id subject observedAt record schema { id } submission { signer transaction blockNumber timestamp }",
  shape: z.object({
    id: hex.length(56),
    subject: hash,
    observedAt: int8,
    record: hex.min(2 + 4 * 64),
    schema: z.object({ id: hex.length(10) }),
    submission: z.object({ signer: hex.length(42), transaction: hash, blockNumber: int8, timestamp: int8 }),
  }),
  async store(db, rows) {
    await db.query(STORE, [
      rows.map(({ id }) => id),
      rows.map(({ cursor }) => cursor),
      rows.map(({ schema }) => schema.id),
      rows.map(({ subject }) => subject),
      rows.map(({ record }) => `0x${record.slice(ITEM_KEY_AT, ITEM_KEY_AT + 64)}`),
      rows.map(({ observedAt }) => observedAt),
      rows.map(({ record }) => record),
      rows.map(({ submission }) => submission.signer),
      rows.map(({ submission }) => submission.transaction),
      rows.map(({ submission }) => submission.blockNumber),
      rows.map(({ submission }) => submission.timestamp),
    ]);
  },
});
