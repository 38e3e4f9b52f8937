import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadCatalogue, schemaIdOf } from "../../catalogue/index.ts";
import { copyOfCatalogue, editFile } from "./edited-copy.ts";

const catalogue = loadCatalogue();

describe("the project's catalogue", () => {
  it("holds what the ledger promises", () => {
    assert.equal(catalogue.agencies.length, 26);
    assert.ok(catalogue.factById.size >= 100, `${catalogue.factById.size} facts`);
    assert.equal(catalogue.features.length, 25);
    assert.equal(catalogue.productTypes.length, 18);
    assert.equal(catalogue.products.length, 319);
    assert.ok(catalogue.lenders.length >= 12, `${catalogue.lenders.length} lenders`);
    assert.equal(catalogue.divisions.length, 21);
    assert.equal(catalogue.industrySections.length, 20);
  });

  it("keeps the numbers that the chain knows the agencies by", () => {
    const codes = catalogue.agencies.map(({ code }) => code).join(" ");
    assert.equal(
      codes,
      "amr tax cus ipo court hrss hpf mee std psb pbc safe lfb bir drc miit com nr hud emg fin agr jus pwr wtr trn",
    );
    assert.deepEqual(
      catalogue.agencies.map(({ number }) => number),
      Array.from({ length: 26 }, (_, index) => index + 1),
    );
  });

  it("gives every schema its agency and id", () => {
    for (const schema of catalogue.schemas) {
      const number = schema.agency === "subject" ? 0 : catalogue.agencyByCode.get(schema.agency)?.number;
      assert.equal(schema.agencyNumber, number, schema.name);
      assert.equal(schema.id, schemaIdOf(schema.name, schema.agencyNumber));
      assert.equal(catalogue.schemaById.get(schema.id), schema);
      assert.equal(catalogue.schemaByName.get(schema.name), schema);
      assert.equal(schema.validitySeconds, schema.validityDays * 86_400);
    }
    assert.equal(catalogue.schemaById.size, catalogue.schemas.length);
  });

  it("finds every fact where its schema has it", () => {
    for (const [fact, { schema, field, index }] of catalogue.factById) {
      assert.equal(field.id, fact);
      assert.equal(schema.fields[index], field);
      assert.equal(field.access, schema.access);
    }
  });

  it("derives units from the unit table", () => {
    const { field } = catalogue.factById.get("tax.invoiced_sales_12m") ?? assert.fail();
    assert.deepEqual([field.unit, field.displayUnit, field.scale], ["fen", "CNY", 2]);
    const grade = catalogue.factById.get("tax.credit_grade")?.field ?? assert.fail();
    assert.deepEqual([grade.unit, grade.displayUnit, grade.scale], [null, null, 0]);
  });

  it("lists good enums from worst to best, so that a larger integer is better", () => {
    const labels = (fact: string) => catalogue.factById.get(fact)?.field.values?.map(({ label }) => label);
    assert.deepEqual(labels("tax.credit_grade"), ["D", "C", "M", "B", "A"]);
    assert.deepEqual(labels("cus.credit_grade"), ["discredited", "general", "aeo"]);
    assert.deepEqual(labels("mee.rating"), ["red", "yellow", "blue", "green"]);
  });

  it("gives ordered features the order of the fact that they come from", () => {
    for (const [feature, fact] of [
      ["tax_credit_grade", "tax.credit_grade"],
      ["customs_credit_grade", "cus.credit_grade"],
    ] as const) {
      const labelsOf = (values: readonly { label: string }[] = []) => values.map(({ label }) => label);
      assert.deepEqual(
        labelsOf(catalogue.featureById.get(feature)?.values),
        labelsOf(catalogue.factById.get(fact)?.field.values),
      );
    }
  });

  it("fills the labels of region and industry from their own lists", () => {
    assert.equal(catalogue.featureById.get("region")?.values?.length, 21);
    assert.equal(catalogue.featureById.get("industry")?.values?.[2]?.nameZh, "制造业");
  });

  it("bases every feature but the credit grade on facts", () => {
    const baseless = catalogue.features.filter(({ fromFacts }) => fromFacts.length === 0).map(({ id }) => id);
    assert.deepEqual(baseless, ["credit_grade"]);
  });

  it("cannot be changed", () => {
    const { fields } = catalogue.schemas[0] ?? assert.fail();
    assert.throws(() => (fields as unknown[]).push({}), TypeError);
    assert.throws(() => Object.assign(catalogue.agencies[0] ?? {}, { number: 9 }), TypeError);
    assert.throws(() => (catalogue.agencyByCode as Map<string, unknown>).set("x", {}), TypeError);
    assert.throws(() => (catalogue.factById as Map<string, unknown>).clear(), TypeError);
    assert.throws(() => (catalogue.factById as Map<string, unknown>).delete("tax.credit_grade"), TypeError);
    assert.ok(Object.isFrozen(catalogue.factById.get("tax.credit_grade")?.field.values));
  });
});

describe("a second version of a schema", () => {
  const dir = copyOfCatalogue();
  editFile(dir, "schemas/wtr.json", [
    ["/1", { from: "/0" }],
    ["/1/name", "wtr.usage.v2"],
    ["/1/fields/0", { from: "/0/fields/1" }],
    ["/1/fields/1", { from: "/0/fields/0" }],
  ]);
  const next = loadCatalogue(dir);

  it("stands beside the first", () => {
    assert.equal(next.schemaByName.get("wtr.usage.v1")?.version, 1);
    assert.equal(next.schemaByName.get("wtr.usage.v2")?.version, 2);
  });

  it("is where its facts are found", () => {
    const { schema, index } = next.factById.get("wtr.m3_3m") ?? assert.fail();
    assert.equal(schema.name, "wtr.usage.v2");
    assert.equal(index, 1);
  });
});
