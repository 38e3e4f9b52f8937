import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Catalogue, loadCatalogue, type Scorecard } from "../../../catalogue/index.ts";
import { copyOfCatalogue } from "../../catalogue/edited-copy.ts";

const GRADES = ["D", "C", "CC", "CCC", "B", "BB", "BBB", "A", "AA", "AAA"];
const FROM_POINTS = [0, 300, 400, 450, 500, 550, 600, 650, 700, 760];

/**
 * A scorecard small enough for a pencil. It begins with 600 points; then come tax arrears (none 40, some -60, from
 * 1,000,000 fen on -120, unknown 0), tax credit grade (A to M 20, from C on -80, unknown -10), and debts to assets (below
 * 6,000 bps 50, else -50, without assets -70, unknown -20, left out -70). Weights 4,000, 2,500 and 3,500 bps.
 */
export function sampleCard(family: string, version: number, change: Partial<Scorecard> = {}): Scorecard {
  const common = { adviceEn: "Do the right thing.", adviceZh: "依法合规经营。", basis: "expert judgement" } as const;
  return {
    ...{ family, version, nameEn: "Sample", nameZh: "样本", description: "For tests." },
    scale: { points: 600, odds: 20, pointsToDoubleOdds: 40 },
    ...{ basePoints: 600, minimumCoverageBps: 3_000 },
    sources: ["tax.arrears.v1", "tax.credit.v1", "company.balance_sheet.v2"],
    inputs: [
      value("arrears", "tax.arrears_amount"),
      value("grade", "tax.credit_grade"),
      {
        ...{ id: "debts", nameEn: "Debts to assets", nameZh: "资产负债率", operation: "ratio", multiplier: 10_000 },
        numerator: [{ fact: "company.total_liabilities", sign: 1 }],
        denominator: [{ fact: "company.total_assets", sign: 1 }],
      },
    ],
    characteristics: [
      {
        ...{
          id: "arrears",
          nameEn: "Tax arrears",
          nameZh: "欠税",
          part: "administrative",
          weightBps: 4_000,
          ...common,
        },
        axes: [{ input: "arrears", cuts: [1, 1_000_000] }],
        ...{ unknownPoints: 0, withheldPoints: -60, cells: [0, 40, -60, -120] },
      },
      {
        ...{
          id: "grade",
          nameEn: "Tax grade",
          nameZh: "纳税信用",
          part: "administrative",
          weightBps: 2_500,
          ...common,
        },
        axes: [{ input: "grade", cuts: [2] }],
        ...{ unknownPoints: -10, withheldPoints: -80, cells: [0, -80, 20] },
      },
      {
        ...{ id: "debts", nameEn: "Debts", nameZh: "负债水平", part: "financial", weightBps: 3_500, ...common },
        axes: [{ input: "debts", cuts: [6_000] }],
        ...{ unknownPoints: -20, withheldPoints: -70, cells: [-70, 50, -50] },
      },
    ],
    grades: GRADES.map((label, index) => ({
      ...{ label, fromPoints: FROM_POINTS[index]!, defaultRateBps: 100 * (10 - index) },
      ...{ defaultRateLowBps: 0, defaultRateHighBps: 2_000, companies: 0, defaults: 0 },
    })),
    provenance: { source: "made up for tests" },
    ...change,
  };
}

function value(id: string, fact: string): Scorecard["inputs"][number] {
  const names = { nameEn: `Input ${id}`, nameZh: "输入" };
  return { id, ...names, operation: "value", numerator: [{ fact, sign: 1 }], denominator: [], multiplier: 1 };
}

/** A catalogue with these scorecards and no other, and the folder that it was read from; the folder goes with the test. */
export function catalogueWith(...cards: readonly Scorecard[]): { catalogue: Catalogue; catalogueDir: string } {
  const catalogueDir = copyOfCatalogue();
  const folder = join(catalogueDir, "scorecards");
  for (const file of readdirSync(folder)) rmSync(join(folder, file));
  for (const card of cards) {
    writeFileSync(join(folder, `${card.family}-v${card.version}.json`), JSON.stringify(card, null, 2));
  }
  return { catalogue: loadCatalogue(catalogueDir), catalogueDir };
}
