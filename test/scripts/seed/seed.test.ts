import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { entityIdOf, loadCatalogue } from "../../../catalogue/index.ts";
import { ledgerContracts } from "../../../scripts/chain/contracts.ts";
import { familyId, PLATFORM, RATING_STANDINGS } from "../../../scripts/chain/scorecards.ts";
import { seed } from "../../../scripts/seed/seed.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import { startLedger, type TestLedger } from "../agency/chain.ts";
import { dataFolder, EMPTY_DATA, invoices } from "../agency/invoices/folder.ts";

describe("seed", () => {
  let ledger: TestLedger;
  before(async () => {
    ledger = await startLedger();
  });
  after(() => ledger.close());

  const fill = (options: Partial<Parameters<typeof seed>[0]>) =>
    seed({ record: ledger.record, chainUrl: ledger.url, ...options });

  it("registers made-up companies and has every issuer sign; a second run changes nothing", async () => {
    const first = await fill({ companies: 6, seed: "six" });
    assert.deepEqual(first.failures, []);
    assert.equal(first.statements.sent, first.statements.made);
    const byAgency = Object.values(first.byAgency);
    assert.equal(
      byAgency.reduce((sum, { sent }) => sum + sent, 0),
      first.statements.sent,
    );
    const codes = new Set(["subject", ...loadCatalogue().agencies.map(({ code }) => code)]);
    assert.deepEqual(
      Object.keys(first.byAgency).filter((code) => !codes.has(code)),
      [],
    );
    const entity = await ledger.entities.entityOf(entityIdOf(first.exampleUscc));
    assert.deepEqual([entity.kind, entity.status, entity.controller], [1n, 1n, developmentWallet("company:0").address]);

    const block = await ledger.provider.getBlockNumber();
    const second = await fill({ companies: 6, seed: "six" });
    assert.deepEqual([second.statements.sent, second.transactions, second.gasUsed], [0, 0, 0n]);
    assert.equal(await ledger.provider.getBlockNumber(), block);
  });

  it("has the chain certify scores of the first companies, whose ratings then stand", async () => {
    const { ratings } = await fill({ companies: 3, seed: "rated" });
    assert.equal(ratings.length, 3);
    const { Scorecard } = await ledgerContracts(ledger.record.contracts, ledger.provider);
    for (const { uscc, total, coverageBps } of ratings) {
      const [rating, standing] = await Scorecard.ratingOf(entityIdOf(uscc), familyId(PLATFORM));
      assert.deepEqual([rating.total, rating.coverageBps], [BigInt(total), BigInt(coverageBps)]);
      assert.equal(RATING_STANDINGS[Number(standing)], "current");
    }
    assert.deepEqual((await fill({ companies: 3, seed: "rated" })).ratings, []);
  });

  it("has each agency's statements signed by a wallet of that agency, and companies' by their controllers", async () => {
    const events = await ledger.registry.queryFilter(ledger.registry.filters.Attested());
    assert.ok(events.some(({ args }) => Number(args.schemaId) >> 16 === 0));
    for (const { args } of events) {
      const agency = Number(args.schemaId) >> 16;
      const { agencyId } = await ledger.registry.signerOf(args.signer);
      assert.equal(agencyId, BigInt(agency));
    }
  });

  it("takes companies and statements from invoices", async () => {
    using folder = dataFolder({
      ...EMPTY_DATA,
      "companies_more.csv": "company_id,name_masked\nE2,b\n",
      "invoices_sales_test.csv": invoices("E1,7,2019-03-04,B1,100.5,13.07,113.57,valid", "E2,8,never,B1,1,0,1,valid"),
    });
    const summary = await fill({ data: folder.path });
    assert.deepEqual([summary.companies, summary.invoices, summary.statements.sent], [2, 1, 1]);
    assert.deepEqual(Object.keys(summary.byAgency), ["tax"]);
  });
});
