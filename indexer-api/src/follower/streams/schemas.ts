import { z } from "zod";
import { hex, int8 } from "../shapes.ts";
import { bytea, defineStream } from "./stream.ts";

/** One by one: an array of arrays would have to be square, and there are few. */
const STORE = `
  INSERT INTO schemas (id, name, agency_number, fields, validity_seconds, resolver, cursor)
  VALUES (${bytea("$1")}, $2, $3, $4, $5, ${bytea("$6")}, $7)
  ON CONFLICT (id) DO UPDATE SET resolver = excluded.resolver, cursor = excluded.cursor
    WHERE schemas.cursor < excluded.cursor`;

export const schemas = defineStream({
  name: "schemas",
  select: "id name agency { number } fields validitySeconds resolver",
  shape: z.object({
    id: hex.length(10),
    name: z.string(),
    agency: z.object({ number: z.int() }).nullable(),
    fields: z.array(z.string()),
    validitySeconds: int8,
    resolver: hex.nullable(),
  }),
  async store(db, rows) {
    for (const { id, name, agency, fields, validitySeconds, resolver, cursor } of rows) {
      await db.query(STORE, [id, name, agency?.number ?? 0, fields, validitySeconds, resolver, cursor]);
    }
  },
});
