import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Human } from "../../../catalogue/index.ts";
import { buildFeatureEngine } from "../../../indexer-api/src/features/engine.ts";
import { factBookOf } from "../../../indexer-api/src/features/facts.ts";
import type { Reading } from "../../../indexer-api/src/features/reading.ts";
import { catalogue, NOW, stated } from "../stated.ts";

type Facts = Readonly<Record<string, Human | null>>;

const engine = buildFeatureEngine(catalogue);

function reading(feature: string, ...statements: ReturnType<typeof stated>[]): Reading {
  const found = engine(factBookOf(statements), NOW).get(feature);
  assert.ok(found, `there is no feature ${feature}`);
  return found;
}

function valueOf(feature: string, schema: string, facts: Facts): bigint | string {
  const found = reading(feature, stated(schema, facts));
  assert.equal(found.state, "known");
  return found.value;
}

describe("features that are one fact", () => {
  const copies: [feature: string, schema: string, facts: Facts, value: bigint | string][] = [
    ["size_class", "miit.classification.v1", { "miit.size_class": "small" }, "small"],
    ["annual_sales", "tax.invoice_trailing.v1", { "tax.invoiced_sales_12m": "1234567.89" }, 123456789n],
    ["invoice_active_months", "tax.invoice_trailing.v1", { "tax.invoice_active_months": "24" }, 24n],
    ["tax_credit_grade", "tax.credit.v1", { "tax.credit_grade": "M" }, "M"],
    ["annual_tax_paid", "tax.filing.v1", { "tax.tax_paid_12m": "0.01" }, 1n],
    ["tax_arrears", "tax.arrears.v1", { "tax.arrears_amount": "0" }, 0n],
    ["insured_employees", "hrss.insurance.v1", { "hrss.insured_employees": "17" }, 17n],
    ["valid_invention_patents", "ipo.portfolio.v1", { "ipo.valid_invention_patents": "3" }, 3n],
    ["ip_pledge_value", "ipo.appraisal.v1", { "ipo.appraised_unpledged_value": "5000" }, 500000n],
    ["export_value", "cus.trade.v1", { "cus.export_value_12m": "10.5" }, 1050n],
    ["loan_balance", "pbc.credit.v1", { "pbc.loan_balance": "1" }, 100n],
    ["lenders", "pbc.credit.v1", { "pbc.lenders": "2" }, 2n],
  ];
  for (const [feature, schema, facts, value] of copies) {
    it(`${feature} is ${value}`, () => assert.equal(valueOf(feature, schema, facts), value));
  }
});

