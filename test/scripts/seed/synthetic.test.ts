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

/** Facts under a schema by the company's entity id. */
function byCompany(name: string): Map<string, Facts> {
  const own = statements.filter((statement) => schemaOf(statement).name === name);
  return new Map(own.map((statement) => [statement.subject, decodeValues(schemaOf(statement), statement.values)]));
}

/** Reads amounts of a company's own statement; what is left out counts as 0. */
function figuresOf(facts: Facts): (name: string) => number {
  return (name) => {
    const figure = facts[`company.${name}`];
    assert.notEqual(figure, undefined, name);
    return Number(figure);
  };
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

  it("has statements of all 26 agencies and the companies themselves, under every schema but replaced ones and that of appraisers", () => {
    const seen = new Set(statements.map((statement) => schemaOf(statement).name));
    assert.deepEqual(
      catalogue.schemas.map(({ name }) => name).filter((name) => !seen.has(name)),
      ["company.balance_sheet.v1", "company.income_statement.v1", "company.valuation.v1"],
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
  });

  it("has books that add up", () => {
    const complete = (name: string) => factsOf(name).filter((facts) => !Object.values(facts).includes(null));
    const sheets = complete("company.balance_sheet.v2").map(figuresOf);
    const incomes = complete("company.income_statement.v2").map(figuresOf);
    assert.ok(sheets.length > COUNT / 2 && incomes.length > COUNT / 2);
    for (const is of sheets) {
      assert.equal(is("total_assets"), is("total_liabilities") + is("book_equity"));
      assert.ok(is("inventory") + is("receivables") + is("cash") <= is("current_assets"));
      assert.ok(is("fixed_assets") <= is("total_assets") - is("current_assets"));
      assert.ok(is("current_liabilities") + is("long_term_liabilities") <= is("total_liabilities"));
      assert.ok(is("borrowings") <= is("total_liabilities"));
      assert.ok(is("share_capital") + is("retained_earnings") <= is("book_equity"));
    }
    for (const is of incomes) {
      assert.equal(is("revenue") - is("cost_of_sales"), is("gross_profit"));
      assert.ok(is("gross_profit") >= is("profit_on_sales"));
      assert.equal(is("total_revenue") - is("total_costs"), is("profit_before_tax"));
      assert.equal(is("operating_expenses") + is("financial_expenses"), is("total_costs"));
      assert.equal(is("profit_before_tax") + is("interest_expense"), is("ebit"));
      assert.ok(is("interest_expense") <= is("financial_expenses"));
      assert.ok(is("net_profit") <= is("profit_before_tax"));
    }
  });

  it("has books of every sort: without goods, without long-term debts, overindebted, and with figures left out", () => {
    const part = (schema: string, holds: (facts: Facts) => boolean) => partWith(`company.${schema}.v2`, holds);
    const shares = {
      withoutGoods: part("balance_sheet", (facts) => facts["company.inventory"] === "0.00"),
      withoutLongTermDebts: part("balance_sheet", (facts) => facts["company.long_term_liabilities"] === "0.00"),
      overindebted: part("balance_sheet", (facts) => Number(facts["company.book_equity"]) < 0),
      leftOut: part("income_statement", (facts) => Object.values(facts).includes(null)),
    };
    for (const [sort, share] of Object.entries(shares)) assert.ok(share > 0 && share < 0.6, `${sort}: ${share}`);
  });

  it("has companies that earn the more and owe the less the better they pay their taxes", () => {
    const sheets = byCompany("company.balance_sheet.v2");
    const incomes = byCompany("company.income_statement.v2");
    const meanOf = (grades: string, figure: (company: string) => number) => {
      const graded = [...byCompany("tax.credit.v1")].filter(([, facts]) =>
        grades.includes(String(facts["tax.credit_grade"])),
      );
      const figures = graded.filter(([company]) => sheets.has(company)).map(([company]) => figure(company));
      return figures.reduce((sum, each) => sum + each, 0) / figures.length;
    };
    const debtRatio = (company: string) => {
      const of = figuresOf(sheets.get(company)!);
      return of("total_liabilities") / of("total_assets");
    };
    const margin = (company: string) => {
      const of = figuresOf(incomes.get(company)!);
      return of("net_profit") / of("revenue");
    };
    assert.ok(meanOf("AB", debtRatio) < meanOf("CD", debtRatio) - 0.15);
    assert.ok(meanOf("AB", margin) > meanOf("CD", margin) + 0.05);
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
