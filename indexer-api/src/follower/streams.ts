import type { Queryable } from "../data/follow-state.ts";
import { assets } from "./streams/assets.ts";
import { attestations } from "./streams/attestations.ts";
import { advanceRates, enforcementConsents, juniorConsents } from "./streams/consents.ts";
import { declarationAnswers } from "./streams/declaration-answers.ts";
import { legalEntities } from "./streams/entities.ts";
import { guarantees, guarantors } from "./streams/guarantees.ts";
import { liens } from "./streams/liens.ts";
import { loanEvents, loans } from "./streams/loans.ts";
import { products, productVersions } from "./streams/products.ts";
import { ratings, ratingWithdrawals } from "./streams/ratings.ts";
import { revocations } from "./streams/revocations.ts";
import { schemas } from "./streams/schemas.ts";
import { scoreModels } from "./streams/score-models.ts";
import { signers } from "./streams/signers.ts";

/**
 * What is followed. A schema is stored before the statements of it and an attestation before its revocation, but nothing
 * depends on it: pages of different streams may be out of step until the last one.
 */
export const STREAMS = [
  schemas,
  signers,
  legalEntities,
  attestations,
  revocations,
  assets,
  liens,
  juniorConsents,
  enforcementConsents,
  advanceRates,
  products,
  productVersions,
  loans,
  loanEvents,
  guarantors,
  guarantees,
  declarationAnswers,
  scoreModels,
  ratings,
  ratingWithdrawals,
] as const;

export type StreamName = (typeof STREAMS)[number]["name"];

/** The rows of a page by stream. */
export type Rows = { [S in (typeof STREAMS)[number] as S["name"]]: Parameters<S["store"]>[1] };

/**
 * Stores the rows of a page.
 * @returns the new cursor of each stream that had rows.
 */
export async function storeRows(db: Queryable, page: Rows): Promise<Map<StreamName, bigint>> {
  const cursors = new Map<StreamName, bigint>();
  for (const { name, store } of STREAMS) {
    const rows = page[name];
    const last = rows.at(-1);
    if (last === undefined) continue;
    // The name decides which rows belong to which stream; the compiler cannot follow that through a loop.
    await (store as (db: Queryable, rows: Rows[StreamName]) => Promise<void>)(db, rows);
    cursors.set(name, last.cursor);
  }
  return cursors;
}
