import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LoanState } from "../../../scripts/chain/states.ts";
import { type CaseStanding, endOfDay, expectedNext } from "../../../scripts/tasks/loan-next.ts";

const NOW = 1_800_000_000;
const DUE_DAY = 20_900;
const standing = (state: LoanState, more: Partial<CaseStanding> = {}): CaseStanding => ({
  ...{ state, deadline: NOW, dueDay: DUE_DAY, outstandingFen: 123_45n, pledges: 1, ...more },
});

describe("expectedNext", () => {
  it("ends a day at midnight in Beijing", () => {
    assert.equal(endOfDay(0), 16 * 3600);
  });

  const cases: [LoanState, RegExp, RegExp][] = [
    ["applied for", /^The lender offers or declines.* until 2027-01-15T08:00:00Z/, /anybody may close it/],
    ["offered", /^The company accepts .* until 2027-01-15T08:00:00Z/, /anybody may close the case/],
    ["accepted", /^The lender pays out until 2027-01-15T08:00:00Z/, /anybody may cancel the loan/],
    ["disbursed", /^The company confirms or denies until 2027/, /anybody may make the loan active, or the lender/],
  ];
  for (const [state, inTime, late] of cases) {
    it(`names who must act on what is ${state}, to the last second, and who may after it`, () => {
      assert.match(expectedNext(standing(state), NOW), inTime);
      assert.match(expectedNext(standing(state), NOW + 1), late);
    });
  }

  it("counts due day, grace, default and lapse by Beijing days", () => {
    const at = (time: number) => expectedNext(standing("active"), time);
    assert.match(at(endOfDay(DUE_DAY) - 1), /^The company repays 123.45 CNY, all of it by 2027-03-23\.$/);
    assert.match(
      at(endOfDay(DUE_DAY)),
      /due on 2027-03-23; the lender may declare default from 2027-03-26T16:00:00Z on/,
    );
    assert.match(at(endOfDay(DUE_DAY + 3)), /or the lender declares default\.$/);
    assert.match(at(endOfDay(DUE_DAY + 1095)), /anybody may close it as lapsed/);
  });

  it("waits for the notice before enforcement, and enforces only what is pledged", () => {
    assert.match(
      expectedNext(standing("in default"), NOW - 1),
      /may enforce its liens or .* from 2027-01-15T08:00:00Z on/,
    );
    assert.match(
      expectedNext(standing("in default"), NOW),
      /, or the lender may enforce its liens or write the loan off/,
    );
    assert.match(
      expectedNext(standing("in default", { pledges: 0 }), NOW),
      /, or the lender may write the loan off\.$/,
    );
  });

  it("puts the answer to a claimed repayment first, and settlement when nothing is owed", () => {
    const claim = { amountFen: 100n, answerBy: NOW };
    assert.match(expectedNext(standing("active", { claim }), NOW), /^The lender confirms or rejects .* 1.00 CNY/);
    assert.match(expectedNext(standing("active", { claim }), NOW + 1), /anybody may confirm/);
    assert.match(expectedNext(standing("in default", { outstandingFen: 0n }), NOW), /anybody may settle/);
  });

  it("expects nothing of what has ended", () => {
    for (const state of [
      "settled",
      "withdrawn",
      "declined",
      "expired",
      "cancelled",
      "written off",
      "lapsed",
    ] as const) {
      assert.match(expectedNext(standing(state), NOW), new RegExp(`has ended, it is ${state}`));
    }
  });
});
