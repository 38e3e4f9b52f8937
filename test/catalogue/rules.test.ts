import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { schemaIdOf } from "../../catalogue/index.ts";
import { copyOfCatalogue, editFile } from "./edited-copy.ts";
import { assertRefused, refusal } from "./refusal.ts";
import type { Broken } from "./refusal.ts";

/** Has the same two hash bytes as `wtr.usage.v1`. */
const COLLIDING_NAME = "wtr.usage50544.v1";

const shapes: Broken[] = [
  {
    rule: "refuses keys that it does not know",
    file: "agencies.json",
    edits: [["/3/nick", "x"]],
    line: 'catalogue/agencies.json: /3: Unrecognized key: "nick"',
  },
  {
    rule: "wants a number that fits uint16 and is not the subject's",
    file: "agencies.json",
    edits: [["/0/number", 0]],
    line: "catalogue/agencies.json: /0/number: must be 1 to 65535: 0 is the subject itself",
  },
  {
    rule: "wants Chinese names to be Chinese",
    file: "schemas/tax.json",
    edits: [["/0/fields/1/nameZh", "sales"]],
    line: "catalogue/schemas/tax.json: /0/fields/1/nameZh: must contain Chinese characters",
  },
  {
    rule: "wants names without stray spaces",
    file: "divisions.json",
    edits: [["/0/nameEn", "Guangzhou "]],
    line: "catalogue/divisions.json: /0/nameEn: must not be empty nor start or end with a space",
  },
  {
    rule: "wants prefecture-level codes",
    file: "divisions.json",
    edits: [["/0/code", "440106"]],
    line: "catalogue/divisions.json: /0/code: must be a prefecture-level code 44xx00",
  },
  {
    rule: "wants schema names with a version",
    file: "schemas/wtr.json",
    edits: [["/0/name", "wtr.usage"]],
    line: "catalogue/schemas/wtr.json: /0/name: must be <issuer>.<subject matter>.v<version>",
  },
  {
    rule: "wants fact ids with a prefix",
    file: "schemas/wtr.json",
    edits: [["/0/fields/0/id", "m3"]],
    line: "catalogue/schemas/wtr.json: /0/fields/0/id: must be <agency code>.<name> in lower case",
  },
  {
    rule: "wants at least one day of validity",
    file: "schemas/wtr.json",
    edits: [["/0/validityDays", 7301]],
    line: "catalogue/schemas/wtr.json: /0/validityDays: must be at most 7300 days (20 years)",
  },
  {
    rule: "wants limits that are whole numbers",
    file: "schemas/wtr.json",
    edits: [["/0/fields/0/min", 0.5]],
    line: "catalogue/schemas/wtr.json: /0/fields/0/min: must be a whole number",
  },
  {
    rule: "wants patterns that compile and are anchored",
    file: "schemas/amr.json",
    edits: [["/0/fields/3/pattern", "[A-T"]],
    line: "catalogue/schemas/amr.json: /0/fields/3/pattern: must be a regular expression anchored by ^ and $",
  },
  {
    rule: "wants an enum to have a choice",
    file: "schemas/amr.json",
    edits: [["/0/fields/1/values", [{ label: "active", nameEn: "Active", nameZh: "存续" }]]],
    line: "catalogue/schemas/amr.json: /0/fields/1/values: an enum has two labels or more",
  },
  {
    rule: "wants amounts as text",
    file: "products.json",
    edits: [["/0/amountFen/min", "1e6"]],
    line: "catalogue/products.json: /0/amountFen/min: must be a whole number written as text",
  },
  {
    rule: "wants amounts that rise",
    file: "products.json",
    edits: [["/0/amountFen/min", "0"]],
    line: "catalogue/products.json: /0/amountFen: min must be more than 0 and not more than max",
  },
  {
    rule: "wants tenors that rise",
    file: "product-types.json",
    edits: [["/0/tenorMonths/min", 99]],
    line: "catalogue/product-types.json: /0/tenorMonths: min must not be more than max",
  },
  {
    rule: "wants a product to ask for something",
    file: "products.json",
    edits: [["/0/criteria", []]],
    line: "catalogue/products.json: /0/criteria: a product has at least one criterion",
  },
  {
    rule: "wants invented lenders to say so",
    file: "lenders.json",
    edits: [["/0/nameEn", "Lingnan First Bank"]],
    line: "catalogue/lenders.json: /0/nameEn: must end with (development data): the lender is invented",
  },
];

