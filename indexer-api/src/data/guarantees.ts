import type { Queryable } from "./follow-state.ts";
import { bytesOf, hexOf } from "./hex.ts";

/** A promise or guarantee for a case. */
export interface GuaranteeRow {
  guarantor: string;
  offerHash: string;
  guaranteedFen: bigint;
  state: "promised" | "given" | "ended";
}

/** What guarantors have promised for a case. */
export async function guaranteesFor(db: Queryable, loanId: bigint): Promise<GuaranteeRow[]> {
  const { rows } = await db.query<{
    guarantor: Buffer;
    offer_hash: Buffer;
    guaranteed_fen: bigint;
    state: GuaranteeRow["state"];
  }>("SELECT guarantor, offer_hash, guaranteed_fen, state FROM guarantees WHERE loan_id = $1", [loanId]);
  return rows.map((row) => ({
    guarantor: hexOf(row.guarantor),
    offerHash: hexOf(row.offer_hash),
    guaranteedFen: row.guaranteed_fen,
    state: row.state,
  }));
}

/** What a guarantor may still guarantee, in fen; 0 when the regulator has set no limit. */
export async function guaranteeRoomOf(db: Queryable, guarantor: string): Promise<bigint> {
  const { rows } = await db.query<{ room: string }>(
    "SELECT greatest(limit_fen - outstanding_fen, 0)::text AS room FROM guarantors WHERE id = $1",
    [bytesOf(guarantor)],
  );
  return BigInt(rows[0]?.room ?? 0);
}
