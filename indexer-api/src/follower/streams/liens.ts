import { z } from "zod";
import { hash, int8, label } from "../shapes.ts";
import { defineStream, storeIn } from "./stream.ts";

const shape = z.object({
  asset: z.object({ id: hash }),
  loan: z.object({ loanId: int8 }),
  rank: z.int(),
  state: label,
  securedFen: int8,
  valueFen: int8,
  advanceBps: int8,
  pledgedAt: int8,
  endedAt: int8.nullable(),
});

export const liens = defineStream({
  name: "liens",
  select: "asset { id } loan { loanId } rank state securedFen valueFen advanceBps pledgedAt endedAt",
  shape,
  store: storeIn<z.output<typeof shape> & { cursor: bigint }>("liens", ["asset_id", "loan_id"], {
    asset_id: { type: "bytea", of: ({ asset }) => asset.id },
    loan_id: { type: "bigint", of: ({ loan }) => loan.loanId },
    rank: { type: "integer", of: ({ rank }) => rank },
    state: { type: "text", of: ({ state }) => state },
    secured_fen: { type: "bigint", of: ({ securedFen }) => securedFen },
    value_fen: { type: "bigint", of: ({ valueFen }) => valueFen },
    advance_bps: { type: "bigint", of: ({ advanceBps }) => advanceBps },
    pledged_at: { type: "bigint", of: ({ pledgedAt }) => pledgedAt },
    ended_at: { type: "bigint", of: ({ endedAt }) => endedAt },
  }),
});
