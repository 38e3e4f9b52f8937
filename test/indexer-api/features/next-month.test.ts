import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";

import { monthsBetween } from "../../../indexer-api/src/features/calendar.ts";
import { nextMonth } from "../../../indexer-api/src/features/next-month.ts";

const secondsOf = (time: string) => BigInt(Date.parse(time) / 1000);

describe("nextMonth", () => {
  for (const [what, start, asOf, expected] of [
    ["the same day of the next month", "2020-03-15", "2020-03-15T10:00:00Z", "2020-04-15"],
    ["today's month counts from midnight", "2020-03-15T18:00:00Z", "2020-04-14T23:59:59Z", "2020-04-15"],
    ["a month without the day is over first", "2024-01-31", "2024-02-29T12:00:00Z", "2024-03-01"],
    ["the day itself where the month has it", "2024-01-31", "2024-03-01", "2024-03-31"],
    ["a leap day", "2024-02-29", "2025-02-28", "2025-03-01"],
    ["over the end of a year", "2020-12-31", "2020-12-31", "2021-01-31"],
    ["a day ahead: the moment it comes", "2030-05-05T05:05:05Z", "2026-01-01", "2030-05-05T05:05:05Z"],
  ] as const) {
    it(what, () => {
      assert.equal(nextMonth(secondsOf(start), secondsOf(asOf)), secondsOf(expected));
    });
  }

  it("is the first second at which monthsBetween says more", () => {
    const day = fc.bigInt(secondsOf("1990-01-01"), secondsOf("2030-01-01"));
    fc.assert(
      fc.property(day, fc.bigInt(0n, 3_000_000_000n), (start, later) => {
        const asOf = start + later;
        const next = nextMonth(start, asOf);
        const months = monthsBetween(start, asOf);
        assert.ok(next > asOf);
        assert.equal(monthsBetween(start, next - 1n), months);
        assert.equal(monthsBetween(start, next), months + 1n);
      }),
      { numRuns: 1_000 },
    );
  });
});
