import { z } from "zod";
import { hash, hex, int8, label } from "../shapes.ts";
import { defineStream, storeIn } from "./stream.ts";

const shape = z.object({
  id: hex.length(74),
  declaration: z.object({ id: hex.length(56) }),
  state: label,
  agency: z.object({ number: z.int() }).nullable(),
  counterparty: z.object({ id: hash }).nullable(),
  wallet: hex.length(42),
  reason: hash.nullable(),
  transaction: hash,
  timestamp: int8,
});

/** The declarations themselves come as attestations; what nobody has answered to is declared. */
export const declarationAnswers = defineStream({
  name: "declarationAnswers",
  select: "id declaration { id } state agency { number } counterparty { id } wallet reason transaction timestamp",
  shape,
  store: storeIn<z.output<typeof shape> & { cursor: bigint }>("declaration_answers", ["id"], {
    id: { type: "bytea", of: ({ id }) => id },
    attestation_id: { type: "bytea", of: ({ declaration }) => declaration.id },
    state: { type: "text", of: ({ state }) => state },
    agency_number: { type: "integer", of: ({ agency }) => agency?.number ?? null },
    counterparty: { type: "bytea", of: ({ counterparty }) => counterparty?.id ?? null },
    wallet: { type: "bytea", of: ({ wallet }) => wallet },
    reason: { type: "bytea", of: ({ reason }) => reason },
    transaction: { type: "bytea", of: ({ transaction }) => transaction },
    block_time: { type: "bigint", of: ({ timestamp }) => timestamp },
  }),
});
