/**
 * Pairs of ratios that a table may not join, because together they tell how the sample was put together.
 *
 * Ratios obey accounting identities. In this sample some identities break far more often among the bankrupt (inventory
 * and receivables change places in half of their rows, three years' profit equals one year's in up to four fifths), and
 * a table of the ratios on both sides would learn that. See docs/methodology-score.md.
 */
const EXCLUSIONS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ["inventory_days", "inventory_days_of_cost", "receivables_days", "operating_cycle_days", "net_profit_to_inventory"],
    ["quick_ratio", "current_ratio", "cash_ratio", "quick_assets_to_long_debt", "cash_days"].concat(
      ["current_assets_to_liabilities", "working_capital_to_assets", "working_capital_to_fixed_assets"],
      ["current_liabilities_to_assets", "net_debt_to_revenue"],
    ),
  ],
  [
    ["inventory_days", "inventory_days_of_cost", "net_profit_to_inventory"],
    ["receivables_days", "operating_cycle_days"],
  ],
  [
    ["cash_days"],
    [
      "quick_ratio",
      "current_ratio",
      "cash_ratio",
      "working_capital_to_assets",
      "working_capital_to_fixed_assets",
    ].concat(["current_assets_to_liabilities", "current_liabilities_to_assets"]),
  ],
  [
    ["three_year_profit_to_assets"],
    ["net_profit_to_assets", "profit_before_interest_to_assets", "profit_to_current_liabilities", "cash_margin"].concat(
      ["cash_profit_to_liabilities", "profit_to_assets", "profit_margin", "operating_profit_to_assets", "net_margin"],
      ["cash_earnings_to_liabilities", "margin_before_interest", "profit_on_sales_to_assets", "sales_margin"],
      ["operating_margin", "profit_after_depreciation_to_assets", "margin_after_depreciation"],
      ["net_profit_to_inventory", "return_on_equity"],
    ),
  ],
  [
    ["total_revenue_to_assets"],
    [
      "revenue_to_assets",
      "revenue_to_fixed_assets",
      "current_liabilities_days",
      "expenses_to_current_liabilities",
    ].concat(["net_debt_to_revenue"]),
  ],
  [
    ["costs_to_revenue", "gross_margin"],
    ["sales_margin", "operating_margin", "profit_margin", "cash_margin", "margin_before_interest", "net_margin"].concat(
      ["margin_after_depreciation", "operating_profit_to_assets", "profit_on_sales_to_assets", "gross_margin"],
      ["profit_after_depreciation_to_assets", "costs_to_revenue", "profit_to_assets", "net_profit_to_assets"],
      ["profit_before_interest_to_assets"],
    ),
  ],
  [
    ["current_liabilities_to_cost", "expenses_to_current_liabilities", "current_liabilities_days"],
    ["current_liabilities_to_cost", "expenses_to_current_liabilities", "current_liabilities_days"],
  ],
];

/** Whether a table may join two ratios. */
export function mayJoin(one: string, other: string): boolean {
  return !EXCLUSIONS.some(
    ([left, right]) => (left.includes(one) && right.includes(other)) || (left.includes(other) && right.includes(one)),
  );
}
