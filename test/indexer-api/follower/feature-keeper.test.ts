import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";

import { developmentUscc, entityIdOf } from "../../../catalogue/index.ts";
import type { Criterion } from "../../../catalogue/index.ts";
import { featureRows } from "../../../indexer-api/src/data/company-features.ts";
import { matchEvents } from "../../../indexer-api/src/data/match-events.ts";
import { matchState } from "../../../indexer-api/src/data/match-state.ts";
import { featureSpecsOf } from "../../../indexer-api/src/engine/features.ts";
import { numberAt } from "../../../indexer-api/src/engine/values.ts";
import { plainFacts } from "../live/plain-facts.ts";
import { startDatabase } from "../match-store/database.ts";
import type { TestDatabase } from "../match-store/database.ts";
import { TestLedger } from "../match-store/ledger.ts";
import { catalogue, DAY, NOW } from "../stated.ts";

const COMPANY = developmentUscc("Feature test: a company");
const OTHER = developmentUscc("Feature test: another company");
const REGISTRATION = "amr.registration.v1";
const TRAILING = "tax.invoice_trailing.v1";
const ARREARS = "tax.arrears.v1";
const OFFERED = { productId: 900n, code: "test-900", version: 1n };
const ID = "chain-900";
const SALES: Criterion[] = [{ feature: "annual_sales", operator: ">=", value: 100_000_000n }];
const AGE: Criterion[] = [{ feature: "firm_age_months", operator: ">=", value: 24n }];

