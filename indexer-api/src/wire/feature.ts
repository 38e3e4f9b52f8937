import { z } from "zod";
import { formatDecimal } from "../../../catalogue/index.ts";
import type { Catalogue, Feature } from "../../../catalogue/index.ts";
import { MISSING_REASONS } from "../features/facts.ts";
import type { MissingFact } from "../features/facts.ts";
import type { LabelsReading, Reading } from "../features/reading.ts";
import { hexData, names } from "./common.ts";

export const missingFact = z
  .strictObject({ fact: z.string(), ...names, reason: z.enum(MISSING_REASONS), detail: z.string().nullable() })
  .meta({
    id: "MissingFact",
    description:
      "A fact that is needed and cannot be used; the id of a feature where what it comes from is no one fact.",
  });

const text = z.union([z.string(), z.array(z.string())]);

export const quantity = z
  .strictObject({
    value: text.meta({ description: "Exact: an integer in the chain unit as decimal text, a label, or several." }),
    display: text.meta({ description: "The same for people: a number in the display unit, a label by its names." }),
  })
  .meta({ id: "Quantity" });

export type QuantityView = z.output<typeof quantity>;

export const featureReading = z
  .strictObject({
    id: z.string(),
    ...names,
    type: z.enum(["number", "enum", "ordered", "set", "code", "flagset"]),
    unit: z.string().nullable(),
    displayUnit: z.string().nullable(),
    state: z.enum(["known", "partly known", "unknown"]).meta({
      description: "Of a set or flagset some labels may be known and others not.",
    }),
    value: quantity.nullable().meta({ description: "Of a set or flagset: the labels that the company has." }),
    valueLabel: z.strictObject(names).nullable(),
    labels: z
      .array(z.strictObject({ label: z.string(), ...names, holds: z.boolean().nullable() }))
      .nullable()
      .meta({ description: "Of a set or flagset; `holds` is null while unknown." }),
    missing: z.array(missingFact),
    evidence: z.array(hexData).meta({ description: "Ids of the attestations that were used." }),
  })
  .meta({ id: "FeatureReading" });

export function featureView(feature: Feature, reading: Reading, catalogue: Catalogue): z.output<typeof featureReading> {
  const { id, nameEn, nameZh, type, unit, displayUnit } = feature;
  return {
    ...{ id, nameEn, nameZh, type, unit, displayUnit },
    ...valueOf(feature, reading),
    missing: missingOf(reading).map((missing) => missingView(missing, catalogue)),
    evidence: [...reading.evidence],
  };
}

export function missingView({ fact, reason, detail }: MissingFact, { factById, featureById }: Catalogue) {
  const named = factById.get(fact)?.field ?? featureById.get(fact);
  return { fact, nameEn: named?.nameEn ?? fact, nameZh: named?.nameZh ?? fact, reason, detail: detail ?? null };
}

/** Chain integers and labels, exactly and for people. */
export function quantityView(
  value: bigint | string | readonly (bigint | string)[],
  { scale, values }: Pick<Feature, "scale" | "values">,
): QuantityView {
  const exact = (one: bigint | string) => one.toString();
  const display = (one: bigint | string) => {
    if (typeof one === "bigint") return formatDecimal(one, scale);
    const known = values?.find(({ label }) => label === one);
    return known ? `${known.nameEn} ${known.nameZh}` : one;
  };
  if (Array.isArray(value)) return { value: value.map(exact), display: value.map(display) };
  return { value: exact(value as bigint | string), display: display(value as bigint | string) };
}

function valueOf(feature: Feature, reading: Reading) {
  if (reading.state === "unknown") return { state: "unknown" as const, value: null, valueLabel: null, labels: null };
  if (reading.state === "labels") return labelsOf(feature, reading);
  const label = feature.values?.find((known) => known.label === reading.value);
  return {
    state: "known" as const,
    value: quantityView(reading.value, feature),
    valueLabel: label ? { nameEn: label.nameEn, nameZh: label.nameZh } : null,
    labels: null,
  };
}

function labelsOf(feature: Feature, { labels }: LabelsReading) {
  const listed = (feature.values ?? []).map(({ label, nameEn, nameZh }) => {
    const holds = labels.get(label);
    return { label, nameEn, nameZh, holds: typeof holds === "boolean" ? holds : null };
  });
  const unknown = listed.filter(({ holds }) => holds === null).length;
  const held = listed.filter(({ holds }) => holds === true).map(({ label }) => label);
  const state: z.output<typeof featureReading>["state"] =
    unknown === 0 ? "known" : unknown < listed.length ? "partly known" : "unknown";
  return {
    state: state,
    value: state === "unknown" ? null : quantityView(held, feature),
    valueLabel: null,
    labels: listed,
  };
}

function missingOf(reading: Reading): MissingFact[] {
  if (reading.state === "unknown") return [...reading.missing];
  if (reading.state === "known") return [];
  const missing = [...reading.labels.values()].filter((known) => typeof known === "object");
  return [...new Map(missing.map((fact) => [fact.fact, fact])).values()];
}
