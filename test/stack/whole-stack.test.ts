import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, it } from "node:test";

import { toUtf8String } from "ethers";

import { encodeValues, entityIdOf, developmentUscc, loadCatalogue, NO_ITEM } from "../../catalogue/index.ts";
import { type LedgerContracts, ledgerContracts } from "../../scripts/chain/contracts.ts";
import { connect } from "../../scripts/chain/provider.ts";
import { clockStart, type Filled, fillLedger, fillSteps } from "../../scripts/cli/fill-ledger.ts";
import { Cast } from "../../scripts/play/cast.ts";
import type { LoanOutcome } from "../../scripts/play/outcome.ts";
import type { LedgerTarget } from "../../scripts/seed/development-ledger.ts";
import type { SeedSummary } from "../../scripts/seed/seed.ts";
import { startLocalStack, STACK_STEPS } from "../../scripts/stack/local-stack.ts";
import { choosePorts, parsePorts, type Ports, whyUnavailable } from "../../scripts/stack/ports.ts";
import { Progress } from "../../scripts/stack/progress.ts";
import { LEDGER_STEPS, type LedgerStack } from "../../scripts/stack/steps.ts";
import { untilIndexed } from "../../scripts/stack/until-indexed.ts";
import { developmentWallet } from "../../scripts/wallets/development.ts";
import { eventually, runningChildren } from "../scripts/stack/processes.ts";
import { Bank, type ProfileAnswer, type StatementAnswer } from "./bank.ts";
import { type ChainStatement, standingOf, statementsOnChain } from "./chain-truth.ts";
import { holderInIndex, lendingInIndex, type LendingInIndex } from "./lending-in-index.ts";

const COMPANIES = 4;
const catalogue = loadCatalogue();
const tax = catalogue.agencies.find(({ code }) => code === "tax");
const creditGrade = catalogue.schemaByName.get("tax.credit.v1");
assert.ok(tax && creditGrade);

const ports: Ports = await choosePorts(parsePorts("auto"), assert.fail);
const options = { companies: COMPANIES, seed: "whole stack", play: true };
const start = clockStart(options);
const progress = new Progress(STACK_STEPS + fillSteps(options));
let stack: LedgerStack;
let filled: Filled;
let seeded: SeedSummary;
let bank: Bank;
let provider: Awaited<ReturnType<typeof connect>>;
let contracts: LedgerContracts;

const statementsOf = ({ agencies }: ProfileAnswer): StatementAnswer[] =>
  agencies.flatMap(({ statements }) => statements);

/** The platform's own credit grade rests on no agency's fact, so none can be missing. */
const restsOnFacts = (feature: string): boolean => (catalogue.featureById.get(feature)?.fromFacts.length ?? 0) > 0;

/** Company codes by entity id, from the register's events on the chain. */
async function codesOnChain(): Promise<Map<string, string>> {
  const registry = contracts.EntityRegistry;
  const events = await registry.queryFilter(registry.filters.EntityRegistered(), 0);
  return new Map(events.map(({ args }) => [args.entityId, toUtf8String(args.uscc)]));
}

const cast = (): Cast => new Cast(provider, catalogue);

