import type { Traits } from "./traits.ts";

/** A year of a company in its own books, in whole CNY. What the two statements say follows from these. */
export interface Accounts {
  readonly balance: Balance;
  readonly income: Income;
}

interface Balance {
  readonly assets: number;
  readonly current: number;
  readonly inventory: number;
  readonly receivables: number;
  readonly cash: number;
  readonly fixed: number;
  readonly liabilities: number;
  readonly currentLiabilities: number;
  readonly longTermLiabilities: number;
  readonly borrowings: number;
  readonly equity: number;
  readonly capital: number;
  readonly retained: number;
}

interface Income {
  readonly revenue: number;
  readonly revenuePrevious: number;
  readonly totalRevenue: number;
  readonly grossProfit: number;
  readonly costOfSales: number;
  readonly operatingExpenses: number;
  readonly totalCosts: number;
  readonly profitOnSales: number;
  readonly operatingProfit: number;
  readonly depreciation: number;
  readonly interest: number;
  readonly financialExpenses: number;
  readonly profitBeforeTax: number;
  readonly profitBeforeTax3y: number;
  readonly netProfit: number;
  readonly operatingCashFlow: number;
}

/** Sections that sell services and keep next to no goods. */
const WITHOUT_STOCK: readonly string[] = ["I", "M", "G"];
/** CIT: 25 % of the profit, the preferential 5 % of small low-profit enterprises up to 3 million CNY. */
const SMALL_PROFIT_CNY = 3_000_000;
const [TAX_RATE, SMALL_TAX_RATE] = [0.25, 0.05];

/**
 * The books of a made-up company; the same each time. Healthy firms owe less, earn more and keep more cash. The identities
 * of accounting hold to the yuan:
 *
 *     assets = liabilities + equity; inventory + receivables + cash <= current assets; fixed <= assets - current assets
 *     current + long-term liabilities <= liabilities, the rest being provisions; capital + retained <= equity
 *     revenue - cost of sales = gross profit >= profit on sales
 *     profit before tax = total revenue - total costs; total costs = operating + financial expenses >= interest
 */
export function accountsOf(company: Traits): Accounts {
  const balance = balanceOf(company);
  return { balance, income: incomeOf(company, balance) };
}

function balanceOf({ sales, health, distressed, section, random: root }: Traits): Balance {
  const random = root.fork("balance sheet");
  const part = (whole: number, low: number, high: number) => Math.round(whole * random.between(low, high));
  const assets = part(sales, 0.45, 1.1);
  const current = part(assets, 0.5, 0.8);
  const owed = 0.55 - 0.13 * health + (distressed ? 0.12 : 0) + 0.08 * random.normal();
  const liabilities = Math.round(assets * Math.min(1.25, Math.max(0.1, owed)));
  const longTermLiabilities = random.chance(0.45) ? 0 : part(liabilities, 0.05, 0.35);
  const provisions = part(liabilities, 0, 0.05);
  const stocked = !WITHOUT_STOCK.includes(section) || random.chance(0.2);
  const equity = assets - liabilities;
  const capital = equity > 0 ? part(equity, 0.25, 0.7) : part(assets, 0.05, 0.2);
  const reserves = equity > 0 ? part(equity, 0, 0.1) : 0;
  return {
    ...{ assets, current, liabilities, longTermLiabilities, equity, capital },
    inventory: stocked ? part(current, 0.1, 0.35) : 0,
    receivables: part(current, 0.15, 0.4),
    cash: part(current, 0.01, Math.min(0.25, Math.max(0.03, 0.13 + 0.05 * health))),
    fixed: part(assets - current, 0.5, 0.9),
    currentLiabilities: liabilities - longTermLiabilities - provisions,
    borrowings: random.chance(0.15) ? 0 : part(liabilities, 0.1, 0.5),
    retained: equity - capital - reserves,
  };
}

function incomeOf(company: Traits, { borrowings }: Balance): Income {
  const random = company.random.fork("income statement");
  const [revenue, revenuePrevious] = [Math.round(company.sales), Math.round(company.previousSales)];
  const part = (low: number, high: number) => Math.round(revenue * random.between(low, high));
  const margin = () => 0.045 + 0.03 * company.health - (company.distressed ? 0.04 : 0) + 0.015 * random.normal();
  const profitOnSales = Math.round(revenue * margin());
  const overheads = part(0.06, 0.16);
  const grossProfit = Math.min(revenue, profitOnSales + overheads);
  const [otherIncome, otherCosts, financialIncome] = [part(0, 0.015), part(0, 0.01), part(0, 0.002)];
  const costOfSales = revenue - grossProfit;
  const operatingExpenses = revenue - profitOnSales + otherCosts;
  const interest = Math.round(borrowings * random.between(0.035, 0.07));
  const financialExpenses = interest + part(0, 0.001);
  const operatingProfit = revenue + otherIncome - operatingExpenses;
  const profitBeforeTax = operatingProfit + financialIncome - financialExpenses;
  const depreciation = part(0.012, 0.045);
  const netProfit = profitBeforeTax - taxOn(profitBeforeTax);
  const yearsBefore = Math.min(2, Math.floor(company.ageYears) - 1);
  const earlier = Array.from({ length: yearsBefore }, () => Math.round(revenuePrevious * margin()) - interest);
  return {
    ...{ revenue, revenuePrevious, grossProfit, costOfSales, operatingExpenses, profitOnSales, operatingProfit },
    ...{ depreciation, interest, financialExpenses, profitBeforeTax, netProfit },
    totalRevenue: revenue + otherIncome + financialIncome,
    totalCosts: operatingExpenses + financialExpenses,
    profitBeforeTax3y: earlier.reduce((sum, profit) => sum + profit, profitBeforeTax),
    operatingCashFlow: netProfit + depreciation + part(-0.04, 0.03),
  };
}

function taxOn(profit: number): number {
  if (profit <= 0) return 0;
  return Math.round(profit * (profit <= SMALL_PROFIT_CNY ? SMALL_TAX_RATE : TAX_RATE));
}
