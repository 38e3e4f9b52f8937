import type { Scorecard } from "../../../catalogue/scorecard/types.ts";
import { CONDUCT_SOURCE } from "./candidates.ts";

/** The one scale of all families: 600 points at 20 good companies to a bad one, 40 points double the odds. */
export const SCALE = { points: 600, odds: 20, pointsToDoubleOdds: 40 } as const;
export const POINTS_PER_LOG_ODDS: number = SCALE.pointsToDoubleOdds / Math.LN2;

/** A scorecard without inputs, characteristics and grades yet. */
export function emptyCard(): Scorecard {
  return {
    family: "conduct",
    version: 1,
    nameEn: "Conduct",
    nameZh: "经营行为",
    description:
      "How a company trades, from the VAT invoices that the tax office sums up: estimated on 123 firms, 27 of which defaulted.",
    scale: SCALE,
    basePoints: 0,
    minimumCoverageBps: 5_000,
    sources: [CONDUCT_SOURCE],
    inputs: [],
    characteristics: [],
    grades: [],
    provenance: {},
  };
}
