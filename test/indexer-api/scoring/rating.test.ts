import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { compileScorecard, encodeScorecard } from "../../../catalogue/index.ts";
import { ratingStanding, sourcesOfModel, takenBackBy } from "../../../indexer-api/src/scoring/rating.ts";
import type { RatingFacts } from "../../../indexer-api/src/scoring/rating.ts";
import type { NewestStatement } from "../../../indexer-api/src/scoring/sources.ts";
import { catalogue, DAY, NOW } from "../stated.ts";
import { arrears, balance, CARD, registered } from "./card.ts";

describe("sourcesOfModel", () => {
  for (const card of [CARD, ...catalogue.scorecards]) {
    it(`reads those of ${card.family} from its bytes`, () => {
      const compiled = compileScorecard(catalogue, card);
      assert.deepEqual(
        sourcesOfModel(encodeScorecard(compiled)),
        compiled.sources.map(({ id, validitySeconds }) => ({ schemaId: id, validitySeconds: BigInt(validitySeconds) })),
      );
    });
  }
});

describe("ratingStanding", () => {
  const sources = sourcesOfModel(encodeScorecard(compileScorecard(catalogue, CARD)));
  const [owed, sheet] = [arrears("0"), balance("1", "2")];
  const bitOf = ({ schemaId }: NewestStatement) => 1n << BigInt(sources.findIndex((one) => one.schemaId === schemaId));
  const inOrder = [owed, sheet].toSorted((a, b) => (a.schemaId < b.schemaId ? -1 : 1));
  const rating: RatingFacts = {
    ...{ isReplaced: false, isWithdrawn: false, expiresAt: NOW + DAY, takenBack: 0n },
    sources: bitOf(owed) | bitOf(sheet),
    evidenceIds: inOrder.map(({ id }) => id),
  };
  const standing = (statements: NewestStatement[], changes: Partial<RatingFacts> = {}, time = NOW) =>
    ratingStanding({ ...rating, ...changes }, sources, new Map(statements.map((one) => [one.schemaId, one])), time);

  it("is current while its evidence is the newest there is", () => {
    assert.equal(standing([owed, sheet]), "current");
    assert.equal(standing([owed, sheet], {}, NOW + DAY), "current");
  });
  it("expires after its last second", () => assert.equal(standing([owed, sheet], {}, NOW + DAY + 1n), "expired"));
  it("is outdated when a fact was replaced", () => {
    assert.equal(standing([owed, balance("1", "3", { observedAt: NOW })]), "outdated");
  });
  it("is outdated when a statement came that was not known", () => {
    assert.equal(standing([owed, sheet, registered("2015-01-01")]), "outdated");
  });
  it("is not touched by one that came and does not count", () => {
    assert.equal(standing([owed, sheet, registered("2015-01-01", { revoked: true })]), "current");
    assert.equal(standing([owed, sheet, registered("2015-01-01", { observedAt: NOW - 401n * DAY })]), "current");
  });
  it("is revoked with its evidence, before it is asked what arrived", () => {
    const revoked = { ...owed, isRevoked: true };
    assert.equal(standing([revoked, sheet, registered("2015-01-01")], {}, NOW + 2n * DAY), "revoked");
    assert.equal(standing([revoked, sheet], { isWithdrawn: true }), "withdrawn");
    assert.equal(standing([revoked, sheet], { isReplaced: true, isWithdrawn: true }), "replaced");
  });
  it("is outdated when what replaced its evidence was revoked", () => {
    const replacing = { ...balance("1", "3", { observedAt: NOW }), isRevoked: true };
    assert.equal(standing([owed, replacing]), "outdated");
  });
  it("is outdated by what the company stated and took back since, not by what it had taken back before", () => {
    const known = { sources: bitOf(owed), evidenceIds: [owed.id] };
    const takenBack = [owed, { ...sheet, isRevoked: true }];
    assert.equal(standing(takenBack, known), "outdated");
    assert.equal(standing(takenBack, { ...known, takenBack: bitOf(sheet) }), "current");
    assert.equal(standing([owed, sheet], { ...known, takenBack: bitOf(sheet) }), "outdated");
  });
});

describe("takenBackBy", () => {
  const sources = [
    { schemaId: "0x0000aaaa", validitySeconds: 100n },
    { schemaId: "0x0000bbbb", validitySeconds: 100n },
  ];
  const stated = (cursor: bigint, revokedCursor: bigint | null, observedAt = 1_000n) => ({
    ...{ schemaId: "0x0000bbbb", cursor, revokedCursor, observedAt },
  });
  const cases: [name: string, own: Parameters<typeof takenBackBy>[2], expected: bigint][] = [
    ["nothing stated", [], 0n],
    ["stated, and not revoked", [stated(10n, null)], 0n],
    ["revoked before", [stated(10n, 49n)], 2n],
    ["revoked since", [stated(10n, 51n)], 0n],
    ["revoked before, and stated and revoked again since", [stated(10n, 20n), stated(60n, 70n, 1_050n)], 2n],
    ["revoked before, and stated again before", [stated(10n, 20n), stated(30n, null, 1_050n)], 0n],
    ["revoked, and expired by then", [stated(10n, 49n, 900n)], 0n],
    ["revoked, in the last second in which it would have counted", [stated(10n, 49n, 950n)], 2n],
  ];
  for (const [name, own, expected] of cases) {
    it(name, () => assert.equal(takenBackBy({ cursor: 50n, certifiedAt: 1_050n }, sources, own), expected));
  }
});
