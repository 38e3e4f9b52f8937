import assert from "node:assert/strict";
import { before, describe, it, mock } from "node:test";
import { hexlify, toUtf8Bytes, ZeroAddress, ZeroHash } from "ethers";
import { assetIdOf, developmentUscc, entityIdOf } from "../../../catalogue/index.ts";
import { setAdvanceRate } from "../../../scripts/tasks/advance-rate-set.ts";
import { approveAppraiser, dropAppraiser } from "../../../scripts/tasks/appraiser.ts";
import { showAsset } from "../../../scripts/tasks/asset-show.ts";
import { attest } from "../../../scripts/tasks/attest.ts";
import { showLoan } from "../../../scripts/tasks/loan-show.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import { catalogue, mined } from "../deploy/chain.ts";
import { ledgerForTasks } from "./ledger.ts";

let printed: string[] = [];
mock.method(console, "log", (line: string) => void printed.push(line));

const [BORROWER, BANK, APPRAISER] = [
  developmentUscc("borrower"),
  developmentUscc("bank"),
  developmentUscc("appraiser"),
];
/** Wallets that the development chain funds. */
const [borrower, bank, appraiser] = [
  developmentWallet("admin:31"),
  developmentWallet("admin:32"),
  developmentWallet("admin:33"),
];
const NUMBER = "202010123451X";
const ASSET_ID = assetIdOf(1, NUMBER);
const COMPANY_KIND = 1;
const BANK_KIND = 2;

let ledger: Awaited<ReturnType<typeof ledgerForTasks>>;
before(async () => {
  ledger = await ledgerForTasks();
  const registrar = ledger.contracts.EntityRegistry.connect(developmentWallet("registrar").connect(ledger.provider));
  const entities = [
    [BORROWER, COMPANY_KIND, borrower.address],
    [BANK, BANK_KIND, bank.address],
    [APPRAISER, COMPANY_KIND, appraiser.address],
  ] as const;
  for (const [uscc, kind, controller] of entities) {
    await mined(registrar.register(hexlify(toUtf8Bytes(uscc)), kind, controller));
  }
});

const nothing = { observedAt: undefined, evidence: undefined, key: undefined, dryRun: false };
const common = () => ({ key: undefined, record: ledger.record });
const show = (...asset: string[]) => showAsset({ asset, record: ledger.record }, ledger.hre);

const PATENT = ["patent_kind=invention", "patent_filing_date=2020-01-01", "patent_grant_date=2022-01-01"].concat([
  ...["patent_expiry_date=2040-01-01", "patent_legal_status=valid", "pledged=no", "appraised_value=unknown"],
]);

function attestPatent(facts = PATENT) {
  const options = { ...nothing, schema: "ipo.patent.v1", company: BORROWER, item: "ZL 2020 1 0123451.X" };
  return attest({ ...options, record: ledger.record, facts }, ledger.hre);
}

function appraise() {
  process.env.APPRAISER_KEY = appraiser.privateKey;
  const options = { ...nothing, schema: "company.valuation.v1", company: APPRAISER, item: ASSET_ID };
  const facts = ["valuation_value=1000000", "valuation_method=income", "valuation_date=2026-01-01"];
  return attest({ ...options, key: "APPRAISER_KEY", record: ledger.record, facts }, ledger.hre);
}

