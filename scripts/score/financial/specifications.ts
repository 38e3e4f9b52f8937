import { DEFAULT_OPTIONS, type FitOptions } from "./options.ts";
import type { Year } from "./polish-file.ts";
import type { Ratio } from "./ratio.ts";
import { RATIOS } from "./ratios.ts";

/** One scorecard to be trained. */
export interface Specification {
  readonly family: string;
  readonly version: number;
  readonly year: Year;
  /** Years from the report to the event. */
  readonly yearsAhead: number;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly description: string;
  readonly ratios: readonly Ratio[];
  readonly options: FitOptions;
}

/** The family that judges a year's file, named after how many years ahead it looks. */
export const FAMILY_OF_YEAR: Readonly<Record<Year, string>> = {
  1: "financial-5y",
  3: "financial-3y",
  5: "financial-1y",
};

/** Ratios whose columns were filled differently for the bankrupt: see docs/methodology-score.md. */
const COLLECTED_DIFFERENTLY = new Set([
  ...["interest_cover", "financial_expenses_to_assets", "profit_before_interest_to_assets", "margin_before_interest"],
  ...["three_year_profit_to_assets", "total_revenue_to_assets", "costs_to_revenue", "gross_margin"],
  ...["inventory_days", "inventory_days_of_cost", "receivables_days", "net_profit_to_inventory"],
  ...["quick_ratio", "quick_assets_to_long_debt", "cash_days"],
]);

/** Whoever cuts the cost of sales would lose by it; current liabilities in days of revenue say the same. */
const PUNISHES_SAVING = "current_liabilities_to_cost";

/** Says something of the company, and in one direction: what a company may be graded by. */
function mayGrade({ input: { id }, direction }: Ratio): boolean {
  return direction !== 0 && id !== PUNISHES_SAVING && !COLLECTED_DIFFERENTLY.has(id);
}

const benchmark = (year: Year, yearsAhead: number, horizonEn: string, horizonZh: string): Specification => ({
  ...{ family: FAMILY_OF_YEAR[year], version: 1, year, yearsAhead },
  nameEn: `Financial statements, ${horizonEn} ahead`,
  nameZh: `财务报表（${horizonZh}）`,
  description:
    `Bankruptcy within ${horizonEn}, from the ratios of a balance sheet and an income statement. Estimated on Polish ` +
    "companies with their empty cells as they are; part of what it sees is how that sample was collected.",
  ratios: RATIOS,
  options: DEFAULT_OPTIONS,
});

export const SPECIFICATIONS: readonly Specification[] = [
  benchmark(5, 1, "one year", "一年内"),
  benchmark(3, 3, "three years", "三年内"),
  benchmark(1, 5, "five years", "五年内"),
  {
    ...{ family: "financial-1y-neutral", version: 1, year: 5, yearsAhead: 1 },
    nameEn: "Financial statements, one year ahead, without traces of the sample",
    nameZh: "财务报表（一年内，剔除样本痕迹）",
    description:
      "Bankruptcy within one year, as financial-1y, without the ratios that were collected differently for the bankrupt, " +
      "with nothing read into empty cells, and only by ratios of which more is always better or always worse: to grade " +
      "companies by.",
    ratios: RATIOS.filter(mayGrade),
    options: { ...DEFAULT_OPTIONS, tables: 0, monotone: true, undefinedCounts: false },
  },
];
