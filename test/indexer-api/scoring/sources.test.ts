import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { NOT_STATED } from "../../../catalogue/index.ts";
import { firstExpiry, valuesOf } from "../../../indexer-api/src/scoring/sources.ts";
import { DAY, NOW } from "../stated.ts";
import { arrears, balance, COMPILED, sources } from "./card.ts";

const stateOf = (name: string, ...statements: Parameters<typeof sources>[0][number][]) =>
  sources(statements).find(({ schema }) => schema.name === name) ?? assert.fail(`${name} is no source`);

describe("sourcesAt", () => {
  it("counts a statement to the last second of its validity", () => {
    const standing = (observedAt: bigint) => stateOf("tax.arrears.v1", arrears("0", { observedAt })).standing;
    assert.equal(standing(NOW - 62n * DAY), "current");
    assert.equal(standing(NOW - 62n * DAY - 1n), "expired");
  });

  it("does not count what was revoked, and says so even when it has expired too", () => {
    const revoked = arrears("0", { revoked: true, observedAt: NOW - 100n * DAY });
    assert.deepEqual([stateOf("tax.arrears.v1", revoked).standing], ["revoked"]);
    assert.equal(stateOf("tax.arrears.v1").standing, "not attested");
  });

  it("counts what a company took back as leaving out every figure, until it would have expired", () => {
    const observedAt = NOW - 190n * DAY;
    const valuesAt = (time: bigint, revoked = true) =>
      valuesOf(sources([balance("1", "2", { revoked, observedAt })], time)).find((values) => values !== null);
    assert.ok(valuesAt(NOW)?.every((value) => value === NOT_STATED));
    assert.equal(valuesAt(NOW + 1n), undefined);
    assert.equal(valuesAt(NOW, false)?.[1], 200n);
    assert.equal(
      valuesOf(sources([arrears("0", { revoked: true })])).find((values) => values !== null),
      undefined,
    );
  });

  it("gives the chain's values, allowed or not, in the order of the sources", () => {
    const odd = arrears("0", { values: [-7n] });
    const values = valuesOf(sources([balance(null, "3"), odd]));
    const at = (name: string) => values[COMPILED.sources.findIndex((schema) => schema.name === name)];
    assert.deepEqual(at("tax.arrears.v1"), [-7n]);
    assert.equal(at("amr.registration.v1"), null);
    assert.deepEqual([at("company.balance_sheet.v2")?.[1], at("company.balance_sheet.v2")?.[7]], [300n, NOT_STATED]);
  });
});

describe("firstExpiry", () => {
  it("leaves out what does not count", () => {
    const states = sources([arrears("0", { revoked: true }), balance("1", "2", { observedAt: NOW })]);
    assert.equal(firstExpiry(states), NOW + 190n * DAY);
    assert.equal(firstExpiry(sources([])), null);
  });
});
