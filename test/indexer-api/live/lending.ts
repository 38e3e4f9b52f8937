import assert from "node:assert/strict";
import { before, it } from "node:test";
import { Signature, TypedDataEncoder, verifyTypedData } from "ethers";
import type { TransactionReceipt } from "ethers";

import { assetIdOf, developmentUscc, encodeCriteria, entityIdOf } from "../../../catalogue/index.ts";
import { CALLS } from "../../../indexer-api/src/prepare/contracts.ts";
import { stepsOf } from "../../../indexer-api/src/prepare/steps.ts";
import { getAsset, listCollateral } from "../../../indexer-api/src/routes/collateral.contract.ts";
import { listDeclarations } from "../../../indexer-api/src/routes/declarations.contract.ts";
import { getApplication, listCompanyLoans, listLenderLoans } from "../../../indexer-api/src/routes/loans.contract.ts";
import { matchCompany } from "../../../indexer-api/src/routes/match.contract.ts";
import { prepareContract } from "../../../indexer-api/src/routes/prepare.contract.ts";
import { getProduct } from "../../../indexer-api/src/routes/products.contract.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import type { Holder } from "../../../scripts/wallets/development.ts";
import { catalogue } from "../stated.ts";
import { ask, refusal } from "./ask.ts";
import { mined } from "./author.ts";
import type { Author } from "./author.ts";
import type { Parts } from "./parts.ts";

export interface Stage {
  parts: Parts;
  author: Author;
  /** API that shows everything. */
  url: string;
  /** API that shows what anyone may see. */
  closedUrl: string;
  /** Waits until the index has the chain's newest block. */
  indexed: () => Promise<void>;
}

const DAY = 86_400;
const BORROWER = developmentUscc("API test: a borrower");
const BANK = developmentUscc("API test: the first bank");
const OTHER_BANK = developmentUscc("API test: the second bank");
const GUARANTOR = developmentUscc("API test: a guarantor");
const APPRAISER = developmentUscc("API test: an appraiser");
/** Wallets of agencies that do not exist. */
const HOLDERS = new Map<string, Holder>([
  [BORROWER, "signer:38"],
  [BANK, "signer:39"],
  [OTHER_BANK, "admin:39"],
  [GUARANTOR, "admin:38"],
  [APPRAISER, "signer:37"],
]);
const ANYBODY: Holder = "relayer";

const PATENT = "2015101234561";
const PATENT_ID = assetIdOf(1, PATENT);
const CRITERIA = encodeCriteria(catalogue, [{ feature: "firm_age_months", operator: ">=", value: 24n }]);
const TERMS = {
  minAmountFen: 1_000_000n,
  maxAmountFen: 100_000_000n,
  minTenorMonths: 1,
  maxTenorMonths: 24,
  minRateBps: 300,
  maxRateBps: 900,
  collateralKinds: 1 << 1,
};
const NO_TOKEN = `0x${"00".repeat(20)}`;

