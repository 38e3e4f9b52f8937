import { CodecError, encodeField } from "../codec.ts";
import { buildField } from "../build.ts";
import { CODE_BYTES, MASK_BITS } from "../criteria-codec.ts";
import type { CatalogueFiles } from "../files.ts";
import type { FeatureRow } from "../shapes.ts";
import type { Field, Human } from "../types.ts";
import { criterionRule, OPERATORS } from "./criteria.ts";
import type { Vocabulary } from "./criteria.ts";
import type { Report } from "./report.ts";
import { reportDuplicates } from "./report.ts";

const CODE = new RegExp(`^[0-9A-Z]{1,${CODE_BYTES}}$`);

export function checkFeatures(files: CatalogueFiles, report: Report): void {
  const { features, requestProperties } = files.features;
  const facts = factsOf(files);
  const vocabularies = vocabulariesOf(files);
  const under =
    (at: string): Report =>
    (pointer, rule) =>
      report(at + pointer, rule);
  reportDuplicates(requestProperties, "id", ({ id }) => id, under("/requestProperties"));
  reportDuplicates(features, "number", ({ number }) => String(number), under("/features"));
  reportDuplicates(features, "id", ({ id }) => id, under("/features"));
  reportDuplicates(features, "derivation", ({ derivation }) => derivation, under("/features"));
  for (const [index, feature] of features.entries()) {
    const at = under(`/features/${index}`);
    checkFacts(feature, facts, at);
    checkUnit(feature, files, at);
    checkValues(feature, at);
    checkOperators(feature, at);
    checkTypicalValues(feature, vocabularies.get(feature.id), at);
    for (const [position, value] of (feature.values ?? []).entries()) {
      checkLabelTest(feature, value, facts, under(`/features/${index}/values/${position}`));
    }
  }
}

function factsOf({ schemas, units }: CatalogueFiles): ReadonlyMap<string, Field> {
  const unitByName = new Map(units.map((unit) => [unit.unit, unit]));
  const fields = [...schemas.values()]
    .flat()
    .flatMap((schema) => schema.fields.map((row) => buildField(row, schema.access, unitByName)));
  return new Map(fields.map((field) => [field.id, field]));
}

/** What criteria may say about each feature, by its id. */
export function vocabulariesOf(files: CatalogueFiles): ReadonlyMap<string, Vocabulary> {
  return new Map(
    files.features.features.map(({ id, type, operators, values, valuesFrom }) => {
      const labels = valuesFrom ? files[valuesFrom].map(({ code }) => code) : (values ?? []).map(({ label }) => label);
      return [id, { type, operators, labels }];
    }),
  );
}

function checkFacts({ fromFacts }: FeatureRow, facts: ReadonlyMap<string, Field>, report: Report): void {
  for (const [index, fact] of fromFacts.entries()) {
    if (!facts.has(fact)) report(`/fromFacts/${index}`, `"${fact}" is a field of no schema`);
  }
}

function checkUnit({ type, unit }: FeatureRow, { units }: CatalogueFiles, report: Report): void {
  if (type !== "number" && unit !== null) report("/unit", `must be null: ${type} features have no unit`);
  if (type === "number" && !units.some((known) => known.unit === unit)) {
    report("/unit", `${JSON.stringify(unit)} is not in units.json`);
  }
}

function checkValues({ type, values, valuesFrom }: FeatureRow, report: Report): void {
  const lists = Number(values !== undefined) + Number(valuesFrom !== undefined);
  if (type === "number" && lists > 0) report("/values", "number features have no labels");
  if (type !== "number" && lists !== 1) report("/values", `${type} features must have either values or valuesFrom`);
  checkRoom(type, values ?? [], report);
  reportDuplicates(
    values ?? [],
    "label",
    ({ label }) => label,
    (pointer, rule) => report(`/values${pointer}`, rule),
  );
}

/** That criteria over the labels can be written for the chain. */
function checkRoom(type: FeatureRow["type"], values: readonly { readonly label: string }[], report: Report): void {
  if (type !== "code") {
    if (values.length > MASK_BITS) report("/values", `at most ${MASK_BITS} labels: a criterion has a bit for each`);
    return;
  }
  for (const [index, { label }] of values.entries()) {
    if (!CODE.test(label)) report(`/values/${index}/label`, `must be 1 to ${CODE_BYTES} capital letters or digits`);
  }
}

function checkOperators({ type, operators }: FeatureRow, report: Report): void {
  for (const [index, operator] of operators.entries()) {
    if (!OPERATORS[type].includes(operator)) {
      report(`/operators/${index}`, `"${operator}" is no operator of ${type} features: ${OPERATORS[type].join(" ")}`);
    }
  }
}

/** Each typical value must fit at least one of the feature's operators. */
function checkTypicalValues(
  { id, operators, typicalValues }: FeatureRow,
  vocabulary: Vocabulary | undefined,
  report: Report,
) {
  for (const [index, value] of typicalValues.entries()) {
    const rules = operators.map((operator) => criterionRule({ feature: id, operator, value }, vocabulary));
    if (!rules.includes(null)) report(`/typicalValues/${index}`, rules[0] ?? "fits no operator");
  }
}

function checkLabelTest(
  { type, fromFacts }: FeatureRow,
  { holdsWhen }: NonNullable<FeatureRow["values"]>[number],
  facts: ReadonlyMap<string, Field>,
  report: Report,
): void {
  const needed = type === "set" || type === "flagset";
  if (!needed && holdsWhen)
    report("/holdsWhen", `only labels of set and flagset features have one, not of ${type} features`);
  if (needed && !holdsWhen) report("/holdsWhen", `labels of ${type} features must say when they hold`);
  if (!holdsWhen) return;
  const { fact, operator, value } = holdsWhen;
  if (!fromFacts.includes(fact)) report("/holdsWhen/fact", `"${fact}" must be one of fromFacts`);
  if (Array.isArray(value) !== (operator === "in")) report("/holdsWhen/value", "in takes a list, == and >= one value");
  const field = facts.get(fact);
  if (!field) return;
  for (const human of [value].flat()) {
    const rule = encodingRule(field, human);
    if (rule) report("/holdsWhen/value", rule);
  }
}

function encodingRule(field: Field, human: Human): string | null {
  try {
    encodeField(field, human);
    return null;
  } catch (error) {
    if (error instanceof CodecError) return error.message;
    throw error;
  }
}
