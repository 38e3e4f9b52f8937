import { developmentUscc } from "../../../catalogue/index.ts";
import { dateOf, money } from "../human.ts";
import type { Random } from "../random.ts";
import type { Traits } from "../traits.ts";
import type { Authors, Draft, Values } from "./author.ts";

const DAY = 86_400;

/** What companies state of themselves. Two in three do. */
export const COMPANY: Authors = {
  "company.balance_sheet.v1": (company, random, today) => {
    if (!states(company)) return undefined;
    const assets = Math.round(company.sales * random.between(0.45, 1.1));
    const current = Math.round(assets * random.between(0.5, 0.8));
    const liabilities = Math.round(
      assets * Math.min(1.15, Math.max(0.1, 0.55 - 0.16 * company.health + 0.08 * random.normal())),
    );
    const equity = assets - liabilities;
    return {
      "company.balance_sheet_date": quarterEnd(today),
      "company.total_assets": money(assets),
      "company.current_assets": money(current),
      "company.inventory": money(current * random.between(0.1, 0.35)),
      "company.receivables": money(current * random.between(0.2, 0.45)),
      "company.cash": money(current * random.between(0.05, 0.19)),
      "company.fixed_assets": money((assets - current) * random.between(0.5, 0.9)),
      "company.total_liabilities": money(liabilities),
      "company.current_liabilities": money(liabilities * random.between(0.65, 0.95)),
      "company.borrowings": money(liabilities * random.between(0.1, 0.5)),
      "company.book_equity": money(equity),
      "company.retained_earnings": money(equity * random.between(0.1, 0.6)),
    };
  },
  "company.income_statement.v1": (company, random, today) => {
    if (!states(company)) return undefined;
    const { sales } = company;
    const ebit = Math.round(sales * marginOf(company, random));
    const interest = Math.round(sales * random.between(0.002, 0.014));
    const profit = ebit - interest;
    return {
      "company.income_period_end": quarterEnd(today),
      "company.revenue": money(sales),
      "company.gross_profit": money(Math.max(ebit, 0) + sales * random.between(0.05, 0.15)),
      "company.ebit": money(ebit),
      "company.interest_expense": money(interest),
      "company.net_profit": money(profit > 0 ? profit * 0.8 : profit),
      "company.operating_cash_flow": money(profit + sales * random.between(-0.03, 0.06)),
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

function marginOf({ health }: Traits, random: Random): number {
  return 0.05 + 0.035 * health + 0.02 * random.normal();
}

/** The last day of the last full quarter. */
function quarterEnd(today: number): string {
  const date = new Date(today * 1000);
  return dateOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (date.getUTCMonth() % 3), 1) / 1000 - DAY);
}