describe("FeatureKeeper over PostgreSQL", () => {
  let database: TestDatabase;
  let ledger: TestLedger;
  before(async () => {
    database = await startDatabase();
  });
  after(() => database?.stop());
  beforeEach(async () => {
    ledger = new TestLedger(database);
    await ledger.startAnew();
  });

  const specs = featureSpecsOf(catalogue);
  const place = (id: string) => specs.findIndex((spec) => spec.id === id);
  const stored = async (uscc = COMPANY) => {
    const rows = await featureRows(database.client, [entityIdOf(uscc)]);
    return rows.get(entityIdOf(uscc)) ?? assert.fail("the company has no row");
  };
  const numberOf = async (id: string) => numberAt((await stored()).values, place(id));
  const trailing = (sales: string) => ({ "tax.invoiced_sales_12m": sales, "tax.invoiced_sales_prev_12m": "1" });
  const kinds = async (filter: { product: string | null; entityId: string | null }, behind = 0n) =>
    (await matchEvents(database.client, filter, behind, 10_000)).map(({ kind }) => kind);
  const ofProduct = (behind = 0n) => kinds({ product: ID, entityId: null }, behind);
  const lastEvent = async () => (await matchState(database.client)).event;

  it("stores what is known of a company, and its score, in the places of the catalogue's features", async () => {
    ledger.register(COMPANY);
    for (const schema of catalogue.schemas.filter(({ item, agencyNumber }) => item === null && agencyNumber > 0)) {
      const division = schema.name === REGISTRATION ? { "amr.division_code": "440305" } : {};
      ledger.attest(COMPANY, schema.name, { ...plainFacts(schema), ...division }, NOW - DAY);
    }
    await ledger.block(NOW);
    const { row, uscc, values, score } = await stored();
    const { rows } = await database.client.query<{ feature: string; value: string | null; text: string | null }>(
      "SELECT feature, value, text FROM company_feature_values WHERE subject = decode(substr($1, 3), 'hex')",
      [entityIdOf(COMPANY)],
    );
    const shown = new Map(rows.map(({ feature, value, text }) => [feature, text ?? value]));
    assert.deepEqual(ledger.failures, []);
    assert.deepEqual([row, uscc], [0, COMPANY]);
    assert.equal(shown.get("region"), "440300");
    assert.equal(shown.get("firm_age_months"), "2015-03-01");
    assert.equal(shown.get("annual_sales"), "12000000");
    assert.equal(shown.get("size_class"), "micro");
    assert.equal(numberAt(values, place("tax_arrears")), 0n);
    const { rows: scores } = await database.client.query<{ total: number; grade: number }>(
      "SELECT total, grade FROM company_scores WHERE family = 'platform'",
    );
    const card = catalogue.scorecards.find(({ family }) => family === "platform");
    assert.equal(score, scores[0]?.total);
    assert.equal(shown.get("credit_grade"), card?.grades[(scores[0]?.grade ?? 0) - 1]?.label);
  });

  it("gives rows without holes, also to who is registered only and who is attested about only", async () => {
    ledger.register(COMPANY);
    await ledger.block(NOW);
    ledger.attest(OTHER, TRAILING, trailing("5"), NOW);
    await ledger.block(NOW + 1n);
    assert.equal((await stored()).row, 0);
    assert.ok((await stored()).values.raw.every((value, at) => Number.isNaN(value) || specs[at]?.kind === "set"));
    const other = await stored(OTHER);
    assert.deepEqual([other.row, other.uscc], [1, null]);
    ledger.register(OTHER);
    await ledger.block(NOW + 2n);
    const registered = await stored(OTHER);
    assert.deepEqual([registered.row, registered.uscc], [1, OTHER]);
    assert.ok(registered.change > other.change, "a code that becomes known is a change");
    assert.equal((await matchState(database.client)).companies, 2);
  });

  it("leaves the change as it is when nothing is another", async () => {
    ledger.attest(COMPANY, TRAILING, trailing("5"), NOW);
    await ledger.block(NOW);
    const first = await stored();
    ledger.attest(COMPANY, TRAILING, trailing("5"), NOW + 1n);
    await ledger.block(NOW + 2n);
    const second = await stored();
    assert.equal(second.change, first.change);
    assert.equal(second.asOf, NOW + 2n);
  });

  it("keeps numbers that no double holds", async () => {
    const schema = catalogue.schemaByName.get(TRAILING);
    const huge = (2n ** 60n + 1n).toString();
    ledger.attest(COMPANY, TRAILING, trailing(`${huge.slice(0, -2)}.${huge.slice(-2)}`), NOW);
    await ledger.block(NOW);
    assert.ok(schema);
    assert.equal(await numberOf("annual_sales"), 2n ** 60n + 1n);
  });

  it("says who becomes eligible, who ceases to be, and why it may be time alone", async () => {
    ledger.offer({ ...OFFERED, criteria: SALES });
    await ledger.block(NOW - DAY);
    const start = await lastEvent();
    ledger.attest(COMPANY, TRAILING, trailing("1000000"), NOW);
    await ledger.block(NOW);
    assert.deepEqual(await ofProduct(start), ["became eligible"]);
    const { dueAt } = await stored();
    const expires = NOW + BigInt(catalogue.schemaByName.get(TRAILING)?.validitySeconds ?? 0);
    assert.equal(dueAt, expires + 1n);
    await ledger.block(expires);
    assert.deepEqual(await ofProduct(start), ["became eligible"]);
    await ledger.block(expires + 1n);
    assert.deepEqual(await ofProduct(start), ["became eligible", "ceased eligible"]);
    assert.equal(await numberOf("annual_sales"), null);
    const id = ledger.attest(COMPANY, TRAILING, trailing("1000000"), expires);
    await ledger.block(expires + 2n);
    ledger.revoke(id, expires + 3n);
    await ledger.block(expires + 3n);
    assert.deepEqual((await ofProduct(start)).slice(2), ["became eligible", "ceased eligible"]);
  });

  it("lets a company grow old: eligible on the day on which its months are whole", async () => {
    const registered = BigInt(Date.parse("2024-12-30T00:00:00Z") / 1000);
    ledger.offer({ ...OFFERED, criteria: AGE });
    await ledger.block(NOW);
    ledger.attest(COMPANY, REGISTRATION, { "amr.registration_date": "2024-12-30" }, NOW);
    await ledger.block(NOW);
    assert.equal(await numberOf("firm_age_months"), registered);
    const eve = BigInt(Date.parse("2026-12-29T23:59:59Z") / 1000);
    await ledger.block(eve);
    assert.deepEqual(await ofProduct(), []);
    await ledger.block(eve + 1n);
    assert.deepEqual(await ofProduct(), ["became eligible"]);
  });

  it("says once that a product is offered, changed and retired, to whoever asks for a company too", async () => {
    await ledger.block(NOW);
    ledger.offer({ ...OFFERED, criteria: SALES });
    await ledger.block(NOW + 1n);
    ledger.attest(COMPANY, TRAILING, trailing("5"), NOW);
    await ledger.block(NOW + 2n);
    ledger.offer({ ...OFFERED, version: 2n, criteria: AGE });
    await ledger.block(NOW + 3n);
    ledger.offer({ ...OFFERED, version: 2n, criteria: AGE, retired: true });
    await ledger.block(NOW + 4n);
    ledger.offer({ ...OFFERED, version: 3n, criteria: AGE });
    await ledger.block(NOW + 5n);
    const expected = ["product offered", "product changed", "product retired", "product offered"];
    assert.deepEqual(await ofProduct(), expected);
    const ofCompany = await kinds({ product: null, entityId: entityIdOf(COMPANY) });
    assert.deepEqual(
      ofCompany.filter((kind) => kind.startsWith("product")),
      expected,
    );
  });

  it("loses no event of a product when a batch fails half way, and none while nobody followed", async () => {
    await ledger.block(NOW);
    ledger.offer({ ...OFFERED, criteria: SALES });
    await ledger.block(NOW + 1n, { fail: true });
    assert.deepEqual(await ofProduct(), ["product offered"]);
    ledger.restart();
    ledger.offer({ ...OFFERED, version: 2n, criteria: AGE });
    await ledger.block(NOW + 2n);
    assert.deepEqual(await ofProduct(), ["product offered", "product changed"]);
  });

  it("keeps silent about what was so when the index was built", async () => {
    ledger.offer({ ...OFFERED, criteria: SALES });
    ledger.attest(COMPANY, TRAILING, trailing("1000000"), NOW);
    await ledger.block(NOW);
    assert.deepEqual(await ofProduct(), []);
    assert.equal((await matchState(database.client)).filled, true);
  });

  it("does not trip over criteria that nobody can read", async () => {
    await ledger.block(NOW);
    ledger.offer({ ...OFFERED, criteria: "0xffff" });
    await ledger.block(NOW + 1n);
    ledger.attest(COMPANY, ARREARS, { "tax.arrears_amount": "0" }, NOW);
    await ledger.block(NOW + 2n);
    assert.deepEqual(await ofProduct(), ["product offered"]);
    assert.deepEqual(ledger.failures, []);
  });

  it("counts changes and events on when everything is thrown away", async () => {
    await ledger.block(NOW);
    ledger.offer({ ...OFFERED, criteria: SALES });
    ledger.attest(COMPANY, TRAILING, trailing("1000000"), NOW);
    await ledger.block(NOW + 1n);
    const before = await matchState(database.client);
    await ledger.startAnew();
    ledger.attest(OTHER, TRAILING, trailing("1000000"), NOW);
    await ledger.block(NOW + 2n);
    const now = await matchState(database.client);
    assert.notEqual(now.generation, before.generation);
    assert.equal(now.companies, 1);
    assert.ok(now.change > before.change);
    assert.ok(now.forgotten > before.event, "whoever listened must read everything again");
    assert.deepEqual(await ofProduct(), []);
  });
});
