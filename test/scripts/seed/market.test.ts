import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import type { Result } from "ethers";

import { type Criterion, decodeCriteria, entityIdOf, onChainTerms } from "../../../catalogue/index.ts";
import { type LedgerContracts, ledgerContracts } from "../../../scripts/chain/contracts.ts";
import { lenderHolder, type MarketSummary, openMarket } from "../../../scripts/seed/market.ts";
import { ENTITY_KINDS } from "../../../scripts/seed/register.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import { startLedger, type TestLedger } from "../agency/chain.ts";

describe("openMarket", () => {
  let ledger: TestLedger;
  let contracts: LedgerContracts;
  let market: MarketSummary;
  const open = () => openMarket({ record: ledger.record, chainUrl: ledger.url });
  const publications = async () => {
    const { ProductCatalogue } = contracts;
    const events = await ProductCatalogue.queryFilter(ProductCatalogue.filters.ProductPublished());
    return new Map(events.map((event) => [event.args.code, event] as const));
  };

  before(async () => {
    ledger = await startLedger();
    contracts = await ledgerContracts(ledger.record.contracts, ledger.provider);
    market = await open();
  });
  after(() => ledger.close());

  it("puts every lender on the register as what it is, with a wallet of its own", async () => {
    const { catalogue, entities } = ledger;
    const wallets = new Set<string>();
    for (const { code, uscc, kind } of catalogue.lenders) {
      const entity = await entities.entityOf(entityIdOf(uscc));
      assert.equal(entity.kind, BigInt(ENTITY_KINDS[kind]));
      assert.equal(entity.controller, developmentWallet(lenderHolder(catalogue, code)).address);
      wallets.add(entity.controller);
    }
    assert.equal(market.lenders, catalogue.lenders.length);
    assert.equal(wallets.size, catalogue.lenders.length);
  });

  it("has each lender publish its products, with terms and criteria as in the catalogue", async () => {
    const { catalogue, provider } = ledger;
    const published = await publications();
    assert.equal(market.products, catalogue.products.length);
    assert.equal(published.size, catalogue.products.length);
    for (const product of catalogue.products) {
      const event = published.get(product.id);
      assert.ok(event);
      const { args, transactionHash } = event;
      const lender = catalogue.lenderByCode.get(product.lender)!;
      assert.equal(args.lender, entityIdOf(lender.uscc));
      assert.deepEqual(inOrder(decodeCriteria(catalogue, args.criteria)), inOrder(product.criteria));
      const terms = Object.entries<bigint | number>({ ...onChainTerms(product) });
      const expected = Object.fromEntries(terms.map(([name, value]) => [name, BigInt(value)]));
      assert.deepEqual((args.terms as unknown as Result).toObject(), expected);
      assert.equal(args.settlementToken === market.token, product.settlement === "token");
      const from = developmentWallet(lenderHolder(catalogue, product.lender)).address;
      assert.equal((await provider.getTransaction(transactionHash))?.from, from);
    }
  });

  it("lets the guarantor guarantee, and some products settle in an approved token of fen", async () => {
    const { ProductCatalogue, GuaranteeRegistry } = contracts;
    assert.equal(await ProductCatalogue.isSettlementToken(market.token), true);
    const settling = ledger.catalogue.products.filter(({ settlement }) => settlement === "token");
    assert.ok(settling.length > 0);
    const guarantor = ledger.catalogue.lenders.find(({ kind }) => kind === "financing_guarantee_company");
    const { limitFen } = await GuaranteeRegistry.guarantorOf(entityIdOf(guarantor!.uscc));
    assert.equal(limitFen, 100_000_000_000n);
  });

  it("changes nothing when it runs again", async () => {
    const block = await ledger.provider.getBlockNumber();
    const again = await open();
    assert.deepEqual(again, { ...market, transactions: 0, gasUsed: 0n });
    assert.equal(await ledger.provider.getBlockNumber(), block);
  });
});

/** Criteria with the labels of a list in one order: the chain keeps them as a set. */
function inOrder(criteria: readonly Criterion[]): unknown[] {
  return criteria.map(({ value, ...rest }) => ({ ...rest, value: Array.isArray(value) ? value.toSorted() : value }));
}