const agreements: Broken[] = [
  {
    rule: "an agency's number is its own",
    file: "agencies.json",
    edits: [["/1/number", 1]],
    line: 'catalogue/agencies.json: /1/number: "1" is taken by entry 0',
  },
  {
    rule: "an agency's code is its own",
    file: "agencies.json",
    edits: [["/1/code", "amr"]],
    line: 'catalogue/agencies.json: /1/code: "amr" is taken by entry 0',
  },
  {
    rule: "no agency takes the subject's name",
    file: "agencies.json",
    edits: [["/1/code", "company"]],
    line: 'catalogue/agencies.json: /1/code: "company" is reserved for the subject',
  },
  {
    rule: "an agency has schemas",
    file: "agencies.json",
    edits: [["/1/code", "taxes"]],
    line: "catalogue/agencies.json: /1/code: schemas/taxes.json is missing",
  },
  {
    rule: "a file of schemas has an agency",
    file: "agencies.json",
    edits: [["/1/code", "taxes"]],
    line: 'catalogue/schemas/tax.json: /: no agency has the code "tax"',
  },
  {
    rule: "a unit is listed once",
    file: "units.json",
    edits: [["/1/unit", "fen"]],
    line: 'catalogue/units.json: /1/unit: "fen" is taken by entry 0',
  },
  {
    rule: "a city is listed once",
    file: "divisions.json",
    edits: [["/1/code", "440100"]],
    line: 'catalogue/divisions.json: /1/code: "440100" is taken by entry 0',
  },
  {
    rule: "industry sections do not overlap",
    file: "industry-sections.json",
    edits: [["/1/firstDivision", 5]],
    line: "catalogue/industry-sections.json: /1/firstDivision: must come after 5, the section before",
  },
  {
    rule: "industry sections end after they begin",
    file: "industry-sections.json",
    edits: [["/2/lastDivision", 12]],
    line: "catalogue/industry-sections.json: /2/lastDivision: must not be before firstDivision",
  },
  {
    rule: "a schema belongs to the agency of its file",
    file: "schemas/wtr.json",
    edits: [["/0/name", "pwr.usage.v1"]],
    line: 'catalogue/schemas/wtr.json: /0/name: "pwr.usage.v1" must start with "wtr."',
  },
  {
    rule: "the subject's schemas are those of the company",
    file: "schemas/subject.json",
    edits: [["/0/name", "subject.balance_sheet.v1"]],
    line: 'catalogue/schemas/subject.json: /0/name: "subject.balance_sheet.v1" must start with "company."',
  },
  {
    rule: "a fact belongs to the agency of its file",
    file: "schemas/wtr.json",
    edits: [["/0/fields/1/id", "pwr.overdue_days"]],
    line: 'catalogue/schemas/wtr.json: /0/fields/1/id: "pwr.overdue_days" must start with "wtr."',
  },
  {
    rule: "a schema names a fact once",
    file: "schemas/wtr.json",
    edits: [["/0/fields/1/id", "wtr.m3_3m"]],
    line: 'catalogue/schemas/wtr.json: /0/fields/1/id: "wtr.m3_3m" is taken by entry 0',
  },
  {
    rule: "schema ids do not collide",
    file: "schemas/wtr.json",
    edits: [
      ["/1", { from: "/0" }],
      ["/1/name", COLLIDING_NAME],
    ],
    line: `catalogue/schemas/wtr.json: /1/name: "${COLLIDING_NAME}" would have the same schema id as "wtr.usage.v1": rename it`,
  },
  {
    rule: "an item has a rule for its numbers",
    file: "schemas/ipo.json",
    edits: [["/3/item/kind", "utility"]],
    line: 'catalogue/schemas/ipo.json: /3/item/kind: "utility" has no rule in registry-forms.ts: patent, trademark, copyright, software_copyright, customs_declaration, vat_invoice, warehouse_receipt, soft_asset, own_record',
  },
  {
    rule: "a version follows the one before",
    file: "schemas/wtr.json",
    edits: [["/0/name", "wtr.usage.v2"]],
    line: 'catalogue/schemas/wtr.json: /0/name: "wtr.usage.v2" must be version 1 of wtr.usage',
  },
  {
    rule: "a fact has one home",
    file: "schemas/wtr.json",
    edits: [
      ["/1", { from: "/0" }],
      ["/1/name", "wtr.other.v1"],
    ],
    line: 'catalogue/schemas/wtr.json: /1/fields/0/id: "wtr.m3_3m" is a fact of wtr.usage already',
  },
  {
    rule: "a fact keeps its unit in the next version",
    file: "schemas/wtr.json",
    edits: [
      ["/1", { from: "/0" }],
      ["/1/name", "wtr.usage.v2"],
      ["/1/fields/0/unit", "kWh"],
    ],
    line: "catalogue/schemas/wtr.json: /1/fields/0/unit: must stay what it was in the version before; give the fact a new id",
  },
  {
    rule: "a fact keeps its type in the next version",
    file: "schemas/wtr.json",
    edits: [
      ["/1", { from: "/0" }],
      ["/1/name", "wtr.usage.v2"],
      ["/1/fields/0/type", "count"],
    ],
    line: "catalogue/schemas/wtr.json: /1/fields/0/type: must stay what it was in the version before; give the fact a new id",
  },
  {
    rule: "an enum keeps its labels in the next version",
    file: "schemas/emg.json",
    edits: [
      ["/2", { from: "/0" }],
      ["/2/name", "emg.safety.v2"],
      ["/2/fields/0/values/0", { from: "/0/fields/0/values/1" }],
      ["/2/fields/0/values/1", { from: "/0/fields/0/values/0" }],
    ],
    line: "catalogue/schemas/emg.json: /2/fields/0/values: must start with the labels of the version before, in their order",
  },
  {
    rule: "a unit is known",
    file: "schemas/wtr.json",
    edits: [["/0/fields/0/unit", "litre"]],
    line: 'catalogue/schemas/wtr.json: /0/fields/0/unit: "litre" is not in units.json',
  },
  {
    rule: "a unit fits the type",
    file: "schemas/wtr.json",
    edits: [["/0/fields/0/unit", "days"]],
    line: 'catalogue/schemas/wtr.json: /0/fields/0/unit: "days" is a unit of count fields, not of amount fields',
  },
  {
    rule: "an enum has no unit",
    file: "schemas/emg.json",
    edits: [["/0/fields/0/unit", "days"]],
    line: "catalogue/schemas/emg.json: /0/fields/0/unit: must be null: enum fields have no unit",
  },
  {
    rule: "an enum has labels",
    file: "schemas/emg.json",
    edits: [["/0/fields/0/values", undefined]],
    line: "catalogue/schemas/emg.json: /0/fields/0/values: an enum field must list its labels",
  },
  {
    rule: "only an enum has labels",
    file: "schemas/emg.json",
    edits: [["/1/fields/0/values", { from: "/0/fields/0/values" }]],
    line: "catalogue/schemas/emg.json: /1/fields/0/values: only enum fields have labels, not count fields",
  },
  {
    rule: "a label is listed once",
    file: "schemas/emg.json",
    edits: [["/0/fields/0/values/1/label", "none"]],
    line: 'catalogue/schemas/emg.json: /0/fields/0/values/1/label: "none" is taken by entry 0',
  },
  {
    rule: "a code names its standard",
    file: "schemas/amr.json",
    edits: [["/0/fields/3/codeSystem", undefined]],
    line: "catalogue/schemas/amr.json: /0/fields/3/codeSystem: a code must name the standard that defines it",
  },
  {
    rule: "a code has a pattern",
    file: "schemas/amr.json",
    edits: [["/0/fields/3/pattern", undefined]],
    line: "catalogue/schemas/amr.json: /0/fields/3/pattern: a code must have a pattern",
  },
  {
    rule: "only a code names a standard",
    file: "schemas/wtr.json",
    edits: [["/0/fields/0/codeSystem", "HS"]],
    line: "catalogue/schemas/wtr.json: /0/fields/0/codeSystem: only code fields have one, not amount fields",
  },
  {
    rule: "only a code has a pattern",
    file: "schemas/wtr.json",
    edits: [["/0/fields/0/pattern", "^x$"]],
    line: "catalogue/schemas/wtr.json: /0/fields/0/pattern: only code fields have one, not amount fields",
  },
  {
    rule: "a count is not negative",
    file: "schemas/wtr.json",
    edits: [["/0/fields/1/min", undefined]],
    line: "catalogue/schemas/wtr.json: /0/fields/1/min: a count must have a min of 0 or more",
  },
  {
    rule: "limits rise",
    file: "schemas/wtr.json",
    edits: [["/0/fields/1/max", -1]],
    line: "catalogue/schemas/wtr.json: /0/fields/1/min: 0 must not be more than max -1",
  },
  {
    rule: "an enum has no limits",
    file: "schemas/emg.json",
    edits: [
      ["/0/fields/0/min", 0],
      ["/0/fields/0/max", 1],
    ],
    line: "catalogue/schemas/emg.json: /0/fields/0/max: enum fields have no limits",
  },
  {
    rule: "a feature is listed once",
    file: "features.json",
    edits: [["/features/1/id", "firm_age_months"]],
    line: 'catalogue/features.json: /features/1/id: "firm_age_months" is taken by entry 0',
  },
  {
    rule: "a derivation has one feature",
    file: "features.json",
    edits: [["/features/1/derivation", "firmAgeMonths"]],
    line: 'catalogue/features.json: /features/1/derivation: "firmAgeMonths" is taken by entry 0',
  },
  {
    rule: "a request property is listed once",
    file: "features.json",
    edits: [["/requestProperties/1/id", "amount"]],
    line: 'catalogue/features.json: /requestProperties/1/id: "amount" is taken by entry 0',
  },
  {
    rule: "a feature's facts exist",
    file: "features.json",
    edits: [["/features/0/fromFacts/0", "amr.birthday"]],
    line: 'catalogue/features.json: /features/0/fromFacts/0: "amr.birthday" is a field of no schema',
  },
  {
    rule: "a number has a known unit",
    file: "features.json",
    edits: [["/features/0/unit", null]],
    line: "catalogue/features.json: /features/0/unit: null is not in units.json",
  },
  {
    rule: "an enum feature has no unit",
    file: "features.json",
    edits: [["/features/1/unit", "months"]],
    line: "catalogue/features.json: /features/1/unit: must be null: enum features have no unit",
  },
  {
    rule: "a number has no labels",
    file: "features.json",
    edits: [["/features/0/values", { from: "/features/1/values" }]],
    line: "catalogue/features.json: /features/0/values: number features have no labels",
  },
  {
    rule: "an enum feature has labels",
    file: "features.json",
    edits: [["/features/1/values", undefined]],
    line: "catalogue/features.json: /features/1/values: enum features must have either values or valuesFrom",
  },
  {
    rule: "operators fit the type",
    file: "features.json",
    edits: [["/features/1/operators", ["<="]]],
    line: 'catalogue/features.json: /features/1/operators/0: "<=" is no operator of enum features: == in not in',
  },
  {
    rule: "typical values fit an operator",
    file: "features.json",
    edits: [["/features/0/typicalValues/1", "old"]],
    line: "catalogue/features.json: /features/0/typicalValues/1: >= takes a whole number in the chain unit",
  },
  {
    rule: "only a set's label says when it holds",
    file: "features.json",
    edits: [["/features/1/values/0/holdsWhen", { from: "/features/24/values/0/holdsWhen" }]],
    line: "catalogue/features.json: /features/1/values/0/holdsWhen: only labels of set and flagset features have one, not of enum features",
  },
  {
    rule: "a flag says when it holds",
    file: "features.json",
    edits: [["/features/24/values/0/holdsWhen", undefined]],
    line: "catalogue/features.json: /features/24/values/0/holdsWhen: labels of flagset features must say when they hold",
  },
  {
    rule: "a flag rests on the feature's facts",
    file: "features.json",
    edits: [["/features/24/values/0/holdsWhen/fact", "amr.registration_status"]],
    line: 'catalogue/features.json: /features/24/values/0/holdsWhen/fact: "amr.registration_status" must be one of fromFacts',
  },
  {
    rule: "a flag's value fits its operator",
    file: "features.json",
    edits: [["/features/24/values/0/holdsWhen/operator", "in"]],
    line: "catalogue/features.json: /features/24/values/0/holdsWhen/value: in takes a list, == and >= one value",
  },
  {
    rule: "a flag's value is one that the fact can have",
    file: "features.json",
    edits: [["/features/24/values/7/holdsWhen/value", ["purple"]]],
    line: 'catalogue/features.json: /features/24/values/7/holdsWhen/value: mee.rating: "purple": must be one of red, yellow, blue, green',
  },
  {
    rule: "a product type is listed once",
    file: "product-types.json",
    edits: [["/1/id", "tax_loan"]],
    line: 'catalogue/product-types.json: /1/id: "tax_loan" is taken by entry 0',
  },
  {
    rule: "a product type's security can be offered",
    file: "product-types.json",
    edits: [["/0/security", "gold"]],
    line: 'catalogue/product-types.json: /0/security: "gold" is no label of the request property security_offered',
  },
  {
    rule: "somebody offers a product type",
    file: "product-types.json",
    edits: [["/0/lenderKinds", ["pawn_shop"]]],
    line: "catalogue/product-types.json: /0/lenderKinds: no lender is of such a kind",
  },
  {
    rule: "a lender is listed once",
    file: "lenders.json",
    edits: [["/1/code", "lingnan_first"]],
    line: 'catalogue/lenders.json: /1/code: "lingnan_first" is taken by entry 0',
  },
  {
    rule: "a lender's cities are known",
    file: "lenders.json",
    edits: [["/3/cities/0", "449900"]],
    line: "catalogue/lenders.json: /3/cities: 449900: not in divisions.json",
  },
  {
    rule: "a product is listed once",
    file: "products.json",
    edits: [["/1/id", "tax_loan-001"]],
    line: 'catalogue/products.json: /1/id: "tax_loan-001" is taken by entry 0',
  },
  {
    rule: "a product's type exists",
    file: "products.json",
    edits: [["/0/type", "gift"]],
    line: 'catalogue/products.json: /0/type: "gift" is not in product-types.json',
  },
  {
    rule: "a type has as many products as it says",
    file: "products.json",
    edits: [["/0/type", "gift"]],
    line: "catalogue/products.json: /: has 41 products of type tax_loan, product-types.json says 42",
  },
  {
    rule: "a product's lender exists",
    file: "products.json",
    edits: [["/0/lender", "nobody"]],
    line: 'catalogue/products.json: /0/lender: "nobody" is not in lenders.json',
  },
  {
    rule: "a lender offers what its kind may",
    file: "products.json",
    edits: [["/0/lender", "loom"]],
    line: 'catalogue/products.json: /0/lender: "loom" is a financial_leasing_company: tax_loan is offered by bank',
  },
  {
    rule: "a product is secured as its type is",
    file: "products.json",
    edits: [["/0/security", "ip"]],
    line: 'catalogue/products.json: /0/security: must be "none" as its type says',
  },
  {
    rule: "a product stays within its type's amounts",
    file: "products.json",
    edits: [["/0/amountFen/max", "300000001"]],
    line: "catalogue/products.json: /0/amountFen: must lie within 5000000 to 300000000, the range of tax_loan",
  },
  {
    rule: "a criterion is about a feature",
    file: "products.json",
    edits: [["/0/criteria/0/feature", "luck"]],
    line: 'catalogue/products.json: /0/criteria/0: "luck" is no feature',
  },
  {
    rule: "a criterion's operator is one of the feature's",
    file: "products.json",
    edits: [["/0/criteria/0/operator", "between"]],
    line: 'catalogue/products.json: /0/criteria/0: "between" is no operator of tax_credit_grade: >= == in not in',
  },
  {
    rule: "a threshold is a whole number",
    file: "products.json",
    edits: [["/0/criteria/0", { feature: "annual_sales", operator: ">=", value: "100" }]],
    line: "catalogue/products.json: /0/criteria/0: >= takes a whole number in the chain unit",
  },
  {
    rule: "an interval has two ends",
    file: "products.json",
    edits: [["/0/criteria/0", { feature: "annual_sales", operator: "between", value: 5 }]],
    line: "catalogue/products.json: /0/criteria/0: between takes two whole numbers",
  },
  {
    rule: "an interval has its lower end first",
    file: "products.json",
    edits: [["/0/criteria/0", { feature: "annual_sales", operator: "between", value: [5, 1] }]],
    line: "catalogue/products.json: /0/criteria/0: between takes the lower number first: 5, 1",
  },
  {
    rule: "an ordered feature is compared with a label",
    file: "products.json",
    edits: [["/0/criteria/0", { feature: "tax_credit_grade", operator: ">=", value: 2 }]],
    line: "catalogue/products.json: /0/criteria/0: >= takes one label",
  },
  {
    rule: "a label exists",
    file: "products.json",
    edits: [["/0/criteria/0", { feature: "tax_credit_grade", operator: ">=", value: "E" }]],
    line: "catalogue/products.json: /0/criteria/0: E: no such label, only D, C, M, B, A",
  },
  {
    rule: "a set operator takes labels",
    file: "products.json",
    edits: [["/0/criteria/0", { feature: "red_flags", operator: "none of", value: "dishonest_debtor" }]],
    line: "catalogue/products.json: /0/criteria/0: none of takes labels",
  },
  {
    rule: "a label is named once",
    file: "products.json",
    edits: [["/0/criteria/0", { feature: "size_class", operator: "in", value: ["micro", "micro"] }]],
    line: "catalogue/products.json: /0/criteria/0: names a label twice: micro, micro",
  },
  {
    rule: "a criterion stands once",
    file: "products.json",
    edits: [["/0/criteria/1", { from: "/0/criteria/0" }]],
    line: 'catalogue/products.json: /0/criteria/1/feature: "tax_credit_grade >=" is taken by entry 0',
  },
];

