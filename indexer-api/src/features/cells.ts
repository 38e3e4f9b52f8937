import type { Catalogue } from "../../../catalogue/index.ts";
import { featureSpecsOf } from "../engine/features.ts";
import type { FeatureSpec } from "../engine/features.ts";
import type { Cell, SetCell } from "../engine/values.ts";
import type { Readings } from "./engine.ts";
import { isMissing } from "./facts.ts";
import type { FactBook } from "./facts.ts";
import type { LabelsReading, Reading } from "./reading.ts";

/** What the engine is told of a company whose features were read, in the order of the catalogue's features. */
export type CellsOf = (facts: FactBook, readings: Readings) => Cell[];

/** An age enters as the second from which it counts, so that it needs no new reading as time passes. */
export function cellsOf(catalogue: Pick<Catalogue, "features">): CellsOf {
  const specs = featureSpecsOf(catalogue);
  return (facts, readings) =>
    specs.map((spec, place) => {
      const [start] = catalogue.features[place]?.fromFacts ?? [];
      if (spec.kind === "age" && start !== undefined) return startOf(facts, start);
      return cellOf(spec, readings.get(spec.id));
    });
}

function startOf(facts: FactBook, fact: string): bigint | null {
  const found = facts.find(fact);
  return isMissing(found) ? null : found.chain;
}

function cellOf(spec: FeatureSpec, reading: Reading | undefined): Cell {
  if (reading?.state === "known") return reading.value;
  return reading?.state === "labels" ? setOf(spec, reading) : null;
}

function setOf({ labels }: FeatureSpec, reading: LabelsReading): SetCell {
  const bitsWhere = (test: (state: ReturnType<typeof reading.labels.get>) => boolean) =>
    labels.reduce((bits, label, place) => (test(reading.labels.get(label)) ? bits | (1 << place) : bits), 0);
  return { holds: bitsWhere((state) => state === true), unknown: bitsWhere((state) => typeof state !== "boolean") };
}
