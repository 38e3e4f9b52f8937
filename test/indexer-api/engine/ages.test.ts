import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";

import { latestStart } from "../../../indexer-api/src/engine/ages.ts";
import { monthsBetween } from "../../../indexer-api/src/features/calendar.ts";
import { AS_OF } from "./arbitrary.ts";

const DAY = 86_400n;

function at(time: string): bigint {
  return BigInt(Date.parse(time) / 1000);
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}

/** It is old enough, and one second later it would not be. */
function checkLatest(months: bigint, asOf: bigint) {
  const latest = BigInt(latestStart(months, asOf));
  const said = `${months} months before ${iso(Number(asOf))}: ${iso(Number(latest))}`;
  assert.ok(monthsBetween(latest, asOf) >= months, said);
  assert.ok(monthsBetween(latest + 1n, asOf) < months, said);
}

describe("latestStart", () => {
  it("is the last second of the day of so many months", () => {
    assert.equal(iso(latestStart(12n, at("2026-11-24T08:30:00Z"))), "2025-11-24T23:59:59");
    assert.equal(iso(latestStart(12n, at("2024-02-29"))), "2023-02-28T23:59:59");
    assert.equal(iso(latestStart(48n, at("2024-02-29"))), "2020-02-29T23:59:59");
    assert.equal(iso(latestStart(1n, at("2026-03-31"))), "2026-02-28T23:59:59");
    assert.equal(iso(latestStart(1n, at("2026-02-28"))), "2026-01-28T23:59:59");
  });

  it("undoes monthsBetween on every day of nine years", () => {
    for (let asOf = at("2019-12-31T00:00:00Z"); asOf < at("2029-01-02"); asOf += DAY) {
      for (const months of [1n, 2n, 11n, 12n, 13n, 36n, 48n, 120n, 1_200n]) checkLatest(months, asOf + 43_200n);
    }
  });

  it("undoes it on the first and on the last second of a day", () => {
    for (const day of ["2024-02-29", "2025-02-28", "2026-03-31", "2026-12-31", "2100-03-01"].map(at)) {
      for (const asOf of [day, day + DAY - 1n]) for (const months of [1n, 12n, 24n]) checkLatest(months, asOf);
    }
  });

  it("undoes it at any time, for as many months as a calendar has", () => {
    fc.assert(
      fc.property(AS_OF, fc.bigInt(1n, 24_000n), (asOf, months) => {
        checkLatest(months, asOf);
      }),
    );
  });

  it("is now for no months and fewer: nothing counts from later", () => {
    const asOf = at("2026-11-24T08:30:00Z");
    for (const months of [0n, -1n, -(2n ** 255n)]) assert.equal(latestStart(months, asOf), Number(asOf));
  });

  it("is never for more months than any two days have between them", () => {
    const asOf = at("2026-11-24");
    assert.equal(latestStart(120_001n, asOf), -Infinity);
    assert.equal(latestStart(2n ** 255n, asOf), -Infinity);
    assert.ok(latestStart(120_000n, asOf) < Date.parse("0001-01-01") / 1000);
  });
});
