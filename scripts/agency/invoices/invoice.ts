import { type Month, monthOf } from "./months.ts";

/** Columns of an invoice file. The firm of `company_id` issued a sales invoice, and received a purchase invoice. */
export const INVOICE_COLUMNS = [
  "company_id",
  "invoice_no",
  "invoice_date",
  "counterparty_id",
  "amount",
  "tax",
  "total",
  "status",
] as const;

export type Direction = "sales" | "purchase";

/** One VAT invoice. Amounts are without tax, in fen; negative ones make a credit note. */
export interface Invoice {
  readonly counterparty: string;
  readonly month: Month;
  readonly amountFen: bigint;
  readonly taxFen: bigint;
  readonly voided: boolean;
}

/** An invoice, and what makes it the same one when it is listed again. */
export interface ParsedInvoice {
  readonly company: string;
  readonly identity: string;
  readonly invoice: Invoice;
}

const MONEY = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads the cells of `INVOICE_COLUMNS`.
 * @returns the invoice, or every rule that the row breaks, in words
 */
export function parseInvoice(cells: readonly string[]): ParsedInvoice | string[] {
  const [company = "", number = "", date = "", counterparty = "", ...rest] = cells;
  const [amount = "", tax = "", total = "", status = ""] = rest;
  const faults: string[] = [];
  for (const [column, text] of Object.entries({
    company_id: company,
    invoice_no: number,
    counterparty_id: counterparty,
  })) {
    if (text.trim() === "") faults.push(`${column} is empty`);
  }
  if (!isDate(date)) faults.push(`invoice_date "${date}" must be a calendar date written YYYY-MM-DD`);
  if (status !== "valid" && status !== "void") faults.push(`status "${status}" must be valid or void`);
  const [amountFen, taxFen, totalFen] = [parseFen(amount), parseFen(tax), parseFen(total)];
  for (const [column, text, fen] of [
    ["amount", amount, amountFen],
    ["tax", tax, taxFen],
    ["total", total, totalFen],
  ]) {
    if (fen === undefined)
      faults.push(`${String(column)} "${String(text)}" must be CNY with at most 2 decimals, such as -943.4`);
  }
  if (amountFen === undefined || taxFen === undefined || totalFen === undefined) return faults;
  faults.push(...sumFaults({ amount, tax, total }, amountFen, taxFen, totalFen));
  if (faults.length > 0) return faults;
  const invoice = { counterparty, month: monthOf(date), amountFen, taxFen, voided: status === "void" };
  return { company, identity: `${number}|${date}|${amountFen}|${taxFen}`, invoice };
}

/** Decimal text of CNY as integer fen; undefined when it is no such text. No float ever touches money. */
export function parseFen(text: string): bigint | undefined {
  const match = MONEY.exec(text);
  if (!match) return undefined;
  const [, sign = "", whole = "", decimals = ""] = match;
  return BigInt(`${sign}${whole}${decimals.padEnd(2, "0")}`);
}

function sumFaults(text: Record<string, string>, amountFen: bigint, taxFen: bigint, totalFen: bigint): string[] {
  if (amountFen < 0n ? taxFen > 0n : taxFen < 0n) {
    return [`tax ${text["tax"]} must not have the opposite sign of amount ${text["amount"]}`];
  }
  if (amountFen + taxFen !== totalFen) {
    return [`total ${text["total"]} must be amount ${text["amount"]} plus tax ${text["tax"]}`];
  }
  return [];
}

/** Whether each text seen so far is a date: a million invoices carry a few hundred different ones. */
const DATES_SEEN = new Map<string, boolean>();

function isDate(text: string): boolean {
  let known = DATES_SEEN.get(text);
  if (known === undefined) DATES_SEEN.set(text, (known = isCalendarDate(text)));
  return known;
}

function isCalendarDate(text: string): boolean {
  const time = DATE.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  // Date.parse rolls 31 April over into May; only a real day comes back as it was written.
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}
