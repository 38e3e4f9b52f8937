import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { decodeValues, loadCatalogue, parseUscc, type Human, type Statement } from "../../../catalogue/index.ts";
import { synthetic } from "../../../scripts/seed/synthetic.ts";

const catalogue = loadCatalogue();
const TIME = Date.parse("2026-11-23T17:24:00Z") / 1000;
const COUNT = 600;
const { companies, statements } = synthetic(catalogue, { count: COUNT, seed: "test", chainTime: TIME });

type Facts = Record<string, Human | null>;

const schemaOf = ({ schemaId }: Statement) => {
  const schema = catalogue.schemaById.get(schemaId);
  if (schema === undefined) throw new Error(`unknown schema ${schemaId}`);
  return schema;
};

/** The facts of all statements of a schema. */
function factsOf(name: string): Facts[] {
  return statements
    .filter((statement) => schemaOf(statement).name === name)
    .map((statement) => decodeValues(schemaOf(statement), statement.values));
}

function partWith(name: string, holds: (facts: Facts) => boolean): number {
  const all = factsOf(name);
  return all.filter(holds).length / all.length;
}

/** Pearson's correlation of two facts over the companies that have both. */
function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (index: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[index], 0) / pairs.length;
  const [left, right] = [mean(0), mean(1)];
  const sum = (term: (a: number, b: number) => number) =>
    pairs.reduce((total, [a, b]) => total + term(a - left, b - right), 0);
  return sum((a, b) => a * b) / Math.sqrt(sum((a) => a * a) * sum((_a, b) => b * b));
}

function logPairs(one: string, other: string): [number, number][] {
  const valuesOf = (fact: string) => {
    const location = catalogue.factById.get(fact);
    if (location === undefined) throw new Error(`no fact ${fact}`);
    const own = statements.filter(({ schemaId }) => schemaId === location.schema.id);
    return new Map(own.map(({ subject, values }) => [subject, Number(values[location.index])]));
  };
  const [left, right] = [valuesOf(one), valuesOf(other)];
  return [...left]
    .map(([subject, value]) => [value, right.get(subject) ?? 0] as const)
    .filter(([a, b]) => a > 0 && b > 0)
    .map(([a, b]) => [Math.log(a), Math.log(b)]);
}

describe("synthetic", () => {
  it("makes the same companies and statements for the same seed, and others for another", () => {
    const options = { count: 5, seed: "twice", chainTime: TIME };
    assert.deepEqual(synthetic(catalogue, options), synthetic(catalogue, { ...options, chainTime: TIME + 3600 }));
    assert.notDeepEqual(
      synthetic(catalogue, options).companies.map(({ uscc }) => uscc),
      synthetic(catalogue, { ...options, seed: "other" }).companies.map(({ uscc }) => uscc),
    );
  });

  it("leaves the first companies as they are when there are more", () => {
    const few = synthetic(catalogue, { count: 3, seed: "more", chainTime: TIME });
    const more = synthetic(catalogue, { count: 6, seed: "more", chainTime: TIME });
    assert.deepEqual(more.statements.slice(0, few.statements.length), few.statements);
  });

  it("gives every company a valid code of its own", () => {
    assert.equal(new Set(companies.map(({ uscc }) => parseUscc(uscc))).size, COUNT);
  });

  it("has statements of all 26 agencies and the companies themselves, under every schema but that of appraisers", () => {
    const seen = new Set(statements.map((statement) => schemaOf(statement).name));
    assert.deepEqual(
      catalogue.schemas.map(({ name }) => name).filter((name) => !seen.has(name)),
      ["company.valuation.v1"],
    );
    assert.equal(new Set(statements.map((statement) => schemaOf(statement).agency)).size, 27);
  });

  it("states nothing from the future, twice, or already out of date", () => {
    const keys = new Set(
      statements.map(({ schemaId, subject, itemKey, observedAt }) => `${schemaId}${subject}${itemKey}${observedAt}`),
    );
    assert.equal(keys.size, statements.length);
    const newest = new Map(
      statements.map((statement) => [statement.schemaId + statement.subject + statement.itemKey, statement]),
    );
    for (const statement of newest.values()) {
      assert.ok(statement.observedAt <= TIME);
      assert.ok(statement.observedAt + schemaOf(statement).validitySeconds > TIME, schemaOf(statement).name);
    }
  });

  it("knows nothing of what does not concern a company", () => {
    assert.ok(factsOf("cus.trade.v1").length < COUNT / 2);
    assert.ok(factsOf("agr.land.v1").length < COUNT / 10);
    assert.ok(factsOf("hpf.contributions.v1").length < COUNT);
  });

  it("has mostly small firms, mostly of middling tax grade, and few in deep trouble", () => {
    const small = partWith("miit.classification.v1", (facts) => /micro|small/.test(String(facts["miit.size_class"])));
    assert.ok(small > 0.8 && small < 0.98, `${small} small`);
    const middling = partWith("tax.credit.v1", (facts) => /[ABM]/.test(String(facts["tax.credit_grade"])));
    assert.ok(middling > 0.85 && middling < 0.98, `${middling} of grade A, B or M`);
    const dishonest = partWith("court.enforcement.v1", (facts) => facts["court.dishonest_debtor"] === true);
    assert.ok(dishonest > 0 && dishonest < 0.05, `${dishonest} dishonest`);
    const late = partWith("pbc.credit.v1", (facts) => Number(facts["pbc.max_days_past_due"]) > 30);
    assert.ok(late > 0 && late < 0.08, `${late} late by more than 30 days`);
  });

  it("keeps patents where things are invented, and trade with those who trade", () => {
    const codes = factsOf("amr.registration.v1").map((facts) => String(facts["amr.industry_code"]).charAt(0));
    assert.ok(codes.filter((code) => code === "C").length > COUNT / 4);
    const holders = new Set(
      statements.filter((own) => schemaOf(own).name === "ipo.patent.v1").map(({ subject }) => subject),
    );
    const sections = new Set(
      statements
        .filter((own) => schemaOf(own).name === "amr.registration.v1" && holders.has(own.subject))
        .map((own) => String(decodeValues(schemaOf(own), own.values)["amr.industry_code"]).charAt(0)),
    );
    assert.deepEqual(
      [...sections].filter((section) => !"CIM".includes(section)),
      [],
    );
  });

  it("fits together: what different agencies say of a company rises and falls together", () => {
    assert.ok(correlation(logPairs("tax.invoiced_sales_12m", "tax.tax_paid_12m")) > 0.8);
    assert.ok(correlation(logPairs("tax.invoiced_sales_12m", "hrss.insured_employees")) > 0.6);
    assert.ok(correlation(logPairs("cus.export_value_12m", "safe.export_receipts_12m")) > 0.9);
    for (const facts of factsOf("company.balance_sheet.v1")) {
      const [assets, liabilities, equity] = ["total_assets", "total_liabilities", "book_equity"].map((name) =>
        Number(facts[`company.${name}`]),
      ) as [number, number, number];
      assert.equal(assets - liabilities, equity);
    }
  });

  it("has trailing invoices that are the sum of the months", () => {
    const bySubject = Map.groupBy(
      statements.filter((own) => schemaOf(own).name === "tax.invoice_month.v1"),
      ({ subject }) => subject,
    );
    for (const own of statements.filter((each) => schemaOf(each).name === "tax.invoice_trailing.v1")) {
      const months = bySubject.get(own.subject) ?? [];
      const sum = months.reduce((total, { values }) => total + (values[1] ?? 0n), 0n);
      assert.equal(own.values[1], sum);
    }
  });
});
