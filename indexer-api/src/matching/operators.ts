import type { CriterionValue, Feature, Operator } from "../../../catalogue/index.ts";
import type { MissingFact } from "../features/facts.ts";
import type { LabelsReading, Reading, ValueReading } from "../features/reading.ts";
import { distanceOutside } from "./range.ts";
import { MET } from "./verdict.ts";
import type { Failed, Verdict } from "./verdict.ts";

/** @param wanted what the criterion asks for; the catalogue has checked that it fits operator and feature */
export type Evaluate = (reading: Reading, wanted: CriterionValue, feature: Feature) => Verdict;

/** One function for each operator. */
export const OPERATORS: Readonly<Record<Operator, Evaluate>> = {
  ">=": onValue((actual, wanted, feature) => atLeast(placeOf(actual, feature), placeOf(wanted as Single, feature))),
  "<=": onValue((actual, wanted, feature) => atLeast(placeOf(wanted as Single, feature), placeOf(actual, feature))),
  "==": onValue((actual, wanted, feature) => equal(actual, wanted as Single, feature)),
  between: onValue((actual, wanted) => metOr(distanceOutside(actual as bigint, wanted as readonly [bigint, bigint]))),
  in: onValue((actual, wanted) => ((wanted as readonly string[]).includes(actual as string) ? "met" : null)),
  "not in": onValue((actual, wanted) => ((wanted as readonly string[]).includes(actual as string) ? null : "met")),
  "any of": onLabels(anyOf),
  "none of": onLabels(noneOf),
};

type Single = bigint | string;

/** "met", or how far off; null when it is off by nothing that can be measured. */
type Comparison = "met" | bigint | null;

function onValue(compare: (actual: Single, wanted: CriterionValue, feature: Feature) => Comparison): Evaluate {
  return (reading, wanted, feature) => {
    if (reading.state === "unknown") return { outcome: "unknown", missing: reading.missing };
    const { value } = expectValue(reading, feature);
    const result = compare(value, wanted, feature);
    return result === "met" ? MET : failed(value, result);
  };
}

function onLabels(judge: (labels: LabelsReading["labels"], wanted: readonly string[]) => Verdict): Evaluate {
  return (reading, wanted, feature) => judge(expectLabels(reading, feature).labels, wanted as readonly string[]);
}

function atLeast(larger: bigint, smaller: bigint): Comparison {
  return larger >= smaller ? "met" : smaller - larger;
}

function equal(actual: Single, wanted: Single, feature: Feature): Comparison {
  if (actual === wanted) return "met";
  if (feature.type === "enum") return null;
  return distance(placeOf(actual, feature), placeOf(wanted, feature));
}

function metOr(distance: bigint): Comparison {
  return distance === 0n ? "met" : distance;
}

/** Met by one label that holds, failed only when each is known not to. */
function anyOf(labels: LabelsReading["labels"], wanted: readonly string[]): Verdict {
  if (wanted.some((label) => labels.get(label) === true)) return MET;
  const missing = missingOf(labels, wanted);
  return missing.length > 0 ? { outcome: "unknown", missing } : failed(holding(labels, [...labels.keys()]), null);
}

/** Failed by one label that holds, met only when each is known not to. */
function noneOf(labels: LabelsReading["labels"], unwanted: readonly string[]): Verdict {
  const held = holding(labels, unwanted);
  if (held.length > 0) return failed(held, null);
  const missing = missingOf(labels, unwanted);
  return missing.length > 0 ? { outcome: "unknown", missing } : MET;
}

function holding(labels: LabelsReading["labels"], among: readonly string[]): string[] {
  return among.filter((label) => labels.get(label) === true);
}

/** The facts behind the labels of which nothing is known, each once. */
function missingOf(labels: LabelsReading["labels"], among: readonly string[]): MissingFact[] {
  const missing = among.map((label) => labels.get(label)).filter((known) => typeof known === "object");
  return [...new Map(missing.map((fact) => [fact.fact, fact])).values()];
}

function failed(actual: Failed["actual"], distance: bigint | null): Failed {
  return { outcome: "failed", actual, distance };
}

/** A number's place is itself; an ordered label's its position, from the worst. */
function placeOf(value: Single, { id, values }: Feature): bigint {
  if (typeof value === "bigint") return value;
  const index = (values ?? []).findIndex(({ label }) => label === value);
  if (index < 0) throw new Error(`${id} has no label "${value}"`);
  return BigInt(index);
}

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}

function expectValue(reading: ValueReading | LabelsReading, { id }: Feature): ValueReading {
  if (reading.state === "known") return reading;
  throw new Error(`${id} is a set of labels and cannot be compared as one value`);
}

function expectLabels(reading: Reading, { id }: Feature): LabelsReading {
  if (reading.state === "labels") return reading;
  throw new Error(`${id} is one value and cannot be compared as a set of labels`);
}
