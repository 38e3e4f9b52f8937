import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { Freshness } from "../../../indexer-api/src/follower/freshness.ts";

describe("Freshness", () => {
  it("knows nothing before it has seen the chain, or while all it saw is ahead", () => {
    const freshness = new Freshness();
    assert.equal(freshness.caughtUpAtMs(5n), undefined);
    freshness.sawChainHead(9n, 100);
    assert.equal(freshness.caughtUpAtMs(5n), undefined);
  });

  it("is as fresh as the last look while the chain stands still", () => {
    const freshness = new Freshness();
    freshness.sawChainHead(5n, 100);
    freshness.sawChainHead(5n, 200);
    assert.equal(freshness.caughtUpAtMs(5n), 200);
  });

  it("on a chain that never stands still, is as old as the followed block was the newest", () => {
    const freshness = new Freshness();
    for (let block = 1; block <= 10; block++) freshness.sawChainHead(BigInt(block), block * 100);
    assert.equal(freshness.caughtUpAtMs(7n), 700);
    freshness.sawChainHead(11n, 1_100);
    assert.equal(freshness.caughtUpAtMs(7n), 700, "looking does not make it fresher");
    assert.equal(freshness.caughtUpAtMs(8n), 800);
  });

  it("takes an index that is ahead of the look for as fresh as that look", () => {
    const freshness = new Freshness();
    freshness.sawChainHead(3n, 100);
    assert.equal(freshness.caughtUpAtMs(4n), 100);
  });

  it("forgets what it saw of a chain that went back", () => {
    const freshness = new Freshness();
    freshness.sawChainHead(9n, 100);
    freshness.sawChainHead(2n, 200);
    assert.equal(freshness.caughtUpAtMs(1n), undefined);
    assert.equal(freshness.caughtUpAtMs(2n), 200);
  });
});
