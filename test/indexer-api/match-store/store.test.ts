import assert from "node:assert/strict";
import { readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import type pg from "pg";
import { pino } from "pino";

import { developmentUscc, entityIdOf } from "../../../catalogue/index.ts";
import type { Criterion } from "../../../catalogue/index.ts";
import { featureRows } from "../../../indexer-api/src/data/company-features.ts";
import { advanceMatchState, matchState } from "../../../indexer-api/src/data/match-state.ts";
import { createPool } from "../../../indexer-api/src/data/pool.ts";
import { featureSpecsOf } from "../../../indexer-api/src/engine/features.ts";
import { slotsOf } from "../../../indexer-api/src/engine/match-one.ts";
import { MatchStore } from "../../../indexer-api/src/match-store/store.ts";
import { catalogue, NOW } from "../stated.ts";
import { startDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { LEDGER, TestLedger } from "./ledger.ts";

const TRAILING = "tax.invoice_trailing.v1";
const SALES: Criterion[] = [{ feature: "annual_sales", operator: ">=", value: 100_000_000n }];
const OFFERED = { productId: 900n, code: "test-900", version: 1n, criteria: SALES };
const ID = "chain-900";
const codes = Array.from({ length: 30 }, (_, number) => developmentUscc(`Store test: company ${number}`));
const [COMPANY, OTHER] = codes as [string, string];

/** An instance, and what it logged. */
interface Instance {
  readonly store: MatchStore;
  readonly said: string[];
  stop(): Promise<void>;
}

describe("MatchStore over PostgreSQL", () => {
  let database: TestDatabase;
  let ledger: TestLedger;
  let snapshotPath: string;
  const instances: Instance[] = [];
  before(async () => {
    database = await startDatabase();
  });
  after(() => database?.stop());
  beforeEach(async (context) => {
    snapshotPath = join(database.folder, `${context.name.replaceAll(/\W/g, "-")}.snapshot`);
    ledger = new TestLedger(database);
    await ledger.startAnew();
  });
  afterEach(async () => {
    for (const instance of instances.splice(0)) await instance.stop();
  });

  function start(options: { snapshotPath?: string; ledger?: string } = {}): Instance {
    const said: string[] = [];
    const log = pino({ level: "info" }, { write: (line) => void said.push(line) });
    const pool: pg.Pool = createPool(database.url, log);
    const store = new MatchStore({
      ...{ pool, catalogue, log, ledger: LEDGER, pollMs: 10, snapshotPath: null, ...options },
    });
    store.start();
    let stopped: Promise<void> | undefined;
    const instance = { store, said, stop: () => (stopped ??= store.stop().then(() => pool.end())) };
    instances.push(instance);
    return instance;
  }

  async function until({ store, said }: Instance, what: string, holds: (store: MatchStore) => boolean): Promise<void> {
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(10)) if (holds(store)) return;
    const { phase, loaded, total } = store.progress;
    assert.fail(`${what}: not within 20 s; ${phase}, ${loaded} of ${total}; ${said.join("")}`);
  }

  /** Waits until an instance has what is in the database. */
  async function caughtUp(instance: Instance): Promise<void> {
    const { rows } = await database.client.query<{ change: bigint; companies: number; block_time: bigint }>(
      "SELECT change, companies, block_time FROM match_state, follow_state",
    );
    const wanted = rows[0] ?? assert.fail("nothing is followed");
    await until(instance, "all that is in the database", (store) => {
      const { phase, change, loaded } = store.progress;
      if (phase !== "ready" || change < wanted.change || loaded !== wanted.companies) return false;
      return store.engine.asOf === wanted.block_time;
    });
  }

  const sales = (yuan: string) => ({ "tax.invoiced_sales_12m": yuan, "tax.invoiced_sales_prev_12m": "1" });
  const productsOf = ({ store }: Instance, uscc: string) => {
    const row = store.rowOfUscc(uscc) ?? assert.fail(`${uscc} has no row`);
    return slotsOf(store.engine.matchRow(row).eligible).map((slot) => store.engine.productAt(slot).id);
  };
  const isFor = (instance: Instance, uscc: string) => productsOf(instance, uscc).includes(ID);

  /** Every company of the database is in the engine as it is there, under its code and its row. */
  async function isLikeTheDatabase({ store }: Instance): Promise<void> {
    const rows = await featureRows(database.client, codes.map(entityIdOf));
    for (const { row, uscc, values, score } of rows.values()) {
      assert.deepEqual(store.engine.valuesAt(row), values);
      assert.equal(store.engine.scoreAt(row), score);
      if (uscc !== null) assert.equal(store.rowOfUscc(uscc), row);
    }
    assert.equal(store.engine.companies, rows.size);
  }

  /** What the database has now, to be put in place of what it has then. */
  async function backup(): Promise<{ restore(andThen?: () => Promise<void>): Promise<void> }> {
    const tables = ["company_features", "match_state", "match_marks", "match_events", "matched_products"];
    for (const table of tables) await database.client.query(`CREATE TABLE backup_${table} AS TABLE ${table}`);
    const restore = async (andThen = () => Promise.resolve()) => {
      await database.client.query("BEGIN");
      for (const table of tables) {
        await database.client.query(`DELETE FROM ${table}`);
        await database.client.query(`INSERT INTO ${table} OVERRIDING SYSTEM VALUE TABLE backup_${table}`);
        await database.client.query(`DROP TABLE backup_${table}`);
      }
      await andThen();
      await database.client.query("COMMIT");
    };
    return { restore };
  }

  /** Companies with codes, and sales that differ. */
  async function fill(): Promise<void> {
    ledger.offer(OFFERED);
    for (const [number, uscc] of codes.entries()) {
      ledger.register(uscc);
      if (number % 3 > 0) ledger.attest(uscc, TRAILING, sales(String(number * 100_000)), NOW);
    }
    await ledger.block(NOW);
  }

  it("waits for the index, and says what it waits for", async () => {
    const instance = start();
    const another = start({ ledger: "chain 1" });
    await until(another, "a look", () => another.said.length > 0 && instance.said.length > 0);
    assert.equal(instance.store.progress.phase, "starting");
    assert.throws(() => instance.store.engine, { problem: "match-loading" });
    assert.match(instance.said.join(), /waiting: the index is being built/);
    assert.match(another.said.join(), /waiting: the index is of another ledger/);
    await fill();
    await caughtUp(instance);
    assert.equal(another.store.progress.phase, "starting");
  });

  it("loads all companies, follows what changes, and two instances say the same", async () => {
    await fill();
    const both = [start(), start()];
    for (const instance of both) {
      await caughtUp(instance);
      await isLikeTheDatabase(instance);
      assert.equal(isFor(instance, codes[11] as string), true);
      assert.equal(isFor(instance, COMPANY), false);
    }
    ledger.attest(COMPANY, TRAILING, sales("1000000"), NOW + 1n);
    await ledger.block(NOW + 1n);
    for (const instance of both) {
      await caughtUp(instance);
      await isLikeTheDatabase(instance);
      assert.equal(isFor(instance, COMPANY), true);
      assert.equal(instance.store.engine.asOf, NOW + 1n);
    }
  });

  it("follows products as they are offered, changed, retired, and beyond what anybody can read", async () => {
    await fill();
    const instance = start();
    await caughtUp(instance);
    const isMatched = (version: bigint | undefined) =>
      until(instance, `version ${version}`, ({ engine }) => {
        return engine.products.find(({ id }) => id === ID)?.onChain?.version === version;
      });
    await isMatched(1n);
    ledger.offer({ ...OFFERED, version: 2n });
    await ledger.block(NOW + 1n);
    await isMatched(2n);
    ledger.offer({ ...OFFERED, version: 3n, criteria: "0xffff" });
    await ledger.block(NOW + 2n);
    await isMatched(undefined);
    ledger.offer({ ...OFFERED, version: 4n });
    await ledger.block(NOW + 3n);
    await isMatched(4n);
    ledger.offer({ ...OFFERED, version: 4n, retired: true });
    await ledger.block(NOW + 4n);
    await isMatched(undefined);
  });

  it("tells of events once the engine knows what they speak of", async () => {
    await fill();
    const instance = start();
    await caughtUp(instance);
    const { store } = instance;
    const heard = Promise.withResolvers<void>();
    const unheard = store.onNews(() => assert.fail("nobody listens any more"));
    unheard();
    const stopHearing = store.onNews(() => heard.resolve());
    ledger.attest(COMPANY, TRAILING, sales("1000000"), NOW + 1n);
    await ledger.block(NOW + 1n);
    await heard.promise;
    stopHearing();
    assert.equal(isFor(instance, COMPANY), true);
    const filter = { product: ID, entityId: null };
    const [event, ...others] = await store.events(database.client, filter, 0n, 10);
    assert.deepEqual(others, []);
    assert.ok(event);
    const { id, ...rest } = event;
    assert.deepEqual(rest, {
      ...{ kind: "became eligible", product: ID, entityId: entityIdOf(COMPANY), uscc: COMPANY },
      ...{ blockNumber: rest.blockNumber, blockTime: NOW + 1n },
    });
    assert.deepEqual(await store.events(database.client, filter, id, 10), []);
    assert.deepEqual(await store.events(database.client, { product: "other", entityId: null }, 0n, 10), []);
  });

  it("names the companies of rows in their order, and finds rows by entity", async () => {
    await fill();
    ledger.attest(developmentUscc("Store test: a stranger"), TRAILING, sales("5"), NOW);
    await ledger.block(NOW + 1n);
    const { store } = start();
    const rows = await store.companiesAt(database.client, [30, 2, 999, 0]);
    const rowOf = (uscc: string) => store.rowOfEntity(database.client, entityIdOf(uscc));
    assert.deepEqual(
      rows.map(({ row }) => row),
      [30, 2, 0],
    );
    assert.equal(rows[0]?.uscc, null);
    assert.equal(await rowOf(rows[1]?.uscc ?? ""), 2);
    assert.equal(await rowOf("9144030071526726XG"), undefined);
  });

  it("begins anew when the index does", async () => {
    await fill();
    const instance = start();
    await caughtUp(instance);
    await ledger.startAnew();
    ledger.register(OTHER);
    await ledger.block(NOW + 5n);
    await caughtUp(instance);
    await isLikeTheDatabase(instance);
    assert.equal(instance.store.rowOfUscc(OTHER), 0);
    assert.equal(instance.store.rowOfUscc(COMPANY), undefined);
    assert.equal(instance.store.engine.slotOf(ID), undefined);
  });

  it("loads many companies block by block while they change and others come", async () => {
    await fill();
    await database.client.query(
      `INSERT INTO company_features (row, subject, uscc, features, score, as_of, change)
       SELECT n, sha256(n::text::bytea), NULL, array_fill(NULL::double precision, ARRAY[$1::integer])
           || '{}'::double precision[], n % 1000, 0, 1000 + n FROM generate_series(30, 40000) AS n`,
      [featureSpecsOf(catalogue).length],
    );
    await database.client.query("UPDATE match_state SET companies = 40001, change = 41000");
    const instance = start();
    for (let changed = 0; changed < 40; changed++) {
      // As the leader does: nobody sees one without the other.
      await database.client.query("BEGIN");
      await database.client.query("UPDATE match_state SET change = change + 2, companies = companies + 1");
      await database.client.query(
        `UPDATE company_features SET score = 1, change = (SELECT change - 1 FROM match_state) WHERE row = $1`,
        [changed * 1000 + 30],
      );
      await database.client.query(
        `INSERT INTO company_features (row, subject, features, score, as_of, change)
         SELECT m.companies - 1, sha256(('new' || m.companies)::bytea), f.features, 2, 0, m.change
         FROM match_state m, company_features f WHERE f.row = 40000`,
      );
      await database.client.query("COMMIT");
    }
    await caughtUp(instance);
    const { rows } = await database.client.query<{ row: number; score: number }>(
      "SELECT row, coalesce(score, -1)::integer AS score FROM company_features ORDER BY row",
    );
    assert.equal(rows.length, 40_041);
    const { scores } = instance.store.engine;
    for (const { row, score } of rows) assert.equal(scores[row], score, `row ${row}`);
    assert.ok(
      instance.said.every((line) => !line.includes("cannot keep up")),
      instance.said.join(),
    );
  });

  it("loads again what a database holds that has lost its last commits, and goes on", async () => {
    await fill();
    const instance = start();
    await caughtUp(instance);
    const lost = await backup();
    const before = await matchState(database.client);
    for (const uscc of [COMPANY, OTHER]) ledger.attest(uscc, TRAILING, sales("1000000"), NOW + 1n);
    await ledger.block(NOW + 1n);
    await caughtUp(instance);
    const { event } = await matchState(database.client);
    // In one transaction: nobody sees the numbers fall, and they end where they were.
    await lost.restore(async () => {
      for (const number of [0, 3]) {
        await database.client.query(
          "UPDATE company_features SET score = 99, change = (SELECT max(change) + 1 FROM company_features) WHERE row = $1",
          [number],
        );
      }
      await advanceMatchState(database.client, { ...before, change: before.change + 2n });
    });
    await until(instance, "another load", () => instance.said.join().includes("lost what was read"));
    await caughtUp(instance);
    await isLikeTheDatabase(instance);
    ledger.restart();
    ledger.attest(codes[3] as string, TRAILING, sales("1000000"), NOW + 3n);
    await ledger.block(NOW + 3n);
    const now = await matchState(database.client);
    assert.ok(now.event > event, "no number of an event is given again");
  });

  it("names a row that is missing, and everything is computed again", async () => {
    await fill();
    await database.client.query("DELETE FROM company_features WHERE row = 7");
    const instance = start();
    await until(instance, "the row", () => instance.said.join().includes("company_features: no row 7"));
    await until(instance, "the report", () => !instance.store.progress.phase.includes("ready"));
    for (
      const deadline = Date.now() + 20_000;
      (await matchState(database.client)).missingRow === null;
      await sleep(10)
    ) {
      assert.ok(Date.now() < deadline, "nobody was told");
    }
    await ledger.block(NOW + 1n);
    await caughtUp(instance);
    assert.equal(instance.store.engine.companies, codes.length);
    await isLikeTheDatabase(instance);
  });

  it("waits quietly while there are no tables", async () => {
    await database.client.query("ALTER TABLE match_state RENAME TO not_yet");
    const instance = start();
    await until(instance, "a look", () => instance.said.length > 0);
    await database.client.query("ALTER TABLE not_yet RENAME TO match_state");
    assert.match(instance.said.join(), /waiting: the database has no tables yet/);
    assert.doesNotMatch(instance.said.join(), /cannot keep up/);
  });

  describe("with a snapshot", () => {
    /** Loads, stops, and so leaves a snapshot; then things go on. */
    async function leaveSnapshot(): Promise<void> {
      await fill();
      const first = start({ snapshotPath });
      await caughtUp(first);
      await first.stop();
      ledger.attest(COMPANY, TRAILING, sales("1000000"), NOW + 1n);
      ledger.attest(developmentUscc("Store test: a newcomer"), TRAILING, sales("1"), NOW + 1n);
      await ledger.block(NOW + 1n);
    }

    async function restart(): Promise<Instance> {
      const instance = start({ snapshotPath });
      await caughtUp(instance);
      for (const uscc of codes) assert.ok(instance.store.rowOfUscc(uscc) !== undefined);
      assert.equal(isFor(instance, COMPANY), true);
      assert.equal(instance.store.engine.companies, 31);
      return instance;
    }

    it("begins with what it had, and catches up", async () => {
      await leaveSnapshot();
      const instance = await restart();
      assert.match(instance.said.join(), /companies read from the snapshot/);
    });

    it("does not believe one that is cut short or has a bit flipped, says so, and writes another", async () => {
      await leaveSnapshot();
      truncateSync(snapshotPath, statSync(snapshotPath).size - 1);
      const second = await restart();
      assert.match(second.said.join(), /cannot be used.*/);
      assert.match(second.said.join(), /cut short/);
      await second.stop();
      const bytes = readFileSync(snapshotPath);
      const middle = bytes.length >> 1;
      bytes[middle] = (bytes[middle] as number) ^ 4;
      writeFileSync(snapshotPath, bytes);
      const third = await restart();
      assert.match(third.said.join(), /CRC-32/);
      await third.stop();
      const fourth = await restart();
      assert.match(fourth.said.join(), /companies read from the snapshot/);
    });

    it("does not believe one of rows that were given out anew", async () => {
      await leaveSnapshot();
      await ledger.startAnew();
      await fill();
      const anew = start({ snapshotPath });
      await caughtUp(anew);
      assert.match(anew.said.join(), /given out anew since it was written/);
      await isLikeTheDatabase(anew);
    });

    it("is written as soon as companies were loaded from the database", async () => {
      await fill();
      const instance = start({ snapshotPath });
      await until(instance, "a snapshot", () => instance.said.join().includes("snapshot written"));
    });

    it("does not believe one of what the database has lost, though its numbers have passed by since", async () => {
      await fill();
      const lost = await backup();
      const first = start({ snapshotPath });
      ledger.attest(COMPANY, TRAILING, sales("7"), NOW + 1n);
      await ledger.block(NOW + 1n);
      await caughtUp(first);
      await first.stop();
      await lost.restore();
      ledger.attest(OTHER, TRAILING, sales("1000000"), NOW + 2n);
      await ledger.block(NOW + 2n);
      const second = start({ snapshotPath });
      await caughtUp(second);
      assert.match(second.said.join(), /the database has lost, or forgotten, what it was made of/);
      await isLikeTheDatabase(second);
    });

    it("goes on without one where none can be written", async () => {
      await fill();
      const instance = start({ snapshotPath: join(database.folder, "no-such-folder", "snapshot") });
      await caughtUp(instance);
      await instance.stop();
      assert.match(instance.said.join(), /the snapshot could not be written/);
    });
  });
});
