import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { FollowState } from "../../../indexer-api/src/data/follow-state.ts";
import { assessReadiness } from "../../../indexer-api/src/data/readiness.ts";

const LEDGER = "chain 31337";

const FRESH: FollowState = {
  identity: "chain 31337, subgraph Qm",
  blockNumber: 98n,
  blockHash: "0x98",
  blockTime: 1_583_020_800n,
  readNumber: 98n,
  readHash: "0x98",
  graphHead: 99n,
  graphAgeSeconds: 0.2,
  chainHead: 100n,
  chainAgeSeconds: 0.2,
  lagSeconds: 0.4,
};

const reasonsOf = (changes: Partial<FollowState>) => assessReadiness({ ...FRESH, ...changes }, LEDGER, 10).reasons;

describe("assessReadiness", () => {
  it("is ready while the index is young enough, and says how many blocks are missing", () => {
    const readiness = assessReadiness(FRESH, LEDGER, 10);
    assert.equal(readiness.ready, true);
    assert.deepEqual(readiness.reasons, []);
    assert.equal(readiness.lagBlocks, 2n);
    assert.equal(assessReadiness({ ...FRESH, lagSeconds: 10 }, LEDGER, 10).ready, true);
  });

  it("does not count blocks below zero when the index is ahead of the last look at the chain", () => {
    assert.equal(assessReadiness({ ...FRESH, blockNumber: 103n }, LEDGER, 10).lagBlocks, 0n);
  });

  it("rides out a short silence", () => {
    assert.equal(assessReadiness({ ...FRESH, graphAgeSeconds: 9, lagSeconds: 9 }, LEDGER, 10).ready, true);
  });

  it("does not rest on a chain that stands still while graph-node is gone", () => {
    assert.deepEqual(reasonsOf({ graphAgeSeconds: 11, lagSeconds: 0.1 }), ["graph-node has not answered for 11.0 s"]);
  });

  it("names the part that is silent", () => {
    assert.deepEqual(reasonsOf({ graphAgeSeconds: 12.34, lagSeconds: 12.5 }), [
      "graph-node has not answered for 12.3 s",
    ]);
    assert.deepEqual(reasonsOf({ chainAgeSeconds: 11, lagSeconds: 11 }), ["the chain has not answered for 11.0 s"]);
    assert.deepEqual(reasonsOf({ graphAgeSeconds: null, lagSeconds: null }), ["graph-node has not answered yet"]);
  });

  it("suspects the follower when nobody is heard of", () => {
    const [first] = reasonsOf({ chainAgeSeconds: 20, graphAgeSeconds: 20, lagSeconds: 20 });
    assert.match(first ?? "", /nobody follows/);
  });

  it("tells an index that is behind from one that is being built", () => {
    assert.match(reasonsOf({ lagSeconds: 30 })[0] ?? "", /30\.0 s behind.*chain at 100, graph-node at 99, index at 98/);
    assert.match(reasonsOf({ lagSeconds: null, blockNumber: null })[0] ?? "", /being built.*index at none/);
  });

  it("does not answer from the index of another ledger", () => {
    const readiness = assessReadiness(FRESH, "chain 1", 10);
    assert.equal(readiness.ready, false);
    assert.match(readiness.reasons[0] ?? "", /another ledger/);
    assert.equal(readiness.followed, null);
  });

  it("is not ready before anything was followed", () => {
    const readiness = assessReadiness(null, LEDGER, 10);
    assert.equal(readiness.ready, false);
    assert.match(readiness.reasons[0] ?? "", /the index is empty/);
    assert.equal(readiness.lagBlocks, null);
  });
});
