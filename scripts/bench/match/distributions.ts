import { probit } from "simple-statistics";

/** How the values of a feature lie among companies. */
export type Distribution = NumberDistribution | LabelDistribution | SetDistribution;

interface Base {
  /** Part of the companies of which it is unknown; of a set, of each of its labels. */
  readonly missing: number;
  /** How often products ask for it, beside the others. */
  readonly weight: number;
}

export interface NumberDistribution extends Base {
  readonly kind: "number";
  /** The value below which this part of the companies lies, ascending; the part strictly between 0 and 1. */
  readonly quantile: (part: number) => number;
}

export interface LabelDistribution extends Base {
  readonly kind: "label";
  /** By place; behind the labels that of any other text. They need not add up to 1. */
  readonly shares: readonly number[];
}

export interface SetDistribution extends Base {
  readonly kind: "set";
  /** By label: part of the companies that have it. */
  readonly shares: readonly number[];
}

const CITIES = 21;
const SECTIONS = 20;
const OTHER_TEXT = 0.002;

/**
 * By the catalogue's features. Money (fen) is log-normal over several powers of ten, many companies have none of it;
 * months and counts are small; the two largest cities have two fifths of the companies. Made up so as to be plausible,
 * fitted to nothing.
 */
export const DISTRIBUTIONS: ReadonlyMap<string, Distribution> = new Map<string, Distribution>([
  // A few were registered later than now.
  ["firm_age_months", number(0.05, 20, (part) => -0.1 - 85 * Math.log(1 - part))],
  ["size_class", label(0.08, 8, [0.55, 0.34, 0.09, 0.02])],
  ["industry", label(0.05, 8, falling(SECTIONS, 0.82))],
  ["region", label(0.05, 20, falling(CITIES, 0.8))],
  ["annual_sales", number(0.1, 11, money(0.02, 19.5, 1.9))],
  ["sales_growth", number(0.15, 9, (part) => 500 + 3_500 * probit(part))],
  ["invoice_active_months", number(0.1, 8, (part) => 25 * part ** 0.5)],
  ["tax_credit_grade", label(0.08, 11, [0.03, 0.05, 0.22, 0.45, 0.25])],
  ["annual_tax_paid", number(0.1, 6, money(0.06, 16, 2))],
  ["tax_arrears", number(0.08, 9, money(0.85, 14, 2))],
  ["insured_employees", number(0.12, 6, (part) => Math.exp(2.2 + 1.3 * probit(part)))],
  ["innovation_status", set(0.06, 4, [0.5, 0.25, 0.35, 0.15, 0.03, 0.01])],
  ["valid_invention_patents", number(0.2, 2, (part) => 14 * Math.max(0, part - 0.35) ** 3)],
  ["ip_pledge_value", number(0.25, 2, money(0.4, 17.5, 1.8))],
  ["export_value", number(0.15, 3, money(0.35, 17, 2.2))],
  ["customs_credit_grade", label(0.2, 3, [0.04, 0.8, 0.16])],
  ["confirmed_receivables", number(0.2, 3, money(0.25, 17.5, 1.9))],
  ["core_enterprise_tier", number(0.25, 3, (part) => 1 + 8 * part ** 1.6)],
  ["procurement_contracts", number(0.2, 1, money(0.4, 16.5, 1.8))],
  ["unencumbered_real_estate", number(0.15, 2, money(0.35, 18.5, 1.6))],
  ["credit_grade", label(0.1, 7, [0.02, 0.03, 0.05, 0.08, 0.14, 0.2, 0.22, 0.14, 0.08, 0.04])],
  ["debt_to_assets", number(0.15, 8, (part) => Math.max(0, 5_500 + 2_500 * probit(part)))],
  ["loan_balance", number(0.08, 10, money(0.3, 18, 2))],
  ["lenders", number(0.08, 6, (part) => 9 * part ** 2)],
  ["red_flags", set(0.015, 35, [0.02, 0.05, 0.01, 0.01, 0.02, 0.04, 0.02, 0.03])],
]);

function number(missing: number, weight: number, quantile: NumberDistribution["quantile"]): NumberDistribution {
  return { kind: "number", missing, weight, quantile };
}

function label(missing: number, weight: number, shares: readonly number[]): LabelDistribution {
  return { kind: "label", missing, weight, shares: [...shares, OTHER_TEXT] };
}

function set(missing: number, weight: number, shares: readonly number[]): SetDistribution {
  return { kind: "set", missing, weight, shares };
}

/** Log-normal in fen behind a part of the companies that have none. */
function money(none: number, mean: number, deviation: number): NumberDistribution["quantile"] {
  return (part) => (part <= none ? 0 : Math.exp(mean + deviation * probit((part - none) / (1 - none))));
}

function falling(count: number, factor: number): number[] {
  return Array.from({ length: count }, (_, place) => factor ** place);
}
