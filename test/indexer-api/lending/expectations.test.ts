import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { expectationsOf, headline } from "../../../indexer-api/src/lending/expectations.ts";
import type { Circumstances } from "../../../indexer-api/src/lending/expectations.ts";
import type { Loan } from "../../../indexer-api/src/lending/loan.ts";
import { LOAN_STATE_NAMES, LOAN_STATES } from "../../../indexer-api/src/lending/states.ts";
import { stepsOf } from "../../../indexer-api/src/prepare/steps.ts";
import { catalogue } from "../stated.ts";
import { DAY, GUARANTOR, loanIn, NOW, OFFER } from "./cases.ts";

const USUAL: Circumstances = { now: NOW, pledges: 1, borrowerCanAct: true, lenderCanAct: true, promised: false };

const next = (loan: Loan, changes: Partial<Circumstances> = {}) => expectationsOf(loan, { ...USUAL, ...changes });
const turns = (loan: Loan, changes: Partial<Circumstances> = {}) =>
  next(loan, changes).map(({ by, step }) => `${by}: ${step}`);

const PAID = { principalFen: 0n, feesFen: 0n, interestUnits: 3_599_999n, accruedDay: 20_780n, dueDay: 21_045n };
const LATER = { now: NOW + DAY + 1n };
const DUE = 21_045n;
/** Noon in Beijing so many days after the due day. */
const afterDue = (days: bigint) => (DUE + days) * DAY + 4n * 3_600n;

