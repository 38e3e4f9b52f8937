import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { beijingDate, beijingDayOf, morningOf } from "../../../scripts/play/clock.ts";
import { amountText, cny, percent, shortHash, yuan } from "../../../scripts/play/words.ts";

describe("words of the play", () => {
  it("writes amounts to the fen, with separators or as a field takes them", () => {
    assert.equal(cny(0n), "0.00 CNY");
    assert.equal(cny(7n), "0.07 CNY");
    assert.equal(cny(123_456_789_012n), "1,234,567,890.12 CNY");
    assert.equal(amountText(yuan(1_500_000)), "1500000.00");
  });

  it("writes rates and hashes", () => {
    assert.equal(percent(390), "3.90 %");
    assert.equal(shortHash(`0x${"ab".repeat(32)}`), "0xababab…abab");
  });
});

describe("days in Beijing", () => {
  // 2026-11-30 23:59:59 and the second after it, in Beijing.
  const lastSecond = Date.parse("2026-11-30T15:59:59Z") / 1000;

  it("change at midnight in Beijing", () => {
    assert.deepEqual([lastSecond, lastSecond + 1].map(beijingDate), ["2026-11-30", "2026-12-01"]);
    assert.equal(beijingDayOf(lastSecond + 1) - beijingDayOf(lastSecond), 1);
  });

  it("have their morning at ten o'clock", () => {
    const day = beijingDayOf(lastSecond);
    assert.equal(morningOf(day), Date.parse("2026-11-30T02:00:00Z") / 1000);
    assert.equal(beijingDayOf(morningOf(day)), day);
  });
});
