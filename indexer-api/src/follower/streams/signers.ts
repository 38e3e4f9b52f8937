import { z } from "zod";
import { hex, int8 } from "../shapes.ts";
import { bytea, defineStream } from "./stream.ts";

const STORE = `
  INSERT INTO signers (wallet, agency_number, active, since, cursor)
  SELECT ${bytea("wallet")}, agency, active, since, cursor
  FROM unnest($1::text[], $2::int[], $3::boolean[], $4::bigint[], $5::bigint[])
    AS row (wallet, agency, active, since, cursor)
  ON CONFLICT (wallet) DO UPDATE SET agency_number = excluded.agency_number, active = excluded.active,
    since = excluded.since, cursor = excluded.cursor
    WHERE signers.cursor < excluded.cursor`;

export const signers = defineStream({
  name: "signers",
  select: "id agency { number } active since",
  shape: z.object({
    id: hex.length(42),
    agency: z.object({ number: z.int() }),
    active: z.boolean(),
    since: int8,
  }),
  async store(db, rows) {
    await db.query(STORE, [
      rows.map(({ id }) => id),
      rows.map(({ agency }) => agency.number),
      rows.map(({ active }) => active),
      rows.map(({ since }) => since),
      rows.map(({ cursor }) => cursor),
    ]);
  },
});
