import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pino } from "pino";

import { MatchEngine } from "../../../indexer-api/src/engine/engine.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import { LoadedCompanies } from "../../../indexer-api/src/match-store/companies.ts";
import { readSnapshotFile } from "../../../indexer-api/src/match-store/snapshot-file.ts";
import { SnapshotKeeper } from "../../../indexer-api/src/match-store/snapshot-keeper.ts";
import { UsccIndex } from "../../../indexer-api/src/match-store/uscc-index.ts";
import type { LedgerProduct } from "../../../indexer-api/src/use-cases/products.ts";
import { FEATURES } from "../engine/arbitrary.ts";
import { NOW } from "../stated.ts";
import { HEAD } from "./small-snapshot.ts";

const company = (sales: bigint) => encodeCompany(FEATURES, [sales, ...FEATURES.slice(1).map(() => null)]);

describe("SnapshotKeeper", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "lingnan-keeper-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("writes companies too that were set while a job ran", async () => {
    const path = join(folder, "busy");
    const engine = await MatchEngine.open<LedgerProduct>({ features: FEATURES, products: [], asOf: NOW, threads: 1 });
    try {
      engine.setCompany(0, company(1n), 10);
      const rows = { generation: "a generation", identity: "a ledger", change: 2n, mark: HEAD.mark };
      const database = { query: () => assert.fail("nobody asks the database") };
      const loaded = new LoadedCompanies(database, { ...rows, engine, index: new UsccIndex() });
      const job = engine.advance(NOW + 86_400n);
      await Promise.resolve();
      engine.setCompany(0, company(2n), 20);
      engine.setCompany(1, company(3n), 30);
      assert.equal(engine.scores[0], 10, "the job runs, and the companies wait for its end");
      await new SnapshotKeeper(path, pino({ level: "silent" })).saveLast(loaded);
      await job;
    } finally {
      await engine.close();
    }
    const written = (await readSnapshotFile(path, () => undefined)) ?? assert.fail("nothing was written");
    assert.deepEqual([written.companies, written.change], [2, 2n]);
    assert.deepEqual([...written.scores.slice(0, 2)], [20, 30]);
    assert.deepEqual([written.columns.get(0), written.columns.get(1)], [company(2n), company(3n)]);
  });
});
