import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { momentsOf, newestAt } from "../../../indexer-api/src/scoring/timeline.ts";
import type { Lifetime } from "../../../indexer-api/src/scoring/timeline.ts";

const VALID = 100n;

/** Observed ten seconds before it came; its block has the number of the second. */
function came(id: string, attestedAt: bigint, changes: Partial<Lifetime> = {}): Lifetime {
  return {
    ...{ id, schemaId: "a", observedAt: attestedAt - 10n, validitySeconds: VALID },
    ...{ attestedAt, attestedBlock: attestedAt, revokedAt: null, revokedBlock: null },
    ...changes,
  };
}

const told = (statements: Lifetime[], now: bigint) =>
  momentsOf(statements, now).map(({ time, block, events }) => [
    time,
    block,
    events.map(({ kind, statement }) => `${statement.id} ${kind}`),
  ]);

describe("momentsOf", () => {
  it("is empty where nothing was stated", () => assert.deepEqual(told([], 1_000n), []));

  it("tells arrivals, revocations and the second after the last valid one, the last first", () => {
    const revoked = came("y", 30n, { schemaId: "b", revokedAt: 50n, revokedBlock: 50n });
    assert.deepEqual(told([came("x", 20n), revoked], 1_000n), [
      [111n, null, ["x expired"]],
      [50n, 50n, ["y revoked"]],
      [30n, 30n, ["y attested"]],
      [20n, 20n, ["x attested"]],
    ]);
  });

  it("does not tell what has not happened yet", () => {
    assert.equal(told([came("x", 20n)], 110n).length, 1);
    assert.equal(told([came("x", 20n)], 111n).length, 2);
  });

  it("says nothing of the expiry of what had been replaced, or was too old when it came", () => {
    assert.deepEqual(told([came("x", 20n), came("y", 60n)], 150n), [
      [60n, 60n, ["y attested"]],
      [20n, 20n, ["x attested"]],
    ]);
    assert.deepEqual(told([came("x", 500n, { observedAt: 1n })], 1_000n), [[500n, 500n, ["x attested"]]]);
  });

  it("lets what comes in the second of an expiry replace what would expire", () => {
    assert.deepEqual(told([came("x", 20n), came("y", 111n)], 150n), [
      [111n, 111n, ["y attested"]],
      [20n, 20n, ["x attested"]],
    ]);
  });

  it("makes one moment of one second, with its last block", () => {
    const both = [came("x", 20n), came("y", 20n, { schemaId: "b", attestedBlock: 21n })];
    assert.deepEqual(told(both, 50n), [[20n, 21n, ["x attested", "y attested"]]]);
  });
});

describe("newestAt", () => {
  const revoked = came("y", 60n, { revokedAt: 80n, revokedBlock: 80n });
  const at = (time: bigint) =>
    newestAt([came("x", 20n), revoked], time).map((one) => [one.statement.id, one.isRevoked]);

  it("is what the chain had at that second", () => {
    assert.deepEqual(at(19n), []);
    assert.deepEqual(at(20n), [["x", false]]);
    assert.deepEqual(at(60n), [["y", false]]);
    assert.deepEqual(at(80n), [["y", true]], "an older one does not count again");
  });
});