describe("the whole stack", () => {
  before(async () => {
    const fill = async (target: LedgerTarget) => {
      filled = await fillLedger(target, options, progress);
    };
    const steps = { ...LEDGER_STEPS, fill };
    stack = await startLocalStack({ ports, progress, steps, ...(start && { clockStart: start }) });
    seeded = filled.seeded;
    await untilIndexed(stack);
    bank = new Bank(stack.apiUrl);
    provider = await connect(stack.chainUrl);
    contracts = await ledgerContracts(stack.record.contracts, provider);
  });
  after(async () => {
    provider?.destroy();
    await stack?.stop();
  });

  it("seeds companies without losing a statement", () => {
    assert.equal(seeded.companies, COMPANIES);
    assert.ok(seeded.statements.made > 0);
    assert.deepEqual(seeded.statements, {
      made: seeded.statements.made,
      sent: seeded.statements.made,
      skipped: 0,
      failed: 0,
    });
  });

  it("tells a bank of every company exactly what stands on the chain", async () => {
    const bySubject = Map.groupBy(await statementsOnChain(contracts.AttestationRegistry), ({ subject }) => subject);
    const codes = await codesOnChain();
    assert.equal(codes.size, COMPANIES + catalogue.lenders.length + Object.keys(cast().companies).length);
    assert.ok([...bySubject.keys()].every((subject) => codes.has(subject)));
    for (const [subject, uscc] of codes) {
      const profile = await bank.profile(uscc);
      assert.equal(profile.company.entityId, subject);
      assert.equal(profile.company.registered, true);
      assertSame(profile, standingOf(bySubject.get(subject) ?? []));
    }
  });

  it("shows each lender's products, and what became of the financings, as the chain has them", async () => {
    const { played, market } = filled;
    assert.ok(played);
    const { loans, products, declarations, daily } = await lendingInIndex(stack.graphqlUrl);
    assert.deepEqual(new Set(products.map(({ code }) => code)), new Set(catalogue.products.map(({ id }) => id)));
    for (const { code, lender, settles } of products) {
      const product = catalogue.productById.get(code)!;
      assert.equal(lender.id, entityIdOf(catalogue.lenderByCode.get(product.lender)!.uscc));
      assert.equal(settles.settlementToken, product.settlement === "token" ? market.token.toLowerCase() : null);
    }
    assert.deepEqual(
      loans.map(({ loanId, state, repaidFen }) => [loanId, state.replace("_", " ").toLowerCase(), repaidFen]),
      played.outcomes.map(({ loanId, state, paid }) => [
        ...[String(loanId), state, String(paid.feesFen + paid.interestFen + paid.principalFen)],
      ]),
    );
    const liens = loans.map(({ liens: ofLoan }) => ofLoan.map(({ state }) => state));
    assert.deepEqual(liens, [["RELEASED"], ["RELEASED"], [], ["EXTINGUISHED"], ["ENFORCED"], ["LIVE"], []]);
    assert.deepEqual(
      loans.map(({ pledges }) => pledges),
      [0, 0, 0, 0, 0, 1, 0],
    );
    const { clearStream } = cast().companies;
    assert.deepEqual(declarations, [{ state: "CONFIRMED", subject: { id: clearStream.entityId } }]);
    assertDaily(daily, played.outcomes);
  });

  it("shows who has the mark that was sold, and that it is free", async () => {
    const { SoftAssets } = contracts;
    const { silkGate, lotusHarbour } = cast().companies;
    const [moved] = await SoftAssets.queryFilter(SoftAssets.filters.AssetMoved(undefined, silkGate.entityId));
    assert.ok(moved);
    const asset = await holderInIndex(stack.graphqlUrl, moved.args.assetId);
    assert.deepEqual(asset, { holder: lotusHarbour.entityId, liveLiens: 0 });
  });

  it("tells a bank how the loans of a company and of a lender ended", async () => {
    assert.ok(filled.played);
    const { silkGate } = cast().companies;
    const expected = filled.played.outcomes.filter(({ borrower }) => borrower === silkGate.entityId).toReversed();
    const cases = await bank.loans(silkGate.uscc);
    assert.deepEqual(
      cases.map(({ id, state, product, owed }) => [id, state, product.code, owed?.outstandingFen]),
      expected.map(({ loanId, state, product, outstandingFen }) => [
        ...[String(loanId), state.replace(" ", "_"), product, String(outstandingFen)],
      ]),
    );
    const [defaulted] = cases;
    assert.ok(defaulted?.lender.uscc);
    assert.deepEqual(await bank.ownLoans(defaulted.lender.uscc), [defaulted]);
  });

  it("tells what is expected next of an open case, and from whom", async () => {
    const open = filled.played?.outcomes.filter(({ state }) => state === "active" || state === "offered") ?? [];
    const [running, offered] = await Promise.all(open.map(({ loanId }) => bank.application(loanId)));
    assert.ok(running && offered);
    const { greatBay, lotusHarbour } = cast().companies;
    assert.deepEqual([running.state, running.borrower.uscc], ["active", greatBay.uscc]);
    assert.equal(offered.state, "offered");
    const accepting = offered.next.steps.find(({ step }) => step === "accept");
    assert.deepEqual([accepting?.by, accepting?.entity?.uscc], ["borrower", lotusHarbour.uscc]);
    for (const { next } of [running, offered]) assert.ok(next.en !== "" && next.zh !== "");
  });

  it("tells a bank what a company has that is free, how liens on it ended, and what it has declared", async () => {
    const { lotusHarbour, clearStream, greatBay } = cast().companies;
    const [mark, ...others] = await bank.collateral(lotusHarbour.uscc);
    assert.ok(mark);
    assert.deepEqual(others, []);
    assert.equal(mark.status.encumbered, false);
    assert.deepEqual(mark.liens.map(({ applicationId, state, rank }) => [applicationId, state, rank]).toSorted(), [
      ["4", "extinguished", null],
      ["5", "enforced", null],
    ]);
    const declared = await bank.declarations(clearStream.uscc);
    assert.deepEqual(
      declared.map(({ state, answers }) => [
        state,
        ...answers.map(({ agency, counterparty }) => agency?.code ?? counterparty?.uscc),
      ]),
      [["confirmed", greatBay.uscc, "tax"]],
    );
  });

  it("takes a tax official's new statement, shows it to the bank, and later its revocation", async () => {
    const uscc = developmentUscc("whole stack newcomer");
    const signer = developmentWallet(`signer:${tax.number}`).connect(provider);
    const registry = contracts.AttestationRegistry.connect(signer);
    const observedAt = (await provider.getBlock("latest"))?.timestamp ?? 0;
    const values = encodeValues(creditGrade, { "tax.credit_grade": "A" });
    const statement = { subject: entityIdOf(uscc), itemKey: NO_ITEM, observedAt, values, evidence: NO_ITEM };
    assert.equal((await bank.raw(`/v1/companies/${uscc}`)).status, 404);

    const attested = await registry.attest(creditGrade.id, statement);
    await attested.wait();
    await untilIndexed(stack);
    const [shown, ...others] = statementsOf(await bank.profile(uscc));
    assert.ok(shown);
    assert.deepEqual(others, []);
    assert.equal(shown.transaction, attested.hash);
    assert.equal(shown.signer.toLowerCase(), signer.address.toLowerCase());
    assert.equal(shown.standing, "current");
    assert.deepEqual(
      shown.facts.map(({ value }) => value),
      ["A"],
    );

    const revoked = await registry.revoke(creditGrade.id, statement.subject, NO_ITEM, observedAt, NO_ITEM);
    await revoked.wait();
    await untilIndexed(stack);
    const [withdrawn] = statementsOf(await bank.profile(uscc));
    assert.equal(withdrawn?.attestationId, shown.attestationId);
    assert.equal(withdrawn.standing, "revoked");
  });

  it("judges every product, with a reason for each refusal and what is missing for each unknown", async () => {
    const { counts, eligible, refused, unknown } = await bank.match(seeded.exampleUscc, {});
    const ids = [...eligible, ...refused, ...unknown].map(({ id }) => id);
    assert.equal(counts.products, catalogue.products.length);
    assert.deepEqual(new Set(ids), new Set(catalogue.products.map(({ id }) => id)));
    assert.equal(ids.length, counts.products);
    assert.deepEqual(counts, {
      ...counts,
      eligible: eligible.length,
      refused: refused.length,
      unknown: unknown.length,
    });
    for (const { failed } of refused) assert.ok(failed.length > 0);
    const open = unknown.flatMap((product) => product.unknown);
    const withoutReason = open.filter(({ feature, missing }) => missing.length === 0 && restsOnFacts(feature));
    assert.deepEqual(withoutReason, []);
  });

  it("answers wrong questions with a problem that says what is wrong", async () => {
    const stranger = await bank.raw(`/v1/companies/${developmentUscc("nobody knows me")}`);
    const malformed = await bank.raw("/v1/companies/91440000000000000X");
    assert.equal(stranger.status, 404);
    assert.equal(malformed.status, 400);
    for (const { type } of [stranger, malformed]) assert.match(type ?? "", /^application\/problem\+json/);
  });

  it("leaves neither process nor port nor folder behind", async () => {
    provider.destroy();
    await stack.stop();
    assert.ok(await eventually(() => runningChildren().length === 0), `still running: ${runningChildren().join(", ")}`);
    for (const port of Object.values(ports)) assert.equal(await whyUnavailable(port), undefined, `port ${port}`);
    assert.ok(!existsSync(stack.folder));
  });
});

