import type { Catalogue, Feature } from "../../../catalogue/index.ts";
import { DERIVATIONS } from "./derivations.ts";
import type { FactBook } from "./facts.ts";
import { NOTHING_KNOWN } from "./reading.ts";
import type { Reading } from "./reading.ts";

/** Every feature of one company, by feature id in the order of the catalogue. */
export type Readings = ReadonlyMap<string, Reading>;

/** Computes all features of the catalogue. @param creditGrade what the platform score says; nothing unless given */
export type FeatureEngine = (facts: FactBook, chainTime: bigint, creditGrade?: Reading) => Readings;

/**
 * @throws Error naming the features whose derivation nobody has written, or whose facts come in statements about items,
 * of which a company has many.
 */
export function buildFeatureEngine(catalogue: Catalogue): FeatureEngine {
  const { features } = catalogue;
  const problems = features.flatMap((feature) => problemsOf(feature, catalogue));
  if (problems.length > 0) throw new Error(["The features cannot be computed:", ...problems].join("\n  "));
  return (facts, chainTime, creditGrade = NOTHING_KNOWN) =>
    new Map(features.map((feature) => [feature.id, derivationOf(feature)(feature, facts, chainTime, creditGrade)]));
}

function problemsOf(feature: Feature, { factById }: Catalogue): string[] {
  const { id, derivation, fromFacts } = feature;
  const unwritten = Object.hasOwn(DERIVATIONS, derivation) ? [] : [`${id}: there is no derivation "${derivation}"`];
  const items = fromFacts.filter((fact) => factById.get(fact)?.schema.item);
  return [...unwritten, ...items.map((fact) => `${id}: ${fact} belongs to items of a company`)];
}

function derivationOf({ derivation }: Feature) {
  const derive = DERIVATIONS[derivation];
  if (derive === undefined) throw new Error(`there is no derivation "${derivation}"`);
  return derive;
}