/** Financings from application to end, each step prepared by the API and signed by the wallet that it names. */
export function lendingStory(stage: () => Stage): void {
  const at = {
    collateral: (url = stage().url) => ask(url, listCollateral, { path: { uscc: BORROWER } }),
    application: async (id: string) => (await ask(stage().url, getApplication, { path: { id } })).application,
    lender: (uscc: string) => ask(stage().url, listLenderLoans, { path: { uscc } }),
  };

  const holderOf = (uscc: string) => HOLDERS.get(uscc) ?? assert.fail(`nobody holds ${uscc}`);

  /** Asks for a step, and holds the signer that it names against the one expected. */
  async function prepare(step: string, body: object, by?: string) {
    const row = stepsOf(catalogue).find(({ name }) => name === step) ?? assert.fail(`there is no step ${step}`);
    const { prepared } = await ask(stage().url, prepareContract(row), { body });
    const wallets = by === undefined ? [] : [developmentWallet(holderOf(by)).address.toLowerCase()];
    assert.deepEqual(prepared.signer.wallets, wallets, `${step}: who signs`);
    return prepared;
  }

  async function send(transaction: { to: string; data: string }, holder: Holder): Promise<TransactionReceipt> {
    const { parts, indexed } = stage();
    const sent = await developmentWallet(holder).connect(parts.provider).sendTransaction(transaction);
    const receipt = (await sent.wait()) ?? assert.fail("not mined");
    await indexed();
    return receipt;
  }

  /** Prepares a step, signs it with the party's wallet and waits until the index knows. */
  async function take(step: string, body: object, by?: string) {
    const prepared = await prepare(step, body, by);
    await send(prepared.transaction, by === undefined ? ANYBODY : holderOf(by));
    return prepared;
  }

  async function refused(step: string, body: object): Promise<string> {
    const { response, problem } = await refusal(`${stage().url}/v1/prepare/${step}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    assert.equal(response.status, 409, JSON.stringify(problem));
    return problem.detail;
  }

  const codes = (prepared: { warnings: { code: string }[] }) => prepared.warnings.map(({ code }) => code);
  const offer = (loanId: string, more: object = {}) => ({ loanId, rateBps: 600, feeFen: "10000", ...more });
  const purpose = "a production line";

  before(async () => {
    const { author, indexed, parts } = stage();
    for (const [uscc, holder] of HOLDERS) {
      const wallet = developmentWallet(holder).address;
      await parts.provider.send("hardhat_setBalance", [wallet, "0xde0b6b3a7640000"]);
      const kind = uscc === GUARANTOR ? "financing_guarantee" : [BANK, OTHER_BANK].includes(uscc) ? "bank" : "company";
      await author.register(uscc, kind, wallet);
    }
    for (const bank of [BANK, OTHER_BANK]) {
      const { ProductCatalogue } = await author.contracts(holderOf(bank));
      await mined(ProductCatalogue.publish(entityIdOf(bank), "ip_pledge-901", TERMS, NO_TOKEN, CRITERIA));
    }
    const { SoftAssets } = await author.contracts("registrar");
    await mined(SoftAssets.setAppraiser(entityIdOf(APPRAISER), true));
    const { GuaranteeRegistry } = await author.contracts("regulator");
    await mined(GuaranteeRegistry.setLimit(entityIdOf(GUARANTOR), 6_000_000n));
    const patent = {
      "ipo.patent_kind": "invention",
      "ipo.patent_legal_status": "valid",
      "ipo.patent_expiry_date": "2035-01-01",
    };
    await author.attest("ipo.patent.v1", patent, {
      uscc: BORROWER,
      number: PATENT,
      observedAt: (await author.now()) - DAY,
    });
    await indexed();
  });

  it("shows an asset that nobody has valued, and why it cannot be pledged", async () => {
    const { items } = await at.collateral();
    const [asset] = items;
    assert.equal(asset?.assetId, PATENT_ID);
    assert.deepEqual([asset.kind.code, asset.number, asset.status.inForce], ["invention_patent", PATENT, true]);
    assert.equal(asset.holder.uscc, BORROWER);
    assert.equal(asset.tokenOwner, developmentWallet(holderOf(BORROWER)).address.toLowerCase());
    assert.deepEqual([asset.valueFen, asset.availableFen], [null, "0"]);
    assert.deepEqual(
      asset.obstacles.map(({ code }) => code),
      ["no_value"],
    );
  });

  it("prepares a valuation that the appraiser signs and anybody sends", async () => {
    const { parts } = stage();
    const declared = await prepare(
      "declare",
      {
        company: APPRAISER,
        schema: "company.valuation.v1",
        itemNumber: PATENT_ID,
        facts: { "company.valuation_value": "400000", "company.valuation_method": "income" },
      },
      APPRAISER,
    );
    const { domain, message, primaryType, ...given } = declared.typedData ?? assert.fail("there is something to sign");
    // ethers makes the domain's type itself.
    const types = Object.fromEntries(Object.entries(given.types).filter(([name]) => name !== "EIP712Domain"));
    assert.equal(TypedDataEncoder.from(types).primaryType, primaryType);
    const wallet = developmentWallet(holderOf(APPRAISER));
    const signature = await wallet.signTypedData(domain, types, message);
    assert.equal(verifyTypedData(domain, types, message, signature), wallet.address);
    const { schemaId, statement, deadline } = message as { schemaId: string; statement: object; deadline: string };
    const { serialized } = Signature.from(signature);
    const data = CALLS.AttestationRegistry.encodeFunctionData("attestBySignature", [
      ...[schemaId, statement, wallet.address, deadline, serialized],
    ]);
    await send({ to: parts.record.contracts.AttestationRegistry.address, data }, ANYBODY);
    const { asset } = await ask(stage().url, getAsset, { path: { id: PATENT_ID } });
    assert.equal(asset.valueFen, "40000000");
    assert.equal(asset.appraisal?.appraiser?.uscc, APPRAISER);
    assert.equal(asset.availableFen, String((40_000_000n * BigInt(asset.advanceBps)) / 10_000n));
    assert.deepEqual(asset.obstacles, []);
  });

  it("withholds values, and what follows from them, where nobody said otherwise", async () => {
    const [asset] = (await at.collateral(stage().closedUrl)).items;
    assert.equal(asset?.valuesWithheld, true);
    assert.deepEqual(
      [asset.valueFen, asset.availableFen, asset.faceValueFen, asset.appraisal],
      [null, null, null, null],
    );
    assert.equal(asset.number, PATENT);
  });

  it("goes from the application to the loan, each party told what to sign and what is next", async () => {
    const product = { productId: "1", amountFen: "5000000", tenorMonths: 12, purpose };
    const applied = await take("apply", { borrower: BORROWER, ...product }, BORROWER);
    assert.equal(applied.fields.find(({ id }) => id === "purpose")?.display, purpose);
    assert.equal((await at.application("1")).next.steps[0]?.step, "offer");
    assert.equal((await at.application("1")).next.steps[0]?.entity?.uscc, BANK);

    const terms = offer("1", {
      guarantor: GUARANTOR,
      guaranteedFen: "2000000",
      collateral: [{ assetId: PATENT_ID, securedFen: "7000000" }],
    });
    const offered = await take("offer", terms, BANK);
    const current = await at.application("1");
    const hash = offered.fields.find(({ id }) => id === "offerHash")?.value;
    assert.equal(hash, current.offer?.offerHash, "the hash before is the hash that the chain made");
    assert.equal(current.next.steps[0]?.step, "undertake-guarantee");

    assert.deepEqual(codes(await prepare("accept", { loanId: "1" }, BORROWER)), ["guarantee_missing"]);
    await take("undertake-guarantee", { loanId: "1" }, GUARANTOR);
    assert.deepEqual(codes(await take("accept", { loanId: "1" }, BORROWER)), []);

    const [asset] = (await at.collateral()).items;
    const [lien] = asset?.liens ?? [];
    assert.deepEqual([lien?.state, lien?.rank, lien?.lender?.uscc, lien?.securedFen], ["live", 1, BANK, "7000000"]);
    assert.equal(asset?.status.encumbered, true);

    await take("disburse", { loanId: "1", paymentRef: "transfer 1" }, BANK);
    assert.equal((await at.application("1")).state, "disbursed");
    await take("confirm-receipt", { loanId: "1" }, BORROWER);
    const active = await at.application("1");
    assert.equal(active.state, "active");
    assert.deepEqual(
      active.events.map(({ kind }) => kind),
      ["applied", "offered", "accepted", "disbursed", "activated"],
    );
    assert.equal(active.guarantee?.guarantor.uscc, GUARANTOR);
  });

  it("asks for the consent of who stands before, and shows both ranks", async () => {
    const product = { productId: "2", amountFen: "2000000", tenorMonths: 6, purpose };
    await take("apply", { borrower: BORROWER, ...product }, BORROWER);
    const collateral = [{ assetId: PATENT_ID, securedFen: "2500000" }];
    assert.deepEqual(codes(await take("offer", offer("2", { collateral }), OTHER_BANK)), ["consent_missing"]);
    assert.deepEqual(codes(await prepare("accept", { loanId: "2" }, BORROWER)), ["consent_missing"]);
    const consent = { assetId: PATENT_ID, loanId: "1", juniorLoanId: "2", maxSecuredFen: "2500000" };
    await take("consent-to-junior", consent, BANK);
    await take("accept", { loanId: "2" }, BORROWER);
    const [asset] = (await at.collateral()).items;
    assert.deepEqual(
      asset?.liens.map(({ rank, lender }) => [rank, lender?.uscc]),
      [
        [1, BANK],
        [2, OTHER_BANK],
      ],
    );
    assert.equal(asset?.securedFen, "9500000");
  });

  it("counts what is owed as the chain does, day by day", async () => {
    const { parts, indexed, author } = stage();
    await parts.provider.send("evm_increaseTime", [100 * DAY]);
    await parts.provider.send("evm_mine", []);
    await indexed();
    const { LoanDesk } = await author.contracts(ANYBODY);
    const { owed } = await at.application("1");
    const chain = await LoanDesk.balanceOf(1);
    assert.equal(owed?.outstandingFen, String(await LoanDesk.outstandingOf(1)));
    assert.equal(owed.interestUnits, String(chain.interestUnits));
    assert.notEqual(owed.interestFen, "0");
    const { totals, items } = await at.lender(BANK);
    assert.equal(totals.outstandingFen, owed.outstandingFen);
    assert.equal(totals.securedFen, "7000000");
    assert.deepEqual(
      items.map(({ id }) => id),
      ["1"],
    );
    const company = await ask(stage().url, listCompanyLoans, { path: { uscc: BORROWER }, query: { limit: "1" } });
    assert.deepEqual([company.items[0]?.id, company.page.next], ["2", "2"]);
  });

  it("refuses to prepare what the chain would refuse, and says why", async () => {
    assert.match(await refused("settle", { loanId: "1" }), /CNY is still owed/);
    assert.match(await refused("accept", { loanId: "1" }), /the case is "active"; this step needs "offered"/);
    assert.match(await refused("declare-default", { loanId: "1" }), /not before \d+/);
    assert.match(await refused("record-repayment", { loanId: "1", amountFen: "90000000" }), /must be from 1 to \d+/);
    assert.match(await refused("repay", { loanId: "1" }), /no settlement token/);
    const apply = { borrower: BORROWER, productId: "1", amountFen: "1", tenorMonths: 99, purpose };
    assert.match(await refused("apply", apply), /amountFen: must be from 1000000.*tenorMonths: must be from 1 to 24/);
    assert.equal(
      (await refusal(`${stage().url}/v1/applications/77`)).problem.type.split(":").at(-1),
      "application-unknown",
    );
  });

  it("takes a repayment that the company claims and one that the lender records, and settles", async () => {
    await take("claim-repayment", { loanId: "1", amountFen: "1000000", paymentRef: "transfer 2" }, BORROWER);
    const claimed = await at.application("1");
    assert.equal(claimed.next.steps[0]?.step, "confirm-repayment");
    await take("confirm-repayment", { loanId: "1" }, BANK);
    const { owed, repaidFen } = await at.application("1");
    assert.equal(repaidFen, "1000000");
    await take("record-repayment", { loanId: "1", amountFen: owed?.outstandingFen }, BANK);
    assert.equal((await at.application("1")).next.steps[0]?.step, "settle");
    await take("settle", { loanId: "1" });
    const settled = await at.application("1");
    assert.deepEqual([settled.state, settled.next.steps.length], ["settled", 0]);
    const [asset] = (await at.collateral()).items;
    assert.deepEqual(
      asset?.liens.map(({ state, rank, lender }) => [state, rank, lender?.uscc]),
      [
        ["live", 1, OTHER_BANK],
        ["released", null, BANK],
      ],
    );
  });

  it("closes a case that nobody paid out, and frees its collateral", async () => {
    assert.equal((await at.application("2")).next.steps[0]?.by, "anybody");
    await take("expire", { loanId: "2" });
    assert.equal((await at.application("2")).state, "cancelled");
    const [asset] = (await at.collateral()).items;
    assert.deepEqual([asset?.status.encumbered, asset?.securedFen], [false, "0"]);
  });

  it("shows a declaration from the company's word to the agency's", async () => {
    const facts = {
      "company.transaction_type": "sale",
      "company.transaction_amount": "1200.50",
      "company.transaction_counterparty": BANK,
    };
    await take("declare", { company: BORROWER, schema: "company.transaction.v1", itemNumber: "S-1", facts }, BORROWER);
    const list = async () => (await ask(stage().url, listDeclarations, { path: { uscc: BORROWER } })).items;
    const [declared] = await list();
    assert.deepEqual([declared?.state, declared?.counterparty?.uscc], ["declared", BANK]);
    const { attestationId } = declared?.statement ?? assert.fail("it is listed");

    await take("countersign", { attestationId }, BANK);
    assert.equal((await list())[0]?.state, "countersigned");
    assert.match(await refused("reject-declaration", { attestationId, reason: "no" }), /countersigned already/);

    const row = stepsOf(catalogue).find(({ name }) => name === "confirm-declaration") ?? assert.fail("no such step");
    const { prepared } = await ask(stage().url, prepareContract(row), { body: { attestationId } });
    const tax = developmentWallet("signer:2");
    assert.ok(prepared.signer.wallets.includes(tax.address.toLowerCase()));
    await send(prepared.transaction, "signer:2");
    const [confirmed] = await list();
    assert.equal(confirmed?.state, "confirmed");
    assert.deepEqual(
      confirmed.answers.map(({ state, agency }) => [state, agency?.code ?? null]),
      [
        ["countersigned", null],
        ["confirmed", "tax"],
      ],
    );
    const query = { state: "declared" };
    assert.deepEqual((await ask(stage().url, listDeclarations, { path: { uscc: BORROWER }, query })).items, []);
  });

  it("offers products as their lenders have them on the chain now", async () => {
    const { author, indexed, url } = stage();
    const read = async (id: string) => (await ask(url, getProduct, { path: { id } })).product;
    const first = await read("chain-1");
    assert.deepEqual([first.nameEn, first.lender.uscc, first.onChain?.version], ["ip_pledge-901", BANK, "1"]);
    assert.deepEqual(
      first.criteria.map(({ feature, threshold }) => [feature, threshold.value]),
      [["firm_age_months", "24"]],
    );

    const [bank, other] = [await author.contracts(holderOf(BANK)), await author.contracts(holderOf(OTHER_BANK))];
    // The chain takes a feature that the catalogue does not have: it knows the form only.
    const senseless = `0xfa01${"00".repeat(8)}`;
    await mined(bank.ProductCatalogue.change(1, 1, { ...TERMS, maxRateBps: 800 }, NO_TOKEN, senseless));
    await mined(other.ProductCatalogue.retire(2));
    await indexed();
    const changed = await read("chain-1");
    assert.deepEqual([changed.onChain?.version, changed.annualRateBps.max], ["2", 800]);
    assert.match(changed.criteriaProblem ?? "", /no feature has the number 250/);
    assert.equal((await read("chain-2")).onChain?.retired, true);
    const match = await ask(url, matchCompany(catalogue), { path: { uscc: BORROWER } });
    assert.deepEqual(
      match.unreadable.map(({ id }) => id),
      ["chain-1"],
    );
    assert.equal(match.counts.products, catalogue.products.length + 1, "the retired one is not offered");
  });
}
