import { z } from "zod";
import { hash, hex, int8, label } from "../shapes.ts";
import { bytea, defineStream } from "./stream.ts";

const STORE = `
  INSERT INTO entities (id, uscc, kind, status, controller, proposed_controller, registered_at, cursor)
  SELECT ${bytea("id")}, uscc, kind, status, ${bytea("controller")}, ${bytea("proposed")}, registered, cursor
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])
    AS row (id, uscc, kind, status, controller, proposed, registered, cursor)
  ON CONFLICT (id) DO UPDATE SET status = excluded.status, controller = excluded.controller,
    proposed_controller = excluded.proposed_controller, cursor = excluded.cursor
    WHERE entities.cursor < excluded.cursor`;

export const legalEntities = defineStream({
  name: "legalEntities",
  select: "id uscc kind status controller proposedController registeredAt",
  shape: z.object({
    id: hash,
    uscc: z.string(),
    kind: label,
    status: label,
    controller: hex.nullable(),
    proposedController: hex.nullable(),
    registeredAt: int8,
  }),
  async store(db, rows) {
    await db.query(STORE, [
      rows.map(({ id }) => id),
      rows.map(({ uscc }) => uscc),
      rows.map(({ kind }) => kind),
      rows.map(({ status }) => status),
      rows.map(({ controller }) => controller),
      rows.map(({ proposedController }) => proposedController),
      rows.map(({ registeredAt }) => registeredAt),
      rows.map(({ cursor }) => cursor),
    ]);
  },
});
