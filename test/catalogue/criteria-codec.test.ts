import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decodeCriteria, encodeCriteria, loadCatalogue } from "../../catalogue/index.ts";
import type { Criterion, CriterionValue } from "../../catalogue/index.ts";

const catalogue = loadCatalogue();
const encode = (...criteria: Criterion[]) => encodeCriteria(catalogue, criteria);
const decode = (hex: string) => decodeCriteria(catalogue, hex);

/** Bytes written by hand from the table in contracts/lending/Criteria.sol. */
const EXAMPLES: [criterion: Criterion, hex: string][] = [
  [{ feature: "firm_age_months", operator: ">=", value: 24n }, "0x01010000000000000018"],
  [{ feature: "sales_growth", operator: ">=", value: -2000n }, "0x0601fffffffffffff830"],
  [{ feature: "tax_arrears", operator: "<=", value: 0n }, "0x0a020000000000000000"],
  [{ feature: "annual_sales", operator: "between", value: [1n, 256n] }, "0x050400000000000000010000000000000100"],
  [{ feature: "tax_credit_grade", operator: ">=", value: "B" }, "0x08010000000000000003"],
  [{ feature: "tax_credit_grade", operator: "==", value: "D" }, "0x08030000000000000000"],
  [{ feature: "size_class", operator: "in", value: ["micro", "medium"] }, "0x020500000005"],
  [{ feature: "size_class", operator: "not in", value: ["large"] }, "0x020600000008"],
  [{ feature: "innovation_status", operator: "any of", value: ["champion"] }, "0x0c0700000020"],
  [{ feature: "red_flags", operator: "none of", value: ["dishonest_debtor", "mee_red"] }, "0x190800000081"],
  [{ feature: "region", operator: "in", value: ["440300", "440100"] }, "0x040902343430333030343430313030"],
  [{ feature: "industry", operator: "not in", value: ["K"] }, "0x030a0100000000004b"],
];

/** Lists of labels come back in the order of the feature's labels. */
function sorted(criteria: readonly Criterion[]): Criterion[] {
  const isLabels = (value: CriterionValue): value is readonly string[] =>
    Array.isArray(value) && typeof value[0] === "string";
  return criteria.map((each) => (isLabels(each.value) ? { ...each, value: each.value.toSorted() } : each));
}

describe("criteria on the chain", () => {
  for (const [criterion, hex] of EXAMPLES) {
    it(`${criterion.feature} ${criterion.operator} ${criterion.value.toString()} is ${hex}`, () => {
      assert.equal(encode(criterion), hex);
      assert.deepEqual(decode(hex), [criterion]);
    });
  }

  it("follow each other without a gap", () => {
    const hex = `0x${EXAMPLES.map(([, each]) => each.slice(2)).join("")}`;
    assert.equal(encode(...EXAMPLES.map(([criterion]) => criterion)), hex);
    assert.deepEqual(
      decode(hex),
      EXAMPLES.map(([criterion]) => criterion),
    );
    assert.deepEqual(decode(hex.toUpperCase().replace("X", "x")), decode(hex));
    assert.equal(encode(), "0x");
    assert.deepEqual(decode("0x"), []);
  });

  it("of all 319 products come back as they were", () => {
    for (const { id, criteria } of catalogue.products) {
      const hex = encodeCriteria(catalogue, criteria);
      const back = decode(hex);
      assert.deepEqual(sorted(back), sorted(criteria), id);
      assert.equal(encodeCriteria(catalogue, back), hex, id);
    }
  });

  it("know each feature by a number that never changes", () => {
    assert.equal(
      catalogue.features.map(({ number, id }) => `${number} ${id}`).join(", "),
      "1 firm_age_months, 2 size_class, 3 industry, 4 region, 5 annual_sales, 6 sales_growth, 7 invoice_active_months, " +
        "8 tax_credit_grade, 9 annual_tax_paid, 10 tax_arrears, 11 insured_employees, 12 innovation_status, " +
        "13 valid_invention_patents, 14 ip_pledge_value, 15 export_value, 16 customs_credit_grade, " +
        "17 confirmed_receivables, 18 core_enterprise_tier, 19 procurement_contracts, 20 unencumbered_real_estate, " +
        "21 credit_grade, 22 debt_to_assets, 23 loan_balance, 24 lenders, 25 red_flags",
    );
    for (const feature of catalogue.features) assert.equal(catalogue.featureByNumber.get(feature.number), feature);
  });
});

