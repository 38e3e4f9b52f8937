import type { Catalogue, Criterion, Feature, Product } from "../../../catalogue/index.ts";
import type { Readings } from "../features/engine.ts";
import { OPERATORS } from "./operators.ts";
import { requestMismatches } from "./request.ts";
import type { LoanRequest, RequestMismatch } from "./request.ts";
import type { Failed, Unknown } from "./verdict.ts";

export interface Judged<V> {
  criterion: Criterion;
  feature: Feature;
  verdict: V;
  /** Ids of the attestations that the feature was computed from. */
  evidence: readonly string[];
}

/**
 * One product against one company. `eligible`: every criterion is met. `refused`: at least one failed, or the request
 * does not fit. `unknown`: none failed, but some could not be judged.
 */
export interface ProductMatch<P extends Product = Product> {
  product: P;
  result: "eligible" | "refused" | "unknown";
  failed: readonly Judged<Failed>[];
  unknown: readonly Judged<Unknown>[];
  mismatches: readonly RequestMismatch[];
  /** Number of criteria that are met. */
  met: number;
}

/** Every one of the products against one company, in their order. */
export function matchProducts<P extends Product>(
  catalogue: Omit<Catalogue, "products"> & { products: readonly P[] },
  readings: Readings,
  request: LoanRequest,
): ProductMatch<P>[] {
  return catalogue.products.map((product) => matchProduct(product, catalogue, readings, request));
}

function matchProduct<P extends Product>(
  product: P,
  catalogue: Pick<Catalogue, "featureById">,
  readings: Readings,
  request: LoanRequest,
): ProductMatch<P> {
  const failed: Judged<Failed>[] = [];
  const unknown: Judged<Unknown>[] = [];
  for (const criterion of product.criteria) {
    const { verdict, ...rest } = judge(criterion, catalogue, readings);
    if (verdict.outcome === "failed") failed.push({ ...rest, verdict });
    if (verdict.outcome === "unknown") unknown.push({ ...rest, verdict });
  }
  const mismatches = requestMismatches(product, request);
  return {
    product,
    result: failed.length + mismatches.length > 0 ? "refused" : unknown.length > 0 ? "unknown" : "eligible",
    ...{ failed, unknown, mismatches },
    met: product.criteria.length - failed.length - unknown.length,
  };
}

function judge(criterion: Criterion, { featureById }: Pick<Catalogue, "featureById">, readings: Readings) {
  const feature = featureById.get(criterion.feature);
  const reading = readings.get(criterion.feature);
  if (!feature || !reading) throw new Error(`"${criterion.feature}" is no feature of the catalogue`);
  const verdict = OPERATORS[criterion.operator](reading, criterion.value, feature);
  return { criterion, feature, verdict, evidence: reading.evidence };
}
