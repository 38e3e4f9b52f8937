import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { percentile } from "../../../scripts/bench/index/freshness.ts";

describe("percentile", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

  it("is the smallest value that enough of them do not exceed", () => {
    assert.equal(percentile(hundred, 95), 95);
    assert.equal(percentile(hundred, 50), 50);
    assert.equal(percentile(hundred, 100), 100);
  });

  it("errs on the slow side when the number of values does not divide", () => {
    assert.equal(percentile([10, 20, 30], 50), 20);
    assert.equal(percentile([10, 20, 30], 95), 30);
    assert.equal(percentile([10], 95), 10);
  });
});