describe("expectationsOf", () => {
  it("knows every state, and names only steps that can be prepared", () => {
    const names = new Set(stepsOf(catalogue).map(({ name }) => name));
    for (const state of LOAN_STATE_NAMES) {
      for (const now of [NOW, NOW + 2n * DAY, afterDue(10n), afterDue(2_000n)]) {
        const expected = next(loanIn(state), { now });
        assert.equal(expected.length === 0, LOAN_STATES[state].ended, `${state} at ${now}`);
        for (const { step } of expected) assert.ok(names.has(step), `${state}: there is no step ${step}`);
      }
    }
  });

  it("says it in a sentence of both languages, with the time of Beijing", () => {
    const { en, zh } = headline(loanIn("accepted"), next(loanIn("accepted")));
    assert.equal(en, "The lender has to pay out by 2026-11-24 12:00 Beijing time.");
    assert.equal(zh, "请机构在北京时间2026-11-24 12:00前放款。");
    assert.match(headline(loanIn("settled"), []).en, /has ended \(Settled\)/);
  });

  it("waits for the party whose turn it is until the deadline, its last second included", () => {
    assert.deepEqual(turns(loanIn("applied")), ["lender: offer", "lender: decline", "borrower: withdraw"]);
    assert.deepEqual(turns(loanIn("offered")), ["borrower: accept", "borrower: withdraw", "lender: withdraw-offer"]);
    assert.deepEqual(turns(loanIn("accepted")), ["lender: disburse"]);
    assert.deepEqual(turns(loanIn("disbursed"), { now: NOW + DAY }), [
      "borrower: confirm-receipt",
      "borrower: deny-receipt",
    ]);
    assert.equal(next(loanIn("applied"))[0]?.until, NOW + DAY);
  });

  it("asks for no second claim while one waits, but for tokens all the same", () => {
    const claim = { amountFen: 1n, answerBy: NOW + DAY };
    const off = { ...loanIn("active"), settlementToken: null, claim };
    assert.deepEqual(turns(off), ["lender: confirm-repayment", "lender: reject-repayment"]);
    const token = { ...off, settlementToken: `0x${"11".repeat(20)}` };
    assert.deepEqual(turns(token), ["lender: confirm-repayment", "lender: reject-repayment", "borrower: repay"]);
  });

  it("tells of new terms while they can be accepted, and of an assignment, unless the lender is suspended", () => {
    const restructuring = { dueDay: DUE + 100n, rateBps: 500n, overdueRateBps: 700n, validUntil: NOW + DAY };
    const assignee = `0x${"22".repeat(32)}`;
    const loan = { ...loanIn("active"), settlementToken: null, claim: null, restructuring, assignee };
    const proposals = ["borrower: accept-restructuring", "assignee: accept-assignment"];
    assert.deepEqual(turns(loan), [...proposals, "borrower: claim-repayment"]);
    assert.deepEqual(turns(loan, LATER), [proposals[1], "borrower: claim-repayment"]);
    assert.deepEqual(turns(loan, { lenderCanAct: false }), ["borrower: claim-repayment"]);
  });

  it("lets anybody move on after the deadline", () => {
    for (const state of ["applied", "offered", "accepted"] as const) {
      assert.deepEqual(turns(loanIn(state), LATER), ["anybody: expire"]);
    }
    assert.deepEqual(turns(loanIn("disbursed"), LATER), [
      "anybody: confirm-receipt",
      "borrower: deny-receipt",
      "lender: expire",
    ]);
  });

  it("takes silence as an answer only of those who can speak", () => {
    assert.deepEqual(turns(loanIn("disbursed"), { ...LATER, borrowerCanAct: false }), ["lender: expire"]);
    const claimed = loanIn("active", { claim: { amountFen: 5n, answerBy: NOW } });
    assert.equal(turns(claimed)[0], "lender: confirm-repayment");
    assert.equal(turns(claimed, { now: NOW + 1n })[0], "anybody: confirm-repayment");
    assert.equal(turns(claimed, { now: NOW + 1n, lenderCanAct: false })[0], "lender: confirm-repayment");
  });

  it("asks the guarantor of an offer first, until it has promised", () => {
    const guaranteed = loanIn("offered", { offer: { ...OFFER, guarantor: GUARANTOR, guaranteedFen: 5n } });
    assert.equal(turns(guaranteed)[0], "guarantor: undertake-guarantee");
    assert.equal(turns(guaranteed, { promised: true })[0], "borrower: accept");
  });

  it("waits for repayment, by token where there is one", () => {
    assert.deepEqual(turns(loanIn("active", { deadline: null })), ["borrower: claim-repayment"]);
    assert.deepEqual(turns(loanIn("active", { deadline: null, settlementToken: "0x" })), ["borrower: repay"]);
  });

  it("lets a loan be settled by anybody once nothing is owed, less than a fen of interest forgotten", () => {
    for (const state of ["active", "defaulted"] as const) {
      assert.deepEqual(turns(loanIn(state, { balance: PAID })), ["anybody: settle"]);
    }
  });

  it("lets the lender declare default after three days of grace", () => {
    const loan = loanIn("active", { deadline: null });
    const lastSecond = (DUE + 4n) * DAY - 8n * 3_600n - 1n;
    assert.deepEqual(turns(loan, { now: lastSecond }), ["borrower: claim-repayment"]);
    assert.deepEqual(turns(loan, { now: lastSecond + 1n }), ["borrower: claim-repayment", "lender: declare-default"]);
  });

  it("lets the lender enforce from the end of the notice on, if there is something to enforce", () => {
    const loan = loanIn("defaulted", { deadline: NOW });
    assert.deepEqual(turns(loan), ["lender: enforce", "borrower: claim-repayment", "lender: write-off"]);
    assert.deepEqual(turns(loan, { pledges: 0 }), ["borrower: claim-repayment", "lender: write-off"]);
    assert.equal(turns(loan, { now: NOW - 1n })[0], "borrower: claim-repayment");
  });

  it("lets anybody end a loan three years after its due day", () => {
    const ends = (DUE + 3n * 365n + 1n) * DAY - 8n * 3_600n;
    assert.ok(!turns(loanIn("active"), { now: ends - 1n }).includes("anybody: lapse"));
    assert.ok(turns(loanIn("active"), { now: ends }).includes("anybody: lapse"));
    assert.ok(turns(loanIn("defaulted"), { now: ends }).includes("anybody: lapse"));
  });
});
