import { z } from "zod";
import { hash, hex, int8, label } from "../shapes.ts";
import { defineStream, storeIn } from "./stream.ts";

const shape = z.object({
  id: hash,
  kind: label,
  number: z.string(),
  holder: hash,
  schema: z.object({ id: hex.length(10) }),
  observedAt: int8,
  knownUntil: int8,
  inForce: z.boolean(),
  revoked: z.boolean(),
  encumbered: z.boolean(),
  dueAt: int8.nullable(),
  faceValueFen: int8.nullable(),
  appraisedFen: int8.nullable(),
  appraisedUntil: int8.nullable(),
  appraiser: z.object({ id: hash }).nullable(),
  tokenOwner: hex.length(42).nullable(),
  registeredAt: int8,
});

export const assets = defineStream({
  name: "assets",
  select:
    "id kind number holder schema { id } observedAt knownUntil inForce revoked encumbered dueAt faceValueFen " +
    "appraisedFen appraisedUntil appraiser { id } tokenOwner registeredAt",
  shape,
  store: storeIn<z.output<typeof shape> & { cursor: bigint }>("assets", ["id"], {
    id: { type: "bytea", of: ({ id }) => id },
    kind: { type: "text", of: ({ kind }) => kind },
    number: { type: "text", of: ({ number }) => number },
    holder: { type: "bytea", of: ({ holder }) => holder },
    schema_id: { type: "bytea", of: ({ schema }) => schema.id },
    observed_at: { type: "bigint", of: ({ observedAt }) => observedAt },
    known_until: { type: "bigint", of: ({ knownUntil }) => knownUntil },
    in_force: { type: "boolean", of: ({ inForce }) => inForce },
    revoked: { type: "boolean", of: ({ revoked }) => revoked },
    encumbered: { type: "boolean", of: ({ encumbered }) => encumbered },
    due_at: { type: "bigint", of: ({ dueAt }) => dueAt },
    face_value_fen: { type: "bigint", of: ({ faceValueFen }) => faceValueFen },
    appraised_fen: { type: "bigint", of: ({ appraisedFen }) => appraisedFen },
    appraised_until: { type: "bigint", of: ({ appraisedUntil }) => appraisedUntil },
    appraiser: { type: "bytea", of: ({ appraiser }) => appraiser?.id ?? null },
    token_owner: { type: "bytea", of: ({ tokenOwner }) => tokenOwner },
    registered_at: { type: "bigint", of: ({ registeredAt }) => registeredAt },
  }),
});
