import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "node:test";
import type pg from "pg";
import { pino } from "pino";

import { developmentUscc, entityIdOf } from "../../../catalogue/index.ts";
import type { Criterion } from "../../../catalogue/index.ts";
import { recordSighting } from "../../../indexer-api/src/data/follow-state.ts";
import { Ledger } from "../../../indexer-api/src/data/ledger.ts";
import { matchState } from "../../../indexer-api/src/data/match-state.ts";
import { createPool } from "../../../indexer-api/src/data/pool.ts";
import { MatchStore } from "../../../indexer-api/src/match-store/store.ts";
import { draftAudience } from "../../../indexer-api/src/routes/audience.contract.ts";
import { companyImprovements } from "../../../indexer-api/src/routes/improvements.contract.ts";
import { STREAMS_PER_ADDRESS } from "../../../indexer-api/src/routes/match-events-places.ts";
import { matchCompany } from "../../../indexer-api/src/routes/match.contract.ts";
import { listProductCompanies } from "../../../indexer-api/src/routes/product-companies.contract.ts";
import { getProduct } from "../../../indexer-api/src/routes/products.contract.ts";
import { ask, refusal } from "../live/ask.ts";
import { Listener } from "../live/listener.ts";
import { startDatabase } from "../match-store/database.ts";
import type { TestDatabase } from "../match-store/database.ts";
import { LEDGER, TestLedger } from "../match-store/ledger.ts";
import { catalogue, NOW } from "../stated.ts";
import { startMemoryApp } from "./memory.ts";
import type { TestApp } from "./memory.ts";

const TRAILING = "tax.invoice_trailing.v1";
const SALES: Criterion[] = [{ feature: "annual_sales", operator: ">=", value: 100_000_000n }];
const OFFERED = { productId: 900n, code: "test-900", version: 1n, criteria: SALES };
const ID = "chain-900";
const COMPANIES = 30;
/** By number: sales of so many hundred thousand yuan, every third unknown; from 10 on they are enough. */
const codes = Array.from({ length: COMPANIES }, (_, number) => developmentUscc(`Routes test: company ${number}`));
const fitting = codes.filter((_, number) => number % 3 > 0 && number >= 10);
const sales = (hundredThousands: number) => ({
  "tax.invoiced_sales_12m": String(hundredThousands * 100_000),
  "tax.invoiced_sales_prev_12m": "1",
});

