import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { clockStart, fillSteps } from "../../../scripts/cli/fill-ledger.ts";
import { PLAY_DAYS } from "../../../scripts/play/days.ts";

const DAY_MS = 86_400_000;
const AFTER_LAST_INVOICE = Date.parse("2020-03-01T00:00:00Z");
const options = { seed: "lingnan", play: true };
const withData = { ...options, data: "anywhere" };

describe("clockStart", () => {
  it("is after the last invoice with --data, and by the play's time earlier with the play", () => {
    assert.equal(clockStart({ ...withData, play: false })?.getTime(), AFTER_LAST_INVOICE);
    assert.equal(clockStart(withData)?.getTime(), AFTER_LAST_INVOICE - PLAY_DAYS * DAY_MS);
  });

  it("is now without --data, and by the play's time earlier with the play", (t) => {
    t.mock.timers.enable({ apis: ["Date"], now: AFTER_LAST_INVOICE });
    assert.equal(clockStart({ ...options, play: false }), undefined);
    assert.equal(clockStart(options)?.getTime(), AFTER_LAST_INVOICE - PLAY_DAYS * DAY_MS);
  });

  it("leaves out the play of a ledger that is left empty", () => {
    assert.equal(clockStart({ ...options, companies: 0 }), undefined);
    assert.equal(clockStart({ ...withData, companies: 0 })?.getTime(), AFTER_LAST_INVOICE);
  });
});

describe("fillSteps", () => {
  it("counts products, play and seeding", () => {
    assert.equal(fillSteps(options), 3);
    assert.equal(fillSteps({ ...options, play: false }), 2);
    assert.equal(fillSteps({ ...options, companies: 0 }), 0);
  });
});
