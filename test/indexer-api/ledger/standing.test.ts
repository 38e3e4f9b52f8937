import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { expiryOf, standingAt } from "../../../indexer-api/src/ledger/standing.ts";

const FACTS = { isLatest: true, isRevoked: false, observedAt: 1_000n, validitySeconds: 100n };

describe("standingAt", () => {
  it("counts to the last second of the validity, as the contract does", () => {
    assert.equal(expiryOf(FACTS), 1_100n);
    assert.equal(standingAt(FACTS, 1_100n), "current");
    assert.equal(standingAt(FACTS, 1_101n), "expired");
  });

  it("says revoked before expired, and superseded before either", () => {
    assert.equal(standingAt({ ...FACTS, isRevoked: true }, 5_000n), "revoked");
    assert.equal(standingAt({ ...FACTS, isRevoked: true, isLatest: false }, 5_000n), "superseded");
    assert.equal(standingAt({ ...FACTS, isLatest: false }, 1_000n), "superseded");
  });
});
