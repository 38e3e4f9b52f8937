import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadCatalogue } from "../../../catalogue/index.ts";
import type { Criterion } from "../../../catalogue/index.ts";
import { featureSpecsOf } from "../../../indexer-api/src/engine/features.ts";
import { improve, prepareProducts } from "../../../indexer-api/src/engine/improve.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { Cell } from "../../../indexer-api/src/engine/values.ts";
import { improvement, improvementView } from "../../../indexer-api/src/wire/improvement.ts";

const catalogue = loadCatalogue();
const features = featureSpecsOf(catalogue);
const NOW = BigInt(Date.parse("2026-03-31") / 1000);

/** The one single improvement of a company that some product wants something of. */
function told(criterion: Criterion, cells: Readonly<Record<string, Cell>> = {}) {
  const lends = { amountFen: { min: 1n, max: 2n }, tenorMonths: { min: 1, max: 2 }, security: "none" };
  const prepared = prepareProducts(features, [{ id: "one", criteria: [criterion], ...lends }]);
  const values = encodeCompany(
    features,
    features.map(({ id }) => cells[id] ?? null),
  );
  const { single } = improve(prepared, values, NOW);
  assert.equal(single.length, 1);
  const view = improvementView(single[0]!, catalogue, () => undefined);
  return improvement.parse(view);
}

function texts(criterion: Criterion, cells?: Readonly<Record<string, Cell>>): string[] {
  const { textEn, textZh } = told(criterion, cells);
  return [textEn, textZh];
}

describe("an improvement in words", () => {
  it("says what an unknown fact is assumed to be", () => {
    assert.deepEqual(texts({ feature: "debt_to_assets", operator: "<=", value: 6_000n }), [
      "Have Debt to assets attested, if it is at most 60 %: 1 more",
      "完成资产负债率的可信登记（若不高于60%）：多1个产品",
    ]);
    assert.deepEqual(texts({ feature: "insured_employees", operator: "between", value: [10n, 1_500n] }), [
      "Have Employees insured attested, if it is from 10 persons to 1,500 persons: 1 more",
      "完成参保人数的可信登记（若在10人至1,500人之间）：多1个产品",
    ]);
    assert.deepEqual(texts({ feature: "annual_sales", operator: ">=", value: 123_456_750n }), [
      "Have Invoiced sales, 12 months attested, if it is at least 1,234,567.50 CNY: 1 more",
      "完成近12个月销售收入的可信登记（若不低于1,234,567.50元）：多1个产品",
    ]);
  });

  it("names the labels that an unknown fact may be, or must not hold", () => {
    const [gradeEn, gradeZh] = texts({ feature: "tax_credit_grade", operator: ">=", value: "B" });
    assert.match(gradeEn!, /^Have .* attested, if it is (?!.*\bor\b.*\bor\b).+ or .+: 1 more$/);
    assert.match(gradeZh!, /（若为.+或.+）：多1个产品$/);
    const [flagsEn, flagsZh] = texts({ feature: "red_flags", operator: "none of", value: ["overdue_30d", "mee_red"] });
    assert.match(flagsEn!, /, if none of these holds: [^,]+, [^,]+: 1 more$/);
    assert.match(flagsZh!, /（若均不存在：[^、]+、[^、]+）：多1个产品$/);
  });

  it("says the assumption in data as well, and that it is one", () => {
    const { conditional, changes } = told({ feature: "debt_to_assets", operator: "<=", value: 6_000n });
    assert.ok(conditional);
    assert.deepEqual(changes[0]?.assumed, {
      ...{ min: null, oneOf: null, noneOf: null },
      max: { value: "6000", display: "0.6000" },
    });
    const certain = told({ feature: "sales_growth", operator: ">=", value: 0n }, { sales_growth: -3_102n });
    assert.ok(!certain.conditional);
    assert.equal(certain.changes[0]?.assumed, null);
  });

  it("has units of its own language, ratios in per cent, and thousands apart", () => {
    assert.deepEqual(texts({ feature: "sales_growth", operator: ">=", value: 0n }, { sales_growth: -3_102n }), [
      "Raise Sales growth, year on year from -31.02 % to 0 %: 1 more",
      "将销售增长率由-31.02%提高到0%：多1个产品",
    ]);
    assert.deepEqual(
      texts({ feature: "annual_sales", operator: ">=", value: 100_000_000n }, { annual_sales: 90_000_050n }),
      [
        "Raise Invoiced sales, 12 months from 900,000.50 CNY to 1,000,000 CNY: 1 more",
        "将近12个月销售收入由900,000.50元提高到1,000,000元：多1个产品",
      ],
    );
    assert.deepEqual(
      texts({ feature: "firm_age_months", operator: ">=", value: 36n }, { firm_age_months: NOW - 86_400n * 1_080n }),
      ["Wait until Months since registration is 36 months: 1 more", "等到成立时间达到36个月：多1个产品"],
    );
    assert.deepEqual(texts({ feature: "core_enterprise_tier", operator: "<=", value: 2n }), [
      "Have Tier in a registered supply chain attested, if it is at most tier 2: 1 more",
      "完成供应链层级的可信登记（若不高于2级）：多1个产品",
    ]);
    assert.match(
      texts({ feature: "lenders", operator: "<=", value: 1n }, { lenders: 2n })[0]!,
      /from 2 lenders to 1 lender:/,
    );
  });
});
