/**
 * Who can bring about a change. `company`: it can, by what it does. `attested`: nothing changes but that somebody states
 * what is so. `time`: it comes by itself. `score`: it follows from the other facts by the scorecard. `nobody`: it is what
 * it is. `too far`: it could, but hardly within a year.
 */
export type Reach = "company" | "attested" | "time" | "score" | "nobody" | "too far";

/** What a feature allows. */
export interface ReachRule {
  readonly by: "company" | "time" | "score" | "nobody";
  /** How far within a year: the larger of a share of what there is and of so many units, or steps of a scale. */
  readonly most?: { readonly shareBps: bigint; readonly units: bigint };
  /** The only direction that is advice, of a number, an ordered scale or a set (`up`: gain labels); both where absent. */
  readonly only?: "up" | "down";
}

const WHOLE_BPS = 10_000n;
const share = (shareBps: bigint, units = 0n) => ({ shareBps, units });
const units = (most: bigint) => ({ shareBps: 0n, units: most });

/**
 * For the catalogue's features: assumptions of this design, not findings, of what a small company may bring about within
 * a year. Money in fen or US cents, shares in basis points of what there is.
 *
 * Advice never harms: no company is told to sell or export less, to let people go, to pay less tax, to give up patents or
 * status, to be graded worse, or to borrow more, although some products are for the small and would open. `only` says so.
 * What is `nobody`'s to change (region, industry, size class) is no advice either, and is left out.
 */
export const CATALOGUE_REACH: Readonly<Record<string, ReachRule>> = {
  firm_age_months: { by: "time", most: units(12n) },
  size_class: { by: "nobody" },
  industry: { by: "nobody" },
  region: { by: "nobody" },
  core_enterprise_tier: { by: "nobody" },
  annual_sales: { by: "company", only: "up", most: share(5_000n) },
  sales_growth: { by: "company", only: "up", most: units(2_000n) },
  // One month more with each month that is invoiced.
  invoice_active_months: { by: "company", only: "up", most: units(12n) },
  // Graded once a year.
  tax_credit_grade: { by: "company", only: "up", most: units(1n) },
  customs_credit_grade: { by: "company", only: "up", most: units(1n) },
  annual_tax_paid: { by: "company", only: "up", most: share(5_000n) },
  tax_arrears: { by: "company", only: "down" },
  insured_employees: { by: "company", only: "up", most: share(5_000n, 5n) },
  innovation_status: { by: "company", only: "up" },
  valid_invention_patents: { by: "company", only: "up", most: units(2n) },
  // Another appraised patent or two.
  ip_pledge_value: { by: "company", only: "up", most: share(10_000n, 100_000_000n) },
  export_value: { by: "company", only: "up", most: share(5_000n) },
  confirmed_receivables: { by: "company", only: "up", most: share(10_000n) },
  procurement_contracts: { by: "company", only: "up", most: share(10_000n, 50_000_000n) },
  unencumbered_real_estate: { by: "company", only: "up", most: share(5_000n) },
  credit_grade: { by: "score", only: "up", most: units(2n) },
  debt_to_assets: { by: "company", only: "down", most: units(2_000n) },
  loan_balance: { by: "company", only: "down", most: share(5_000n) },
  lenders: { by: "company", only: "down", most: units(2n) },
  red_flags: { by: "company", only: "down" },
};

/** Of a feature without a rule anything can be brought about. */
const ANYTHING: ReachRule = { by: "company" };

/**
 * @param from what there is; null where there is nothing to measure from
 * @param distance units or steps; null where nothing is measured
 */
export function reachOf(
  rules: Readonly<Record<string, ReachRule>>,
  feature: string,
  from: bigint | null,
  distance: bigint | null,
): Reach {
  const { by, most } = rules[feature] ?? ANYTHING;
  if (by === "nobody" || most === undefined || distance === null) return by;
  const magnitude = from === null ? 0n : from < 0n ? -from : from;
  const byShare = (magnitude * most.shareBps) / WHOLE_BPS;
  return distance <= (byShare > most.units ? byShare : most.units) ? by : "too far";
}
