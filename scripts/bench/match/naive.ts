import type { Criterion } from "../../../catalogue/index.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import { type PlainCompany, setFields } from "./plain.ts";

type Test = (company: PlainCompany) => boolean;

/** What one would write first: for each product a list of functions, all of which must be true of a company. */
export function naiveMatcher(
  features: readonly FeatureSpec[],
  products: readonly { readonly criteria: readonly Criterion[] }[],
): (company: PlainCompany) => boolean[] {
  const tests = products.map(({ criteria }) => criteria.map((criterion) => testOf(features, criterion)));
  return (company) => tests.map((all) => all.every((test) => test(company)));
}

function testOf(features: readonly FeatureSpec[], { feature, operator, value }: Criterion): Test {
  switch (operator) {
    case "any of":
      return haveOne(setFields(feature).holds, value as readonly string[]);
    case "none of": {
      const some = haveOne(setFields(feature).possible, value as readonly string[]);
      return (company) => !some(company);
    }
    case "in":
      return known(feature, (text) => (value as readonly unknown[]).includes(text));
    case "not in":
      return known(feature, (text) => !(value as readonly unknown[]).includes(text));
    case "between": {
      const [min, max] = (value as readonly [bigint, bigint]).map(Number) as [number, number];
      return known(feature, (number) => (number as number) >= min && (number as number) <= max);
    }
    default:
      return typeof value === "bigint"
        ? compareNumber(feature, operator, Number(value))
        : compareLabel(features, feature, operator, value as string);
  }
}

function known(feature: string, test: (value: PlainCompany[string]) => boolean): Test {
  return (company) => {
    const value = company[feature] ?? null;
    return value !== null && test(value);
  };
}

function haveOne(field: string, labels: readonly string[]): Test {
  return (company) => (company[field] as readonly string[]).some((label) => labels.includes(label));
}

function compareNumber(feature: string, operator: string, threshold: number): Test {
  if (operator === ">=") return known(feature, (number) => (number as number) >= threshold);
  return known(feature, (number) => (number as number) <= threshold);
}

function compareLabel(features: readonly FeatureSpec[], feature: string, operator: string, wanted: string): Test {
  const labels = features.find(({ id }) => id === feature)?.labels ?? [];
  if (operator === "==") return known(feature, (label) => label === wanted);
  return known(feature, (label) => labels.indexOf(label as string) >= labels.indexOf(wanted));
}
