import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  CodecError,
  decodeField,
  decodeValues,
  encodeField,
  encodeValues,
  formatDecimal,
  loadCatalogue,
  NOT_STATED,
} from "../../catalogue/index.ts";
import type { Field, Human, Schema } from "../../catalogue/index.ts";

const catalogue = loadCatalogue();
const INT256_MAX = 2n ** 255n - 1n;

function fieldOf(fact: string): Field {
  return catalogue.factById.get(fact)?.field ?? assert.fail(`no fact ${fact}`);
}

function schemaOf(name: string): Schema {
  return catalogue.schemaByName.get(name) ?? assert.fail(`no schema ${name}`);
}

/** Values at the edges of what a field allows, as people write them. */
function samples(field: Field): Human[] {
  switch (field.type) {
    case "bool":
      return [true, false];
    case "enum":
      return (field.values ?? []).map(({ label }) => label);
    case "date":
      return ["0001-01-01", "1969-12-31", "1970-01-01", "2020-02-29", "9999-12-31"];
    case "code":
      return codeSamples[field.id] ?? assert.fail(`no sample code for ${field.id}`);
    default:
      return [field.min ?? -INT256_MAX, 0n, 1n, field.max ?? INT256_MAX].map((chain) =>
        formatDecimal(chain, field.scale),
      );
  }
}

const codeSamples: Record<string, string[]> = {
  "amr.industry_code": ["A01", "C3921", "T9700"],
  "amr.division_code": ["440100", "440106", "445381"],
  "cus.declaration_hs_code": ["854231", "85423190", "8542319000"],
  "cus.declaration_country": ["USA", "DEU"],
  "cus.declaration_number": ["530120200123456789"],
  "ipo.patent_number": ["2020101234562", "98112345X"],
  "ipo.trademark_number": ["12345678", "12345678A", "G1234567"],
  "ipo.trademark_class": ["1", "9", "45"],
  "ipo.copyright_number": ["442020F00012345"],
  "ipo.software_number": ["2020SR0123456"],
  "tax.vat_invoice_number": ["26442000000012345678", "440019113012345678"],
  "tax.vat_invoice_buyer": ["9144030071526726XG"],
  "com.warehouse_number": ["9144030071526726XGCD20200001"],
  "com.warehouse_goods": ["854231", "85423190", "8542319000"],
  "company.asset_counterparty": ["9144030071526726XG"],
  "company.liability_counterparty": ["9144030071526726XG"],
  "company.transaction_counterparty": ["9144030071526726XG"],
};

describe("every field of the catalogue", () => {
  for (const [fact, { field }] of catalogue.factById) {
    it(`${fact} comes back as it was written`, () => {
      for (const human of samples(field)) assert.equal(decodeField(field, encodeField(field, human)), human);
      assert.equal(encodeField(field, null), NOT_STATED);
      assert.equal(decodeField(field, NOT_STATED), null);
    });
  }
});

describe("what the chain keeps", () => {
  const cases: [fact: string, human: Human, chain: bigint][] = [
    ["tax.invoiced_sales_12m", "1234.50", 123_450n],
    ["tax.invoiced_sales_12m", "1234.5", 123_450n],
    ["tax.invoiced_sales_12m", "-0.01", -1n],
    ["tax.invoiced_sales_12m", "-0", 0n],
    ["tax.invoiced_sales_12m", "90071992547409921.01", 9_007_199_254_740_992_101n],
    ["cus.export_value_12m", "100000", 10_000_000n],
    ["agr.land_contracted", "35.6", 3_560n],
    ["pwr.kwh_3m", "812", 812n],
    ["hrss.insured_employees", "12", 12n],
    ["tax.void_invoice_ratio_12m", "0.0825", 825n],
    ["tax.void_invoice_ratio_12m", "1", 10_000n],
    ["tax.credit_grade", "D", 0n],
    ["tax.credit_grade", "A", 4n],
    ["court.dishonest_debtor", true, 1n],
    ["amr.registration_date", "1970-01-02", 86_400n],
    ["amr.registration_date", "1969-12-31", -86_400n],
    ["amr.registration_date", "2020-02-29", 1_582_934_400n],
    ["amr.industry_code", "C3921", 0x4333393231n],
  ];
  for (const [fact, human, chain] of cases) {
    it(`${fact} ${human} is ${chain}`, () => assert.equal(encodeField(fieldOf(fact), human), chain));
  }

  it("is told with all decimals of the unit", () => {
    assert.equal(decodeField(fieldOf("tax.invoiced_sales_12m"), -5n), "-0.05");
    assert.equal(decodeField(fieldOf("tax.void_invoice_ratio_12m"), 1n), "0.0001");
    assert.equal(decodeField(fieldOf("hrss.insured_employees"), 12n), "12");
  });
});

