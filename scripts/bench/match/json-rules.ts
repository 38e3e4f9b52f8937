import { Engine, type RuleProperties } from "json-rules-engine";
import type { Criterion } from "../../../catalogue/index.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import { labelsFrom, type PlainCompany, setFields } from "./plain.ts";

/** `json-rules-engine` with a rule for each product. What is unknown is null, and no condition holds of it. */
export function jsonRulesMatcher(
  features: readonly FeatureSpec[],
  products: readonly { readonly id: string; readonly criteria: readonly Criterion[] }[],
): (company: PlainCompany) => Promise<boolean[]> {
  const engine = new Engine(products.map(({ id, criteria }) => ruleOf(features, id, criteria)));
  engine.addOperator("anyOf", (held: string[], named: string[]) => held.some((label) => named.includes(label)));
  engine.addOperator("noneOf", (held: string[], named: string[]) => !held.some((label) => named.includes(label)));
  engine.addOperator("knownNotIn", (label: string | null, named: string[]) => label !== null && !named.includes(label));
  const place = new Map(products.map(({ id }, index) => [id, index]));
  return async (company) => {
    const eligible = products.map(() => false);
    for (const { type } of (await engine.run(company)).events) eligible[place.get(type) as number] = true;
    return eligible;
  };
}

function ruleOf(features: readonly FeatureSpec[], id: string, criteria: readonly Criterion[]): RuleProperties {
  return {
    conditions: { all: criteria.flatMap((criterion) => conditionsOf(features, criterion)) },
    event: { type: id },
  };
}

function conditionsOf(features: readonly FeatureSpec[], { feature, operator, value }: Criterion) {
  const of = (name: string, wanted: unknown, fact = feature) => ({ fact, operator: name, value: wanted });
  switch (operator) {
    case "between": {
      const [min, max] = value as readonly [bigint, bigint];
      return [of("greaterThanInclusive", Number(min)), of("lessThanInclusive", Number(max))];
    }
    case "in":
      return [of("in", value)];
    case "not in":
      return [of("knownNotIn", value)];
    case "any of":
      return [of("anyOf", value, setFields(feature).holds)];
    case "none of":
      return [of("noneOf", value, setFields(feature).possible)];
    case "==":
      return [of("equal", typeof value === "bigint" ? Number(value) : value)];
    default:
      if (typeof value !== "bigint") return [of("in", labelsFrom(features, feature, value as string))];
      return [of(operator === ">=" ? "greaterThanInclusive" : "lessThanInclusive", Number(value))];
  }
}
