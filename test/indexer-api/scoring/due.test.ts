import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { dueAt } from "../../../indexer-api/src/scoring/due.ts";
import { explain } from "../../../indexer-api/src/scoring/explain.ts";
import type { NewestStatement } from "../../../indexer-api/src/scoring/sources.ts";
import { compileScorecard } from "../../../catalogue/index.ts";
import { catalogue, DAY, NOW } from "../stated.ts";
import { arrears, balance, CARD, COMPILED, registered, sources } from "./card.ts";

const due = (statements: NewestStatement[], time = NOW) =>
  dueAt(explain(COMPILED, sources(statements, time), time), time);
const totalAt = (statements: NewestStatement[], time: bigint) =>
  explain(COMPILED, sources(statements, time), time).score.total;

describe("dueAt", () => {
  it("is never for a company without evidence", () => assert.equal(due([]), null));

  it("is the second after the first of the evidence counts for the last time", () => {
    const statements = [arrears("5", { observedAt: NOW - DAY }), balance("1", "2")];
    const moment = due(statements) ?? assert.fail("it is due");
    assert.equal(moment, NOW - DAY + 62n * DAY + 1n);
    assert.equal(totalAt(statements, moment - 1n), totalAt(statements, NOW));
    assert.notEqual(totalAt(statements, moment), totalAt(statements, NOW));
  });

  it("is when what a company took back would have expired", () => {
    const statements = [balance("30", "100", { revoked: true, observedAt: NOW - DAY })];
    const moment = due(statements) ?? assert.fail("it is due");
    assert.equal(moment, NOW + 189n * DAY + 1n);
    assert.equal(totalAt(statements, moment - 1n), totalAt(statements, NOW));
    assert.notEqual(totalAt(statements, moment), totalAt(statements, NOW));
  });

  it("is when an age gets into the next bin, to the second", () => {
    const statements = [balance("30", "100"), registered("2025-12-01")];
    const moment = due(statements) ?? assert.fail("it is due");
    assert.equal(moment, BigInt(Date.parse("2026-12-01T00:00:00Z") / 1000));
    assert.equal(totalAt(statements, moment - 1n), totalAt(statements, NOW));
    assert.equal(totalAt(statements, moment), totalAt(statements, NOW) + 30);
  });

  it("does not come back to an age that is past its last cut", () => {
    const observedAt = NOW - DAY;
    assert.equal(due([registered("2015-01-01", { observedAt })]), observedAt + 400n * DAY + 1n);
  });

  for (const cut of [-2, -1, 0, 1]) {
    it(`is right around a date that lies ahead, at ${cut} days`, () => {
      const [characteristic, ...rest] = CARD.characteristics.toReversed();
      const youth = { ...characteristic!, axes: [{ input: "age", cuts: [cut] }], cells: [0, -90, 30] };
      const compiled = compileScorecard(catalogue, { ...CARD, characteristics: [...rest, youth] });
      const statements = [registered("2026-11-27")];
      const at = (time: bigint) => explain(compiled, sources(statements, time), time);
      const moment = dueAt(at(NOW), NOW) ?? assert.fail("it is due");
      assert.equal(at(moment).characteristics[2]?.points, 30);
      assert.equal(at(moment - 1n).characteristics[2]?.points, -90);
    });
  }
});
