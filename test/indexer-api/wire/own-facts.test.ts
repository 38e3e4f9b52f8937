import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { featureSpecsOf } from "../../../indexer-api/src/engine/features.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { Cell } from "../../../indexer-api/src/engine/values.ts";
import { monthsBetween } from "../../../indexer-api/src/features/calendar.ts";
import { OwnFacts } from "../../../indexer-api/src/wire/own-facts.ts";
import type { WrongFact } from "../../../indexer-api/src/wire/own-facts.ts";
import { catalogue, NOW } from "../stated.ts";

const own = new OwnFacts(catalogue.features);
const specs = featureSpecsOf(catalogue);
const placeOf = (id: string) => specs.findIndex((spec) => spec.id === id);

function read(given: Record<string, unknown>) {
  const wrong: WrongFact[] = [];
  return { values: own.read(given, NOW, wrong), wrong };
}

/** What the engine's own encoding makes of cells by feature. */
function encoded(cells: Record<string, Cell>) {
  return encodeCompany(
    specs,
    specs.map(({ id }) => cells[id] ?? null),
  );
}

function rulesOf(given: Record<string, unknown>): string[] {
  return read(given).wrong.map(({ feature, rule }) => `${feature}: ${rule}`);
}

describe("OwnFacts", () => {
  it("takes nothing said, and null, as everything unknown", () => {
    assert.deepEqual(read({}), { values: encoded({}), wrong: [] });
    assert.deepEqual(read({ annual_sales: null, red_flags: null }), { values: encoded({}), wrong: [] });
  });

  it("takes numbers as text and as JSON numbers, exactly at every size", () => {
    const limits = [31n, 53n, 63n, 255n].flatMap((bits) => [2n ** bits - 1n, 2n ** bits, 2n ** bits + 1n]);
    for (const number of [0n, 7n, 999_999_999_999_999n, ...limits].flatMap((one) => [one, -one])) {
      const text = read({ annual_sales: number.toString() });
      assert.deepEqual(text, { values: encoded({ annual_sales: number }), wrong: [] });
      if (!Number.isSafeInteger(Number(number))) continue;
      assert.deepEqual(read({ annual_sales: Number(number) }), text);
    }
    for (const zero of ["-0", -0]) assert.ok(Object.is(read({ lenders: zero }).values.raw[placeOf("lenders")], 0));
  });

  it("refuses what is no whole number", () => {
    for (const value of [1.5, "1.5", "", " 1", "1e3", "0x1", true, [], {}, 2 ** 53, 1e999, "9".repeat(79)]) {
      const { wrong } = read({ annual_sales: value });
      assert.equal(wrong.length, 1, JSON.stringify(value));
      assert.equal(wrong[0]?.feature, "annual_sales");
      assert.equal(wrong[0]?.value, value);
      assert.match(wrong[0]?.rule ?? "", /^must be a whole number/);
    }
  });

  it("takes an age as the day of registration or in months", () => {
    const day = BigInt(Date.parse("2015-03-01") / 1000);
    assert.deepEqual(read({ firm_age_months: "2015-03-01" }).values, encoded({ firm_age_months: day }));
    for (const months of [0, 1, 35, 36, 600]) {
      const [number, text] = [read({ firm_age_months: months }), read({ firm_age_months: String(months) })];
      const start = number.values.raw[placeOf("firm_age_months")] as number;
      assert.equal(monthsBetween(BigInt(start), NOW), BigInt(months));
      assert.deepEqual(text, number);
    }
  });

  it("refuses a day that does not exist or lies ahead, and months that make no sense", () => {
    for (const day of [
      "2025-02-30",
      "2025-02-29",
      "2025-04-31",
      "2025-01-32",
      "2025-13-01",
      "2025-00-10",
      "2025-01-00",
    ]) {
      assert.deepEqual(rulesOf({ firm_age_months: day }), [
        "firm_age_months: must be a day that exists, as YYYY-MM-DD",
      ]);
    }
    assert.deepEqual(rulesOf({ firm_age_months: "2024-02-29" }), []);
    assert.deepEqual(rulesOf({ firm_age_months: "2026-11-24" }), [
      "firm_age_months: must not lie after 2026-11-23, the day of the chain's time",
    ]);
    for (const day of ["0000-05-05", "0000-12-31"]) {
      assert.deepEqual(rulesOf({ firm_age_months: day }), ["firm_age_months: must not lie before 0001-01-01"]);
    }
    assert.deepEqual(rulesOf({ firm_age_months: "0001-01-01" }), []);
    for (const value of [-1, 1.5, 12_001, "-3", "abc", [], true]) {
      assert.match(rulesOf({ firm_age_months: value })[0] ?? "", /^firm_age_months: must be a date as YYYY-MM-DD/);
    }
  });

  it("takes labels, and places outside of the province as other places", () => {
    assert.deepEqual(read({ tax_credit_grade: "M" }).values, encoded({ tax_credit_grade: "M" }));
    assert.deepEqual(read({ region: "440300" }).values, encoded({ region: "440300" }));
    assert.deepEqual(read({ region: "110100" }).values, encoded({ region: "110100" }));
    assert.deepEqual(rulesOf({ tax_credit_grade: "m", region: "Beijing", industry: "Z" }), [
      "tax_credit_grade: must be one of D, C, M, B, A",
      "region: must be a code of six digits",
      "industry: must be one of A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T",
    ]);
  });

  it("takes a set as what holds, or with what is unknown", () => {
    assert.deepEqual(read({ red_flags: [] }).values, encoded({ red_flags: { holds: 0, unknown: 0 } }));
    const partly = read({ red_flags: { holds: ["dishonest_debtor"], unknown: ["mee_red", "overdue_30d"] } });
    assert.deepEqual(partly.values, encoded({ red_flags: { holds: 1, unknown: (1 << 7) | (1 << 5) } }));
    assert.deepEqual(read({ red_flags: { unknown: ["mee_red"] } }).values.raw.at(-1), (1 << 7) * 2 ** 16);
    for (const value of ["mee_red", ["red"], { holds: "mee_red" }, { held: [] }, 3, [null]]) {
      assert.match(rulesOf({ red_flags: value })[0] ?? "", /^red_flags: must be a list/, JSON.stringify(value));
    }
    assert.deepEqual(rulesOf({ red_flags: { holds: ["mee_red"], unknown: ["mee_red"] } }), [
      "red_flags: must not have a label that holds and is unknown at once",
    ]);
  });

  it("names what it does not know, and everything that is wrong at once", () => {
    const given = JSON.parse('{"anual_sales": "1", "__proto__": 1, "lenders": "x"}') as Record<string, unknown>;
    const { wrong } = read(given);
    assert.deepEqual(
      wrong.map(({ feature }) => feature),
      ["anual_sales", "__proto__", "lenders"],
    );
  });
});
