import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { Interface } from "ethers";

import { attestationIdOf, entityIdOf, schemaIdOf, unpackRecords } from "../../../catalogue/index.ts";
import type { Service as Api } from "../../../indexer-api/src/service.ts";
import { stepsOf } from "../../../indexer-api/src/prepare/steps.ts";
import { getAttestation } from "../../../indexer-api/src/routes/attestations.contract.ts";
import { listCompanies } from "../../../indexer-api/src/routes/companies.contract.ts";
import { getCompanyFeatures } from "../../../indexer-api/src/routes/company-features.contract.ts";
import { listFacts } from "../../../indexer-api/src/routes/facts.contract.ts";
import { matchCompany } from "../../../indexer-api/src/routes/match.contract.ts";
import { getProduct, listProducts } from "../../../indexer-api/src/routes/products.contract.ts";
import { getProfile } from "../../../indexer-api/src/routes/profile.contract.ts";
import { listAgencies, listFeatures, listSchemas } from "../../../indexer-api/src/routes/vocabulary.contract.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import { catalogue } from "../stated.ts";
import { ask, readyz, refusal } from "./ask.ts";
import { Author, BANK, COMPANY, NOBODY, STRANGER } from "./author.ts";
import { lendingStory } from "./lending.ts";
import { startParts, until } from "./parts.ts";
import type { Parts } from "./parts.ts";

const DAY = 86_400;
const CONTROLLER = "relayer";
const UNKNOWN_SCHEMA = "tax.moon.v1";
const PATENTS = ["2015101234576", "2018101234584"] as const;

const history = listFacts(catalogue);
const matching = matchCompany(catalogue);

