import { advanceRates, assetsById, liensOn } from "../data/assets.ts";
import { entitiesById } from "../data/entities.ts";
import type { EntityRow } from "../data/entities.ts";
import type { Queryable } from "../data/follow-state.ts";
import { lendersOf } from "../data/loans.ts";
import { availabilityOf } from "../lending/collateral.ts";
import type { Asset, Availability, Lien } from "../lending/collateral.ts";

/** A lien and who holds it. */
export interface HeldLien extends Lien {
  /** Entity id of the loan's lender. */
  lender: string | null;
}

/** An asset with its liens and what it could still secure. */
export interface Pledgeable {
  asset: Asset;
  /** Live ones by rank, then those that have ended. */
  liens: readonly HeldLien[];
  /** Of its kind now, in basis points. */
  advanceBps: bigint;
  availability: Availability;
}

/** @param now time of the block that decides, unix seconds */
export async function pledgeable(db: Queryable, assets: readonly Asset[], now: bigint): Promise<Pledgeable[]> {
  const liens = await liensOn(
    db,
    assets.map(({ assetId }) => assetId),
  );
  const [rates, lenders] = [await advanceRates(db), await lendersOf(db, [...new Set(liens.map((one) => one.loanId))])];
  const byAsset = Map.groupBy(liens, ({ assetId }) => assetId);
  return assets.map((asset) => {
    const own = byAsset.get(asset.assetId) ?? [];
    const advanceBps = rates.get(asset.kind) ?? 0n;
    const live = own.filter(({ state }) => state === "live");
    return {
      ...{ asset, advanceBps },
      liens: own.map((lien) => ({ ...lien, lender: lenders.get(lien.loanId) ?? null })),
      availability: availabilityOf(asset, live, advanceBps, now),
    };
  });
}

/** The same by asset id, for those of the ids that the ledger has. */
export async function pledgeableById(
  db: Queryable,
  ids: readonly string[],
  now: bigint,
): Promise<Map<string, Pledgeable>> {
  const found = await pledgeable(db, await assetsById(db, [...new Set(ids)]), now);
  return new Map(found.map((one) => [one.asset.assetId, one]));
}

/** Everybody who has to do with the assets: holders, appraisers, lienholders. */
export function partiesOf(db: Queryable, found: readonly Pledgeable[]): Promise<Map<string, EntityRow>> {
  const ids = found.flatMap(({ asset, liens }) => [
    asset.holder,
    asset.appraiser,
    ...liens.map(({ lender }) => lender),
  ]);
  return entitiesById(db, [...new Set(ids.filter((id) => id !== null))]);
}
