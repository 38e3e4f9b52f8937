import type { Feature, LabelTest } from "../../../catalogue/index.ts";
import { isMissing, isUsable } from "./facts.ts";
import type { FactBook, UsableFact } from "./facts.ts";
import type { Reading } from "./reading.ts";

/** Each label of a set or flagset by its own fact. */
export function readLabels(feature: Feature, facts: FactBook): Reading {
  const usable = feature.fromFacts.map((fact) => facts.find(fact)).filter(isUsable);
  const evidence = [...new Set(usable.map(({ attestationId }) => attestationId))];
  const labels = (feature.values ?? []).map(({ label, holdsWhen }) => {
    if (holdsWhen === undefined) throw new Error(`${feature.id}: label ${label} does not say when it holds`);
    const fact = facts.find(holdsWhen.fact);
    return [label, isMissing(fact) ? fact : holds(holdsWhen, fact)] as const;
  });
  return { state: "labels", labels: new Map(labels), evidence };
}

function holds({ operator, value }: LabelTest, { chain, human }: UsableFact): boolean {
  switch (operator) {
    case "==":
      return human === value;
    case "in":
      return (value as readonly string[]).includes(String(human));
    case ">=":
      return chain >= BigInt(value as string);
  }
}
