import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { explain } from "../../../indexer-api/src/scoring/explain.ts";
import { suppose } from "../../../indexer-api/src/scoring/simulate.ts";
import type { Supposition } from "../../../indexer-api/src/scoring/simulate.ts";
import { catalogue, DAY, NOW } from "../stated.ts";
import { arrears, balance, COMPILED, sources } from "./card.ts";

const NOW_KNOWN = sources([arrears("5"), balance("30", "100")]);

function supposed({ changes = [], statementsLost = [] }: Partial<Supposition>, before = NOW_KNOWN) {
  const result = suppose(COMPILED, catalogue, before, { changes, statementsLost });
  if ("senseless" in result) return assert.fail(JSON.stringify(result.senseless));
  const { score, characteristics } = explain(COMPILED, result.sources, NOW);
  return {
    total: score.total,
    points: characteristics.map(({ points }) => points),
    withoutEffect: result.withoutEffect,
  };
}

function senseless({ changes = [], statementsLost = [] }: Partial<Supposition>) {
  const result = suppose(COMPILED, catalogue, NOW_KNOWN, { changes, statementsLost });
  return "senseless" in result ? result.senseless : assert.fail("it makes sense");
}

describe("suppose", () => {
  it("changes facts and leaves the others of their statements", () => {
    // Before: -60 for arrears, 50 for debts, -5 for an unknown age.
    assert.deepEqual(supposed({}).points, [-60, 50, -5]);
    assert.deepEqual(supposed({ changes: [{ fact: "tax.arrears_amount", value: "0" }] }).points, [40, 50, -5]);
    assert.deepEqual(
      supposed({ changes: [{ fact: "company.total_liabilities", value: "60" }] }).points,
      [-60, -50, -5],
    );
    assert.deepEqual(supposed({ changes: [{ fact: "company.total_assets", value: null }] }).points, [-60, -70, -90]);
  });

  it("makes a statement of a fact where there is none", () => {
    const { points, total } = supposed({ changes: [{ fact: "amr.registration_date", value: "2015-01-01" }] });
    assert.deepEqual([points, total], [[-60, 50, 30], 620]);
    const half = supposed({ changes: [{ fact: "company.total_assets", value: "5" }] }, sources([]));
    assert.deepEqual(half.points, [0, -70, -90], "what else the new statement could say is left out");
  });

  it("makes another statement of one that has expired, and does not count that one's end", () => {
    const expired = sources([arrears("5", { observedAt: NOW - 63n * DAY })]);
    const changes = [{ fact: "tax.arrears_amount", value: "0" }];
    const result = suppose(COMPILED, catalogue, expired, { changes, statementsLost: [] });
    const then = explain(COMPILED, "sources" in result ? result.sources : assert.fail("it makes sense"), NOW);
    assert.deepEqual([then.score.total, then.expiresAt], [615, null]);
  });

  it("loses statements, and only then changes facts", () => {
    assert.deepEqual(supposed({ statementsLost: ["tax.arrears.v1"] }).points, [0, 50, -5]);
    const changes = [{ fact: "company.total_assets", value: "100" }];
    assert.deepEqual(supposed({ statementsLost: ["company.balance_sheet.v2"], changes }).points, [-60, -70, -90]);
  });

  it("states anew what the company had taken back, which then counts", () => {
    const takenBack = sources([balance("30", "100", { revoked: true })]);
    assert.deepEqual(supposed({}, takenBack).points, [0, -70, -90]);
    const changes = ["company.total_liabilities", "company.total_assets"].map((fact) => ({ fact, value: "30" }));
    assert.deepEqual(supposed({ changes }, takenBack).points, [0, -50, -5]);
  });

  it("does not touch what it was given", () => {
    supposed({ statementsLost: ["tax.arrears.v1"], changes: [{ fact: "company.total_assets", value: "1" }] });
    assert.deepEqual(supposed({}).points, [-60, 50, -5]);
  });

  it("names what can change nothing, and why", () => {
    const { withoutEffect, points } = supposed({
      changes: [
        { fact: "company.cash", value: "7" },
        { fact: "mee.rating", value: "red" },
        { fact: "amr.registration_date", value: null },
      ],
      statementsLost: ["amr.registration.v1", "mee.rating.v1"],
    });
    assert.deepEqual(points, [-60, 50, -5]);
    assert.deepEqual(
      withoutEffect.map(({ name, reasonEn }) => [name, reasonEn]),
      [
        ["amr.registration.v1", "no statement of it counts now"],
        ["mee.rating.v1", "no characteristic of toy version 1 uses it"],
        ["company.cash", "no characteristic of toy version 1 uses it"],
        ["mee.rating", "no characteristic of toy version 1 uses it"],
        ["amr.registration_date", "is not stated now"],
      ],
    );
    assert.ok(withoutEffect.every(({ reasonZh }) => /\p{Script=Han}/u.test(reasonZh)));
  });

  it("refuses facts and schemas that nobody knows, with the nearest that there is", () => {
    assert.deepEqual(
      senseless({ changes: [{ fact: "tax.arears_amount", value: "0" }], statementsLost: ["tax.arrear.v1"] }),
      [
        {
          at: "changes.0.fact",
          value: "tax.arears_amount",
          rule: "is no fact of the catalogue; the nearest is tax.arrears_amount",
        },
        {
          at: "statementsLost.0",
          value: "tax.arrear.v1",
          rule: "is no schema of the catalogue; the nearest is tax.arrears.v1",
        },
      ],
    );
  });

  it("refuses values that their facts do not allow, and a fact changed twice", () => {
    const twice = { fact: "tax.arrears_amount", value: "0" };
    assert.deepEqual(
      senseless({ changes: [twice, { fact: "company.total_assets", value: "-1" }, twice] }).map(({ at, rule }) => [
        at,
        rule,
      ]),
      [
        ["changes.1.value", "must be at least 0.00 CNY"],
        ["changes.2.fact", "must be changed once only"],
      ],
    );
  });
});