describe("what a field refuses", () => {
  const cases: [fact: string, human: Human, rule: RegExp][] = [
    ["tax.tax_paid_12m", "1.005", /at most 2 decimals/],
    ["tax.tax_paid_12m", "1,000", /decimal number/],
    ["tax.tax_paid_12m", "1e3", /decimal number/],
    ["tax.tax_paid_12m", "", /decimal number/],
    ["tax.tax_paid_12m", "007", /decimal number/],
    ["tax.tax_paid_12m", "-0.01", /at least 0\.00 CNY/],
    ["tax.tax_paid_12m", true, /must be text \(amount\)/],
    ["tax.invoiced_sales_12m", formatDecimal(NOT_STATED, 2), /must fit int256/],
    ["tax.invoiced_sales_12m", formatDecimal(INT256_MAX + 1n, 2), /must fit int256/],
    ["tax.invoice_active_months", "25", /at most 24 months/],
    ["hrss.insured_employees", "1.5", /at most 0 decimals/],
    ["tax.top1_customer_share", "1.0001", /at most 1\.0000 ratio/],
    ["tax.credit_grade", "E", /must be one of D, C, M, B, A/],
    ["court.dishonest_debtor", "true", /must be true or false/],
    ["amr.registration_date", "2021-02-29", /calendar date/],
    ["amr.registration_date", "2021-04-31", /calendar date/],
    ["amr.registration_date", "2021-13-01", /calendar date/],
    ["amr.registration_date", "1.2.2021", /calendar date/],
    ["amr.industry_code", "c3921", /a code of GB\/T 4754-2017, which matches/],
    ["amr.industry_code", "", /1 to 31 printable ASCII/],
    ["amr.industry_code", "制造业", /1 to 31 printable ASCII/],
    ["amr.industry_code", "C".repeat(32), /1 to 31 printable ASCII/],
    ["tax.vat_invoice_buyer", "9144030071526726XH", /must end with its check character, G/],
    ["tax.vat_invoice_buyer", "9144030071526726X", /a code of GB 32100, which matches/],
    ["tax.vat_invoice_buyer", "9144030071526726XI", /a code of GB 32100, which matches/],
    ["ipo.patent_number", "202010123451x", /which matches/],
  ];
  for (const [fact, human, rule] of cases) {
    it(`${fact} refuses ${JSON.stringify(human).slice(0, 40)}`, () => {
      assert.throws(
        () => encodeField(fieldOf(fact), human),
        (error) => error instanceof CodecError && error.field === fact && rule.test(error.rule),
      );
    });
  }

  const chains: [fact: string, chain: bigint][] = [
    ["tax.tax_paid_12m", -1n],
    ["tax.invoiced_sales_12m", INT256_MAX + 1n],
    ["tax.top1_customer_share", 10_001n],
    ["tax.credit_grade", 5n],
    ["tax.credit_grade", -1n],
    ["court.dishonest_debtor", 2n],
    ["amr.registration_date", 86_399n],
    ["amr.registration_date", 86_400n * 10_000_000n],
    ["amr.industry_code", 0n],
    ["amr.industry_code", -1n],
    ["amr.industry_code", 0x00ff33n],
    ["amr.industry_code", 0x633339n],
  ];
  for (const [fact, chain] of chains) {
    it(`${fact} refuses the chain integer ${chain}`.slice(0, 80), () => {
      assert.throws(
        () => decodeField(fieldOf(fact), chain),
        (error) => error instanceof CodecError && error.field === fact && error.value === chain.toString(),
      );
    });
  }
});

describe("the values of a statement", () => {
  const schema = schemaOf("tax.filing.v1");

  it("stand in the order of the fields, not in that of the record", () => {
    const record = { "tax.tax_paid_prev_12m": "2", "tax.tax_paid_12m": "1" };
    assert.deepEqual(encodeValues(schema, record), [100n, 200n]);
  });

  it("say what is not stated", () => {
    assert.deepEqual(encodeValues(schema, { "tax.tax_paid_12m": "1" }), [100n, NOT_STATED]);
    assert.deepEqual(decodeValues(schema, [100n, NOT_STATED]), {
      "tax.tax_paid_12m": "1.00",
      "tax.tax_paid_prev_12m": null,
    });
  });

  it("belong to the schema", () => {
    assert.throws(() => encodeValues(schema, { "tax.credit_grade": "A" }), {
      name: "CodecError",
      message: 'tax.credit_grade: "A": is no field of tax.filing.v1',
    });
  });

  it("state something", () => {
    assert.throws(() => encodeValues(schema, { "tax.tax_paid_12m": null }), /must state at least one field/);
  });

  it("are as many as the fields", () => {
    assert.throws(() => decodeValues(schema, [1n]), /tax\.filing\.v1 has 2 fields: 1 values given/);
  });
});
