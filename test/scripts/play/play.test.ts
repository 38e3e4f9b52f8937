import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import type { Result } from "ethers";

import { type LedgerContracts, ledgerContracts } from "../../../scripts/chain/contracts.ts";
import { RATING_STANDINGS } from "../../../scripts/chain/scorecards.ts";
import type { Member } from "../../../scripts/play/cast.ts";
import { PLAY_DAYS } from "../../../scripts/play/days.ts";
import type { LoanOutcome } from "../../../scripts/play/outcome.ts";
import { play, type PlaySummary } from "../../../scripts/play/play.ts";
import { buildStage, type Stage } from "../../../scripts/play/stage.ts";
import type { Act, Done } from "../../../scripts/play/story.ts";
import { tell } from "../../../scripts/play/tell.ts";
import { cny } from "../../../scripts/play/words.ts";
import { openMarket } from "../../../scripts/seed/market.ts";
import { startLedger, type TestLedger } from "../agency/chain.ts";

const DAY_SECONDS = 86_400;
const CONFIRMED = 2n;

/** Simple interest of a year of 360 days, in whole fen. */
const interestFen = (principalFen: bigint, rateBps: bigint, days: bigint): bigint =>
  (principalFen * rateBps * days) / 3_600_000n;

describe("the play", () => {
  let ledger: TestLedger;
  let contracts: LedgerContracts;
  let stage: Stage;
  let startedAt: number;
  let until: number;
  let summary: PlaySummary;
  const target = () => ({ record: ledger.record, chainUrl: ledger.url });

  before(async () => {
    ledger = await startLedger();
    const { provider, catalogue } = ledger;
    contracts = await ledgerContracts(ledger.record.contracts, provider);
    const { token } = await openMarket(target());
    stage = await buildStage({ provider, contracts, catalogue }, token);
    startedAt = await stage.clock.now();
    until = startedAt + PLAY_DAYS * DAY_SECONDS;
    summary = await play({ ...target(), token, until });
  });
  after(() => ledger.close());

  const acts = (): Act[] => summary.stories.flatMap((story) => story.acts);
  const sent = (): (Act & { outcome: Done })[] =>
    acts().filter((act): act is Act & { outcome: Done } => act.outcome.kind === "done");
  const outcome = (loan: number): LoanOutcome => summary.outcomes[loan - 1]!;
  const lender = (code: string): Member => stage.cast.lender(code);

  it("brings the cases of the three financings to their end, and leaves two open", () => {
    const states = summary.outcomes.map(({ state }) => state);
    assert.deepEqual(states, ["settled", "settled", "withdrawn", "settled", "written off", "active", "offered"]);
    assert.deepEqual(
      summary.outcomes.map(({ borrower }) => borrower),
      [
        stage.cast.companies.clearStream.entityId,
        ...Array<string>(2).fill(stage.cast.companies.redKiln.entityId),
        ...Array<string>(2).fill(stage.cast.companies.silkGate.entityId),
        ...[stage.cast.companies.greatBay.entityId, stage.cast.companies.lotusHarbour.entityId],
      ],
    );
  });

  it("has each step signed by the wallet that would sign it", async () => {
    assert.equal(sent().length, summary.transactions);
    for (const { by, outcome: done } of sent()) {
      const transaction = await ledger.provider.getTransaction(done.hash);
      const receipt = await ledger.provider.getTransactionReceipt(done.hash);
      assert.equal(transaction?.from, await by.wallet.getAddress());
      assert.deepEqual([receipt?.status, receipt?.gasUsed, receipt?.blockNumber], [1, done.gasUsed, done.block]);
    }
  });

  it("accounts for every fen of principal that was paid out", () => {
    for (const { state, principalFen, paid, outstandingFen } of summary.outcomes) {
      if (state !== "active") assert.equal(paid.principalFen + outstandingFen, principalFen);
    }
    assert.ok(outcome(6).outstandingFen > outcome(6).principalFen);
  });

  it("frees the patent of the loan that was repaid, and its guarantor", async () => {
    const { clearStream } = stage.cast.companies;
    const [registered] = await registrations("ipo.patent.v1", clearStream);
    assert.ok(registered);
    const { pledges } = (await contracts.LoanDesk.loanOf(outcome(1).loanId)).terms;
    assert.equal(pledges, 0n);
    assert.deepEqual([...(await contracts.PledgeRegistry.liensOf(registered.assetId))], []);
    assert.equal((await contracts.SoftAssets.assetOf(registered.assetId)).entity, clearStream.entityId);
    const { outstandingFen } = await contracts.GuaranteeRegistry.guarantorOf(lender("dragon_boat").entityId);
    assert.equal(outstandingFen, 0n);
    // The first payment was 182 days after the start: fee and interest first, and the rest off the principal.
    const days = await daysOf(outcome(1));
    const first = interestFen(150_000_000n, 390n, 182n);
    const left = 150_000_000n - (80_000_000n - 150_000n - first);
    const { feesFen, interestFen: paid } = outcome(1).paid;
    assert.deepEqual([feesFen, paid], [150_000n, first + interestFen(left, 390n, days - 182n)]);
  });

  it("leaves no rating that stands of the company whose tax grade fell", async () => {
    const { silkGate } = stage.cast.companies;
    const { Scorecard } = contracts;
    const [certified] = await Scorecard.queryFilter(Scorecard.filters.RatingCertified(silkGate.entityId));
    const [withdrawn] = await Scorecard.queryFilter(Scorecard.filters.RatingWithdrawn(silkGate.entityId));
    assert.equal(certified?.args.certifier, await lender("banyan").wallet.getAddress());
    assert.equal(RATING_STANDINGS[Number(withdrawn?.args.standing)], "outdated");
    assert.ok(acts().some(({ what }) => what.includes(`: ${certified.args.total} points`)));
  });

  it("settles the export receivable in the token alone", async () => {
    const { redKiln } = stage.cast.companies;
    const bank = await lender("hanjiang").wallet.getAddress();
    const company = await redKiln.wallet.getAddress();
    // Two days before it is due.
    const repaid = 60_000_000n + interestFen(60_000_000n, 448n, (await daysOf(outcome(2))) - 2n);
    assert.equal(outcome(2).paid.principalFen + outcome(2).paid.interestFen, repaid);
    assert.equal(await stage.token.balanceOf(bank), repaid);
    assert.equal(await stage.token.balanceOf(company), 60_000_000n + 86_000_000n - repaid);
    assert.equal(await stage.token.balanceOf(await contracts.LoanDesk.getAddress()), 0n);
  });

  it("shares what the mark brought by rank, and leaves the buyer a free mark", async () => {
    const { lotusHarbour, silkGate } = stage.cast.companies;
    const [registered] = await registrations("ipo.trademark.v1", silkGate);
    assert.ok(registered);
    const { LoanDesk, PledgeRegistry, SoftAssets } = contracts;
    const [sold] = await LoanDesk.queryFilter(LoanDesk.filters.CollateralSold(outcome(5).loanId));
    const [shared] = await LoanDesk.queryFilter(LoanDesk.filters.ProceedsShared(outcome(4).loanId));
    assert.ok(sold && shared);
    const { proceedsFen, ownShareFen, surplusFen, buyer } = sold.args;
    assert.equal(shared.args.shareFen, outcome(4).principalFen + outcome(4).paid.interestFen);
    assert.equal(ownShareFen, 40_000_000n);
    assert.equal(shared.args.shareFen + ownShareFen + surplusFen, proceedsFen);
    assert.equal(buyer, lotusHarbour.entityId);
    assert.equal((await SoftAssets.assetOf(registered.assetId)).entity, lotusHarbour.entityId);
    assert.equal(await SoftAssets.ownerOf(registered.assetId), await lotusHarbour.wallet.getAddress());
    assert.deepEqual([...(await PledgeRegistry.liensOf(registered.assetId))], []);
  });

  it("leaves an offer that its company can accept, on the mark that it bought", async () => {
    const { LoanDesk } = contracts;
    const { lotusHarbour } = stage.cast.companies;
    const [offered] = await LoanDesk.queryFilter(LoanDesk.filters.Offered(outcome(7).loanId));
    const { collateral, ...terms } = (offered!.args.offer as unknown as Result).toObject();
    const offer = { ...terms, collateral: (collateral as Result).map((one) => (one as Result).toObject()) };
    const desk = LoanDesk.connect(lotusHarbour.wallet);
    await desk.accept.staticCall(outcome(7).loanId, offer as never);
  });

  it("has the declared sale countersigned and then confirmed", async () => {
    const schema = ledger.catalogue.schemaByName.get("company.transaction.v1")!;
    const { Declarations } = contracts;
    const answers = await Declarations.queryFilter(Declarations.filters.DeclarationAnswered());
    assert.deepEqual(
      answers.map(({ args }) => [args.schemaId, args.state, args.agencyId, args.counterparty]),
      [
        [schema.id, 1n, 0n, stage.cast.companies.greatBay.entityId],
        [schema.id, CONFIRMED, BigInt(ledger.catalogue.agencyByCode.get("tax")!.number), `0x${"0".repeat(64)}`],
      ],
    );
    const { state } = await Declarations.answerOf(answers[0]!.args.attestationId);
    assert.equal(state, CONFIRMED);
  });

  it("shows what the ledger refuses, and why, in words", () => {
    const expected: readonly (readonly [by: string, reason: RegExp])[] = [
      [
        "Intellectual property office",
        /belongs to entity Clear Stream Instruments: entity Echo Instruments cannot have it/,
      ],
      ["Red Kiln Ceramics", /the lender of loan 2, .*, has not consented to loan 3 behind it/],
      ["Silk Gate Garments", /the lender of loan 4, .*, has not consented to loan 5 behind it/],
      ["Banyan SME Bank", /this can be done to loan 5 from .* on/],
      ["Banyan SME Bank", /the lender of loan 4 has not consented to this sale/],
    ];
    const refused = acts().flatMap(({ by, outcome: told }) => (told.kind === "refused" ? [{ by, ...told }] : []));
    assert.equal(refused.length, expected.length);
    for (const [index, { by, reason }] of refused.entries()) {
      assert.equal(by.nameEn, expected[index]?.[0]);
      assert.match(reason, expected[index]?.[1] ?? /^$/);
      assert.doesNotMatch(reason, /0x[0-9a-f]{9}/i);
    }
  });

  it("takes no more time than it may, in order, and leaves the clock where it was told", async () => {
    for (const story of summary.stories) {
      const times = story.acts.map(({ at }) => at);
      assert.deepEqual(
        times,
        times.toSorted((one, other) => one - other),
      );
    }
    assert.ok(Math.max(...acts().map(({ at }) => at)) < until);
    assert.equal(await stage.clock.now(), until);
  });

  it("tells every act, whoever signed it, and every case", () => {
    const text = tell(summary);
    for (const { by, what } of acts()) assert.ok(text.includes(`${by.nameEn} ${by.nameZh} ${what}`), what);
    for (const { outcome: done } of sent()) assert.ok(text.includes(done.hash.slice(0, 8)));
    assert.ok(text.includes(`${cny(outcome(5).outstandingFen)} │ written off`));
  });

  it("is played once on each chain", async () => {
    const token = await stage.token.getAddress();
    await assert.rejects(play({ ...target(), token }), /Prologue: Registrar registers the 7 companies.*already/);
  });

  /** Beijing days from the start of a loan to the day on which it is due. */
  async function daysOf({ loanId }: LoanOutcome): Promise<bigint> {
    const [activated] = await contracts.LoanDesk.queryFilter(contracts.LoanDesk.filters.Activated(loanId));
    return activated!.args.dueDay - activated!.args.startDay;
  }

  /** Soft assets that statements of a schema made for a company. */
  async function registrations(schema: string, { entityId }: Member) {
    const { SoftAssets } = contracts;
    const { id } = ledger.catalogue.schemaByName.get(schema)!;
    const events = await SoftAssets.queryFilter(SoftAssets.filters.AssetRegistered(undefined, entityId, id));
    return events.map(({ args }) => args);
  }
});
