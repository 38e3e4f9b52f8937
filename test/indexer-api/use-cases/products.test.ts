import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { featureSpecsOf } from "../../../indexer-api/src/engine/features.ts";
import { matchableProducts } from "../../../indexer-api/src/match-store/matchable.ts";
import { decisionsOf } from "../../../indexer-api/src/use-cases/matching-rank.ts";
import { ledgerProducts } from "../../../indexer-api/src/use-cases/products.ts";
import { startDatabase } from "../match-store/database.ts";
import type { TestDatabase } from "../match-store/database.ts";
import { LENDER, TestLedger } from "../match-store/ledger.ts";
import { catalogue, NOW } from "../stated.ts";

const OFFERED = { productId: 900n, code: "test-900", version: 1n, criteria: [] };
const ID = "chain-900";

/** The tests run in order: each goes on where the one before ended. */
describe("ledgerProducts over PostgreSQL", () => {
  let database: TestDatabase;
  let ledger: TestLedger;
  before(async () => {
    database = await startDatabase();
    ledger = new TestLedger(database);
    await ledger.startAnew();
    ledger.offer(OFFERED);
    await ledger.block(NOW);
  });
  after(() => database?.stop());

  const products = () => ledgerProducts(database.client, catalogue);
  const offered = async () => (await products()).find(({ id }) => id === ID);

  it("has another name for a lender once that is read", async () => {
    assert.match((await offered())?.lenderRef.uscc ?? "", /^0x/);
    ledger.register(LENDER);
    await ledger.block(NOW + 1n);
    assert.equal((await offered())?.lenderRef.uscc, LENDER);
  });

  it("gives the same lists until a product changes, with what is made of them", async () => {
    const [list, features] = [await products(), featureSpecsOf(catalogue)];
    ledger.register("91440300708461136T");
    await ledger.block(NOW + 2n);
    assert.equal(await products(), list);
    assert.equal(matchableProducts(list, features), matchableProducts(await products(), features));
    assert.notEqual(matchableProducts(list, featureSpecsOf(catalogue)), matchableProducts(list, features));
    ledger.offer({ ...OFFERED, version: 2n });
    await ledger.block(NOW + 3n);
    assert.equal((await offered())?.onChain?.version, 2n);
  });

  it("counts decisions anew when a loan changes", async () => {
    const decide = async (id: number, state: string) => {
      await database.client.query(
        `INSERT INTO loans (loan_id, state, borrower, product_lender, product_id, product_version, applied_amount_fen,
           applied_tenor_months, purpose, principal_fen, fees_fen, interest_units, repaid_fen, guaranteed_fen, applied_at,
           cursor)
         SELECT $1, $2, lender, lender, product_id, 1, 1, 1, lender, 0, 0, 0, 0, 0, 1, $1 FROM products`,
        [id, state],
      );
      await database.client.query(
        `INSERT INTO stream_cursors (stream, cursor) VALUES ('loans', $1)
         ON CONFLICT (stream) DO UPDATE SET cursor = excluded.cursor`,
        [id],
      );
    };
    const decisions = async () => decisionsOf(database.client, await products());
    assert.deepEqual(await decisions(), []);
    await decide(1, "declined");
    const first = await decisions();
    assert.deepEqual(
      first.map(({ offered: yes, declined }) => [yes, declined]),
      [[0, 1]],
    );
    assert.equal(await decisions(), first);
    await decide(2, "declined");
    assert.equal((await decisions())[0]?.declined, 2);
  });

  it("begins anew with everything else", async () => {
    await ledger.startAnew();
    await ledger.block(NOW + 4n);
    assert.equal(await offered(), undefined);
  });
});
