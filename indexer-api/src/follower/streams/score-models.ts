import { z } from "zod";
import { hash, hex, int8 } from "../shapes.ts";
import { defineStream, storeIn } from "./stream.ts";

const model = z.object({
  family: z.string(),
  version: int8,
  effectiveFrom: int8,
  documentHash: hash,
  model: hex,
  publishedAt: int8,
  withdrawnAt: int8.nullable(),
  transaction: hash,
});

export const scoreModels = defineStream({
  name: "scoreModels",
  select: "family version effectiveFrom documentHash model publishedAt withdrawnAt transaction",
  shape: model,
  store: storeIn<z.output<typeof model> & { cursor: bigint }>("score_models", ["family", "version"], {
    family: { type: "text", of: ({ family }) => family },
    version: { type: "bigint", of: ({ version }) => version },
    effective_from: { type: "bigint", of: ({ effectiveFrom }) => effectiveFrom },
    document_hash: { type: "bytea", of: ({ documentHash }) => documentHash },
    model: { type: "bytea", of: (row) => row.model },
    published_at: { type: "bigint", of: ({ publishedAt }) => publishedAt },
    withdrawn_at: { type: "bigint", of: ({ withdrawnAt }) => withdrawnAt },
    transaction: { type: "bytea", of: ({ transaction }) => transaction },
  }),
});
