import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { accrue, interestFenOf, outstandingFenOf } from "../../../indexer-api/src/lending/balance.ts";
import type { Balance } from "../../../indexer-api/src/lending/balance.ts";

const RATES = { rateBps: 600n, overdueRateBps: 900n };
const NEW: Balance = { principalFen: 10_000_000n, feesFen: 10_000n, interestUnits: 0n, accruedDay: 100n, dueDay: 400n };

const owedOn = (today: bigint, balance = NEW) => outstandingFenOf(accrue(balance, RATES, today));

describe("accrue", () => {
  it("adds simple interest by days of a year of 360", () => {
    // The figure of the contract's own story: 100 days at 6 % on 100,000 CNY, and the fee.
    assert.equal(owedOn(200n), 10_000_000n + 10_000n + (10_000_000n * 600n * 100n) / 3_600_000n);
    assert.equal(owedOn(200n), 10_176_666n);
  });

  it("adds nothing on the day that it was counted to, nor before", () => {
    assert.equal(accrue(NEW, RATES, 100n), NEW);
    assert.equal(accrue(NEW, RATES, 99n), NEW);
  });

  it("counts the due day at the agreed rate and the days after it at the overdue rate", () => {
    const atDue = 10_000_000n * 600n * 300n;
    assert.equal(accrue(NEW, RATES, 400n).interestUnits, atDue);
    assert.equal(accrue(NEW, RATES, 401n).interestUnits, atDue + 10_000_000n * 900n);
    assert.equal(accrue({ ...NEW, accruedDay: 450n }, RATES, 460n).interestUnits, 10_000_000n * 900n * 10n);
  });

  it("comes to the same in one go and day by day", () => {
    let daily = NEW;
    for (let today = 101n; today <= 500n; today++) daily = accrue(daily, RATES, today);
    assert.deepEqual(daily, accrue(NEW, RATES, 500n));
  });

  it("keeps less than a fen, but owes whole fen only", () => {
    const one = accrue({ ...NEW, principalFen: 1n, feesFen: 0n }, RATES, 101n);
    assert.equal(one.interestUnits, 600n);
    assert.equal(interestFenOf(one), 0n);
    assert.equal(interestFenOf({ ...NEW, interestUnits: 3_599_999n }), 0n);
    assert.equal(interestFenOf({ ...NEW, interestUnits: 3_600_000n }), 1n);
  });

  it("owes no interest on a principal of nothing", () => {
    assert.equal(owedOn(10_000n, { ...NEW, principalFen: 0n, feesFen: 0n }), 0n);
  });
});
