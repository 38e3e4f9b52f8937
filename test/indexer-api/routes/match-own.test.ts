import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { explain } from "../../../indexer-api/src/engine/explain.ts";
import { featureSpecsOf } from "../../../indexer-api/src/engine/features.ts";
import { matchOwn } from "../../../indexer-api/src/routes/match-own.contract.ts";
import { matchingStatus } from "../../../indexer-api/src/routes/match-status.contract.ts";
import { OwnFacts } from "../../../indexer-api/src/wire/own-facts.ts";
import { ask, refusal } from "../live/ask.ts";
import { catalogue, NOW } from "../stated.ts";
import { catalogueProducts, memoryMatching, ownFacts, startMemoryApp } from "./memory.ts";
import type { TestApp } from "./memory.ts";

const contract = matchOwn(catalogue);
const JSON_BODY = { "content-type": "application/json" };
/** Of whom much is known, and who would get much. */
const GOOD = {
  ...{
    firm_age_months: "2010-05-31",
    size_class: "small",
    industry: "C",
    region: "440100",
    annual_sales: "5000000000",
  },
  ...{ sales_growth: 2_000, invoice_active_months: 12, tax_credit_grade: "A", annual_tax_paid: "300000000" },
  ...{ tax_arrears: 0, insured_employees: 60, innovation_status: ["high_tech"], credit_grade: "AA", red_flags: [] },
  ...{ debt_to_assets: 3_000, loan_balance: "100000000", lenders: 1 },
};

describe("POST /v1/match", () => {
  let app: TestApp;
  before(async () => {
    app = await startMemoryApp(await memoryMatching(0, { phase: "loading", loaded: 0, total: 7 }));
  });
  after(() => app?.stop());

  const match = (body: object) => ask(app.url, contract, { body });
  const refused = async (body: string, headers: Record<string, string> = JSON_BODY) =>
    (await refusal(`${app.url}/v1/match`, { method: "POST", headers, body })).problem;

  it("says of every product what the explanation says, for whatever is known and asked", async () => {
    const own = new OwnFacts(catalogue.features);
    const features = featureSpecsOf(catalogue);
    const products = await catalogueProducts();
    const companies = [{}, GOOD, ...Array.from({ length: 20 }, (_, number) => ownFacts(number))];
    for (const given of companies) {
      for (const request of [undefined, { amountFen: "100000000", tenorMonths: 12, securityOffered: ["guarantor"] }]) {
        const answer = await match({ features: given, ...(request && { request }) });
        const values = own.read(given, NOW, []);
        const asked = request && { ...request, amountFen: BigInt(request.amountFen) };
        const of = (result: string) =>
          products.filter((one) => explain(features, one, values, NOW, asked).result === result).map(({ id }) => id);
        assert.deepEqual(answer.eligible, of("eligible"));
        assert.deepEqual(answer.unknown, of("unknown"));
        assert.equal(answer.counts.refused, of("refused").length);
        assert.equal(answer.counts.products, products.length);
      }
    }
  });

  it("ranks the best five of the eligible, the better the score the less they cost", async () => {
    const good = await match({ features: GOOD, scoreTotal: 900 });
    assert.equal(good.best.length, 5);
    assert.deepEqual(
      good.best.map(({ rank }) => rank.place),
      [1, 2, 3, 4, 5],
    );
    for (const { id } of good.best) assert.ok(good.eligible.includes(id), id);
    const figures = good.best.map(({ rank }) => rank.figurePpm);
    assert.deepEqual(
      figures,
      figures.toSorted((a, b) => a - b),
    );
    const bad = await match({ features: GOOD, scoreTotal: 300 });
    assert.ok((bad.best[0]?.rank.figurePpm ?? 0) > (good.best[0]?.rank.figurePpm ?? 0));
  });

  it("says how far the companies are loaded, which it does not need", async () => {
    assert.deepEqual((await match({ features: {} })).matching, { phase: "loading", loaded: 0, total: 7 });
    const status = await ask(app.url, matchingStatus);
    assert.deepEqual(status.matching, { phase: "loading", loaded: 0, total: 7 });
    assert.equal(status.products, 319);
    assert.equal(status.asOf, NOW.toString());
  });

  it("names each wrong field with its value and the rule", async () => {
    const { errors } = await refused(JSON.stringify({ features: { annual_sales: 1.5, lenders: "2", sunshine: 1 } }));
    assert.deepEqual(
      errors?.map(({ field, value }) => [field, value]),
      [
        ["body.features.annual_sales", 1.5],
        ["body.features.sunshine", 1],
      ],
    );
    for (const [body, field] of [
      [{}, "body.features"],
      [{ features: [] }, "body.features"],
      [{ features: {}, request: { amountFen: 5 } }, "body.request.amountFen"],
      [{ features: {}, request: { amountFen: "-0" } }, "body.request.amountFen"],
      [{ features: {}, request: { tenorMonths: 1e999 } }, "body.request.tenorMonths"],
      [{ features: {}, request: { securityOffered: ["gold"] } }, "body.request.securityOffered.0"],
      [{ features: {}, scoreTotal: 1_001 }, "body.scoreTotal"],
      [{ features: {}, uscc: "x" }, "body.uscc"],
    ] as const) {
      const text = JSON.stringify(body).replace("null", "1e999");
      assert.deepEqual(
        (await refused(text)).errors?.map((error) => error.field),
        [field],
        text,
      );
    }
  });

  it("refuses what is no JSON, too large or of another type", async () => {
    assert.equal((await refused('{"features": {NaN}}')).status, 400);
    assert.equal((await refused(JSON.stringify({ features: { lenders: "9".repeat(20_000) } }))).status, 413);
    assert.equal((await refused("features", { "content-type": "text/plain" })).status, 415);
  });

  it("waits for products only", async () => {
    const starting = await memoryMatching(0, { phase: "starting" });
    const { Problem } = await import("../../../indexer-api/src/http/problem.ts");
    Object.defineProperty(starting, "engine", {
      get: () => {
        throw new Problem("match-loading", "The products are not known yet.", { headers: { "retry-after": "2" } });
      },
    });
    const early = await startMemoryApp(starting);
    try {
      const body = JSON.stringify({ features: {} });
      const { response, problem } = await refusal(`${early.url}/v1/match`, {
        method: "POST",
        headers: JSON_BODY,
        body,
      });
      assert.equal(problem.type, "urn:lingnan:problem:match-loading");
      assert.equal(response.headers.get("retry-after"), "2");
      const { products, asOf } = await ask(early.url, matchingStatus);
      assert.deepEqual({ products, asOf }, { products: null, asOf: null });
    } finally {
      await early.stop();
    }
  });
});
