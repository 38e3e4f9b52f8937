import { developmentUscc } from "../../../catalogue/index.ts";
import { accountsOf } from "../accounts.ts";
import { dateOf, money } from "../human.ts";
import type { Random } from "../random.ts";
import type { Traits } from "../traits.ts";
import type { Authors, Draft, Values } from "./author.ts";

const DAY = 86_400;

/** What companies state of themselves. Two in three do. */
export const COMPANY: Authors = {
  "company.balance_sheet.v2": (company, random, today) => {
    if (!states(company)) return undefined;
    const { balance } = accountsOf(company);
    return {
      "company.balance_sheet_date": quarterEnd(today),
      "company.total_assets": money(balance.assets),
      "company.current_assets": money(balance.current),
      "company.inventory": money(balance.inventory),
      "company.receivables": money(balance.receivables),
      "company.cash": money(balance.cash),
      "company.fixed_assets": money(balance.fixed),
      "company.total_liabilities": money(balance.liabilities),
      "company.current_liabilities": money(balance.currentLiabilities),
      "company.borrowings": money(balance.borrowings),
      "company.book_equity": money(balance.equity),
      "company.retained_earnings": orNot(random, balance.retained),
      "company.long_term_liabilities": orNot(random, balance.longTermLiabilities),
      "company.share_capital": money(balance.capital),
    };
  },
  "company.income_statement.v2": (company, random, today) => {
    if (!states(company)) return undefined;
    const { income } = accountsOf(company);
    return {
      "company.income_period_end": quarterEnd(today),
      "company.revenue": money(income.revenue),
      "company.gross_profit": money(income.grossProfit),
      "company.ebit": money(income.profitBeforeTax + income.interest),
      "company.interest_expense": money(income.interest),
      "company.net_profit": money(income.netProfit),
      "company.operating_cash_flow": money(income.operatingCashFlow),
      "company.revenue_previous": money(income.revenuePrevious),
      "company.total_revenue": money(income.totalRevenue),
      "company.cost_of_sales": money(income.costOfSales),
      "company.operating_expenses": money(income.operatingExpenses),
      "company.total_costs": money(income.totalCosts),
      "company.profit_on_sales": money(income.profitOnSales),
      "company.operating_profit": money(income.operatingProfit),
      "company.depreciation": orNot(random, income.depreciation),
      "company.financial_expenses": money(income.financialExpenses),
      "company.profit_before_tax": money(income.profitBeforeTax),
      "company.profit_before_tax_3y": orNot(random, income.profitBeforeTax3y),
    };
  },
  "company.asset.v1": (company, random, today) =>
    records(company, random, today, 1, (stated) => ({
      "company.asset_type": "equipment",
      "company.asset_value": money(company.sales * random.between(0.02, 0.2)),
      "company.asset_acquired_date": dateOf(stated - random.integer(30, 1_500) * DAY),
      "company.asset_counterparty": partner(random),
    })),
  "company.liability.v1": (company, random, today) =>
    records(company, random, today, 1, (stated) => ({
      "company.liability_type": random.weighted({ payable: 60, bank_loan: 30, lease: 10 }),
      "company.liability_amount": money(company.sales * random.between(0.01, 0.1)),
      "company.liability_start_date": dateOf(stated - random.integer(10, 300) * DAY),
      "company.liability_due_date": dateOf(stated + random.integer(20, 400) * DAY),
      "company.liability_counterparty": partner(random),
    })),
  "company.transaction.v1": (company, random, today) =>
    records(company, random, today, 2, (stated) => ({
      "company.transaction_type": random.weighted({ sale: 60, purchase: 40 }),
      "company.transaction_amount": money(Math.min(company.sales / 12, random.logNormal(90_000, 0.6))),
      "company.transaction_date": dateOf(stated - random.integer(1, 30) * DAY),
      "company.transaction_due_date": dateOf(stated + random.integer(20, 150) * DAY),
      "company.transaction_counterparty": partner(random),
    })),
  // Only an appraiser whom the registrar approved may state it, of an asset that is on the chain: none of these companies.
  "company.valuation.v1": () => undefined,
};

/** Records of single things, numbered by the year in which they are stated. One company in three keeps any. */
function records(
  company: Traits,
  random: Random,
  today: number,
  number: number,
  valuesOf: (stated: number) => Values,
): Draft[] | undefined {
  if (!states(company) || company.employees % 3 !== 1) return undefined;
  return Array.from({ length: number }, (_, index) => {
    const observedAt = today - random.integer(0, 250) * DAY;
    return { item: `${dateOf(observedAt).slice(0, 4)}-${index + 1}`, observedAt, values: valuesOf(observedAt) };
  });
}

/** Somebody outside the ledger. */
function partner(random: Random): string {
  return developmentUscc(`synthetic partner ${random.integer(1, 200)}`);
}

/** Both statements or none: follows from the traits, not from either schema's stream. */
function states({ employees, ageYears }: Traits): boolean {
  return ageYears > 1 && employees % 3 !== 0;
}

/** An amount that a company leaves out now and then. */
function orNot(random: Random, amount: number): string | null {
  return random.chance(0.04) ? null : money(amount);
}

/** The last day of the last full quarter. */
function quarterEnd(today: number): string {
  const date = new Date(today * 1000);
  return dateOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (date.getUTCMonth() % 3), 1) / 1000 - DAY);
}
