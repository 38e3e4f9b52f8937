import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const HEADER = "company_id,invoice_no,invoice_date,counterparty_id,amount,tax,total,status";

/** Lines of an invoice file with its header. */
export function invoices(...lines: string[]): string {
  return [HEADER, ...lines, ""].join("\n");
}

/** A data set of one company without invoices, to be changed by each test. */
export const EMPTY_DATA: Readonly<Record<string, string>> = {
  "companies_test.csv": "company_id,name_masked,credit_rating\nE1,***有限公司,A\n",
  "invoices_sales_test.csv": invoices(),
  "invoices_purchase_test.csv": invoices(),
};

/** Writes the files to a new folder and returns its path and what removes it. */
export function dataFolder(files: Readonly<Record<string, string | Buffer>>) {
  const path = mkdtempSync(join(tmpdir(), "lingnan-invoices-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}
