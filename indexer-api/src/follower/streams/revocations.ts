import { z } from "zod";
import { hash, hex, int8 } from "../shapes.ts";
import { bytea, defineStream } from "./stream.ts";

const STORE = `
  INSERT INTO revocations (attestation_id, cursor, signer, reason, transaction, block_number, block_time)
  SELECT ${bytea("id")}, cursor, ${bytea("signer")}, ${bytea("reason")}, ${bytea("tx")}, block, time
  FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[])
    AS row (id, cursor, signer, reason, tx, block, time)
  ON CONFLICT DO NOTHING`;

export const revocations = defineStream({
  name: "revocations",
  select: "id signer reason transaction blockNumber timestamp",
  shape: z.object({
    id: hex.length(56),
    signer: hex.length(42),
    reason: hash,
    transaction: hash,
    blockNumber: int8,
    timestamp: int8,
  }),
  async store(db, rows) {
    await db.query(STORE, [
      rows.map(({ id }) => id),
      rows.map(({ cursor }) => cursor),
      rows.map(({ signer }) => signer),
      rows.map(({ reason }) => reason),
      rows.map(({ transaction }) => transaction),
      rows.map(({ blockNumber }) => blockNumber),
      rows.map(({ timestamp }) => timestamp),
    ]);
  },
});
