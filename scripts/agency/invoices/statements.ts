import type { Catalogue, Schema, Statement } from "../../../catalogue/index.ts";
import { makeStatement, type Facts } from "../statement.ts";
import { type Figures, figuresOf, largestShareBps, type MonthFigures, noFigures, total } from "./figures.ts";
import type { InvoiceLedger } from "./ledger.ts";
import { lastDay, lastFullMonth, type Month, monthStart } from "./months.ts";

const YEAR = 12;

/** The months that the invoices cover without a gap. What lies before them is not known, which is not the same as 0. */
export interface Coverage {
  readonly firstMonth: Month;
  readonly lastMonth: Month;
}

/** The covered months that are over at a time of the chain, unix seconds: a month is stated when it has ended. */
export function coverageOf({ firstMonth, lastMonth }: InvoiceLedger, chainTime: number): Coverage {
  return { firstMonth, lastMonth: Math.min(lastMonth, lastFullMonth(chainTime)) };
}

/**
 * The statements of one company in order of time: for each month from its first invoice to the end of the coverage one
 * of `tax.invoice_month.v1`, and one of `tax.invoice_trailing.v1` as soon as twelve months are covered. Both are observed
 * in the first second (UTC) of the month after.
 */
export function* companyStatements(
  catalogue: Catalogue,
  subject: string,
  ledger: InvoiceLedger,
  companyId: string,
  coverage: Coverage,
): Generator<Statement> {
  const invoices = ledger.companies.get(companyId);
  if (invoices === undefined) return;
  const figures = figuresOf(invoices);
  const monthSchema = schemaNamed(catalogue, "tax.invoice_month.v1");
  const trailingSchema = schemaNamed(catalogue, "tax.invoice_trailing.v1");
  const first = Math.min(...figures.sales.keys(), ...figures.purchase.keys());
  for (let month = first; month <= coverage.lastMonth; month++) {
    const observedAt = monthStart(month + 1);
    yield makeStatement(monthSchema, { subject, observedAt, facts: monthFacts(figures, month) });
    if (month - YEAR + 1 < coverage.firstMonth) continue;
    yield makeStatement(trailingSchema, { subject, observedAt, facts: trailingFacts(figures, month, coverage) });
  }
}

function schemaNamed(catalogue: Catalogue, name: string): Schema {
  const schema = catalogue.schemaByName.get(name);
  if (schema === undefined) throw new Error(`the catalogue has no schema ${name}`);
  return schema;
}

function monthFacts(figures: Figures, month: Month): Facts {
  const sales = figures.sales.get(month) ?? noFigures();
  const purchase = figures.purchase.get(month) ?? noFigures();
  return {
    "tax.month_end": dateOf(month),
    "tax.month_sales_amount": sales.netFen,
    "tax.month_sales_tax": sales.taxFen,
    "tax.month_sales_invoices": sales.invoices,
    "tax.month_sales_voided_invoices": sales.voided,
    "tax.month_sales_voided_amount": sales.voidedFen,
    "tax.month_sales_credit_notes": sales.creditNotes,
    "tax.month_sales_credit_amount": sales.creditFen,
    "tax.month_customers": BigInt(sales.byCounterparty.size),
    "tax.month_top1_customer_share": largestShareBps(sales),
    "tax.month_purchase_amount": purchase.netFen,
    "tax.month_purchase_tax": purchase.taxFen,
    "tax.month_purchase_invoices": purchase.invoices,
    "tax.month_purchase_voided_invoices": purchase.voided,
    "tax.month_purchase_credit_notes": purchase.creditNotes,
    "tax.month_purchase_credit_amount": purchase.creditFen,
    "tax.month_suppliers": BigInt(purchase.byCounterparty.size),
    "tax.month_top1_supplier_share": largestShareBps(purchase),
  };
}

function trailingFacts(figures: Figures, month: Month, coverage: Coverage): Facts {
  const sales = total(window(figures.sales, month, YEAR));
  const purchase = total(window(figures.purchase, month, YEAR));
  return {
    "tax.trailing_end": dateOf(month),
    "tax.invoiced_sales_12m": sales.netFen,
    "tax.void_invoice_ratio_12m": voidRatioBps(sales),
    "tax.top1_customer_share": largestShareBps(sales),
    "tax.customers_12m": BigInt(sales.byCounterparty.size),
    "tax.invoiced_purchases_12m": purchase.netFen,
    "tax.suppliers_12m": BigInt(purchase.byCounterparty.size),
    "tax.top1_supplier_share": largestShareBps(purchase),
    ...(month - 2 * YEAR + 1 < coverage.firstMonth ? {} : secondYearFacts(figures, month)),
  };
}

/** The facts that need 24 months of invoices. */
function secondYearFacts(figures: Figures, month: Month): Facts {
  const active = window(figures.sales, month, 2 * YEAR).filter((sales) => largestShareBps(sales) !== undefined);
  return {
    "tax.invoiced_sales_prev_12m": netFen(window(figures.sales, month - YEAR, YEAR)),
    "tax.invoice_active_months": BigInt(active.length),
    "tax.invoiced_purchases_prev_12m": netFen(window(figures.purchase, month - YEAR, YEAR)),
  };
}

/** The figures of the months up to and with the given one; months without invoices have none. */
function window(months: ReadonlyMap<Month, Readonly<MonthFigures>>, end: Month, length: number) {
  return Array.from({ length }, (_, back) => months.get(end - back)).filter((figures) => figures !== undefined);
}

function netFen(months: readonly Readonly<MonthFigures>[]): bigint {
  return months.reduce((sum, month) => sum + month.netFen, 0n);
}

/** Voided invoices over all, by number, in bps; undefined when there are none. */
function voidRatioBps({ invoices, creditNotes, voided }: Readonly<MonthFigures>): bigint | undefined {
  const all = invoices + creditNotes + voided;
  return all === 0n ? undefined : (voided * 10_000n) / all;
}

function dateOf(month: Month): bigint {
  return BigInt(Date.parse(`${lastDay(month)}T00:00:00Z`) / 1000);
}