/** The days' sums by product type are those of the cases. */
function assertDaily(daily: LendingInIndex["daily"], outcomes: readonly LoanOutcome[]): void {
  const ofType = (code: string): string => catalogue.productById.get(code)!.type;
  for (const [type, cases] of Map.groupBy(outcomes, ({ product }) => ofType(product))) {
    const days = daily.filter((day) => day.type === type);
    const sum = (part: "applications" | "disbursements" | "disbursedFen") =>
      days.reduce((total, day) => total + BigInt(day[part]), 0n);
    const disbursed = cases.filter(({ principalFen }) => principalFen > 0n);
    assert.equal(sum("applications"), BigInt(cases.length), type);
    assert.equal(sum("disbursements"), BigInt(disbursed.length), type);
    assert.equal(
      sum("disbursedFen"),
      disbursed.reduce((total, { principalFen }) => total + principalFen, 0n),
      type,
    );
  }
}

/** The profile shows these statements, value for value, and no others. */
function assertSame(profile: ProfileAnswer, expected: readonly ChainStatement[]): void {
  const shown = new Map(statementsOf(profile).map((statement) => [statement.attestationId, statement]));
  const hidden = new Set(
    profile.items.filter(({ count, shown: some }) => Number(count) > some).map(({ schema }) => schema.id),
  );
  const due = expected.filter(({ schemaId, attestationId }) => !hidden.has(schemaId) || shown.has(attestationId));
  assert.deepEqual([...shown.keys()].sort(), due.map(({ attestationId }) => attestationId).sort());
  for (const { attestationId, ...truth } of due) {
    const answer = shown.get(attestationId);
    assert.ok(answer);
    assert.equal(answer.schema.id, truth.schemaId);
    assert.equal(answer.agency.number, Number(BigInt(truth.schemaId) >> 16n));
    assert.equal(answer.observedAt, truth.observedAt.toString());
    assert.equal(answer.transaction, truth.transaction);
    assert.equal(answer.block, String(truth.block));
    assert.equal(answer.signer.toLowerCase(), truth.signer.toLowerCase());
    const stated = answer.facts.map(({ chainValue }) => chainValue);
    assert.deepEqual(
      stated,
      truth.values.map((value, field) => (answer.facts[field]?.state === "not stated" ? null : String(value))),
    );
  }
}
