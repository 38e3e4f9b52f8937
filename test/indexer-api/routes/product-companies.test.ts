import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Ledger } from "../../../indexer-api/src/data/ledger.ts";
import type { LedgerProduct } from "../../../indexer-api/src/use-cases/products.ts";
import { listProductCompanies } from "../../../indexer-api/src/routes/product-companies.contract.ts";
import { ask } from "../live/ask.ts";
import { companyUscc, memoryMatching, startMemoryApp } from "./memory.ts";

const COMPANIES = 300;

describe("GET /v1/products/{id}/companies", () => {
  it("is about the product that was asked for, though another one gets its slot meanwhile", async (test) => {
    const matching = await memoryMatching(COMPANIES);
    const { engine } = matching;
    const wanted = await mostFitting();
    const cheap: LedgerProduct = { ...wanted, id: "cheap-1", annualRateBps: { min: 1, max: 1 }, criteria: [] };
    let replaced = false;
    matching.companiesAt = async (_, rows) => {
      if (replaced) {
        await engine.removeProduct(wanted.id);
        await engine.setProduct(cheap);
      }
      return rows.map((row) => ({ row, entityId: `0x${"00".repeat(32)}`, uscc: companyUscc(row) }));
    };
    // What is read is made up above.
    const ledger = { read: (use: (db: unknown) => unknown) => use(undefined) } as unknown as Ledger;
    const app = await startMemoryApp(matching, { ledger });
    test.after(() => app.stop().then(() => engine.close()));
    const asked = () => ask(app.url, listProductCompanies, { path: { id: wanted.id }, query: { order: "margin" } });
    const before = await asked();
    replaced = true;
    const meanwhile = await asked();
    assert.equal(engine.slotOf(wanted.id), undefined);
    assert.ok(before.items.length > 0);
    assert.deepEqual(meanwhile, before);

    async function mostFitting(): Promise<LedgerProduct> {
      const { eligible } = await engine.countAll();
      return engine.productAt(eligible.indexOf(Math.max(...eligible)));
    }
  });
});