describe("hardhat asset, appraiser and advance-rate", () => {
  it("does not let a clerk type the number a second time", async () => {
    await assert.rejects(
      attestPatent([...PATENT, `patent_number=${NUMBER}`]),
      /patent_number=202010123451X: ipo\.patent_number is the number that --item gives/,
    );
    await assert.rejects(show("patent", NUMBER), /there is no asset 0x/);
  });

  it("makes an asset of a patent that is attested under its number, and shows it by number and id", async () => {
    await attestPatent();
    const shown = await show("patent", "2020 1 0123451.x");
    assert.equal(shown.assetId, ASSET_ID);
    assert.deepEqual(shown, await show(ASSET_ID));
    assert.equal(shown.kind, "invention_patent");
    assert.equal(shown.entityId, entityIdOf(BORROWER));
    assert.deepEqual([shown.standing, shown.valueFen, shown.availableFen], ["free", 0n, 0n]);
  });

  it("lets an appraisal count once the registrar has approved its author, and no further one afterwards", async () => {
    await assert.rejects(appraise(), new RegExp(`resolver 0x\\w+ refused .* ${APPRAISER} is no appraiser`));
    await approveAppraiser({ ...common(), company: APPRAISER }, ledger.hre);
    await appraise();
    const { advanceBps } = catalogue.assetKindByCode.get("invention_patent")!;
    const shown = await show(ASSET_ID);
    assert.deepEqual([shown.valueFen, shown.availableFen], [100_000_000n, 10_000n * BigInt(advanceBps)]);
    await dropAppraiser({ ...common(), company: APPRAISER }, ledger.hre);
    await assert.rejects(appraise(), /is no appraiser/);
    assert.equal((await show(ASSET_ID)).valueFen, 100_000_000n);
  });

  it("sets an advance rate as the regulator, in whole percent", async () => {
    const set = (kind: string, percent: string, key?: string) =>
      setAdvanceRate({ ...common(), kind, percent, key }, ledger.hre);
    await set("invention_patent", "45");
    assert.equal((await show(ASSET_ID)).availableFen, 45_000_000n);
    await assert.rejects(set("invention", "45"), /no such kind of asset: did you mean invention_patent/);
    for (const percent of ["101", "-1", "4.5", ""]) {
      await assert.rejects(set("invention_patent", percent), /must be a whole number from 0 to 100/);
    }
    process.env.TEST_KEY = developmentWallet("steward").privateKey;
    await assert.rejects(set("invention_patent", "50", "TEST_KEY"), /does not hold the role/);
  });

  it("refuses what names no asset", async () => {
    await assert.rejects(show("patents", NUMBER), /no such register: did you mean patent,/);
    await assert.rejects(show("patent"), /patent: must be a register and a number, or the id/);
    await assert.rejects(show("patent", "2020101234511"), /ends with check character 1: X expected/);
  });
});

describe("hardhat loan show", () => {
  const shown = (loan: string) => showLoan({ loan, record: ledger.record }, ledger.hre);
  const terms = {
    ...{ minAmountFen: 1, maxAmountFen: 10n ** 10n, minTenorMonths: 1, maxTenorMonths: 24 },
    ...{ minRateBps: 100, maxRateBps: 1000, collateralKinds: 2 },
  };

  it("tells where a loan stands and who is expected to act, step by step", async () => {
    const { LoanDesk, ProductCatalogue } = ledger.contracts;
    const [asBank, asCompany] = [bank.connect(ledger.provider), borrower.connect(ledger.provider)];
    const lender = entityIdOf(BANK);
    await mined(ProductCatalogue.connect(asBank).publish(lender, "tax_loan-001", terms, ZeroAddress, "0x"));
    const company = LoanDesk.connect(asCompany);
    await mined(company.applyFor(entityIdOf(BORROWER), 1, 1, 20_000_000, 12, ZeroHash));
    printed = [];
    assert.match((await shown("1")).next, /^The lender offers or declines/);
    assert.ok(
      printed.some((line) => line.includes("200000.00 CNY for 12 months")),
      printed.join("\n"),
    );
    const { timestamp } = (await ledger.provider.getBlock("latest"))!;
    const offer = {
      ...{ amountFen: 20_000_000, feeFen: 1000, tenorMonths: 12, rateBps: 360, overdueRateBps: 540 },
      ...{ validUntil: timestamp + 86_400, guarantor: ZeroHash, guaranteedFen: 0 },
      collateral: [{ assetId: ASSET_ID, securedFen: 21_000_000 }],
    };
    await mined(LoanDesk.connect(asBank).offer(1, offer));
    assert.match((await shown("1")).next, /^The company accepts the offer/);
    await mined(company.accept(1, offer));
    assert.match((await shown("1")).next, /^The lender pays out/);
    const asset = await show(ASSET_ID);
    assert.equal(asset.standing, "encumbered");
    assert.deepEqual(asset.liens, [{ loanId: 1n, lenderId: lender, securedFen: 21_000_000n }]);
    await mined(LoanDesk.connect(asBank).disburse(1, ZeroHash));
    await mined(company.confirmReceipt(1));
    printed = [];
    const active = await shown("1");
    assert.deepEqual([active.state, active.outstandingFen], ["active", 20_001_000n]);
    assert.match(active.next, /^The company repays 200010.00 CNY, all of it by/);
    assert.ok(
      printed.some((line) => /owed today +200010.00 CNY: principal 200000.00 CNY, interest 0.00 CNY/.test(line)),
      printed.join("\n"),
    );
  });

  it("refuses what names no loan", async () => {
    await assert.rejects(shown("99"), /there is no loan 99/);
    for (const loan of ["0", "one", "-1"]) await assert.rejects(shown(loan), /must be the number of a loan, from 1/);
  });
});
