import type { Catalogue, Feature } from "../../../catalogue/index.ts";

/**
 * How a feature is compared. `number`: whole numbers of any size. `age`: criteria speak of whole calendar months up to
 * now, companies have the day from which they are counted (unix seconds), so that time passes without a word from
 * anybody. `label`: one of a list, ordered from worst to best where `ordered`. `set`: each label holds, does not hold,
 * or is unknown.
 */
export type FeatureKind = "number" | "age" | "label" | "set";

/** A feature as the engine sees it. */
export interface FeatureSpec {
  readonly id: string;
  readonly kind: FeatureKind;
  /** Of a `label`: whether `>=` and `<=` make sense. */
  readonly ordered: boolean;
  /** Of `label` and `set`; else empty. */
  readonly labels: readonly string[];
}

/** A column has a byte for a label, in which 0 is unknown and one more than the last label is any other. */
export const MAX_LABELS = 254;
/** A set has two bits for each label in 32. */
export const MAX_SET_LABELS = 16;

/** The derivation whose feature is an age: months up to the moment asked about. */
const AGE = "firmAgeMonths";

/**
 * The catalogue's features, in its order.
 * @throws RangeError when a feature has more labels than the engine has room for.
 */
export function featureSpecsOf({ features }: Pick<Catalogue, "features">): FeatureSpec[] {
  return features.map((feature) => checkSpec(specOf(feature)));
}

function specOf({ id, type, derivation, values }: Feature): FeatureSpec {
  const labels = (values ?? []).map(({ label }) => label);
  switch (type) {
    case "number":
      return { id, kind: derivation === AGE ? "age" : "number", ordered: false, labels: [] };
    case "set":
    case "flagset":
      return { id, kind: "set", ordered: false, labels };
    default:
      return { id, kind: "label", ordered: type === "ordered", labels };
  }
}

function checkSpec(spec: FeatureSpec): FeatureSpec {
  const most = spec.kind === "set" ? MAX_SET_LABELS : MAX_LABELS;
  if (spec.labels.length <= most) return spec;
  throw new RangeError(`${spec.id}: has ${spec.labels.length} labels, the engine has room for ${most}`);
}
