import { compileScorecard, encodeScorecard, NOT_STATED } from "../../../catalogue/index.ts";
import type { CompiledScorecard, Human, Scorecard } from "../../../catalogue/index.ts";
import type { KnownModel } from "../../../indexer-api/src/scoring/model.ts";
import { sourcesAt } from "../../../indexer-api/src/scoring/sources.ts";
import type { NewestStatement, SourceState } from "../../../indexer-api/src/scoring/sources.ts";
import { catalogue, NOW, storedRow } from "../stated.ts";
import type { Circumstances } from "../stated.ts";

const GRADES = ["D", "C", "CC", "CCC", "B", "BB", "BBB", "A", "AA", "AAA"];
const FROM_POINTS = [0, 300, 400, 450, 500, 550, 600, 650, 700, 760];

const words = (id: string) => ({ id, nameEn: `The ${id}`, nameZh: "测试" });
const advice = { adviceEn: "Do something.", adviceZh: "采取措施。" };

/**
 * A scorecard for a pencil: 600 points, then
 *
 * - arrears (4000 bps): none 40, some -60, from 10,000 CNY on -120; unknown 0, left out -30;
 * - debts (3500 bps), liabilities to assets: below 0.6 50, else -50, without assets -70; unknown -20, left out -70;
 * - youth (2500 bps), a table of age and debts: younger than 365 days -90, 0 and -40 (without assets, below 0.6, else), older
 *   -10, 30 and 10; unknown -5, left out -90.
 */
export const CARD: Scorecard = {
  ...{ family: "toy", version: 1, nameEn: "Toy", nameZh: "玩具", description: "For tests." },
  scale: { points: 600, odds: 20, pointsToDoubleOdds: 40 },
  ...{ basePoints: 600, minimumCoverageBps: 3_000 },
  sources: ["tax.arrears.v1", "company.balance_sheet.v2", "amr.registration.v1"],
  inputs: [
    { ...words("arrears"), operation: "value", ...terms("tax.arrears_amount"), multiplier: 1 },
    {
      ...{ ...words("debts"), operation: "ratio", multiplier: 10_000 },
      ...terms("company.total_liabilities", "company.total_assets"),
    },
    { ...words("age"), operation: "days since", ...terms("amr.registration_date"), multiplier: 1 },
  ],
  characteristics: [
    {
      ...{ ...words("arrears"), ...advice, part: "administrative", basis: "expert judgement", weightBps: 4_000 },
      axes: [{ input: "arrears", cuts: [1, 1_000_000] }],
      ...{ unknownPoints: 0, withheldPoints: -30, cells: [99, 40, -60, -120] },
    },
    {
      ...{ ...words("debts"), ...advice, part: "financial", basis: "estimated", weightBps: 3_500 },
      axes: [{ input: "debts", cuts: [6_000] }],
      ...{ unknownPoints: -20, withheldPoints: -70, cells: [-70, 50, -50] },
    },
    {
      ...{ ...words("youth"), ...advice, part: "administrative", basis: "estimated", weightBps: 2_500 },
      axes: [
        { input: "age", cuts: [365] },
        { input: "debts", cuts: [6_000] },
      ],
      ...{ unknownPoints: -5, withheldPoints: -90, cells: [0, 0, 0, -90, 0, -40, -10, 30, 10] },
    },
  ],
  grades: GRADES.map((label, index) => ({
    ...{ label, fromPoints: FROM_POINTS[index] ?? 0, defaultRateBps: 100 * (10 - index) },
    ...{
      defaultRateLowBps: 0,
      defaultRateHighBps: 2_000,
      companies: index === 6 ? 50 : 0,
      defaults: index === 6 ? 2 : 0,
    },
  })),
  provenance: {},
};

export const COMPILED: CompiledScorecard = compileScorecard(catalogue, CARD);

/** The card as a model, with a hash of its own. */
export function modelOf(changes: Partial<Scorecard> = {}): KnownModel {
  const card = { ...CARD, ...changes };
  const compiled = compileScorecard(catalogue, card);
  const sha256 = `0x${card.family}${card.version}`;
  return { card, compiled, bytes: encodeScorecard(compiled), sha256, documentHash: null };
}

/** A newest statement as it is stored. */
export function newest(
  schema: string,
  facts: Readonly<Record<string, Human | null>>,
  circumstances: Circumstances = {},
): NewestStatement {
  const row = storedRow(schema, facts, circumstances);
  return { ...row, isRevoked: row.revocation !== null };
}

export const arrears = (amount: string | null, circumstances: Circumstances = {}) =>
  newest(
    "tax.arrears.v1",
    { "tax.arrears_amount": amount },
    amount === null ? { ...circumstances, values: [NOT_STATED] } : circumstances,
  );

export const balance = (liabilities: string | null, assets: string | null, circumstances: Circumstances = {}) =>
  newest(
    "company.balance_sheet.v2",
    { "company.total_liabilities": liabilities, "company.total_assets": assets, "company.cash": "1" },
    circumstances,
  );

export const registered = (date: string, circumstances: Circumstances = {}) =>
  newest("amr.registration.v1", { "amr.registration_date": date }, circumstances);

/** The card's sources at a moment. */
export function sources(statements: readonly NewestStatement[], time: bigint = NOW): SourceState[] {
  return sourcesAt(COMPILED, statements, time);
}

function terms(
  numerator: string,
  denominator?: string,
): Pick<Scorecard["inputs"][number], "numerator" | "denominator"> {
  return {
    numerator: [{ fact: numerator, sign: 1 }],
    denominator: denominator === undefined ? [] : [{ fact: denominator, sign: 1 }],
  };
}
