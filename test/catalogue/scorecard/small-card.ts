import { loadCatalogue } from "../../../catalogue/index.ts";
import type { Scorecard } from "../../../catalogue/index.ts";

export const catalogue = loadCatalogue();

/** The labels of the feature `credit_grade`. */
const LABELS = ["D", "C", "CC", "CCC", "B", "BB", "BBB", "A", "AA", "AAA"];

const words = { nameEn: "Name", nameZh: "名称" };
const advice = { adviceEn: "Do something", adviceZh: "采取措施" };
const judged = { ...words, ...advice, part: "administrative", basis: "expert judgement" } as const;

/**
 * A card that is right, and small enough to reckon by hand: a value, a ratio of sums and a time since, on one axis each, and
 * a table of the first two. Its sources are out of order on purpose.
 */
export const SMALL_CARD: Scorecard = {
  family: "small",
  version: 1,
  ...words,
  description: "For tests.",
  scale: { points: 600, odds: 20, pointsToDoubleOdds: 40 },
  basePoints: 500,
  minimumCoverageBps: 4_000,
  sources: ["tax.filing.v1", "company.income_statement.v1", "amr.registration.v1", "tax.arrears.v1"],
  inputs: [
    {
      ...{ id: "arrears", ...words, operation: "value" },
      ...{ numerator: [{ fact: "tax.arrears_amount", sign: 1 }], denominator: [], multiplier: 1 },
    },
    {
      ...{ id: "margin", ...words, operation: "ratio" },
      numerator: [
        { fact: "company.net_profit", sign: 1 },
        { fact: "tax.tax_paid_12m", sign: -1 },
      ],
      ...{ denominator: [{ fact: "company.revenue", sign: 1 }], multiplier: 10_000 },
    },
    {
      ...{ id: "age", ...words, operation: "days since" },
      ...{ numerator: [{ fact: "amr.registration_date", sign: 1 }], denominator: [], multiplier: 1 },
    },
  ],
  characteristics: [
    {
      ...{ id: "arrears", ...judged, weightBps: 1_000, axes: [{ input: "arrears", cuts: [1, 100] }] },
      ...{ unknownPoints: -1, withheldPoints: -2, cells: [-99, 0, -20, -40] },
    },
    {
      ...{ id: "margin", ...judged, weightBps: 2_000, axes: [{ input: "margin", cuts: [-500, 0, 500] }] },
      ...{ unknownPoints: -30, withheldPoints: -60, cells: [-10, -60, -5, 5, 50] },
    },
    {
      ...{ id: "age", ...judged, weightBps: 3_000, axes: [{ input: "age", cuts: [365] }] },
      ...{ unknownPoints: -3, withheldPoints: -4, cells: [-99, -30, 10] },
    },
    {
      ...{ id: "arrears_by_margin", ...judged, weightBps: 4_000 },
      axes: [
        { input: "arrears", cuts: [1] },
        { input: "margin", cuts: [0] },
      ],
      ...{ unknownPoints: -7, withheldPoints: -100, cells: [-91, -92, -93, 1, 2, 3, -4, -5, -6] },
    },
  ],
  grades: LABELS.map((label, index) => ({
    ...{ label, fromPoints: index * 100 },
    ...{ defaultRateBps: 500, defaultRateLowBps: 0, defaultRateHighBps: 10_000, companies: 0, defaults: 0 },
  })),
  provenance: { by: "hand" },
};

/** The small card with one part replaced. */
export function cardWith(changes: Partial<Scorecard>): Scorecard {
  return { ...SMALL_CARD, ...changes };
}
