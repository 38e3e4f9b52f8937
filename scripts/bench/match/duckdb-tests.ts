import type { Criterion } from "../../../catalogue/index.ts";
import { latestStart } from "../../../indexer-api/src/engine/ages.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import type { PeerColumn } from "./duckdb-columns.ts";

/** A criterion as an SQL expression that is true when it is met and false when it fails or nobody knows. */
export function testOf(
  features: readonly FeatureSpec[],
  columns: readonly PeerColumn[],
  criterion: Criterion,
  asOf: bigint,
): string {
  const index = features.findIndex(({ id }) => id === criterion.feature);
  const [feature, column] = [features[index], columns[index]];
  if (feature === undefined || column === undefined) throw new Error(`there is no feature ${criterion.feature}`);
  switch (feature.kind) {
    case "number":
      return numberTest(column, criterion);
    case "age":
      return ageTest(column, criterion, asOf);
    case "label":
      return `(${column.name} & ${labelBits(feature, criterion)}::${column.type.toString()}) <> 0`;
    case "set":
      return setTest(feature, column, criterion);
  }
}

function numberTest({ name, leastKnown }: PeerColumn, { operator, value }: Criterion): string {
  if (operator === "between") {
    const [min, max] = value as readonly [bigint, bigint];
    return `${name} BETWEEN ${min} AND ${max}`;
  }
  return operator === "<=" ? `${name} BETWEEN ${leastKnown} AND ${value as bigint}` : `${name} >= ${value as bigint}`;
}

/** Months by the days from which they are counted: what is older began earlier. */
function ageTest({ name, leastKnown }: PeerColumn, { operator, value }: Criterion, asOf: bigint): string {
  const [min, max] = operator === "between" ? (value as readonly [bigint, bigint]) : [value as bigint, value as bigint];
  const from = operator === ">=" ? leastKnown : String(latestStart(max + 1n, asOf) + 1);
  const to = operator === "<=" ? String(asOf) : String(latestStart(min, asOf));
  return `${name} BETWEEN ${from} AND ${to}`;
}

function labelBits({ labels }: FeatureSpec, { operator, value }: Criterion): number {
  const listed = (label: string) => (value as readonly string[]).includes(label);
  const allowed = labels.map((label, place) => {
    if (operator === "in") return listed(label);
    if (operator === "not in") return !listed(label);
    return operator === "==" ? label === value : place >= labels.indexOf(value as string);
  });
  // Behind the labels stands any other text, which is none of those that are excluded.
  return bits([...allowed, operator === "not in"]);
}

function setTest({ labels }: FeatureSpec, { name, type }: PeerColumn, { operator, value }: Criterion): string {
  const named = bits(labels.map((label) => (value as readonly string[]).includes(label)));
  if (operator === "any of") return `(${name} & ${named}::${type.toString()}) <> 0`;
  return `(${name} & ${named + named * 2 ** labels.length}::${type.toString()}) = 0`;
}

function bits(places: readonly boolean[]): number {
  return places.reduce((sum, allowed, place) => sum + (allowed ? 2 ** place : 0), 0);
}
