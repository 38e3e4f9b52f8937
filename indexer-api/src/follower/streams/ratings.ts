import { z } from "zod";
import { hash, hex, int8, label } from "../shapes.ts";
import { defineStream, storeIn } from "./stream.ts";

/** Transaction hash and number of the log. */
const eventId = hex.length(74);

const rating = z.object({
  id: eventId,
  subject: hash,
  family: z.string(),
  version: int8,
  total: z.int(),
  grade: z.int(),
  coverageBps: z.int(),
  certifiedAt: int8,
  expiresAt: int8,
  certifier: hex.length(42),
  sources: int8,
  evidenceIds: z.array(hex.length(56)),
  points: z.array(z.int()),
  transaction: hash,
  blockNumber: int8,
});

export const ratings = defineStream({
  name: "ratings",
  select:
    "id subject family version total grade coverageBps certifiedAt expiresAt certifier sources evidenceIds points " +
    "transaction blockNumber",
  shape: rating,
  store: storeIn<z.output<typeof rating> & { cursor: bigint }>("ratings", ["id"], {
    id: { type: "bytea", of: ({ id }) => id },
    subject: { type: "bytea", of: ({ subject }) => subject },
    family: { type: "text", of: ({ family }) => family },
    version: { type: "bigint", of: ({ version }) => version },
    total: { type: "integer", of: ({ total }) => total },
    grade: { type: "integer", of: ({ grade }) => grade },
    coverage_bps: { type: "integer", of: ({ coverageBps }) => coverageBps },
    certified_at: { type: "bigint", of: ({ certifiedAt }) => certifiedAt },
    expires_at: { type: "bigint", of: ({ expiresAt }) => expiresAt },
    certifier: { type: "bytea", of: ({ certifier }) => certifier },
    sources: { type: "numeric", of: ({ sources }) => sources },
    evidence_ids: { type: "jsonb", of: ({ evidenceIds }) => JSON.stringify(evidenceIds) },
    points: { type: "jsonb", of: ({ points }) => JSON.stringify(points) },
    transaction: { type: "bytea", of: ({ transaction }) => transaction },
    block_number: { type: "bigint", of: ({ blockNumber }) => blockNumber },
  }),
});

const withdrawal = z.object({
  id: eventId,
  rating: z.object({ id: eventId }).nullable(),
  standing: label,
  reporter: hex.length(42),
  transaction: hash,
  timestamp: int8,
});

export const ratingWithdrawals = defineStream({
  name: "ratingWithdrawals",
  select: "id rating { id } standing reporter transaction timestamp",
  shape: withdrawal,
  store: storeIn<z.output<typeof withdrawal> & { cursor: bigint }>("rating_withdrawals", ["id"], {
    id: { type: "bytea", of: ({ id }) => id },
    rating: { type: "bytea", of: (row) => row.rating?.id ?? null },
    standing: { type: "text", of: ({ standing }) => standing },
    reporter: { type: "bytea", of: ({ reporter }) => reporter },
    transaction: { type: "bytea", of: ({ transaction }) => transaction },
    block_time: { type: "bigint", of: ({ timestamp }) => timestamp },
  }),
});
