import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { explain } from "../../../indexer-api/src/scoring/explain.ts";
import type { NewestStatement } from "../../../indexer-api/src/scoring/sources.ts";
import { DAY, NOW } from "../stated.ts";
import { arrears, balance, CARD, COMPILED, modelOf, registered, sources } from "./card.ts";

const explained = (...statements: NewestStatement[]) => explain(COMPILED, sources(statements), NOW);
const pointsOf = (found: ReturnType<typeof explained>) => found.characteristics.map(({ points }) => points);

describe("explain", () => {
  it("adds the points of a company of which everything is known", () => {
    const found = explained(arrears("0"), balance("30", "100"), registered("2015-01-01"));
    assert.deepEqual(pointsOf(found), [40, 50, 30]);
    assert.deepEqual([found.score.total, found.grade?.label, found.score.coverageBps], [720, "AA", 10_000]);
    assert.deepEqual([found.reasons, found.missing], [[], []]);
    assert.deepEqual([found.range.lowest.total, found.range.highest.total], [720, 720]);
  });

  it("orders reasons by the points lost against the best cell that can be reached", () => {
    const found = explained(arrears("5"), balance("90", "100"), registered("2026-10-01"));
    // -60, -50 and, young and in debt, -40: of at most 40 (99 would need a denominator), 50 and 30.
    assert.deepEqual(pointsOf(found), [-60, -50, -40]);
    assert.deepEqual(
      found.reasons.map(({ characteristic, lost }) => [characteristic.id, lost]),
      [
        ["arrears", 100],
        ["debts", 100],
        ["youth", 70],
      ],
    );
    assert.deepEqual([found.score.total, found.grade?.label], [450, "CCC"]);
  });

  it("puts the weightier first where the points lost are equal", () => {
    const backwards = modelOf({ characteristics: CARD.characteristics.toReversed() }).compiled;
    const statements = [arrears("5"), balance("90", "100"), registered("2015-01-01")];
    const { reasons } = explain(backwards, sources(statements), NOW);
    assert.deepEqual(
      reasons.map(({ characteristic, lost }) => [characteristic.id, lost]),
      [
        ["arrears", 100],
        ["debts", 100],
        ["youth", 20],
      ],
    );
  });

  it("of nothing known says what each part could bring, and has no grade", () => {
    const found = explained();
    assert.deepEqual(pointsOf(found), [0, -20, -5]);
    assert.deepEqual([found.score.total, found.grade, found.score.coverageBps], [575, null, 0]);
    assert.deepEqual(
      found.missing.map(({ characteristic: { id }, state, least, most }) => [id, state, least, most]),
      [
        ["debts", "unknown", -70, 50],
        ["arrears", "unknown", -120, 40],
        ["youth", "unknown", -90, 30],
      ],
      "70, 40 and 35 points could be won",
    );
    assert.deepEqual(found.reasons, [], "what nobody knows costs nothing yet");
    assert.deepEqual([found.range.lowest.total, found.range.highest.total], [320, 720]);
    assert.deepEqual([found.range.lowest.grade.label, found.range.highest.grade.label], ["C", "AA"]);
    assert.equal(found.expiresAt, null);
  });

  it("counts staying unknown among what may come of it", () => {
    const [first, ...rest] = CARD.characteristics;
    const outside = (unknownPoints: number) => {
      const { compiled } = modelOf({ characteristics: [{ ...first!, unknownPoints }, ...rest] });
      const { range, score } = explain(compiled, sources([]), NOW);
      return [range.lowest.total, score.total, range.highest.total];
    };
    assert.deepEqual(outside(-200), [240, 375, 720]);
    assert.deepEqual(outside(90), [320, 665, 770]);
  });

  it("lets what is known of a table narrow what the rest can bring", () => {
    const found = explained(registered("2015-01-01"));
    const youth = found.missing.find(({ characteristic }) => characteristic.id === "youth");
    // The row of older companies: -10, 30 and 10, or the -5 that it has.
    assert.deepEqual([youth?.least, youth?.most], [-10, 30]);
    assert.deepEqual(
      youth?.missing.map(({ field, missing }) => [field.id, missing?.reason]),
      [
        ["company.total_liabilities", "not attested"],
        ["company.total_assets", "not attested"],
      ],
    );
  });

  it("tells withheld from unknown, and names the one fact that is left out", () => {
    const found = explained(balance(null, "100"), arrears(null));
    assert.deepEqual(pointsOf(found), [-30, -70, -90]);
    // 120, 120 and 70 points could be won; debts weigh more than the age, which is unknown for want of a statement.
    const [debts, youth, first] = found.missing;
    assert.deepEqual(
      [debts, youth, first].map((one) => [one?.characteristic.id, one?.state]),
      [
        ["debts", "withheld"],
        ["youth", "withheld"],
        ["arrears", "withheld"],
      ],
    );
    assert.deepEqual(
      found.reasons.map(({ characteristic }) => characteristic.id),
      ["debts", "youth", "arrears"],
    );
    assert.equal(first?.missing[0]?.missing?.reason, "not stated");
    assert.deepEqual(
      debts?.missing.map(({ field, missing }) => [field.id, missing?.reason]),
      [["company.total_liabilities", "not stated"]],
    );
  });

  it("says of facts that do not count any more whether they expired or were revoked", () => {
    const old = { observedAt: NOW - 63n * DAY };
    const found = explained(arrears("0", old), balance("1", "2", { revoked: true }));
    assert.deepEqual(
      found.characteristics.map(({ missing }) => missing[0]?.missing?.reason),
      ["expired", "revoked", "not attested"],
    );
  });

  it("holds against a company what it took back itself, and says until when", () => {
    const found = explained(balance("30", "100", { revoked: true }), arrears("0", { revoked: true }));
    assert.deepEqual(pointsOf(found), [0, -70, -90]);
    assert.deepEqual(
      found.characteristics.map(({ state, missing }) => [state, missing[0]?.takenBackUntil]),
      [
        ["unknown", null],
        ["withheld", NOW - DAY + 190n * DAY],
        ["withheld", null],
      ],
    );
    const later = explain(
      COMPILED,
      sources([balance("30", "100", { revoked: true })], NOW + 190n * DAY),
      NOW + 190n * DAY,
    );
    assert.deepEqual(
      later.characteristics.map(({ state, points }) => [state, points]),
      [
        ["unknown", 0],
        ["unknown", -20],
        ["unknown", -5],
      ],
    );
  });

  it("has the bin of a ratio that nothing divides", () => {
    const found = explained(balance("5", "0"), registered("2015-01-01"));
    assert.deepEqual(pointsOf(found), [0, -70, -10]);
    assert.deepEqual(
      found.characteristics.map(({ state, cell }) => [state, cell]),
      [
        ["unknown", null],
        ["known", 0],
        ["known", 6],
      ],
    );
  });

  it("expires with the first of its evidence", () => {
    const found = explained(arrears("0", { observedAt: NOW - 5n * DAY }), balance("1", "2"));
    assert.equal(found.expiresAt, NOW - 5n * DAY + 62n * DAY);
  });

  it("counts each part for itself", () => {
    const { parts } = explained(arrears("0"));
    assert.deepEqual(parts, [
      { part: "administrative", points: 35, bestPoints: 70, weightBps: 6_500, coverageBps: 4_000 },
      { part: "financial", points: -20, bestPoints: 50, weightBps: 3_500, coverageBps: 0 },
    ]);
  });
});
