import { developmentUscc } from "../../../catalogue/index.ts";
import { lastDay, lastFullMonth, type Month, monthStart } from "../../agency/invoices/months.ts";
import { TAX_GRADES } from "../distributions.ts";
import { count, dateOf, money, share } from "../human.ts";
import type { Random } from "../random.ts";
import type { Traits } from "../traits.ts";
import type { Authors, Draft, Values } from "./author.ts";

const MONTHS = 24;
/** Months of which the invoices are attested one by one. */
const MONTHS_ATTESTED = 12;
const DAY = 86_400;
/** Invoices that are attested one by one, of the companies that sell on credit. */
const RECEIVABLES_ATTESTED = 2;
/** A VAT rate of 13 % on goods and 6 % on services. */
const GOODS_RATE = 0.13;
const SERVICE_RATE = 0.06;

/** The tax service. Its invoice facts add up: the trailing year is the sum of the months. */
export const TAX: Authors = {
  "tax.filing.v1": ({ sales, previousSales, ageYears }, random) => {
    const burden = random.between(0.015, 0.045);
    return {
      "tax.tax_paid_12m": money(sales * burden),
      "tax.tax_paid_prev_12m": ageYears > 2 ? money(previousSales * burden * random.between(0.9, 1.1)) : null,
    };
  },
  "tax.credit.v1": ({ health, ageYears }) => {
    const rank = 1 / (1 + Math.exp(-1.702 * health));
    const [grade] = TAX_GRADES.find(([, upTo]) => rank <= upTo) ?? ["A"];
    // A new firm has no record yet, and so no better grade than M.
    return { "tax.credit_grade": ageYears < 3 && (grade === "A" || grade === "B") ? "M" : grade };
  },
  "tax.arrears.v1": ({ distressed, sales }, random) => ({
    "tax.arrears_amount": money(random.chance(distressed ? 0.4 : 0.01) ? sales * random.between(0.002, 0.03) : 0),
  }),
  "tax.violation.v1": ({ flags }) => ({ "tax.major_violation": flags.has("taxViolation") }),
  "tax.invoice_month.v1": (company, _random, today) => {
    const last = lastFullMonth(today);
    return invoiceYears(company)
      .slice(-MONTHS_ATTESTED)
      .map((figures, index, all) => monthDraft(company, figures, last - all.length + 1 + index));
  },
  "tax.invoice_trailing.v1": (company, _random, today) => {
    const last = lastFullMonth(today);
    return [{ observedAt: monthStart(last + 1), values: trailingValues(company, last) }];
  },
  "tax.invoice.v1": (company, random, today) =>
    company.size === "micro" || random.chance(0.5)
      ? undefined
      : Array.from({ length: RECEIVABLES_ATTESTED }, () => receivable(company, random, today)),
};

/** Large invoices that a seller on credit would pledge; one in thirty is cancelled later. */
function receivable(company: Traits, random: Random, today: number): Draft {
  const observedAt = today - random.integer(0, 90) * DAY;
  const date = dateOf(observedAt);
  const net = Math.round(Math.min(company.sales / 12, random.logNormal(120_000, 0.6)));
  const tax = Math.round(net * rateOf(company));
  return {
    item: `${date.slice(2, 4)}44200${random.digits(13)}`,
    observedAt,
    values: {
      "tax.vat_invoice_date": date,
      "tax.vat_invoice_buyer": developmentUscc(`synthetic buyer ${random.integer(1, 200)}`),
      "tax.vat_invoice_amount": money(net + tax),
      "tax.vat_invoice_tax": money(tax),
      "tax.vat_invoice_due_date": dateOf(observedAt + random.integer(30, 180) * DAY),
      "tax.vat_invoice_status": random.chance(29 / 30) ? "normal" : "red_lettered",
    },
  };
}

/** One month of a company's invoices, in whole CNY. */
interface InvoiceMonth {
  readonly sales: number;
  readonly purchases: number;
  readonly invoices: number;
  readonly voided: number;
  readonly creditNotes: number;
  readonly customers: number;
  readonly suppliers: number;
}

