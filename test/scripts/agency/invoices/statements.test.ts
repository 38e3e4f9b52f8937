import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { decodeValues, entityIdOf, loadCatalogue, type Statement } from "../../../../catalogue/index.ts";
import { companyCodes } from "../../../../scripts/agency/invoices/company-code.ts";
import { readInvoiceData } from "../../../../scripts/agency/invoices/read.ts";
import { companyStatements, coverageOf } from "../../../../scripts/agency/invoices/statements.ts";
import { dataFolder, EMPTY_DATA, invoices } from "./folder.ts";

const catalogue = loadCatalogue();
const SUBJECT = entityIdOf("9144030071526726XG");

/** Two years and a month of one invoice a month, and a January 2019 in which everything happens. */
const SALES = [
  ...months("2017-01", 24, (month, index) => `E1,${index},${month}-15,B9,1000,130,1130,valid`),
  "E1,100,2019-01-02,B1,300.01,39,339.01,valid",
  "E1,101,2019-01-03,B2,200,26,226,valid",
  "E1,102,2019-01-04,B1,100,13,113,valid",
  "E1,103,2019-01-05,B3,0,0,0,valid",
  "E1,104,2019-01-06,B1,-50.5,-6.57,-57.07,valid",
  "E1,105,2019-01-07,B4,999,129.87,1128.87,void",
  "E1,106,2019-01-08,B4,-10,-1.3,-11.3,void",
];
const PURCHASES = ["E1,1,2019-01-09,C1,70,9.1,79.1,valid", "E1,2,2019-01-10,C2,30,3.9,33.9,valid"];

function months(first: string, count: number, line: (month: string, index: number) => string): string[] {
  const start = Number(first.slice(0, 4)) * 12 + Number(first.slice(5)) - 1;
  return Array.from({ length: count }, (_, index) => {
    const month = start + index;
    return line(`${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`, index);
  });
}

async function statementsAt(chainTime: string): Promise<Statement[]> {
  using folder = dataFolder({
    ...EMPTY_DATA,
    "invoices_sales_test.csv": invoices(...SALES),
    "invoices_purchase_test.csv": invoices(...PURCHASES),
  });
  const { ledger } = await readInvoiceData(folder.path);
  const coverage = coverageOf(ledger, Date.parse(chainTime) / 1000);
  return [...companyStatements(catalogue, SUBJECT, ledger, "E1", coverage)];
}

function factsOf(statements: readonly Statement[], schemaName: string, endField: string, end: string) {
  const schema = catalogue.schemaByName.get(schemaName);
  if (schema === undefined) throw new Error(`no schema ${schemaName}`);
  const own = statements.filter(({ schemaId }) => schemaId === schema.id);
  return own.map(({ values }) => decodeValues(schema, values)).find((facts) => facts[endField] === end);
}

describe("companyStatements", () => {
  it("states a month as it is computed by hand", async () => {
    const facts = factsOf(
      await statementsAt("2019-02-01T00:00:00Z"),
      "tax.invoice_month.v1",
      "tax.month_end",
      "2019-01-31",
    );
    assert.deepEqual(facts, {
      "tax.month_end": "2019-01-31",
      "tax.month_sales_amount": "549.51",
      "tax.month_sales_tax": "71.43",
      "tax.month_sales_invoices": "4",
      "tax.month_sales_voided_invoices": "2",
      "tax.month_sales_voided_amount": "1009.00",
      "tax.month_sales_credit_notes": "1",
      "tax.month_sales_credit_amount": "50.50",
      "tax.month_customers": "3",
      // 400.01 of 600.01 is 0.66667…: cut, not rounded
      "tax.month_top1_customer_share": "0.6666",
      "tax.month_purchase_amount": "100.00",
      "tax.month_purchase_tax": "13.00",
      "tax.month_purchase_invoices": "2",
      "tax.month_purchase_voided_invoices": "0",
      "tax.month_purchase_credit_notes": "0",
      "tax.month_purchase_credit_amount": "0.00",
      "tax.month_suppliers": "2",
      "tax.month_top1_supplier_share": "0.7000",
    });
  });

  it("states the trailing years as they are computed by hand", async () => {
    const facts = factsOf(
      await statementsAt("2019-02-01T00:00:00Z"),
      "tax.invoice_trailing.v1",
      "tax.trailing_end",
      "2019-01-31",
    );
    assert.deepEqual(facts, {
      "tax.trailing_end": "2019-01-31",
      // 11 months of 1,000 and January's 549.51
      "tax.invoiced_sales_12m": "11549.51",
      "tax.invoiced_sales_prev_12m": "12000.00",
      "tax.invoice_active_months": "24",
      // 2 void of 11 + 4 + 1 + 2
      "tax.void_invoice_ratio_12m": "0.1111",
      // B9's 11,000 of 11,600.01
      "tax.top1_customer_share": "0.9482",
      "tax.customers_12m": "4",
      "tax.invoiced_purchases_12m": "100.00",
      "tax.invoiced_purchases_prev_12m": "0.00",
      "tax.suppliers_12m": "2",
      "tax.top1_supplier_share": "0.7000",
    });
  });

  it("does not state what the files cannot tell: years that begin before them, shares of nothing", async () => {
    const statements = await statementsAt("2019-02-01T00:00:00Z");
    const trailing = (end: string) => factsOf(statements, "tax.invoice_trailing.v1", "tax.trailing_end", end);
    assert.equal(trailing("2017-11-30"), undefined);
    const first = trailing("2017-12-31");
    assert.equal(first?.["tax.invoiced_sales_12m"], "12000.00");
    assert.equal(first?.["tax.invoiced_sales_prev_12m"], null);
    assert.equal(first?.["tax.invoice_active_months"], null);
    assert.equal(first?.["tax.top1_supplier_share"], null);
    assert.equal(trailing("2018-12-31")?.["tax.invoice_active_months"], "24");
  });

  it("observes each month in the first second of the next, oldest first, and no month that is not over", async () => {
    const statements = await statementsAt("2019-01-31T23:59:59Z");
    const times = statements.map(({ observedAt }) => observedAt);
    assert.deepEqual(times, times.toSorted());
    assert.equal(times[0], Date.parse("2017-02-01T00:00:00Z") / 1000);
    assert.equal(times.at(-1), Date.parse("2019-01-01T00:00:00Z") / 1000);
    assert.equal(
      (await statementsAt("2019-02-01T00:00:00Z")).at(-1)?.observedAt,
      Date.parse("2019-02-01T00:00:00Z") / 1000,
    );
  });
});

describe("companyCodes", () => {
  it("gives a masked firm a derived code on the development chain only", () => {
    const [code] = companyCodes([{ id: "E1", name: "" }], 31337n).values();
    assert.match(code ?? "", /^91440100/);
    assert.throws(() => companyCodes([{ id: "E1", name: "" }], 1n), /company_id "E1" is no unified social credit code/);
  });

  it("keeps a company's own code everywhere", () => {
    const id = "9144030071526726XG";
    assert.deepEqual([...companyCodes([{ id, name: "" }], 1n)], [[id, id]]);
  });
});
