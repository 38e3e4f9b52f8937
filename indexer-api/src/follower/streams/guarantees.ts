import { z } from "zod";
import { hash, int8, label } from "../shapes.ts";
import { defineStream, storeIn } from "./stream.ts";

const guarantor = z.object({ id: hash, limitFen: int8, outstandingFen: int8 });

export const guarantors = defineStream({
  name: "guarantors",
  select: "id limitFen outstandingFen",
  shape: guarantor,
  store: storeIn<z.output<typeof guarantor> & { cursor: bigint }>("guarantors", ["id"], {
    id: { type: "bytea", of: ({ id }) => id },
    limit_fen: { type: "numeric", of: ({ limitFen }) => limitFen },
    outstanding_fen: { type: "numeric", of: ({ outstandingFen }) => outstandingFen },
  }),
});

const guarantee = z.object({
  loanId: int8,
  guarantor: z.object({ id: hash }),
  offerHash: hash,
  guaranteedFen: int8,
  state: label,
});

export const guarantees = defineStream({
  name: "guarantees",
  select: "loanId guarantor { id } offerHash guaranteedFen state",
  shape: guarantee,
  store: storeIn<z.output<typeof guarantee> & { cursor: bigint }>("guarantees", ["loan_id", "guarantor"], {
    loan_id: { type: "bigint", of: ({ loanId }) => loanId },
    guarantor: { type: "bytea", of: (row) => row.guarantor.id },
    offer_hash: { type: "bytea", of: ({ offerHash }) => offerHash },
    guaranteed_fen: { type: "bigint", of: ({ guaranteedFen }) => guaranteedFen },
    state: { type: "text", of: ({ state }) => state },
  }),
});