describe("what is refused on the way to the chain", () => {
  const good: Criterion = { feature: "tax_arrears", operator: "<=", value: 0n };
  const cases: [criterion: Criterion, rule: RegExp][] = [
    [{ feature: "luck", operator: ">=", value: 1n }, /"luck" is no feature/],
    [{ feature: "tax_arrears", operator: ">=", value: 1n }, /">=" is no operator of tax_arrears/],
    [{ feature: "annual_sales", operator: ">=", value: 2n ** 63n }, /9223372036854775808 does not fit 64 bits/],
    [{ feature: "annual_sales", operator: "between", value: [0n, 2n ** 63n] }, /does not fit 64 bits/],
    [{ feature: "annual_sales", operator: "between", value: [2n, 1n] }, /lower number first/],
    [{ feature: "tax_credit_grade", operator: ">=", value: "E" }, /E: no such label/],
    [{ feature: "size_class", operator: "in", value: ["tiny"] }, /tiny: no such label/],
    [{ feature: "size_class", operator: "in", value: [] }, /names no label/],
  ];
  for (const [criterion, rule] of cases) {
    it(`${criterion.feature} ${criterion.operator} ${criterion.value.toString()}`, () => {
      assert.throws(
        () => encode(good, criterion),
        (error) =>
          error instanceof RangeError &&
          error.message.startsWith(`criterion 1, ${criterion.feature} ${criterion.operator}: `) &&
          rule.test(error.message),
      );
    });
  }

  it("more than the chain keeps", () => {
    assert.doesNotThrow(() => encode(...Array.from({ length: 102 }, () => good)));
    assert.throws(() => encode(...Array.from({ length: 103 }, () => good)), /criteria: 1030 bytes, at most 1024 fit/);
  });
});

describe("what is refused from the chain", () => {
  const good = "0a020000000000000000";
  const cases: [what: string, hex: string, rule: RegExp][] = [
    ["a head without operand", "0a02", /is no whole predicate/],
    ["a single byte", "0a", /is no whole predicate/],
    ["an operand that is cut off", "0a0200000000000000", /is no whole predicate/],
    ["operator 0", "0a000000000000000000", /is no whole predicate/],
    ["operator 11", "0a0b0000000000000000", /is no whole predicate/],
    ["a feature that nobody knows", "1a020000000000000000", /no feature has the number 26/],
    ["feature 0", "00020000000000000000", /no feature has the number 0/],
    ["an operator that the feature does not have", "0a010000000000000000", /">=" is no operator of tax_arrears/],
    ["a bit without a label", "020500000010", /size_class has no label 4/],
    ["the highest bit", "020580000000", /size_class has no label 31/],
    ["no bit", "020500000000", /names no label/],
    ["a label's position out of range", "08010000000000000005", /tax_credit_grade has no label 5/],
    ["a negative label's position", "0801ffffffffffffffff", /tax_credit_grade has no label -1/],
    ["an interval upside down", "050400000000000000020000000000000001", /lower number first/],
    ["codes of a feature of labels", "020901000000000041", /operator 9 is none of size_class/],
    ["labels of a feature of codes", "030500000001", /operator 5 is none of industry/],
    ["a code that is not listed", "040901343430313031", /no such label/],
    ["no codes", "040900", /names no label/],
    ["a code named twice", "030902" + "00000000004b".repeat(2), /names a label twice/],
  ];
  for (const [what, hex, rule] of cases) {
    it(what, () => {
      assert.throws(
        () => decode(`0x${good}${hex}`),
        (error) =>
          error instanceof RangeError && error.message.startsWith("criteria at byte 10: ") && rule.test(error.message),
      );
    });
  }

  it("what are no bytes", () => {
    assert.throws(() => decode("0x0"), /criteria: must be whole bytes/);
    assert.throws(() => decode("criteria"), /criteria: must be whole bytes/);
  });
});