describe("features that are computed", () => {
  const age = (registered: string) =>
    valueOf("firm_age_months", "amr.registration.v1", { "amr.registration_date": registered });

  it("firm_age_months counts whole months to the day of the block", () => {
    assert.equal(age("2026-10-23"), 1n);
    assert.equal(age("2026-10-24"), 0n);
    assert.equal(age("2026-11-23"), 0n);
    assert.equal(age("2020-02-29"), 80n);
    assert.equal(age("2024-11-23"), 24n);
    assert.equal(age("2024-11-24"), 23n);
  });

  it("firm_age_months is unknown while the registration lies ahead", () => {
    const ahead = stated("amr.registration.v1", { "amr.registration_date": "2026-11-24" });
    assert.deepEqual(reading("firm_age_months", ahead), {
      state: "unknown",
      missing: [{ fact: "amr.registration_date", reason: "not computable", detail: "lies ahead" }],
      evidence: [ahead.id],
    });
  });

  it("industry is the section and region the city", () => {
    const facts = { "amr.industry_code": "C3921", "amr.division_code": "440305" };
    assert.equal(valueOf("industry", "amr.registration.v1", facts), "C");
    assert.equal(valueOf("region", "amr.registration.v1", facts), "440300");
  });

  const growth = (now: string, before: string) =>
    reading(
      "sales_growth",
      stated("tax.invoice_trailing.v1", { "tax.invoiced_sales_12m": now, "tax.invoiced_sales_prev_12m": before }),
    );

  it("sales_growth truncates toward zero in either direction", () => {
    assert.deepEqual(growth("200", "300"), { ...growth("200", "300"), state: "known", value: -3333n });
    assert.deepEqual(growth("400", "300"), { ...growth("400", "300"), state: "known", value: 3333n });
    assert.deepEqual(growth("299.99", "300"), { ...growth("299.99", "300"), state: "known", value: 0n });
  });

  it("sales_growth is unknown when there were no sales to grow from", () => {
    for (const before of ["0", "-1"]) {
      const found = growth("100", before);
      assert.equal(found.state, "unknown");
      assert.equal(found.missing[0]?.reason, "not computable");
    }
  });

  it("confirmed_receivables leaves out what is pledged and is never negative", () => {
    const value = (confirmed: string, pledged: string) =>
      valueOf("confirmed_receivables", "pbc.receivables.v1", {
        "pbc.receivables_confirmed": confirmed,
        "pbc.receivables_pledged": pledged,
      });
    assert.equal(value("100", "40.50"), 5950n);
    assert.equal(value("40", "100"), 0n);
  });

  it("unencumbered_real_estate leaves out mortgages, and everything that is sealed", () => {
    const value = (worth: string, mortgaged: string, sealed: boolean) =>
      valueOf("unencumbered_real_estate", "nr.real_estate.v1", {
        "nr.real_estate_value": worth,
        "nr.real_estate_mortgaged": mortgaged,
        "nr.real_estate_sealed": sealed,
      });
    assert.equal(value("100", "30", false), 7000n);
    assert.equal(value("30", "100", false), 0n);
    assert.equal(value("100", "30", true), 0n);
  });

  it("debt_to_assets is in basis points, truncated, and unknown without assets", () => {
    const ratio = (liabilities: string, assets: string) =>
      reading(
        "debt_to_assets",
        stated("company.balance_sheet.v1", {
          "company.total_liabilities": liabilities,
          "company.total_assets": assets,
        }),
      );
    assert.equal((ratio("2", "3") as { value: bigint }).value, 6666n);
    assert.equal((ratio("5", "4") as { value: bigint }).value, 12500n);
    assert.equal(ratio("5", "0").state, "unknown");
  });

  it("credit_grade is unknown and names no facts, for it comes from none", () => {
    assert.deepEqual(reading("credit_grade"), { state: "unknown", missing: [], evidence: [] });
  });
});

describe("features that are sets of labels", () => {
  const labels = (feature: string, ...statements: ReturnType<typeof stated>[]) => {
    const found = reading(feature, ...statements);
    assert.equal(found.state, "labels");
    return found;
  };

  it("innovation_status builds titles on each other", () => {
    const { labels: held, evidence } = labels(
      "innovation_status",
      stated("miit.classification.v1", { "miit.specialised_status": "little_giant" }),
      stated("std.status.v1", { "std.high_tech_status": false, "std.tech_sme": true }),
    );
    assert.deepEqual(Object.fromEntries(held), {
      tech_sme: true,
      innovative_sme: true,
      high_tech: false,
      specialised_new: true,
      little_giant: true,
      champion: false,
    });
    assert.equal(evidence.length, 2);
  });

  it("red_flags says of each flag whether it holds, or which fact is missing", () => {
    const { labels: flags } = labels(
      "red_flags",
      stated("pbc.credit.v1", { "pbc.max_days_past_due": "30" }),
      stated("mee.rating.v1", { "mee.rating": "yellow" }),
    );
    assert.equal(flags.get("overdue_30d"), true);
    assert.equal(flags.get("overdue_90d"), false);
    assert.equal(flags.get("mee_red"), false);
    assert.deepEqual(flags.get("dishonest_debtor"), { fact: "court.dishonest_debtor", reason: "not attested" });
  });
});
