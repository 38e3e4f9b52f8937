import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { featureSpecsOf } from "../../../indexer-api/src/engine/features.ts";
import { cellsOf } from "../../../indexer-api/src/features/cells.ts";
import { buildFeatureEngine } from "../../../indexer-api/src/features/engine.ts";
import { factBookOf } from "../../../indexer-api/src/features/facts.ts";
import type { Reading } from "../../../indexer-api/src/features/reading.ts";
import { catalogue, NOW, stated } from "../stated.ts";

const specs = featureSpecsOf(catalogue);
const features = buildFeatureEngine(catalogue);
const cells = cellsOf(catalogue);

function cellsBy(statements: Parameters<typeof factBookOf>[0], grade?: Reading) {
  const facts = factBookOf(statements);
  const found = cells(facts, features(facts, NOW, grade));
  return new Map(specs.map(({ id }, place) => [id, found[place]]));
}

describe("cellsOf", () => {
  it("leaves everything unknown of a company of which nothing is known, sets label by label", () => {
    const found = cellsBy([]);
    for (const { id, kind, labels } of specs) {
      assert.deepEqual(found.get(id), kind === "set" ? { holds: 0, unknown: 2 ** labels.length - 1 } : null, id);
    }
  });

  it("takes numbers in the chain's unit, labels by their text, and an age as the day that it counts from", () => {
    const found = cellsBy([
      stated("amr.registration.v1", { "amr.registration_date": "2020-03-05", "amr.division_code": "440305" }),
      stated("tax.invoice_trailing.v1", { "tax.invoiced_sales_12m": "12.34", "tax.invoiced_sales_prev_12m": "0" }),
      stated("tax.credit.v1", { "tax.credit_grade": "B" }),
    ]);
    assert.equal(found.get("firm_age_months"), BigInt(Date.parse("2020-03-05") / 1000));
    assert.equal(found.get("region"), "440300");
    assert.equal(found.get("annual_sales"), 1234n);
    assert.equal(found.get("sales_growth"), null, "nothing grows from nothing");
    assert.equal(found.get("tax_credit_grade"), "B");
  });

  it("keeps a day of registration that lies ahead: the engine lets it come", () => {
    const found = cellsBy([stated("amr.registration.v1", { "amr.registration_date": "2027-03-05" })]);
    assert.equal(found.get("firm_age_months"), BigInt(Date.parse("2027-03-05") / 1000));
  });

  it("tells apart what a company has, has not, and of which nobody knows", () => {
    const found = cellsBy([
      stated("court.enforcement.v1", { "court.dishonest_debtor": true }),
      stated("pbc.credit.v1", { "pbc.max_days_past_due": "45" }),
    ]);
    const { labels } = specs.find(({ id }) => id === "red_flags") ?? assert.fail("there are no red flags");
    const bits = (...wanted: string[]) => wanted.reduce((all, label) => all | (1 << labels.indexOf(label)), 0);
    const holds = bits("dishonest_debtor", "overdue_30d");
    const unknown = 2 ** labels.length - 1 - holds - bits("overdue_90d");
    assert.deepEqual(found.get("red_flags"), { holds, unknown });
  });

  it("takes the grade that it is told", () => {
    assert.equal(cellsBy([], { state: "known", value: "BBB", evidence: [] }).get("credit_grade"), "BBB");
  });
});