/** The last 24 months, oldest first; drawn from a stream of the company, so that every schema sees the same. */
function invoiceYears(company: Traits): InvoiceMonth[] {
  const random = company.random.fork("invoices");
  const customers = customersOf(company);
  return Array.from({ length: MONTHS }, (_, index) => {
    const yearly = index < MONTHS / 2 ? company.previousSales : company.sales;
    const idle = (company.distressed && random.chance(0.2)) || company.ageYears * 12 < MONTHS - index;
    const sales = idle ? 0 : Math.round((yearly / 12) * Math.exp(0.25 * random.normal()));
    const invoices = sales === 0 ? 0 : Math.max(1, Math.round(sales / random.logNormal(45_000, 0.4)));
    return {
      sales,
      purchases: Math.round(sales * company.industry.purchases * random.between(0.85, 1.15)),
      invoices,
      voided: random.poisson(Math.min(30, invoices * (company.distressed ? 0.12 : 0.05))),
      creditNotes: random.poisson(Math.min(20, invoices * 0.015)),
      customers: Math.min(invoices, Math.max(1, Math.round(customers * random.between(0.4, 0.8)))),
      suppliers: sales === 0 ? 0 : random.integer(1, 8),
    };
  });
}

function monthDraft(company: Traits, month: InvoiceMonth, at: Month): Draft {
  const random = company.random.fork(`invoices ${at}`);
  const rate = rateOf(company);
  const average = month.invoices === 0 ? 0 : month.sales / month.invoices;
  const values: Values = {
    "tax.month_end": lastDay(at),
    "tax.month_sales_amount": money(month.sales),
    "tax.month_sales_tax": money(month.sales * rate),
    "tax.month_sales_invoices": count(month.invoices),
    "tax.month_sales_voided_invoices": count(month.voided),
    "tax.month_sales_voided_amount": money(month.voided * average),
    "tax.month_sales_credit_notes": count(month.creditNotes),
    "tax.month_sales_credit_amount": money(month.creditNotes * average * 0.4),
    "tax.month_customers": count(month.customers),
    "tax.month_top1_customer_share": month.sales === 0 ? null : topShare(month.customers, random),
    "tax.month_purchase_amount": money(month.purchases),
    "tax.month_purchase_tax": money(month.purchases * rate),
    "tax.month_purchase_invoices": count(month.purchases === 0 ? 0 : month.suppliers + random.poisson(6)),
    "tax.month_purchase_voided_invoices": count(random.poisson(0.3)),
    "tax.month_purchase_credit_notes": count(0),
    "tax.month_purchase_credit_amount": money(0),
    "tax.month_suppliers": count(month.suppliers),
    "tax.month_top1_supplier_share": month.purchases === 0 ? null : topShare(month.suppliers, random),
  };
  return { observedAt: monthStart(at + 1), values };
}

function trailingValues(company: Traits, last: Month): Values {
  const months = invoiceYears(company);
  const random = company.random.fork("invoices trailing");
  const year = months.slice(-12);
  const before = months.slice(0, -12);
  const sum = (list: readonly InvoiceMonth[], figure: keyof InvoiceMonth) =>
    list.reduce((total, month) => total + month[figure], 0);
  const all = sum(year, "invoices") + sum(year, "voided") + sum(year, "creditNotes");
  const customers = sum(year, "sales") === 0 ? 0 : Math.min(sum(year, "invoices"), customersOf(company));
  const suppliers = sum(year, "purchases") === 0 ? 0 : Math.max(...year.map((month) => month.suppliers)) + 3;
  return {
    "tax.trailing_end": lastDay(last),
    "tax.invoiced_sales_12m": money(sum(year, "sales")),
    "tax.invoiced_sales_prev_12m": money(sum(before, "sales")),
    "tax.invoice_active_months": count(months.filter(({ sales }) => sales > 0).length),
    "tax.void_invoice_ratio_12m": all === 0 ? null : share(sum(year, "voided") / all),
    "tax.top1_customer_share": customers === 0 ? null : topShare(customers, random),
    "tax.customers_12m": count(customers),
    "tax.invoiced_purchases_12m": money(sum(year, "purchases")),
    "tax.invoiced_purchases_prev_12m": money(sum(before, "purchases")),
    "tax.suppliers_12m": count(suppliers),
    "tax.top1_supplier_share": suppliers === 0 ? null : topShare(suppliers, random),
  };
}

function rateOf({ section }: Traits): number {
  return section === "C" || section === "F" ? GOODS_RATE : SERVICE_RATE;
}

function customersOf({ sales }: Traits): number {
  return Math.max(1, Math.round((sales / 400_000) ** 0.7));
}

/** The fewer there are, the more the largest takes. */
function topShare(parties: number, random: Random): string {
  return share(parties <= 1 ? 1 : Math.min(0.98, (1 / parties) ** 0.55 * random.between(0.9, 1.25)));
}
