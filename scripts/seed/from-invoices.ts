import { type Catalogue, entityIdOf } from "../../catalogue/index.ts";
import { companyCodes } from "../agency/invoices/company-code.ts";
import { readInvoiceData } from "../agency/invoices/read.ts";
import { companyStatements, coverageOf } from "../agency/invoices/statements.ts";
import { DEVELOPMENT_CHAIN_ID } from "../wallets/development.ts";
import type { Population } from "./population.ts";

/**
 * The companies of a folder of invoices and their tax statements. The masked firms get development codes; bad rows are
 * left out and counted aloud.
 * @param limit companies taken at most; undefined: all
 * @param chainTime unix seconds: only months that are over by then are stated
 * @throws InvoiceDataError for missing or damaged files
 */
export async function fromInvoices(
  catalogue: Catalogue,
  folder: string,
  limit: number | undefined,
  chainTime: number,
  say: (message: string) => void,
): Promise<Population> {
  const data = await readInvoiceData(folder, {
    skipBadRows: true,
    onProgress: say,
    ...(limit === undefined ? {} : { limitCompanies: limit }),
  });
  const { invoices, duplicates, badRows } = data.counts;
  say(`${invoices} invoices; ${duplicates} listed twice and counted once, ${badRows} bad rows left out`);
  const coverage = coverageOf(data.ledger, chainTime);
  const companies = [...companyCodes(data.companies, DEVELOPMENT_CHAIN_ID)].map(([id, uscc]) => ({
    id,
    uscc,
    entityId: entityIdOf(uscc),
  }));
  const statements = companies.flatMap(({ id, entityId }) => [
    ...companyStatements(catalogue, entityId, data.ledger, id, coverage),
  ]);
  return { companies, statements, invoices };
}
