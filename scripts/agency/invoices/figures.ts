import type { CompanyInvoices } from "./ledger.ts";
import type { Direction, Invoice } from "./invoice.ts";
import type { Month } from "./months.ts";

/** What one company's invoices of one direction and month come to. Valid invoices only, unless the name says void. */
export interface MonthFigures {
  /** Invoices of 0 or more less credit notes, without tax. */
  netFen: bigint;
  taxFen: bigint;
  invoices: bigint;
  creditNotes: bigint;
  /** Absolute value. */
  creditFen: bigint;
  voided: bigint;
  /** Sum of the absolute amounts of the voided ones. */
  voidedFen: bigint;
  /** Invoices of 0 or more, by counterparty. */
  readonly byCounterparty: Map<string, bigint>;
}

/** A company's figures for each month in which it has invoices. */
export type Figures = Readonly<Record<Direction, ReadonlyMap<Month, Readonly<MonthFigures>>>>;

export function figuresOf(company: CompanyInvoices): Figures {
  return { sales: byMonth(company.sales.values()), purchase: byMonth(company.purchase.values()) };
}

export function noFigures(): MonthFigures {
  return {
    netFen: 0n,
    taxFen: 0n,
    invoices: 0n,
    creditNotes: 0n,
    creditFen: 0n,
    voided: 0n,
    voidedFen: 0n,
    byCounterparty: new Map(),
  };
}

/** The figures of several months together. */
export function total(months: Iterable<Readonly<MonthFigures>>): MonthFigures {
  const sum = noFigures();
  for (const month of months) {
    sum.netFen += month.netFen;
    sum.taxFen += month.taxFen;
    sum.invoices += month.invoices;
    sum.creditNotes += month.creditNotes;
    sum.creditFen += month.creditFen;
    sum.voided += month.voided;
    sum.voidedFen += month.voidedFen;
    for (const [counterparty, amountFen] of month.byCounterparty) addTo(sum.byCounterparty, counterparty, amountFen);
  }
  return sum;
}

/** The largest counterparty's part of the invoices of 0 or more, in bps, truncated; undefined when these come to 0. */
export function largestShareBps({ byCounterparty }: Readonly<MonthFigures>): bigint | undefined {
  let sum = 0n;
  let largest = 0n;
  for (const amountFen of byCounterparty.values()) {
    sum += amountFen;
    if (amountFen > largest) largest = amountFen;
  }
  return sum === 0n ? undefined : (largest * 10_000n) / sum;
}

function byMonth(invoices: Iterable<Invoice>): Map<Month, MonthFigures> {
  const months = new Map<Month, MonthFigures>();
  for (const invoice of invoices) {
    let month = months.get(invoice.month);
    if (month === undefined) months.set(invoice.month, (month = noFigures()));
    count(month, invoice);
  }
  return months;
}

function count(month: MonthFigures, { amountFen, taxFen, voided, counterparty }: Invoice): void {
  if (voided) {
    month.voided++;
    month.voidedFen += amountFen < 0n ? -amountFen : amountFen;
    return;
  }
  month.netFen += amountFen;
  month.taxFen += taxFen;
  if (amountFen < 0n) {
    month.creditNotes++;
    month.creditFen -= amountFen;
    return;
  }
  month.invoices++;
  addTo(month.byCounterparty, counterparty, amountFen);
}

function addTo(sums: Map<string, bigint>, key: string, amountFen: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amountFen);
}
