import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { developmentUscc, encodeCriteria, entityIdOf } from "../../../catalogue/index.ts";
import { draftAudience } from "../../../indexer-api/src/routes/audience.contract.ts";
import { matchBatch } from "../../../indexer-api/src/routes/match-batch.contract.ts";
import { matchCompany } from "../../../indexer-api/src/routes/match.contract.ts";
import { matchingStatus } from "../../../indexer-api/src/routes/match-status.contract.ts";
import { listProductCompanies } from "../../../indexer-api/src/routes/product-companies.contract.ts";
import { getProduct } from "../../../indexer-api/src/routes/products.contract.ts";
import type { Service as Api } from "../../../indexer-api/src/service.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import type { Holder } from "../../../scripts/wallets/development.ts";
import { catalogue } from "../stated.ts";
import { ask, readyz } from "./ask.ts";
import { Author, mined } from "./author.ts";
import { Listener } from "./listener.ts";
import { startParts, until } from "./parts.ts";
import type { Parts } from "./parts.ts";

const DAY = 86_400;
const COMPANY = developmentUscc("API match test: a company");
const BANK = developmentUscc("API match test: a bank");
/** The wallet of an agency that does not exist. */
const BANKER: Holder = "signer:39";
const ID = "chain-1";
const TERMS = {
  ...{ minAmountFen: 1_000_000n, maxAmountFen: 100_000_000n, minTenorMonths: 1, maxTenorMonths: 24 },
  ...{ minRateBps: 300, maxRateBps: 900, collateralKinds: 0 },
};
const NO_TOKEN = `0x${"00".repeat(20)}`;
/** Yuan. */
const ENOUGH = 1_000_000;

const matching = matchCompany(catalogue);
const audience = draftAudience(catalogue);
const batch = matchBatch(catalogue);

/** The tests run in order: each goes on where the one before ended. */
describe("matching over a real chain, graph-node and PostgreSQL", () => {
  let parts: Parts;
  let author: Author;
  let api: Api;
  let observedAt: number;
  let ofCompany: Listener;
  let ofProduct: Listener;

  before(async () => {
    parts = await startParts();
    author = new Author(parts);
    api = await parts.startApi({ ACCESS_POLICY: "development" });
    await until("the first block", async () => (await readyz(api.url)).status === 200);
    observedAt = (await author.now()) - 2 * DAY;
    await author.register(COMPANY, "company", developmentWallet("relayer").address);
    const wallet = developmentWallet(BANKER).address;
    await parts.provider.send("hardhat_setBalance", [wallet, "0xde0b6b3a7640000"]);
    await author.register(BANK, "bank", wallet);
    await sell(ENOUGH - 1, observedAt);
    const { ProductCatalogue } = await author.contracts(BANKER);
    await mined(ProductCatalogue.publish(entityIdOf(BANK), "credit-901", TERMS, NO_TOKEN, salesFrom(ENOUGH)));
    await until("both are matched", async () => (await asked()).refused.some(({ id }) => id === ID));
    await until("the engine has both", async () => (await listed()).counts.refused === 1);
    ofCompany = await new Listener().open(`${api.url}/v1/companies/${COMPANY}/events`);
    ofProduct = await new Listener().open(`${api.url}/v1/products/${ID}/events`);
  });
  after(async () => {
    ofCompany?.close();
    ofProduct?.close();
    await parts?.stop();
  });

  const salesFrom = (yuan: number) =>
    encodeCriteria(catalogue, [{ feature: "annual_sales", operator: ">=", value: BigInt(yuan) * 100n }]);
  const sell = (yuan: number, at: number) => {
    const facts = { "tax.invoiced_sales_12m": String(yuan), "tax.invoiced_sales_prev_12m": "1" };
    return author.attest("tax.invoice_trailing.v1", facts, { uscc: COMPANY, observedAt: at });
  };
  const asked = () => ask(api.url, matching, { path: { uscc: COMPANY } });
  const listed = () => ask(api.url, listProductCompanies, { path: { id: ID } });

  /** The lines that come for one company. */
  async function batched() {
    const headers = { "content-type": "application/x-ndjson" };
    const body = `${JSON.stringify({ uscc: COMPANY })}\n`;
    const response = await fetch(`${api.url}${batch.path}?format=ids`, { method: "POST", headers, body });
    return (await response.text())
      .trim()
      .split("\n")
      .map((line) => batch.response.parse(JSON.parse(line)));
  }

  /** Every way of asking says the same of company and product. */
  async function agree(result: "eligible" | "refused"): Promise<void> {
    const one = await asked();
    assert.ok(one[result].some(({ id }) => id === ID));
    const isIn = result === "eligible";
    const line = (await batched()).find((each) => "uscc" in each) ?? assert.fail("the company has no line");
    assert.deepEqual(new Set(line.eligible as string[]), new Set(one.eligible.map(({ id }) => id)));
    assert.deepEqual(new Set(line.unknown as string[]), new Set(one.unknown.map(({ id }) => id)));
    const { counts, items } = await listed();
    assert.deepEqual(
      items.map(({ uscc }) => uscc),
      isIn ? [COMPANY] : [],
    );
    const { product } = await ask(api.url, getProduct, { path: { id: ID } });
    const draft = await ask(api.url, audience, { body: { criteria: product.criteria } });
    assert.deepEqual(draft.counts, counts);
    assert.deepEqual(counts, { companies: 1, eligible: isIn ? 1 : 0, unknown: 0, refused: isIn ? 0 : 1 });
  }

  it("refuses a company that sells too little, however it is asked", async () => {
    const { products, asOf } = await ask(api.url, matchingStatus);
    assert.equal(products, catalogue.products.length + 1);
    assert.ok(Number(asOf) > observedAt);
    await agree("refused");
  });

  it("tells company and lender when an agency attests enough", async () => {
    await sell(ENOUGH, observedAt + 60);
    for (const listener of [ofCompany, ofProduct]) {
      const isTold = () => listener.events.some(({ data }) => data.kind === "became eligible" && data.product === ID);
      await listener.until("that it becomes eligible", isTold);
    }
    const [event] = ofProduct.events;
    assert.deepEqual(event?.data.company, { entityId: entityIdOf(COMPANY), uscc: COMPANY });
    await agree("eligible");
  });

  it("tells them when the lender changes the product, with what it is now for the company", async () => {
    const { ProductCatalogue } = await author.contracts(BANKER);
    await mined(ProductCatalogue.change(1, 1, TERMS, NO_TOKEN, salesFrom(2 * ENOUGH)));
    await ofProduct.until("the change", () => ofProduct.kinds.includes("product changed"));
    await ofCompany.until("the change", () => ofCompany.kinds.includes("product changed"));
    assert.equal(ofCompany.events.at(-1)?.data.result, "refused");
    await agree("refused");
  });

  it("says nothing more, and nothing twice", () => {
    assert.deepEqual(ofProduct.kinds, ["became eligible", "product changed"]);
    assert.equal(new Set(ofCompany.sent.map(({ id }) => id)).size, ofCompany.sent.length);
  });
});
