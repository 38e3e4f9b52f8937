import { basename } from "node:path";

import { readCsv } from "../../agency/invoices/csv.ts";
import { InvoiceDataError } from "../../agency/invoices/problems.ts";

const COLUMNS = ["company_id", "defaulted"] as const;

/**
 * Whether each company defaulted, from the company files that have a column `defaulted`; files without it are passed over.
 * The bank's rating in the next column is not read: D nearly is the label.
 * @throws InvoiceDataError for a label other than 0 and 1, and when no file has labels of both kinds
 */
export async function readLabels(paths: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
  const labels = new Map<string, boolean>();
  for (const path of paths) {
    for (const { line, company, label } of await labelledRows(path)) {
      if (label !== "0" && label !== "1") {
        const rule = `defaulted "${label}" must be 0 or 1`;
        throw new InvoiceDataError([{ file: basename(path), line, rule }]);
      }
      labels.set(company, label === "1");
    }
  }
  requireBoth(labels, paths);
  return labels;
}

async function labelledRows(path: string) {
  const rows: { line: number; company: string; label: string }[] = [];
  try {
    for await (const { line, cells } of readCsv(path, COLUMNS)) {
      rows.push({ line, company: (cells[0] ?? "").trim(), label: (cells[1] ?? "").trim() });
    }
  } catch (error) {
    if (error instanceof InvoiceDataError && lacksLabels(error)) return [];
    throw error;
  }
  return rows;
}

function lacksLabels({ problems }: InvoiceDataError): boolean {
  return problems.some(({ line, rule }) => line === 1 && rule.includes("lacks the column defaulted"));
}

/** Enough of each kind to be dealt into five folds inside five folds. */
const LEAST_OF_A_KIND = 10;

function requireBoth(labels: ReadonlyMap<string, boolean>, paths: readonly string[]): void {
  const bads = [...labels.values()].filter((bad) => bad).length;
  const goods = labels.size - bads;
  if (bads >= LEAST_OF_A_KIND && goods >= LEAST_OF_A_KIND) return;
  const rule = `${bads} companies defaulted and ${goods} did not: training needs at least ${LEAST_OF_A_KIND} of each`;
  throw new InvoiceDataError([{ file: paths.map((path) => basename(path)).join(", "), rule }]);
}