/** The tests run in order: each goes on where the one before ended. */
describe("matching over PostgreSQL and HTTP", () => {
  let database: TestDatabase;
  let chain: TestLedger;
  let pool: pg.Pool;
  let store: MatchStore;
  let app: TestApp;
  let closed: TestApp;
  let time = NOW;
  /** Views of the database that requests and streams have asked for. */
  let reads = 0;
  const stopping = new AbortController();
  const matching = matchCompany(catalogue);
  const audience = draftAudience(catalogue);

  before(async () => {
    database = await startDatabase();
    chain = new TestLedger(database);
    await chain.startAnew();
    chain.offer(OFFERED);
    for (const [number, uscc] of codes.entries()) {
      chain.register(uscc);
      if (number % 3 > 0) chain.attest(uscc, TRAILING, sales(number), NOW);
    }
    await chain.block(NOW);
    await recordSighting(database.client, { graphHead: 1n, chainHead: 1n, caughtUpAgoMs: 0 });
    const log = pino({ level: "silent" });
    pool = createPool(database.url, log);
    store = new MatchStore({ pool, catalogue, log, ledger: LEDGER, pollMs: 10, snapshotPath: null });
    store.start();
    const ledger = new Ledger(pool, LEDGER, 1e6);
    const read = ledger.read.bind(ledger);
    ledger.read = (work) => {
      reads++;
      return read(work);
    };
    const eventTimes = { heartbeatMs: 50, patienceMs: 500 };
    app = await startMemoryApp(store, { ledger, stopping: stopping.signal, eventTimes });
    closed = await startMemoryApp(store, { ledger, policy: "public" });
    await ready();
  });
  after(async () => {
    stopping.abort();
    await app?.stop();
    await closed?.stop();
    await store?.stop();
    await pool?.end();
    await database?.stop();
  });

  async function ready(): Promise<void> {
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(10)) {
      if (store.progress.phase === "ready" && store.progress.loaded === COMPANIES) return;
    }
    assert.fail("the companies are not loaded within 20 s");
  }

  const block = () => chain.block(++time);
  const companies = (query: Record<string, string> = {}) =>
    ask(app.url, listProductCompanies, { path: { id: ID }, query });

  it("explains each product to a company, with the evidence", async () => {
    const [poor, rich] = [codes[1] as string, codes[20] as string];
    const refused = (await ask(app.url, matching, { path: { uscc: poor } })).refused.find(({ id }) => id === ID);
    assert.equal(refused?.failed[0]?.distance?.value, "90000000");
    assert.equal(refused?.failed[0]?.evidence.length, 1);
    const { eligible, matching: progress } = await ask(app.url, matching, { path: { uscc: rich } });
    assert.ok(eligible.some(({ id, rank }) => id === ID && rank.place > 0));
    assert.deepEqual(progress, { phase: "ready", loaded: COMPANIES, total: COMPANIES });
    const unknown = (await ask(app.url, matching, { path: { uscc: codes[0] as string } })).unknown;
    assert.deepEqual(
      unknown.find(({ id }) => id === ID)?.unknown[0]?.missing.map(({ fact, reason }) => [fact, reason]),
      [["tax.invoiced_sales_12m", "not attested"]],
    );
  });

  it("lists the companies of a product, in any order, page by page", async () => {
    const { counts, items } = await companies({ limit: "200" });
    assert.deepEqual(new Set(items.map(({ uscc }) => uscc)), new Set(fitting));
    assert.deepEqual(counts, {
      companies: COMPANIES,
      eligible: fitting.length,
      unknown: 10,
      refused: 20 - fitting.length,
    });
    for (const order of ["row", "score", "margin"]) {
      const all = (await companies({ order, limit: "200" })).items;
      const paged = [];
      for (let after: string | null = ""; after !== null;) {
        const page = await companies({ order, limit: "4", ...(after !== "" && { after }) });
        paged.push(...page.items);
        after = page.page.next;
      }
      assert.deepEqual(paged, all);
      const margins = all.map(({ margin }) => margin.expectedMarginPpm);
      if (order === "margin")
        assert.deepEqual(
          margins,
          margins.toSorted((a, b) => b - a),
        );
    }
    const missing = await refusal(`${app.url}/v1/products/chain-7/companies`);
    assert.equal(missing.problem.type, "urn:lingnan:problem:product-unknown");
    const wrong = await refusal(`${app.url}/v1/products/${ID}/companies?order=height&after=x`);
    assert.deepEqual(
      wrong.problem.errors?.map(({ field }) => field),
      ["query.order", "query.after"],
    );
  });

  it("tells the audience of a draft, in the form in which products are shown", async () => {
    const { product } = await ask(app.url, getProduct, { path: { id: ID } });
    const answer = await ask(app.url, audience, { body: { criteria: product.criteria } });
    assert.deepEqual(answer.counts, (await companies()).counts);
    const [only] = answer.criteria;
    assert.equal(only?.refusedByItAlone, 20 - fitting.length);
    const now = only?.curves[0]?.points.find(({ threshold }) => threshold.value === "100000000");
    assert.equal(now?.eligible, fitting.length);
    const criterion = (feature: string, operator: string, value: unknown) => ({
      feature,
      operator,
      threshold: { value },
    });
    const many = Array.from({ length: 1_000 }, () => criterion("annual_sales", ">=", "100000000"));
    const twice = await ask(app.url, audience, { body: { criteria: many } });
    assert.equal(twice.counts.eligible, fitting.length);
    assert.equal(twice.criteria[999]?.sameAs, 0);
    const against = [criterion("lenders", ">=", "5"), criterion("lenders", "<=", "4")];
    assert.deepEqual((await ask(app.url, audience, { body: { criteria: against } })).contradictions, [[0, 1]]);
    assert.equal((await ask(app.url, audience, { body: { criteria: [] } })).counts.eligible, COMPANIES);
    for (const [wrong, rule] of [
      [criterion("sunshine", ">=", "1"), /criterion 0, sunshine >=: there is no such feature/],
      [criterion("lenders", ">=", "1.5"), /must be whole numbers in the unit of lenders/],
      [criterion("lenders", ">=", "NaN"), /must be whole numbers in the unit of lenders/],
      [criterion("lenders", "in", ["1"]), /does not fit a number/],
      [criterion("red_flags", "none of", ["red"]), /there is no label "red"/],
      [criterion("lenders", "=", "1"), /must be one of >=/],
    ] as const) {
      const init = { method: "POST", headers: { "content-type": "application/json" } };
      const body = JSON.stringify({ criteria: [wrong] });
      const { problem } = await refusal(`${app.url}/v1/products/audience`, { ...init, body });
      assert.equal(problem.status, 400);
      assert.match(problem.detail, rule);
    }
  });

  it("tells a company what would open the most products", async () => {
    const answer = await ask(app.url, companyImprovements, { path: { uscc: codes[8] as string } });
    const raise = answer.single.find(({ opens }) => opens.includes(ID));
    assert.equal(raise?.changes[0]?.feature, "annual_sales");
    assert.equal(raise?.changes[0]?.to.value, "100000000");
    assert.match(raise.changes[0]?.textEn ?? "", /^Raise .* from 800,000 CNY to 1,000,000 CNY$/);
    assert.match(raise.changes[0]?.textZh ?? "", /由800,000元提高到1,000,000元$/);
    assert.ok(answer.best.every(({ conditional }) => !conditional));
    assert.ok(answer.ifAttested.length > 0 && answer.ifAttested.every(({ conditional }) => conditional));
  });

  it("gives no advice about facts and scores that the policy withholds", async () => {
    const of = { path: { uscc: codes[8] as string } };
    const advised = async ({ url }: TestApp) => {
      const { single, best, ifAttested } = await ask(url, companyImprovements, of);
      return new Set([...single, ...best, ...ifAttested].flatMap((one) => one.changes.map(({ feature }) => feature)));
    };
    const [open, withheld] = [await advised(app), await advised(closed)];
    assert.ok(open.has("annual_sales"));
    assert.ok(!withheld.has("annual_sales") && !withheld.has("credit_grade"));
  });

  it("tells subscribers of a product who becomes and ceases to be eligible, once each", async () => {
    const listener = await new Listener().open(`${app.url}/v1/products/${ID}/events`);
    await listener.until("a heartbeat", () => listener.text.includes(": still here"));
    chain.attest(codes[1] as string, TRAILING, sales(50), ++time);
    await block();
    await listener.until("the first", () => listener.events.length === 1);
    chain.attest(codes[20] as string, TRAILING, sales(1), ++time);
    await block();
    await listener.until("the second", () => listener.events.length === 2);
    listener.close();
    assert.deepEqual(listener.kinds, ["became eligible", "ceased eligible"]);
    assert.equal(listener.events[0]?.data.company?.uscc, codes[1]);
    assert.equal(listener.events[1]?.data.company?.entityId, entityIdOf(codes[20] as string));

    const [first, second] = listener.events;
    chain.attest(codes[2] as string, TRAILING, sales(60), ++time);
    await block();
    const resumed = await new Listener().open(`${app.url}/v1/products/${ID}/events?after=0`, {
      "last-event-id": first?.id ?? "",
    });
    await resumed.until("what was missed", () => resumed.events.length === 2);
    resumed.close();
    assert.equal(resumed.events[0]?.id, second?.id);
    assert.equal(resumed.events[1]?.data.company?.uscc, codes[2]);
  });

  it("tells a company of products, with what they are for it", async () => {
    const uscc = codes[1] as string;
    const listener = await new Listener().open(`${app.url}/v1/companies/${uscc}/events`);
    await listener.until("the beginning", () => listener.text.length > 0);
    chain.offer({ productId: 901n, code: "test-901", version: 1n, criteria: SALES });
    chain.offer({
      productId: 902n,
      code: "test-902",
      version: 1n,
      criteria: [{ ...SALES[0], value: 10n ** 12n } as Criterion],
    });
    await block();
    await listener.until("both", () => listener.events.length === 2);
    const told = listener.events.map(({ event, data }) => [event, data.product, data.result]);
    assert.deepEqual(told.toSorted(), [
      ["product offered", "chain-901", "eligible"],
      ["product offered", "chain-902", "refused"],
    ]);
    chain.attest(uscc, TRAILING, sales(2), ++time);
    await block();
    await listener.until("what it ceases to be", () => listener.events.length === 4);
    assert.deepEqual(listener.kinds.slice(2), ["ceased eligible", "ceased eligible"]);
    listener.close();
  });

  it("tells who missed events that are forgotten, or names one that is yet to come, to read all anew", async () => {
    const { event } = await matchState(database.client);
    const url = `${app.url}/v1/companies/${codes[1]}/events`;
    const quiet = await new Listener().open(url);
    await quiet.until("the beginning", () => quiet.text.length > 0);
    await database.client.query("UPDATE match_state SET forgotten = event");
    const [early, late] = [
      await new Listener().open(`${url}?after=0`),
      await new Listener().open(`${url}?after=${event + 7n}`),
    ];
    for (const [listener, reason] of [
      [early, "forgotten"],
      [late, "unknown"],
    ] as const) {
      await listener.until("a reset", () => listener.sent.length > 0);
      assert.deepEqual(listener.sent, [
        { id: event.toString(), event: "reset", data: { id: event.toString(), kind: "reset", reason } },
      ]);
    }
    chain.attest(codes[1] as string, TRAILING, sales(50), ++time);
    await block();
    for (const listener of [early, late, quiet]) {
      await listener.until("what comes behind it", () => listener.events.length > 0);
      listener.close();
    }
    assert.ok(!quiet.kinds.includes("reset"), "who is connected misses nothing");
  });

  it("refuses subscriptions to what there is not, and from events that cannot be", async () => {
    for (const [path, status] of [
      ["/v1/products/chain-7/events", 404],
      [`/v1/companies/${developmentUscc("Routes test: nobody")}/events`, 404],
      [`/v1/products/${ID}/events?after=x`, 400],
      [`/v1/products/${ID}/events?after=${2n ** 63n}`, 400],
    ] as const) {
      assert.equal((await refusal(app.url + path)).problem.status, status, path);
    }
    for (const id of ["-1", (2n ** 63n).toString()]) {
      const { problem } = await refusal(`${app.url}/v1/products/${ID}/events`, { headers: { "last-event-id": id } });
      assert.equal(problem.status, 400);
      assert.deepEqual(
        problem.errors?.map(({ field, value }) => [field, value]),
        [["header.Last-Event-ID", id]],
      );
    }
  });

  it("asks the database once for all who listen, and serves 50 streams of one address", async () => {
    const url = `${app.url}/v1/products/${ID}/events`;
    const opened = reads;
    const streams = await Promise.all(Array.from({ length: STREAMS_PER_ADDRESS }, () => new Listener().open(url)));
    const { response, problem } = await refusal(url);
    assert.deepEqual([response.status, problem.type], [429, "urn:lingnan:problem:too-many-requests"]);
    for (const stream of streams) await stream.until("a heartbeat", () => stream.text.includes(": still here"));
    // Each stream reads its own past once before it listens with the others: two views for each, this request's and that.
    for (const deadline = Date.now() + 10_000; reads < opened + 2 * streams.length && Date.now() < deadline;)
      await sleep(10);
    await sleep(50);
    const before = reads;
    chain.attest(codes[4] as string, TRAILING, sales(70), ++time);
    await block();
    for (const stream of streams) await stream.until("the event", () => stream.events.length === 1);
    assert.ok(reads - before < 5, `${reads - before} reads for ${streams.length} streams`);
    for (const stream of streams) stream.close();
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(10)) {
      const again = new AbortController();
      const { status } = await fetch(url, { signal: again.signal });
      again.abort();
      if (status === 200) return;
    }
    assert.fail("no place was given back");
  });

  it("tells nobody of companies, one or many, where scores may not be shown", async () => {
    const post = { method: "POST", headers: { "content-type": "application/json" }, body: '{"criteria":[]}' };
    for (const [path, init] of [
      [`/v1/products/${ID}/companies`, {}],
      ["/v1/products/audience", post],
      [`/v1/products/${ID}/events`, {}],
      [`/v1/companies/${codes[1]}/events`, {}],
    ] as const) {
      const { problem } = await refusal(closed.url + path, init);
      assert.equal(problem.type, "urn:lingnan:problem:consent-needed", path);
    }
  });

  it("ends the streams when the service stops", async () => {
    const listener = await new Listener().open(`${app.url}/v1/products/${ID}/events`);
    await listener.until("the beginning", () => listener.text.length > 0);
    stopping.abort();
    await listener.until("the end", () => listener.ended);
  });
});
