import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { beijingTime, dateOfDay, dayOf, endOfDay } from "../../../indexer-api/src/lending/beijing-day.ts";

const unix = (text: string) => BigInt(Date.parse(text) / 1000);

describe("Beijing days", () => {
  it("begin at 16:00 UTC of the day before", () => {
    assert.equal(dateOfDay(dayOf(unix("2020-02-28T15:59:59Z"))), "2020-02-28");
    assert.equal(dateOfDay(dayOf(unix("2020-02-28T16:00:00Z"))), "2020-02-29");
  });

  it("end with the first second of the next one", () => {
    const day = dayOf(unix("2020-12-31T04:00:00Z"));
    assert.equal(endOfDay(day), unix("2020-12-31T16:00:00Z"));
    assert.equal(dayOf(endOfDay(day)), day + 1n);
    assert.equal(dayOf(endOfDay(day) - 1n), day);
  });

  it("are told with the clock of Beijing", () => {
    assert.equal(beijingTime(unix("2020-02-28T16:30:00Z")), "2020-02-29 00:30");
  });
});
