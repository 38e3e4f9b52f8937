import type { Criterion, FeatureType, Operator } from "../types.ts";

/** What a criterion is measured by. */
export interface Vocabulary {
  readonly type: FeatureType;
  readonly operators: readonly Operator[];
  readonly labels: readonly string[];
}

/** Operators that make sense for a type of feature. */
export const OPERATORS: Readonly<Record<FeatureType, readonly Operator[]>> = {
  number: [">=", "<=", "between", "=="],
  enum: ["==", "in", "not in"],
  ordered: [">=", "<=", "==", "in", "not in"],
  code: ["in", "not in"],
  set: ["any of"],
  flagset: ["none of"],
};

/** The rule that a criterion breaks, or null when it is sound. */
export function criterionRule({ feature, operator, value }: Criterion, vocabulary: Vocabulary | undefined) {
  if (!vocabulary) return `"${feature}" is no feature`;
  if (!vocabulary.operators.includes(operator)) {
    return `"${operator}" is no operator of ${feature}: ${vocabulary.operators.join(" ")}`;
  }
  return valueRule(value, operator, vocabulary);
}

function valueRule(value: Criterion["value"], operator: Operator, { type, labels }: Vocabulary): string | null {
  if (operator === "between") return intervalRule(value);
  if (type === "number") return typeof value === "bigint" ? null : `${operator} takes a whole number in the chain unit`;
  if (operator === ">=" || operator === "<=" || operator === "==") {
    if (typeof value !== "string") return `${operator} takes one label`;
    return unknownLabels([value], labels);
  }
  if (!Array.isArray(value) || value.some((label) => typeof label !== "string")) return `${operator} takes labels`;
  return unknownLabels(value as string[], labels);
}

function intervalRule(value: Criterion["value"]): string | null {
  const [lower, upper] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof lower !== "bigint" || typeof upper !== "bigint") return "between takes two whole numbers";
  return lower <= upper ? null : `between takes the lower number first: ${lower}, ${upper}`;
}

function unknownLabels(given: readonly string[], labels: readonly string[]): string | null {
  if (given.length === 0) return "names no label";
  const unknown = given.filter((label) => !labels.includes(label));
  if (unknown.length > 0) return `${unknown.join(", ")}: no such label, only ${labels.join(", ")}`;
  return new Set(given).size === given.length ? null : `names a label twice: ${given.join(", ")}`;
}