describe("shape of each file", () => {
  for (const broken of shapes) it(broken.rule, () => assertRefused(broken));
});

describe("what the files must agree on", () => {
  for (const broken of agreements) it(broken.rule, () => assertRefused(broken));

  it("knows a pair of names that collide", () => {
    assert.equal(schemaIdOf(COLLIDING_NAME, 25), schemaIdOf("wtr.usage.v1", 25));
  });

  it("a lender carries its own development code", () => {
    const dir = copyOfCatalogue();
    editFile(dir, "lenders.json", [["/0/uscc", "9144030071526726XG"]]);
    assert.match(refusal(dir), /^catalogue\/lenders\.json: \/0\/uscc: must be its development code 91440100/);
  });
});

describe("a folder that is no catalogue", () => {
  it("names every problem of every file at once", () => {
    const dir = copyOfCatalogue();
    editFile(dir, "agencies.json", [["/0/number", 0]]);
    editFile(dir, "schemas/wtr.json", [["/0/mode", "snapshot"]]);
    const lines = refusal(dir).split("\n");
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? "", /^catalogue\/agencies\.json: \/0\/number: /);
    assert.match(lines[1] ?? "", /^catalogue\/schemas\/wtr\.json: \/0\/mode: /);
  });

  it("names a missing file", () => {
    const dir = copyOfCatalogue();
    rmSync(join(dir, "units.json"));
    assert.match(refusal(dir), /^catalogue\/units\.json: \/: cannot be read: ENOENT/);
  });

  it("names a missing folder of schemas", () => {
    const dir = copyOfCatalogue();
    rmSync(join(dir, "schemas"), { recursive: true });
    assert.match(refusal(dir), /^catalogue\/schemas: \/: cannot be read: ENOENT/);
  });

  it("names a file that is not JSON", () => {
    const dir = copyOfCatalogue();
    writeFileSync(join(dir, "lenders.json"), "[{]");
    assert.match(refusal(dir), /^catalogue\/lenders\.json: \/: is not JSON: /);
  });
});
