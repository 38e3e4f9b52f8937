import type { Columns } from "../../../indexer-api/src/engine/columns.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import { numberAt, unpackSet, type CompanyValues } from "../../../indexer-api/src/engine/values.ts";
import { monthsBetween } from "../../../indexer-api/src/features/calendar.ts";

/**
 * A company as a rule engine would have it: numbers, months, a label's text, the labels of a set; null while unknown. Of
 * a set there are two lists, as `setFields` names them.
 */
export type PlainCompany = Record<string, number | string | readonly string[] | null>;

/** The labels that hold, and those that hold or are unknown. */
export function setFields(feature: string): { holds: string; possible: string } {
  return { holds: feature, possible: `${feature}_possible` };
}

const OTHER_TEXT = "other";

export function plainCompanies(
  features: readonly FeatureSpec[],
  columns: Columns,
  companies: number,
  asOf: bigint,
): PlainCompany[] {
  return Array.from({ length: companies }, (_, row) => plainCompany(features, columns.get(row), asOf));
}

/** Numbers must be below 2^53, as those of the benchmark are. */
export function plainCompany(features: readonly FeatureSpec[], values: CompanyValues, asOf: bigint): PlainCompany {
  const company: PlainCompany = {};
  for (const [index, { id, kind, labels }] of features.entries()) {
    const raw = values.raw[index] as number;
    if (kind === "set") {
      const { holds, unknown } = unpackSet(raw);
      const fields = setFields(id);
      company[fields.holds] = among(labels, holds);
      company[fields.possible] = among(labels, holds | unknown);
    } else if (kind === "label") company[id] = Number.isNaN(raw) ? null : (labels[raw] ?? OTHER_TEXT);
    else if (kind === "age") company[id] = monthsOf(numberAt(values, index), asOf);
    else company[id] = Number.isNaN(raw) ? null : raw;
  }
  return company;
}

function monthsOf(from: bigint | null, asOf: bigint): number | null {
  return from === null || from > asOf ? null : Number(monthsBetween(from, asOf));
}

function among(labels: readonly string[], bits: number): string[] {
  return labels.filter((_, place) => ((bits >> place) & 1) === 1);
}

/** Of an ordered list, the label and those above it. */
export function labelsFrom(features: readonly FeatureSpec[], feature: string, lowest: string): readonly string[] {
  const labels = features.find(({ id }) => id === feature)?.labels ?? [];
  return labels.slice(labels.indexOf(lowest));
}