/** The tests run in order: the later ones break things on purpose. */
describe("the API over a real chain, graph-node and PostgreSQL", () => {
  let parts: Parts;
  let author: Author;
  /** Shows everything; the first to start, so it follows. */
  let open: Api;
  /** Shows what anyone may see; stands by. */
  let closed: Api;
  /** Attestation ids by what they are. */
  const ids: Record<string, string> = {};
  let observedAt: number;

  before(async () => {
    parts = await startParts();
    author = new Author(parts);
    open = await parts.startApi({ ACCESS_POLICY: "development" });
    await until("the first block", async () => (await readyz(open.url)).status === 200);
    closed = await parts.startApi({ ACCESS_POLICY: "public" });
    observedAt = (await author.now()) - 2 * DAY;
    await attestEverything();
    await indexed();
  });
  after(() => parts?.stop());

  async function attestEverything(): Promise<void> {
    await author.register(COMPANY, "company", developmentWallet(CONTROLLER).address);
    await author.register(BANK, "bank");
    await author.suspend(BANK);
    const trailing = (now: string, previous: string) => ({
      "tax.invoiced_sales_12m": now,
      "tax.invoiced_sales_prev_12m": previous,
      "tax.invoice_active_months": "20",
    });
    const older = observedAt - 30 * DAY;
    ids["replaced"] = await author.attest("tax.invoice_trailing.v1", trailing("1", "1"), { observedAt: older });
    ids["trailing"] = await author.attest("tax.invoice_trailing.v1", trailing("9000000.50", "10000000"), {
      observedAt,
    });
    ids["revoked"] = await author.attest("tax.arrears.v1", { "tax.arrears_amount": "5000" }, { observedAt });
    await author.revoke("tax.arrears.v1", observedAt);
    ids["expired"] = await author.attest(
      "court.enforcement.v1",
      { "court.dishonest_debtor": false },
      { observedAt: observedAt - 60 * DAY },
    );
    ids["invalid"] = await author.attest("tax.credit.v1", {}, { observedAt, values: [9n] });
    ids["own"] = await author.attest(
      "company.balance_sheet.v1",
      { "company.total_assets": "300", "company.total_liabilities": "200" },
      { observedAt, as: CONTROLLER },
    );
    for (const number of PATENTS) {
      const facts = { "ipo.patent_kind": "design", "ipo.patent_pledged": true };
      ids[number] = await author.attest("ipo.patent.v1", facts, { observedAt, number });
    }
    const agency = catalogue.agencyByCode.get("tax")?.number ?? 0;
    await author.defineSchema(UNKNOWN_SCHEMA, agency);
    const schemaId = schemaIdOf(UNKNOWN_SCHEMA, agency);
    ids["unknown"] = await author.attestRaw(schemaId, [42n], { observedAt, as: `signer:${agency}` });
    ids["stranger"] = await author.attest("mee.rating.v1", { "mee.rating": "red" }, { uscc: STRANGER, observedAt });
  }

  /** Waits until the index has the chain's newest block. */
  async function indexed(): Promise<void> {
    const head = await parts.provider.getBlockNumber();
    await until(`block ${head}`, async () => {
      const { status, body } = await readyz(open.url);
      return status === 200 && Number(body.blocks.index) >= head;
    });
  }

  const text = (unixSeconds: number) => unixSeconds.toString();

  describe("GET /v1/companies", () => {
    it("lists the register and filters it", async () => {
      const codes = async (query: Record<string, string>) =>
        (await ask(open.url, listCompanies, { query })).items.map(({ uscc }) => uscc);
      assert.deepEqual(await codes({}), [COMPANY, BANK].toSorted());
      assert.deepEqual(await codes({ kind: "bank" }), [BANK]);
      assert.deepEqual(await codes({ status: "active" }), [COMPANY]);
      assert.deepEqual(await codes({ kind: "crowdfunding" }), []);
      assert.deepEqual(await codes({ q: COMPANY.slice(0, 12).toLowerCase() }), [COMPANY]);
    });

    it("goes on where the page before ended", async () => {
      const first = await ask(open.url, listCompanies, { query: { limit: "1" } });
      const next = first.page.next ?? assert.fail("there is a second page");
      const second = await ask(open.url, listCompanies, { query: { limit: "1", after: next } });
      assert.deepEqual(
        [...first.items, ...second.items].map(({ uscc }) => uscc),
        [COMPANY, BANK].toSorted(),
      );
      assert.equal(second.page.next, null);
    });
  });

  describe("GET /v1/companies/{uscc}", () => {
    const profileOf = (uscc: string, api = open) => ask(api.url, getProfile, { path: { uscc } });
    const statementsOf = async (uscc: string, api = open) =>
      (await profileOf(uscc, api)).agencies.flatMap(({ statements }) => statements);
    const find = async (id: string, api = open) =>
      (await statementsOf(COMPANY, api)).find(({ attestationId }) => attestationId === ids[id]) ??
      assert.fail(`${id} is not in the profile`);

    it("says who the company is and as of which block", async () => {
      const { company, asOf } = await profileOf(COMPANY.toLowerCase());
      const block = (await parts.provider.getBlock(Number(asOf.block))) ?? assert.fail("no such block");
      assert.equal(asOf.blockHash, block.hash);
      assert.equal(asOf.time, text(block.timestamp));
      assert.equal(company.entityId, entityIdOf(COMPANY));
      assert.equal(company.kind, "company");
      assert.equal(company.status, "active");
      assert.equal(company.controller, developmentWallet(CONTROLLER).address.toLowerCase());
      assert.equal((await profileOf(BANK)).company.status, "suspended");
    });

    it("shows a current fact with value, unit, agency, times and where it comes from", async () => {
      const statement = await find("trailing");
      const receipt = await parts.provider.getTransactionReceipt(statement.transaction);
      assert.equal(statement.block, String(receipt?.blockNumber));
      assert.equal(statement.standing, "current");
      assert.equal(statement.agency.code, "tax");
      assert.match(statement.agency.nameZh, /税/);
      assert.equal(statement.observedAt, text(observedAt));
      assert.equal(statement.expiresAt, text(observedAt + 62 * DAY));
      assert.equal(statement.signer, developmentWallet("signer:2").address.toLowerCase());
      const sales = statement.facts.find(({ id }) => id === "tax.invoiced_sales_12m");
      assert.equal(sales?.value, "9000000.50");
      assert.equal(sales.chainValue, "900000050");
      assert.deepEqual([sales.unit, sales.displayUnit, sales.state], ["fen", "CNY", "stated"]);
      const purchases = statement.facts.find(({ id }) => id === "tax.invoiced_purchases_12m");
      assert.deepEqual([purchases?.state, purchases?.value], ["not stated", null]);
    });

    it("leaves out what was replaced, and marks what expired or was revoked", async () => {
      const statements = await statementsOf(COMPANY);
      assert.equal(
        statements.some(({ attestationId }) => attestationId === ids["replaced"]),
        false,
      );
      assert.equal((await find("expired")).standing, "expired");
      const revoked = await find("revoked");
      assert.equal(revoked.standing, "revoked");
      assert.equal(revoked.revocation?.signer, developmentWallet("signer:2").address.toLowerCase());
      assert.deepEqual((await profileOf(COMPANY)).counts, { current: statements.length - 2, expired: 1, revoked: 1 });
    });

    it("says of a value that its field does not allow what is wrong with it", async () => {
      const [fact] = (await find("invalid")).facts;
      assert.deepEqual([fact?.state, fact?.value, fact?.chainValue], ["invalid", null, "9"]);
      assert.equal(fact?.rule, "must be the position of a label");
    });

    it("keeps a statement of a schema that the catalogue does not know as it is", async () => {
      const { schema, facts, record } = await find("unknown");
      assert.deepEqual([schema.name, schema.inCatalogue, facts.length], [UNKNOWN_SCHEMA, false, 0]);
      assert.deepEqual(unpackRecords(record ?? "0x")[0]?.values, [42n]);
    });

    it("names the company itself as the issuer of what it stated", async () => {
      assert.equal((await find("own")).agency.code, "subject");
    });

    it("counts items apart", async () => {
      const { items } = await profileOf(COMPANY);
      assert.deepEqual(
        items.map(({ schema, count, shown }) => [schema.name, count, shown]),
        [["ipo.patent.v1", "2", 2]],
      );
    });

    it("knows a company that was never registered", async () => {
      const { company, agencies } = await profileOf(STRANGER);
      assert.deepEqual([company.registered, company.kind], [false, null]);
      assert.equal(agencies[0]?.statements[0]?.facts[0]?.value, "red");
    });

    it("withholds what is not public where nobody said otherwise", async () => {
      const { access } = await profileOf(COMPANY, closed);
      assert.equal(access.policy, "public");
      const statement = await find("trailing", closed);
      assert.deepEqual([...new Set(statement.facts.map(({ state }) => state))], ["withheld"]);
      assert.equal(statement.standing, "current");
      assert.equal((await find("expired", closed)).facts[0]?.value, false, "a public fact is shown");
      assert.equal((await find("unknown", closed)).record, null);
    });

    it("404 for a company of which nothing is known, 400 for a code that is none", async () => {
      const unknown = await refusal(`${open.url}/v1/companies/${NOBODY}`);
      assert.equal(unknown.problem.type, "urn:lingnan:problem:company-unknown");
      assert.equal(unknown.response.status, 404);
      const wrong = await refusal(`${open.url}/v1/companies/${COMPANY.slice(0, 17)}-`);
      assert.equal(wrong.response.status, 400);
      assert.match(wrong.problem.errors?.[0]?.rule ?? "", /"-" at position 18/);
    });
  });

  describe("GET /v1/companies/{uscc}/facts", () => {
    const read = (query: Record<string, string> = {}) => ask(open.url, history, { path: { uscc: COMPANY }, query });

    it("has everything ever attested, the last first, page by page", async () => {
      const seen: string[] = [];
      let query: Record<string, string> = { limit: "4" };
      for (let pages = 0; pages < 10; pages++) {
        const { items, page } = await read(query);
        seen.push(...items.map(({ attestationId }) => attestationId));
        if (page.next === null) break;
        query = { limit: "4", after: page.next };
      }
      const attested = Object.entries(ids).filter(([name]) => name !== "stranger");
      assert.deepEqual(seen, attested.map(([, id]) => id).toReversed());
    });

    it("filters by schema and by fact, and says how the old one stands", async () => {
      const { items } = await read({ schema: "tax.invoice_trailing.v1" });
      assert.deepEqual(
        items.map(({ attestationId, standing }) => [attestationId, standing]),
        [
          [ids["trailing"], "current"],
          [ids["replaced"], "superseded"],
        ],
      );
      const sales = await read({ fact: "tax.invoiced_sales_12m" });
      assert.deepEqual(
        sales.items.map(({ facts }) => facts.map(({ value }) => value)),
        [["9000000.50"], ["1.00"]],
      );
      assert.deepEqual((await read({ fact: "tax.invoiced_sales_12m", schema: "tax.credit.v1" })).items, []);
    });
  });

  describe("GET /v1/companies/{uscc}/features", () => {
    const featuresOf = async (uscc: string, api = open) =>
      new Map((await ask(api.url, getCompanyFeatures, { path: { uscc } })).features.map((one) => [one.id, one]));

    it("derives what it can and names what is missing and why", async () => {
      const features = await featuresOf(COMPANY);
      assert.equal(features.size, 25);
      assert.deepEqual(features.get("annual_sales")?.value, { value: "900000050", display: "9000000.50" });
      assert.deepEqual(features.get("sales_growth")?.value, { value: "-999", display: "-0.0999" });
      assert.deepEqual(features.get("debt_to_assets")?.value, { value: "6666", display: "0.6666" });
      assert.deepEqual(features.get("annual_sales")?.evidence, [ids["trailing"]]);
      const reasons = (id: string) => features.get(id)?.missing.map(({ fact, reason }) => `${fact} ${reason}`);
      assert.deepEqual(reasons("tax_arrears"), ["tax.arrears_amount revoked"]);
      assert.deepEqual(reasons("tax_credit_grade"), ["tax.credit_grade invalid"]);
      assert.deepEqual(reasons("firm_age_months"), ["amr.registration_date not attested"]);
      assert.ok(reasons("red_flags")?.includes("court.dishonest_debtor expired"));
    });

    it("does not let a withheld fact through", async () => {
      const features = await featuresOf(COMPANY, closed);
      assert.equal(features.get("annual_sales")?.value, null);
      assert.equal(features.get("annual_sales")?.missing[0]?.reason, "withheld");
    });
  });

  describe("POST /v1/companies/{uscc}/match", () => {
    const match = (body?: object, uscc = COMPANY) => ask(open.url, matching, { path: { uscc }, ...(body && { body }) });

    it("puts each of the 319 products into one list", async () => {
      const { counts, eligible, refused, unknown } = await match();
      assert.equal(counts.products, 319);
      assert.deepEqual(
        [counts.eligible, counts.refused, counts.unknown],
        [eligible, refused, unknown].map((l) => l.length),
      );
      const all = [...eligible, ...refused, ...unknown].map(({ id }) => id);
      assert.deepEqual(all.toSorted(), catalogue.products.map(({ id }) => id).toSorted());
      assert.ok(refused.every(({ failed }) => failed.length > 0));
      assert.ok(unknown.every((product) => product.unknown.length > 0));
    });

    it("gives the reason for each refusal, with the distance", async () => {
      const { refused } = await match();
      const failures = refused.flatMap(({ failed }) => failed).filter(({ feature }) => feature === "annual_sales");
      assert.ok(failures.length > 0, "some product asks for more sales");
      for (const { threshold, actual, distance, operator } of failures) {
        assert.equal(actual.value, "900000050");
        const bounds = [threshold.value].flat().map(BigInt);
        const bound = operator === "<=" ? bounds.at(-1) : bounds[0];
        const off = (bound ?? 0n) - 900000050n;
        assert.equal(distance?.value, String(off < 0n ? -off : off));
      }
    });

    it("refuses a company with a red flag wherever that flag excludes it", async () => {
      const { refused } = await match(undefined, STRANGER);
      const flagged = refused.flatMap(({ failed }) => failed).filter(({ feature }) => feature === "red_flags");
      const excluding = catalogue.products.filter(({ criteria }) =>
        criteria.some(({ feature, value }) => feature === "red_flags" && [value].flat().includes("mee_red")),
      );
      assert.equal(flagged.length, excluding.length);
    });

    it("judges the request when there is one", async () => {
      const { refused } = await match({ amountFen: "1", tenorMonths: 360, securityOffered: [] });
      assert.equal(refused.length, 319);
      assert.ok(refused.every(({ mismatches }) => mismatches.some(({ property }) => property === "amount")));
    });
  });

  describe("GET /v1/attestations/{id}", () => {
    const read = (name: string, api = open) => ask(api.url, getAttestation, { path: { id: ids[name] ?? "" } });
    const isCurrent = new Interface([
      "function isCurrent(bytes4, tuple(bytes32, bytes32, uint32, bytes32, int256[])) view returns (bool)",
    ]);

    for (const [name, current] of [
      ["trailing", true],
      ["replaced", false],
      ["revoked", false],
      ["expired", false],
    ] as const) {
      it(`gives a call by which the chain says that the ${name} one is ${current ? "" : "not "}current`, async () => {
        const { attestation, verification } = await read(name);
        const { call, record, schemaId, statement } = verification ?? assert.fail("nothing is withheld here");
        const answer = await parts.provider.call({ to: call.to, data: call.data });
        assert.deepEqual(isCurrent.decodeFunctionResult("isCurrent", answer).toArray(), [current]);
        assert.equal(attestation.standing === "current", current);
        const values = statement.values.map(BigInt);
        assert.equal(attestationIdOf({ schemaId, ...statement, values }), ids[name]);
        assert.deepEqual(unpackRecords(record)[0]?.values, values);
      });
    }

    it("withholds values, and with them the means to guess them", async () => {
      assert.equal((await read("trailing", closed)).verification, null);
      assert.notEqual((await read("expired", closed)).verification, null);
    });

    it("404 for one that is not there, 400 for no id at all", async () => {
      assert.equal((await refusal(`${open.url}/v1/attestations/0x${"00".repeat(27)}`)).response.status, 404);
      assert.equal((await refusal(`${open.url}/v1/attestations/17`)).response.status, 400);
    });
  });

  describe("the vocabulary", () => {
    it("lists the agencies with the wallets that sign for them", async () => {
      const { items } = await ask(open.url, listAgencies);
      assert.equal(items.length, 26);
      const tax = items.find(({ code }) => code === "tax");
      assert.deepEqual(
        tax?.signers.map(({ wallet }) => wallet),
        [developmentWallet("signer:2").address.toLowerCase()],
      );
    });

    it("lists the schemas, chain and catalogue side by side", async () => {
      const { items } = await ask(open.url, listSchemas);
      assert.equal(items.length, catalogue.schemas.length + 1);
      const unknown = items.filter(({ agree }) => !agree);
      assert.deepEqual(
        unknown.map(({ name, catalogue: known }) => [name, known]),
        [[UNKNOWN_SCHEMA, null]],
      );
    });

    it("lists features and products", async () => {
      assert.equal((await ask(open.url, listFeatures)).items.length, 25);
      const contract = listProducts(catalogue);
      const { items } = await ask(open.url, contract, { query: { type: "tax_loan", limit: "200" } });
      assert.equal(items.length, catalogue.products.filter(({ type }) => type === "tax_loan").length);
      const [first] = items;
      const { product } = await ask(open.url, getProduct, { path: { id: first?.id ?? "" } });
      assert.deepEqual(product, first);
      const page = await ask(open.url, contract, { query: { lender: "kapok", limit: "2" } });
      assert.ok(page.items.every(({ lender }) => lender.code === "kapok"));
      assert.equal((await refusal(`${open.url}/v1/products/tax_loan-999`)).response.status, 404);
    });
  });

  describe("wrong input", () => {
    const json = { "content-type": "application/json" };
    const match = () => `${open.url}/v1/companies/${COMPANY}/match`;
    const cases: [
      name: string,
      status: number,
      type: string,
      ask: () => Promise<{ response: Response; problem: { type: string } }>,
    ][] = [
      ["a huge page", 400, "invalid-input", () => refusal(`${open.url}/v1/companies?limit=1000000`)],
      ["a parameter that is not known", 400, "invalid-input", () => refusal(`${open.url}/v1/companies?limt=5`)],
      ["a page of another list", 400, "invalid-input", () => refusal(`${open.url}/v1/companies?after=17`)],
      ["a parameter given twice", 400, "invalid-input", () => refusal(`${open.url}/v1/companies?q=91&q=92`)],
      ["a path that cannot be decoded", 400, "invalid-input", () => refusal(`${open.url}/v1/companies/%E0%A4%A`)],
      [
        "wrong JSON",
        400,
        "invalid-input",
        () => refusal(match(), { method: "POST", headers: json, body: '{"amountFen":' }),
      ],
      [
        "a number where text must be",
        400,
        "invalid-input",
        () => refusal(match(), { method: "POST", headers: json, body: '{"amountFen":5}' }),
      ],
      [
        "a body that is too large",
        413,
        "body-too-large",
        () => refusal(match(), { method: "POST", headers: json, body: " ".repeat(20_000) }),
      ],
      [
        "a body that is no JSON",
        415,
        "media-type-unsupported",
        () => refusal(match(), { method: "POST", body: "amount=5" }),
      ],
      ["an address without anything", 404, "route-unknown", () => refusal(`${open.url}/v2/companies`)],
      ["a method that is not taken", 405, "method-not-allowed", () => refusal(match(), { method: "GET" })],
      [
        "a method that nothing takes",
        405,
        "method-not-allowed",
        () => refusal(`${open.url}/healthz`, { method: "DELETE" }),
      ],
    ];
    for (const [name, status, type, request] of cases) {
      it(`${status} for ${name}`, async () => {
        const { response, problem } = await request();
        assert.equal(response.status, status);
        assert.equal(problem.type, `urn:lingnan:problem:${type}`);
      });
    }

    it("says which methods an address takes", async () => {
      const { response } = await refusal(`${open.url}/v1/companies`, { method: "PUT" });
      assert.equal(response.headers.get("allow"), "GET, HEAD");
    });

    it("429 when one address asks too often, with when to come back", async () => {
      const busy = await parts.startApi({ RATE_LIMIT_PER_MINUTE: "2" });
      for (let request = 0; request < 2; request++) assert.equal((await fetch(`${busy.url}/v1/features`)).status, 200);
      const { response } = await refusal(`${busy.url}/v1/features`);
      assert.equal(response.status, 429);
      assert.ok(Number(response.headers.get("retry-after")) > 0);
      assert.equal((await fetch(`${busy.url}/healthz`)).status, 200, "who watches the service is not limited");
      await busy.stop();
    });
  });

  describe("operations", () => {
    it("documents itself, every address and its problems", async () => {
      const document = (await (await fetch(`${open.url}/openapi.json`)).json()) as { openapi: string; paths: object };
      assert.equal(document.openapi, "3.1.0");
      assert.equal(Object.keys(document.paths).length, 34 + stepsOf(catalogue).length);
      const page = await fetch(`${open.url}/docs/`);
      assert.equal(page.status, 200);
      const html = await page.text();
      assert.doesNotMatch(html, /(src|href)="(https?:)?\/\//, "nothing comes from elsewhere");
    });

    it("measures itself by route", async () => {
      const text = await (await fetch(`${open.url}/metrics`)).text();
      assert.match(
        text,
        /http_request_duration_seconds_count\{method="GET",route="\/v1\/companies\/:uscc",status="200"\}/,
      );
      assert.match(text, /lingnan_index_lag_seconds \d/);
      assert.match(text, /lingnan_followed_rows_total [1-9]/);
    });

    it("answers 304 to who has the answer already", async () => {
      const address = `${open.url}/v1/features`;
      const etag = (await fetch(address)).headers.get("etag") ?? assert.fail("there is an ETag");
      // Of itself fetch would ask for a fresh answer beside every condition.
      const headers = { "if-none-match": etag, "cache-control": "max-age=0" };
      assert.equal((await fetch(address, { headers })).status, 304);
    });
  });

  describe("the lending side", () =>
    lendingStory(() => ({ parts, author, url: open.url, closedUrl: closed.url, indexed })));

  describe("another history behind the same addresses", () => {
    /** Cuts the chain off where it was and lets it go another way; what was built on it is gone. */
    async function goAnotherWay(snapshot: unknown): Promise<void> {
      await parts.provider.send("evm_revert", [snapshot]);
      await parts.provider.send("hardhat_mine", ["0x5"]);
    }

    it("forgets what a reorganisation undid, and keeps the rest", async () => {
      const snapshot: unknown = await parts.provider.send("evm_snapshot", []);
      const undone = await author.attest("mee.rating.v1", { "mee.rating": "green" }, { uscc: NOBODY, observedAt });
      await indexed();
      assert.equal((await fetch(`${open.url}/v1/attestations/${undone}`)).status, 200);
      await goAnotherWay(snapshot);
      await indexed();
      await until("forgotten", async () => (await fetch(`${open.url}/v1/attestations/${undone}`)).status === 404);
      assert.equal((await refusal(`${open.url}/v1/companies/${NOBODY}`)).response.status, 404);
      const { items } = await ask(open.url, history, { path: { uscc: COMPANY }, query: { limit: "200" } });
      assert.equal(items.length, Object.keys(ids).length - 1);
    });
  });

  describe("outages", () => {
    const profile = () => fetch(`${open.url}/v1/companies/${COMPANY}`);

    async function assertOut(reason: RegExp, type: string): Promise<void> {
      await until(`not ready: ${reason}`, async () => {
        const { status, body } = await readyz(open.url);
        return status === 503 && reason.test(body.reasons.join());
      });
      const { response, problem } = await refusal(`${open.url}/v1/companies/${COMPANY}`);
      assert.equal(response.status, 503);
      assert.ok(Number(response.headers.get("retry-after")) > 0);
      assert.equal(problem.type, `urn:lingnan:problem:${type}`);
      assert.equal((await fetch(`${open.url}/healthz`)).status, 200, "it is alive all the same");
      assert.equal((await fetch(`${open.url}/v1/features`)).status, 200, "what needs no index is answered");
      assert.equal((await fetch(`${open.url}/v1/products`)).status, 503, "products are the chain's");
    }

    async function assertCatchesUp(observed: number): Promise<void> {
      const id = await author.attest(
        "mee.rating.v1",
        { "mee.rating": "blue" },
        { uscc: STRANGER, observedAt: observed },
      );
      await indexed();
      const { attestation } = await ask(open.url, getAttestation, { path: { id } });
      assert.equal(attestation.standing, "current");
    }

    it("graph-node gone: says so, and recovers when it is back", async () => {
      await parts.index.kill("graph-node");
      await assertOut(/graph-node has not answered for/, "index-not-ready");
      parts.index.startAgain("graph-node");
      await until("ready again", async () => (await profile()).status === 200, 90_000);
      await assertCatchesUp(observedAt + 1);
    });

    it("PostgreSQL gone: says so, and recovers when it is back", async () => {
      await parts.database.kill("PostgreSQL");
      await assertOut(/PostgreSQL does not answer/, "database-gone");
      parts.database.startAgain("PostgreSQL");
      await until("ready again", async () => (await profile()).status === 200, 90_000);
      await assertCatchesUp(observedAt + 2);
    });

    it("the instance that follows gone: the other takes over", async () => {
      await open.stop();
      open = closed;
      await assertCatchesUp(observedAt + 3);
    });

    it("another deployment in the record: builds anew what the subgraph has", async () => {
      await open.stop();
      const recordPath = `${parts.recordPath}.other`;
      writeFileSync(recordPath, JSON.stringify({ ...parts.record, deployedAt: parts.record.deployedAt + 1 }));
      open = await parts.startApi({ DEPLOYMENT_RECORD: recordPath });
      await until("ready", async () => (await readyz(open.url)).status === 200);
      assert.match(await (await fetch(`${open.url}/metrics`)).text(), /lingnan_index_restarts_total 1/);
      await assertCatchesUp(observedAt + 4);
    });

    it("every attestation is there once after all that", async () => {
      const { items } = await ask(open.url, history, { path: { uscc: STRANGER } });
      assert.deepEqual(
        items.map(({ observedAt: time }) => time),
        [4, 3, 2, 1, 0].map((s) => text(observedAt + s)),
      );
    });
  });
});
