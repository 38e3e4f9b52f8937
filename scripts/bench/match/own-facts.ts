import type { Columns } from "../../../indexer-api/src/engine/columns.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import { unpackSet, type CompanyValues } from "../../../indexer-api/src/engine/values.ts";
import { AS_OF } from "./companies.ts";

/** A fact as companies state it in a request. */
type Stated = number | string | { readonly holds: readonly string[]; readonly unknown: readonly string[] };

/** Values of companies, without what nobody can state: a registration that lies ahead, a label that there is not. */
export function statableValues(features: readonly FeatureSpec[], columns: Columns, companies: number): CompanyValues[] {
  return Array.from({ length: companies }, (_, row) => {
    const values = columns.get(row);
    const raw = values.raw.map((value, index) => {
      const { kind, labels } = features[index] as FeatureSpec;
      const isStrange = (kind === "age" && value > Number(AS_OF)) || (kind === "label" && value === labels.length);
      return isStrange ? Number.NaN : value;
    });
    return { ...values, raw };
  });
}

/** The body's `features` of `POST /v1/match`. */
export function statedFacts(features: readonly FeatureSpec[], { raw }: CompanyValues): Record<string, Stated> {
  const stated: Record<string, Stated> = {};
  for (const [index, feature] of features.entries()) {
    const value = raw[index] as number;
    if (!Number.isNaN(value)) stated[feature.id] = statedFact(feature, value);
  }
  return stated;
}

function statedFact({ kind, labels }: FeatureSpec, value: number): Stated {
  switch (kind) {
    case "number":
      return value;
    case "age":
      return new Date(value * 1_000).toISOString().slice(0, "YYYY-MM-DD".length);
    case "label":
      return labels[value] as string;
    case "set": {
      const { holds, unknown } = unpackSet(value);
      const among = (bits: number) => labels.filter((_, place) => ((bits >> place) & 1) === 1);
      return { holds: among(holds), unknown: among(unknown) };
    }
  }
}
