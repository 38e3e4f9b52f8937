import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { readCsv } from "./csv.ts";
import type { Direction } from "./invoice.ts";
import { InvoiceDataError, type Problem } from "./problems.ts";

/** A firm of the data set. */
export interface DataCompany {
  readonly id: string;
  readonly name: string;
}

/** The files of a data folder, by what they hold: full paths in alphabetical order. */
export interface DataFiles {
  readonly companies: readonly string[];
  readonly invoices: readonly { readonly path: string; readonly direction: Direction }[];
}

const PATTERNS = {
  companies: /^companies.*\.csv(\.xz)?$/,
  sales: /^invoices_sales.*\.csv(\.xz)?$/,
  purchase: /^invoices_purchase.*\.csv(\.xz)?$/,
} as const;

/** Where invoices lie in a folder that holds several data sets. */
const INNER_FOLDER = "china_sme";

/**
 * Finds `companies*.csv`, `invoices_sales*.csv` and `invoices_purchase*.csv` (or `.csv.xz`), at least one of each, in the folder
 * or in a folder `china_sme` inside it.
 * @throws InvoiceDataError when the folder or a kind of file is missing
 */
export async function findDataFiles(given: string): Promise<DataFiles> {
  const { folder, names } = await listFolder(given);
  const matching = (pattern: RegExp) =>
    names
      .filter((name) => pattern.test(name))
      .sort()
      .map((name) => join(folder, name));
  const found = {
    companies: matching(PATTERNS.companies),
    sales: matching(PATTERNS.sales),
    purchase: matching(PATTERNS.purchase),
  };
  const missing = Object.entries({
    "companies*.csv": found.companies,
    "invoices_sales*.csv": found.sales,
    "invoices_purchase*.csv": found.purchase,
  }).filter(([, paths]) => paths.length === 0);
  if (missing.length > 0) {
    throw new InvoiceDataError(missing.map(([kind]) => ({ file: folder, rule: `holds no ${kind} or ${kind}.xz` })));
  }
  const invoices = (["sales", "purchase"] as const).flatMap((direction) =>
    found[direction].map((path) => ({ path, direction })),
  );
  return { companies: found.companies, invoices };
}

async function listFolder(given: string): Promise<{ folder: string; names: string[] }> {
  const names = await readdir(given).catch(() => {
    throw new InvoiceDataError([{ file: given, rule: "there is no such folder" }]);
  });
  const inside = names.includes(INNER_FOLDER) && !names.some((name) => PATTERNS.companies.test(name));
  return inside ? listFolder(join(given, INNER_FOLDER)) : { folder: given, names };
}

/**
 * The firms of the company files, in file order.
 * @throws InvoiceDataError for a firm without an id or listed twice
 */
export async function readCompanies(paths: readonly string[]): Promise<DataCompany[]> {
  const companies = new Map<string, DataCompany>();
  const problems: Problem[] = [];
  for (const path of paths) {
    for await (const { line, cells, fault } of readCsv(path, ["company_id", "name_masked"])) {
      const [id = "", name = ""] = cells.map((cell) => cell.trim());
      const rule =
        fault ??
        (id === "" ? "company_id is empty" : companies.has(id) ? `company_id "${id}" is listed twice` : undefined);
      if (rule !== undefined) problems.push({ file: path.slice(path.lastIndexOf("/") + 1), line, rule });
      else companies.set(id, { id, name });
    }
  }
  if (problems.length > 0) throw new InvoiceDataError(problems);
  return [...companies.values()];
}
