import { basename } from "node:path";

import { readCsv } from "./csv.ts";
import { type DataCompany, findDataFiles, readCompanies } from "./folder.ts";
import { INVOICE_COLUMNS, type ParsedInvoice, parseInvoice } from "./invoice.ts";
import { InvoiceLedger } from "./ledger.ts";
import { InvoiceDataError, type Problem, PROBLEMS_SHOWN } from "./problems.ts";

export interface ReadOptions {
  /** Leave bad rows out and count them, instead of stopping. */
  readonly skipBadRows?: boolean;
  /** Take the first so many companies of the company files only. */
  readonly limitCompanies?: number;
  readonly onProgress?: (message: string) => void;
}

/** What was in the files, by rows: `invoices` is what remains when bad rows and duplicates are left out. */
export interface ReadCounts {
  rows: number;
  invoices: number;
  voided: number;
  creditNotes: number;
  duplicates: number;
  badRows: number;
}

export interface InvoiceData {
  readonly companies: readonly DataCompany[];
  readonly ledger: InvoiceLedger;
  readonly counts: Readonly<ReadCounts>;
  /** The first `PROBLEMS_SHOWN` bad rows that were left out. */
  readonly problems: readonly Problem[];
}

/**
 * Reads the companies and all their invoices from a folder. Every file is read to its end before bad rows are reported.
 * @throws InvoiceDataError for missing or damaged files, and for bad rows unless `skipBadRows`
 */
export async function readInvoiceData(folder: string, options: ReadOptions = {}): Promise<InvoiceData> {
  const files = await findDataFiles(folder);
  const all = await readCompanies(files.companies);
  const companies = all.slice(0, options.limitCompanies);
  const known = new Set(all.map(({ id }) => id));
  const wanted = new Set(companies.map(({ id }) => id));
  const ledger = new InvoiceLedger();
  const counts: ReadCounts = { rows: 0, invoices: 0, voided: 0, creditNotes: 0, duplicates: 0, badRows: 0 };
  const problems: Problem[] = [];
  for (const { path, direction } of files.invoices) {
    for await (const { line, cells, fault } of readCsv(path, INVOICE_COLUMNS)) {
      if (fault === undefined && known.has(cells[0] ?? "") && !wanted.has(cells[0] ?? "")) continue;
      counts.rows++;
      const parsed = fault === undefined ? check(cells, known) : [fault];
      if (!Array.isArray(parsed)) {
        if (ledger.add(direction, parsed) === "duplicate") counts.duplicates++;
        continue;
      }
      counts.badRows++;
      if (problems.length < PROBLEMS_SHOWN) problems.push({ file: basename(path), line, rule: parsed.join("; ") });
    }
    options.onProgress?.(`read ${basename(path)}: ${counts.rows} rows so far`);
  }
  if (counts.badRows > 0 && options.skipBadRows !== true) throw new InvoiceDataError(problems, counts.badRows);
  count(ledger, counts);
  return { companies, ledger, counts, problems };
}

function check(cells: readonly string[], known: ReadonlySet<string>): ParsedInvoice | string[] {
  const parsed = parseInvoice(cells);
  if (!Array.isArray(parsed) && !known.has(parsed.company))
    return [`company_id "${parsed.company}" is in no company file`];
  return parsed;
}

function count(ledger: InvoiceLedger, counts: ReadCounts): void {
  for (const { sales, purchase } of ledger.companies.values()) {
    for (const listed of [sales, purchase]) {
      counts.invoices += listed.size;
      for (const { voided, amountFen } of listed.values()) {
        if (voided) counts.voided++;
        else if (amountFen < 0n) counts.creditNotes++;
      }
    }
  }
}
