import type { Direction, Invoice, ParsedInvoice } from "./invoice.ts";
import type { Month } from "./months.ts";

/** The invoices of one company, each once. */
export class CompanyInvoices {
  readonly sales = new Map<string, Invoice>();
  readonly purchase = new Map<string, Invoice>();
}

/** What a row turned out to be when it was added. */
export type Added = "new" | "duplicate";

/**
 * All invoices read so far, by company. An invoice listed again (same company, direction, number, date, amount and tax)
 * counts once; when only one of the listings is void it counts as void, because voiding is what happens later.
 * The counterparty is left out of that identity: see docs/adapter.md for the evidence.
 */
export class InvoiceLedger {
  readonly companies = new Map<string, CompanyInvoices>();
  firstMonth: Month = Infinity;
  lastMonth: Month = -Infinity;

  add(direction: Direction, { company, identity, invoice }: ParsedInvoice): Added {
    const listed = this.#of(company)[direction];
    const earlier = listed.get(identity);
    if (earlier !== undefined) {
      if (invoice.voided && !earlier.voided) listed.set(identity, { ...earlier, voided: true });
      return "duplicate";
    }
    listed.set(identity, invoice);
    this.firstMonth = Math.min(this.firstMonth, invoice.month);
    this.lastMonth = Math.max(this.lastMonth, invoice.month);
    return "new";
  }

  #of(company: string): CompanyInvoices {
    let invoices = this.companies.get(company);
    if (invoices === undefined) this.companies.set(company, (invoices = new CompanyInvoices()));
    return invoices;
  }
}
