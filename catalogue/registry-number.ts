import { id } from "ethers";
import type { Schema } from "./types.ts";

/**
 * One written form for each kind of registry number, so that the same patent or declaration always has the same key.
 * Spaces, dots and hyphens are dropped and full-width characters become ASCII; then comes what is particular to a kind.
 */
const NORMALISERS: Readonly<Record<string, (compact: string) => string>> = {
  // ZL (granted) and CN (country) may stand before the same application number.
  patent: (compact) => compact.replace(/^(ZL|CN)/, ""),
  trademark: (compact) => compact,
  customs_declaration: (compact) => compact,
};

/** The kinds of registry number that an item schema may name. */
export const REGISTRY_KINDS: readonly string[] = Object.keys(NORMALISERS);

/**
 * The itemKey of a registry number in an item schema: keccak256 of its normalised text.
 * Throws an Error that names the schema, the number and the pattern when the number does not look like one.
 */
export function itemKeyOf(schema: Schema, registryNumber: string): string {
  return id(normaliseRegistryNumber(schema, registryNumber));
}

/** The one written form of a registry number. Throws as `itemKeyOf` does. */
export function normaliseRegistryNumber({ name, item }: Schema, registryNumber: string): string {
  const normalise = item && NORMALISERS[item.kind];
  if (!normalise) throw new Error(`${name} is no item schema: a company has one such statement, its itemKey is 0`);
  const compact = registryNumber
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[\s.\-–—]/g, "");
  const normalised = normalise(compact);
  if (!new RegExp(item.pattern).test(normalised)) {
    throw new Error(
      `${name}: "${registryNumber}" is no ${item.nameEn}: normalised "${normalised}" must match ${item.pattern}`,
    );
  }
  return normalised;
}
