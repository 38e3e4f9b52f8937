import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { InvoiceDataError } from "../../../../scripts/agency/invoices/problems.ts";
import { readInvoiceData, type ReadOptions } from "../../../../scripts/agency/invoices/read.ts";
import { dataFolder, EMPTY_DATA, invoices } from "./folder.ts";

const GOOD = "E1,7,2019-03-04,B1,100.5,13.07,113.57,valid";

/** `invoices_sales_test.csv` with one invoice (that of `GOOD`), compressed. */
const COMPRESSED =
  "/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4AB2AGZdADGbyfP1xd4YzPaVp01VmeqEXXjbQcStiKkmrgppUB6g4cLPS9C0FbhMPJv45EcSVcO9BlQgk4lRGyDAjDfKzIPZRm3iJzsRAGkEKst/7mcCBLnWo/h8ZQUqMcNFbtwZLPImeMjoQAAAAFzDj8goP5R+AAGCAXcAAACb0KVbscRn+wIAAAAABFla";

async function read(files: Record<string, string | Buffer>, options?: ReadOptions) {
  using folder = dataFolder({ ...EMPTY_DATA, ...files });
  return await readInvoiceData(folder.path, options);
}

/** The problems that reading the files ends with. */
async function problemsOf(files: Record<string, string | Buffer>): Promise<InvoiceDataError> {
  const error = await read(files).then(
    () => assert.fail("the files were read without complaint"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof InvoiceDataError, String(error));
  return error;
}

describe("readInvoiceData", () => {
  it("reads compressed files as well as plain ones", async () => {
    const { counts, ledger } = await read({ "invoices_sales_more.csv.xz": Buffer.from(COMPRESSED, "base64") });
    assert.equal(counts.invoices, 1);
    const [invoice] = ledger.companies.get("E1")?.sales.values() ?? [];
    assert.deepEqual(invoice, {
      counterparty: "B1",
      month: 2019 * 12 + 2,
      amountFen: 10_050n,
      taxFen: 1_307n,
      voided: false,
    });
  });

  it("finds the files in a folder china_sme inside", async () => {
    const inside = Object.entries(EMPTY_DATA).map(([name, text]) => [`china_sme/${name}`, text]);
    using folder = dataFolder(Object.fromEntries(inside) as Record<string, string>);
    assert.equal((await readInvoiceData(folder.path)).companies.length, 1);
  });

  it("takes columns by name, in any order, with a byte order mark and quotes", async () => {
    const text =
      '\uFEFFstatus,total,tax,amount,counterparty_id,invoice_date,invoice_no,company_id,note\nvalid,113.57,13.07,"100.5",B1,2019-03-04,7,E1,"a, b"\n';
    assert.equal((await read({ "invoices_sales_test.csv": text })).counts.invoices, 1);
  });

  it("counts an invoice that is listed twice once, whatever its counterparty is called", async () => {
    const again = GOOD.replace("B1", "B2");
    const { counts } = await read({ "invoices_sales_test.csv": invoices(GOOD, GOOD, again) });
    assert.deepEqual([counts.rows, counts.invoices, counts.duplicates], [3, 1, 2]);
  });

  it("takes an invoice listed as valid and as void for void, in either order", async () => {
    const voided = GOOD.replace("valid", "void");
    for (const lines of [
      [GOOD, voided],
      [voided, GOOD],
    ]) {
      const { counts } = await read({ "invoices_sales_test.csv": invoices(...lines) });
      assert.deepEqual([counts.invoices, counts.voided, counts.duplicates], [1, 1, 1]);
    }
  });

  it("keeps invoices that share a number but nothing else: numbers repeat across invoice books", async () => {
    const other = "E1,7,2019-05-04,B1,100.5,13.07,113.57,valid";
    const { counts } = await read({
      "invoices_sales_test.csv": invoices(GOOD, other),
      "invoices_purchase_test.csv": invoices(GOOD),
    });
    assert.deepEqual([counts.invoices, counts.duplicates], [3, 0]);
  });

  it("takes the first companies only when told to", async () => {
    const companies = "company_id,name_masked\nE1,a\nE2,b\n";
    const files = {
      "companies_test.csv": companies,
      "invoices_sales_test.csv": invoices(GOOD, GOOD.replace("E1", "E2")),
    };
    const { counts, companies: taken } = await read(files, { limitCompanies: 1 });
    assert.deepEqual([taken.length, counts.invoices, counts.badRows], [1, 1, 0]);
  });

  it("names the folder that is missing, and the kinds of file that a folder lacks", async () => {
    await assert.rejects(readInvoiceData("/nowhere/at/all"), /\/nowhere\/at\/all: there is no such folder/);
    using folder = dataFolder({ "companies_test.csv": "company_id,name_masked\n" });
    await assert.rejects(readInvoiceData(folder.path), /invoices_sales\*\.csv.*\n.*invoices_purchase\*\.csv/);
  });

  it("names file and column when the header lacks one", async () => {
    const error = await problemsOf({ "invoices_sales_test.csv": invoices(GOOD).replace("tax,", "vat,") });
    assert.match(error.message, /^invoices_sales_test\.csv line 1: the header lacks the column tax;/);
  });

  it("names an empty file, and one that is not what its name says", async () => {
    assert.match((await problemsOf({ "invoices_sales_test.csv": "" })).message, /invoices_sales_test\.csv: is empty/);
    const error = await problemsOf({ "invoices_sales_more.csv.xz": "no archive" });
    assert.match(error.message, /invoices_sales_more\.csv\.xz: is no whole \.xz file/);
  });

  it("refuses a compressed file that was cut off, instead of missing its last rows", async () => {
    const cut = Buffer.from(COMPRESSED, "base64").subarray(0, -20);
    const error = await problemsOf({ "invoices_sales_more.csv.xz": cut });
    assert.match(error.message, /invoices_sales_more\.csv\.xz: is no whole \.xz file/);
  });

  it("names a quote that never ends", async () => {
    const error = await problemsOf({ "invoices_sales_test.csv": invoices(GOOD, 'E1,8,"2019-03-04') });
    assert.match(error.message, /invoices_sales_test\.csv line \d+: is no well-formed CSV/);
  });

  it("names a company that is listed twice or has no id", async () => {
    const error = await problemsOf({ "companies_test.csv": "company_id,name_masked\nE1,a\nE1,b\n,c\n" });
    assert.deepEqual(
      error.problems.map(({ line, rule }) => `${line} ${rule}`),
      ['3 company_id "E1" is listed twice', "4 company_id is empty"],
    );
  });

  const BAD_ROWS: readonly [what: string, row: string, rule: RegExp][] = [
    ["a date that is none", "E1,7,2019-02-29,B1,1,0,1,valid", /invoice_date "2019-02-29" must be a calendar date/],
    ["a date in another form", "E1,7,04.03.2019,B1,1,0,1,valid", /invoice_date "04.03.2019"/],
    ["an amount that is no number", "E1,7,2019-03-04,B1,1e3,0,1000,valid", /amount "1e3" must be CNY/],
    ["an amount with separators", 'E1,7,2019-03-04,B1,"1,000.00",0,1000,valid', /amount "1,000.00"/],
    ["a third of a fen", "E1,7,2019-03-04,B1,1,0.333,1.333,valid", /tax "0.333" must be CNY with at most 2 decimals/],
    [
      "a total that does not add up",
      "E1,7,2019-03-04,B1,1,0.13,1.14,valid",
      /total 1.14 must be amount 1 plus tax 0.13/,
    ],
    [
      "tax of the opposite sign",
      "E1,7,2019-03-04,B1,-4.64,0.46,-5.1,valid",
      /tax 0.46 must not have the opposite sign/,
    ],
    ["an unknown status", "E1,7,2019-03-04,B1,1,0,1,cancelled", /status "cancelled" must be valid or void/],
    ["an empty number", "E1,,2019-03-04,B1,1,0,1,valid", /invoice_no is empty/],
    ["an unknown company", "E9,7,2019-03-04,B1,1,0,1,valid", /company_id "E9" is in no company file/],
    ["too few cells", "E1,7,2019-03-04,B1,1", /has 5 cells: the header has 8/],
    ["too many cells", GOOD + ",more", /has 9 cells: the header has 8/],
  ];
  for (const [what, row, rule] of BAD_ROWS) {
    it(`names the line of a row with ${what}, and leaves it out when told to`, async () => {
      const files = { "invoices_purchase_test.csv": invoices(GOOD, row, GOOD.replace("E1,7", "E1,8")) };
      const error = await problemsOf(files);
      assert.match(error.message, /^invoices_purchase_test\.csv line 3: /);
      assert.match(error.message, rule);
      const { counts, problems } = await read(files, { skipBadRows: true });
      assert.deepEqual([counts.rows, counts.invoices, counts.badRows, problems[0]?.line], [3, 2, 1, 3]);
    });
  }

  it("spells out the first 20 bad rows of all files and counts the others", async () => {
    const bad = Array.from({ length: 15 }, (_, index) => `E1,${index},never,B1,1,0,1,valid`);
    const error = await problemsOf({
      "invoices_sales_test.csv": invoices(...bad),
      "invoices_purchase_test.csv": invoices(...bad),
    });
    const lines = error.message.split("\n");
    assert.equal(lines.length, 21);
    assert.match(lines[19] ?? "", /^invoices_purchase_test\.csv line 6/);
    assert.equal(lines[20], "and 10 more");
  });
});
