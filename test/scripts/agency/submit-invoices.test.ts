import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { developmentUscc, entityIdOf, unpackRecords } from "../../../catalogue/index.ts";
import { describeFailures } from "../../../scripts/agency/submission/failures.ts";
import { submitInvoices } from "../../../scripts/agency/submit-invoices.ts";
import { startLedger, type TestLedger } from "./chain.ts";
import { dataFolder, EMPTY_DATA, invoices } from "./invoices/folder.ts";

const DATA = {
  ...EMPTY_DATA,
  "invoices_sales_test.csv": invoices(
    "E1,7,2019-03-04,B1,100.5,13.07,113.57,valid",
    "E1,8,2019-05-04,B1,200,26,226,valid",
  ),
};

describe("submitInvoices", () => {
  let ledger: TestLedger;
  before(async () => {
    ledger = await startLedger();
  });
  after(() => ledger.close());

  const destination = () => ({
    registry: ledger.registry,
    catalogue: ledger.catalogue,
    chainId: 31337n,
    chainTime: Math.floor(Date.now() / 1000),
  });

  it("says what it would send without a signer, and sends nothing", async () => {
    using folder = dataFolder(DATA);
    const block = await ledger.provider.getBlockNumber();
    const { report } = await submitInvoices(destination(), { data: folder.path });
    assert.deepEqual([report.made, report.sent], [3, 3]);
    assert.equal(await ledger.provider.getBlockNumber(), block);
  });

  it("puts a month on the chain as the files tell it, and only what is new when it runs again", async () => {
    using folder = dataFolder(DATA);
    const options = { data: folder.path, signer: ledger.wallet("signer:2") };
    const { report } = await submitInvoices(destination(), options);
    assert.deepEqual([report.made, report.sent, report.failed], [3, 3, []]);

    const [event] = await ledger.registry.queryFilter(ledger.registry.filters.Attested());
    const records = unpackRecords(event?.args.records ?? "0x");
    assert.deepEqual(
      records.map(({ subject, observedAt, values }) => [subject, new Date(observedAt * 1000).toISOString(), values[1]]),
      [
        ["2019-04-01", 10_050n],
        ["2019-05-01", 0n],
        ["2019-06-01", 20_000n],
      ].map(([day, fen]) => [entityIdOf(developmentUscc("E1")), `${String(day)}T00:00:00.000Z`, fen]),
    );

    using grown = dataFolder({
      ...DATA,
      "invoices_sales_june.csv": invoices("E1,9,2019-06-04,B1,1,0.13,1.13,valid"),
    });
    const second = await submitInvoices(destination(), { ...options, data: grown.path });
    assert.deepEqual([second.report.sent, second.report.skipped], [1, { standing: 1, older: 2 }]);
  });

  it("names company, schema and month of what it cannot send", async () => {
    using changed = dataFolder({
      ...DATA,
      "invoices_sales_june.csv": invoices("E1,9,2019-06-04,B1,2,0.26,2.26,valid"),
    });
    const options = { data: changed.path, signer: ledger.wallet("signer:2") };
    const { report, usccBySubject } = await submitInvoices(destination(), options);
    const lines = describeFailures(report.failed, ledger.catalogue, usccBySubject);
    assert.deepEqual(lines, [
      "Not sent (1): a different statement of the same observation time is there already",
      `  tax.invoice_month.v1 of ${developmentUscc("E1")}, observed 2019-07-01`,
    ]);
  });

  it("refuses the wallet of another agency before it reads anything", async () => {
    await assert.rejects(
      submitInvoices(destination(), { data: "/nowhere/at/all", signer: ledger.wallet("signer:3") }),
      /signs for agency "cus": invoices are stated by a wallet of agency "tax"/,
    );
    await assert.rejects(
      submitInvoices(destination(), { data: "/nowhere/at/all", signer: ledger.wallet("relayer") }),
      /signs for no agency/,
    );
  });
});
