import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { availabilityOf, valueFenOf } from "../../../indexer-api/src/lending/collateral.ts";
import type { Asset, Lien } from "../../../indexer-api/src/lending/collateral.ts";
import { ASSET, DAY, NOW } from "./cases.ts";
import { PATENT } from "./patent.ts";

function lien(rank: number, securedFen: bigint): Lien {
  return {
    assetId: ASSET,
    loanId: BigInt(rank),
    state: "live",
    rank,
    securedFen,
    valueFen: 30_000_000n,
    advanceBps: 3_000n,
    pledgedAt: NOW - DAY,
    endedAt: null,
  };
}

const codesOf = (asset: Asset, liens: readonly Lien[] = [], advanceBps = 3_000n) =>
  availabilityOf(asset, liens, advanceBps, NOW).obstacles.map(({ code }) => code);

describe("valueFenOf", () => {
  it("is the appraisal while it is valid, in the last second too", () => {
    assert.equal(valueFenOf(PATENT, NOW), 30_000_000n);
    assert.equal(valueFenOf({ ...PATENT, appraisedUntil: NOW }, NOW), 30_000_000n);
    assert.equal(valueFenOf({ ...PATENT, appraisedUntil: NOW - 1n }, NOW), null);
  });

  it("is never more than the face value", () => {
    assert.equal(valueFenOf({ ...PATENT, faceValueFen: 20_000_000n }, NOW), 20_000_000n);
    assert.equal(valueFenOf({ ...PATENT, faceValueFen: 40_000_000n }, NOW), 30_000_000n);
    assert.equal(valueFenOf({ ...PATENT, faceValueFen: 40_000_000n, appraisedUntil: null }, NOW), 40_000_000n);
  });
});

describe("availabilityOf", () => {
  it("is the value times the advance rate, less what liens secure, in whole fen", () => {
    const { availableFen, securedFen, obstacles } = availabilityOf(PATENT, [lien(1, 4_000_000n)], 3_000n, NOW);
    assert.deepEqual(
      { availableFen, securedFen, obstacles },
      { availableFen: 5_000_000n, securedFen: 4_000_000n, obstacles: [] },
    );
    assert.equal(availabilityOf({ ...PATENT, appraisedFen: 9_999n }, [], 3_333n, NOW).availableFen, 3_332n);
  });

  const cases: readonly [string, Partial<Asset>][] = [
    ["revoked", { revoked: true }],
    ["not_in_force", { inForce: false }],
    ["expired", { dueAt: NOW }],
    ["expired", { dueAt: null }],
    ["outdated", { knownUntil: NOW - 1n }],
    ["no_value", { appraisedUntil: NOW - 1n }],
  ];
  for (const [code, changes] of cases) {
    it(`is nothing when the asset is ${code}, and says so: ${Object.keys(changes).join()}`, () => {
      assert.deepEqual(codesOf({ ...PATENT, ...changes }), [code]);
      assert.equal(availabilityOf({ ...PATENT, ...changes }, [], 3_000n, NOW).availableFen, 0n);
    });
  }

  it("takes the last second of validity", () => {
    assert.deepEqual(codesOf({ ...PATENT, dueAt: NOW + 1n, knownUntil: NOW }), []);
  });

  it("is nothing without an advance rate, with four liens, or when all is secured", () => {
    assert.deepEqual(codesOf(PATENT, [], 0n), ["kind_not_accepted"]);
    assert.deepEqual(
      codesOf(
        PATENT,
        [1, 2, 3, 4].map((rank) => lien(rank, 1n)),
      ),
      ["too_many_liens"],
    );
    assert.deepEqual(codesOf(PATENT, [lien(1, 9_000_000n)]), ["fully_secured"]);
    // The value has fallen since it was pledged.
    assert.deepEqual(codesOf(PATENT, [lien(1, 20_000_000n)]), ["fully_secured"]);
  });

  it("names every obstacle", () => {
    assert.deepEqual(codesOf({ ...PATENT, revoked: true, dueAt: NOW }), ["revoked", "expired"]);
  });
});
