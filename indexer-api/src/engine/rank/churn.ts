import type { Churn, ChurnRating } from "../../../../catalogue/index.ts";
import { churnShareAt } from "../../../../catalogue/index.ts";
import { WHOLE_BPS } from "./default-probability.ts";

/** Churn at each whole basis point of the rate, so that ranking computes no power. */
export interface ChurnTable {
  readonly minRateBps: number;
  readonly maxRateBps: number;
  readonly ratings: readonly {
    readonly rating: ChurnRating;
    readonly upToDefaultBps: number;
    /** Basis points of the customers lost, from `minRateBps` on. */
    readonly lostBps: Uint16Array;
  }[];
}

/** Why the table says nothing. */
export type ChurnAbsence = "rate below the table" | "rate above the table" | "no such rating" | "not a loan";

/**
 * Part of the customers lost. Where the table says nothing, `nearestBps` is that of the nearest rate and rating that it has:
 * good enough to put companies in an order, and not to be shown as a fact.
 */
export type ChurnFinding =
  | { readonly applies: true; readonly rating: ChurnRating; readonly lostBps: number }
  | { readonly applies: false; readonly why: ChurnAbsence; readonly nearestBps: number };

export function churnTables({ minRateBps, maxRateBps, curves }: Churn): ChurnTable {
  const ratings = curves.map((curve) => ({
    rating: curve.rating,
    upToDefaultBps: curve.upToDefaultBps,
    lostBps: Uint16Array.from({ length: maxRateBps - minRateBps + 1 }, (_, above) =>
      Math.round(WHOLE_BPS * churnShareAt(minRateBps + above, minRateBps, curve)),
    ),
  }));
  return { minRateBps, maxRateBps, ratings };
}

/** @param rateBps whole basis points a year */
export function churnAt(table: ChurnTable, rateBps: number, defaultBps: number): ChurnFinding {
  const { minRateBps, maxRateBps, ratings } = table;
  const rated = ratings.find(({ upToDefaultBps }) => defaultBps <= upToDefaultBps);
  const nearest = rated ?? ratings.at(-1);
  const nearestRate = Math.max(minRateBps, Math.min(maxRateBps, rateBps));
  const lostBps = nearest?.lostBps[nearestRate - minRateBps] ?? 0;
  const why = absence(table, rateBps, rated !== undefined);
  return why === null && rated !== undefined
    ? { applies: true, rating: rated.rating, lostBps }
    : { applies: false, why: why ?? "no such rating", nearestBps: lostBps };
}

function absence({ minRateBps, maxRateBps }: ChurnTable, rateBps: number, isRated: boolean): ChurnAbsence | null {
  if (rateBps < minRateBps) return "rate below the table";
  if (rateBps > maxRateBps) return "rate above the table";
  return isRated ? null : "no such rating";
}
