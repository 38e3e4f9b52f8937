import type { Criterion } from "../../../catalogue/index.ts";
import type { FeatureSpec } from "./features.ts";
import { conditionsOf, judge, outside } from "./judge.ts";
import type { Failed, Unknown } from "./judge.ts";
import type { LoanRequest } from "./request.ts";
import type { CompanyValues } from "./values.ts";

/** What an explanation needs of a product. */
export interface Explainable {
  readonly criteria: readonly Criterion[];
  readonly amountFen: { readonly min: bigint; readonly max: bigint };
  readonly tenorMonths: { readonly min: number; readonly max: number };
  /** Label of `security_offered`; a product that needs "none" takes any. */
  readonly security: string;
}

/** A criterion that is not met. */
export interface Judged<V> {
  /** Which of the product's criteria it is. */
  readonly place: number;
  readonly criterion: Criterion;
  readonly verdict: V;
}

/** Something of the request that does not fit a product. */
export interface RequestMismatch {
  readonly property: "amount" | "tenor_months" | "security_offered";
  /** The product's closed range, or the security that it needs. */
  readonly offered: readonly [bigint, bigint] | string;
  readonly asked: bigint | readonly string[];
  /** Fen or months; null for security. */
  readonly distance: bigint | null;
}

/**
 * One product against one company. `eligible`: every criterion is met. `refused`: at least one failed, or the request
 * does not fit. `unknown`: none failed, but some could not be judged.
 */
export interface ProductExplanation<P extends Explainable = Explainable> {
  readonly product: P;
  readonly result: "eligible" | "refused" | "unknown";
  readonly failed: readonly Judged<Failed>[];
  readonly unknown: readonly Judged<Unknown>[];
  readonly mismatches: readonly RequestMismatch[];
  /** Number of criteria that are met. */
  readonly met: number;
}

/**
 * Says why a product is for a company or not.
 * @param asOf unix seconds, for ages
 * @param request absent properties are not judged
 * @throws CriterionError naming a criterion that the engine cannot judge
 */
export function explain<P extends Explainable>(
  features: readonly FeatureSpec[],
  product: P,
  values: CompanyValues,
  asOf: bigint,
  request: LoanRequest = {},
): ProductExplanation<P> {
  const [failed, unknown]: [Judged<Failed>[], Judged<Unknown>[]] = [[], []];
  for (const condition of conditionsOf(features, product.criteria)) {
    const verdict = judge(condition, values, asOf);
    const { place, criterion } = condition;
    if (verdict.outcome === "failed") failed.push({ place, criterion, verdict });
    if (verdict.outcome === "unknown") unknown.push({ place, criterion, verdict });
  }
  const mismatches = requestMismatches(product, request);
  return {
    product,
    result: failed.length + mismatches.length > 0 ? "refused" : unknown.length > 0 ? "unknown" : "eligible",
    ...{ failed, unknown, mismatches },
    met: product.criteria.length - failed.length - unknown.length,
  };
}

/** Where a request lies outside what a product offers; empty when it fits. */
export function requestMismatches(
  product: Omit<Explainable, "criteria">,
  { amountFen, tenorMonths, securityOffered }: LoanRequest,
): RequestMismatch[] {
  const months = { min: BigInt(product.tenorMonths.min), max: BigInt(product.tenorMonths.max) };
  return [
    ...mismatch("amount", amountFen, product.amountFen),
    ...mismatch("tenor_months", tenorMonths === undefined ? undefined : BigInt(tenorMonths), months),
    ...unsecured(product, securityOffered),
  ];
}

function mismatch(
  property: "amount" | "tenor_months",
  asked: bigint | undefined,
  range: { readonly min: bigint; readonly max: bigint },
): RequestMismatch[] {
  const distance = asked === undefined ? 0n : outside(asked, range);
  if (asked === undefined || distance === 0n) return [];
  return [{ property, offered: [range.min, range.max], asked, distance }];
}

function unsecured(
  { security }: Pick<Explainable, "security">,
  asked: readonly string[] | undefined,
): RequestMismatch[] {
  if (asked === undefined || security === "none" || asked.includes(security)) return [];
  return [{ property: "security_offered", offered: security, asked, distance: null }];
}
