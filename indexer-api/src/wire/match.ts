import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import type { Judged, ProductExplanation, RequestMismatch } from "../engine/explain.ts";
import type { Failed, Unknown } from "../engine/judge.ts";
import type { Readings } from "../features/engine.ts";
import type { MissingFact } from "../features/facts.ts";
import { NOTHING_KNOWN } from "../features/reading.ts";
import type { UnmatchableProduct } from "../match-store/matchable.ts";
import type { LedgerProduct } from "../use-cases/products.ts";
import { hexData, names } from "./common.ts";
import { missingFact, missingView, quantity, quantityView } from "./feature.ts";
import { rank } from "./ranked.ts";
import { criterion, criterionView, productSummary, productSummaryView } from "./product.ts";

const failure = criterion
  .extend({
    actual: quantity,
    distance: quantity.nullable().meta({
      description: "How far off, in the unit; steps of the scale for ordered labels; null where nothing is measured.",
    }),
    evidence: z.array(hexData).meta({ description: "Ids of the attestations behind `actual`." }),
  })
  .meta({ id: "FailedCriterion" });

const open = criterion.extend({ missing: z.array(missingFact) }).meta({ id: "UnknownCriterion" });

const mismatch = z
  .strictObject({
    property: z.enum(["amount", "tenor_months", "security_offered"]),
    ...names,
    offered: quantity.meta({ description: "Smallest and largest, or the security that the product needs." }),
    asked: quantity,
    distance: quantity.nullable(),
    unit: z.string().nullable(),
  })
  .meta({ id: "RequestMismatch" });

export const eligible = productSummary.extend({ criteria: z.int(), rank }).meta({ id: "EligibleProduct" });

export const refused = productSummary
  .extend({ met: z.int(), failed: z.array(failure), mismatches: z.array(mismatch), unknown: z.array(open) })
  .meta({ id: "RefusedProduct" });

export const undecided = productSummary
  .extend({ met: z.int(), unknown: z.array(open) })
  .meta({ id: "UndecidedProduct" });

export const unreadable = productSummary.extend({ criteriaProblem: z.string() }).meta({ id: "UnreadableProduct" });

type Explained = ProductExplanation<LedgerProduct>;

export function unreadableViews(
  unmatchable: readonly UnmatchableProduct[],
  all: readonly LedgerProduct[],
): z.output<typeof unreadable>[] {
  const byId = new Map(all.map((product) => [product.id, product]));
  return unmatchable.map(({ product, problem }) => ({
    ...productSummaryView(byId.get(product) as LedgerProduct),
    criteriaProblem: problem,
  }));
}

export function eligibleView(product: LedgerProduct, ranked: z.output<typeof rank>): z.output<typeof eligible> {
  return { ...productSummaryView(product), criteria: product.criteria.length, rank: ranked };
}

export function refusedView(explained: Explained, readings: Readings, catalogue: Catalogue): z.output<typeof refused> {
  return {
    ...undecidedView(explained, readings, catalogue),
    failed: explained.failed.map((one) => failureView(one, readings, catalogue)),
    mismatches: explained.mismatches.map((one) => mismatchView(one, catalogue)),
  };
}

export function undecidedView(
  { product, met, unknown }: Explained,
  readings: Readings,
  catalogue: Catalogue,
): z.output<typeof undecided> {
  return {
    ...productSummaryView(product),
    met,
    unknown: unknown.map((one) => openView(one, readings, catalogue)),
  };
}

function failureView({ criterion, verdict }: Judged<Failed>, readings: Readings, catalogue: Catalogue) {
  const feature = catalogue.featureById.get(criterion.feature);
  const reading = readings.get(criterion.feature) ?? NOTHING_KNOWN;
  if (!feature) throw new Error(`there is no feature "${criterion.feature}"`);
  // Between two places on a scale of labels there are whole steps, not units.
  const scale = { scale: feature.type === "number" ? feature.scale : 0 };
  // A label that the engine has no place for is told as it was stated.
  const stated = reading.state === "known" ? reading.value : "";
  return {
    ...criterionView(criterion, catalogue),
    actual: quantityView(verdict.actual ?? stated, feature),
    distance: verdict.distance === null ? null : quantityView(verdict.distance, scale),
    evidence: [...reading.evidence],
  };
}

function openView({ criterion, verdict }: Judged<Unknown>, readings: Readings, catalogue: Catalogue) {
  const missing = missingBehind(criterion.feature, verdict, readings);
  return { ...criterionView(criterion, catalogue), missing: missing.map((one) => missingView(one, catalogue)) };
}

/** The facts behind what is unknown, each once: of a set only those of the labels asked about. */
function missingBehind(feature: string, { labels }: Unknown, readings: Readings): MissingFact[] {
  const reading = readings.get(feature) ?? NOTHING_KNOWN;
  if (reading.state === "unknown") return [...reading.missing];
  if (reading.state === "known") return [];
  const missing = labels.map((label) => reading.labels.get(label)).filter((known) => typeof known === "object");
  return [...new Map(missing.map((fact) => [fact.fact, fact])).values()];
}

function mismatchView({ property, offered, asked, distance }: RequestMismatch, catalogue: Catalogue) {
  const described = catalogue.requestProperties.find(({ id }) => id === property);
  if (!described) throw new Error(`there is no request property "${property}"`);
  const { nameEn, nameZh, unit } = described;
  const scale = { scale: catalogue.units.find((known) => known.unit === unit)?.scale ?? 0 };
  return {
    ...{ property, nameEn, nameZh, unit },
    offered: quantityView(offered, scale),
    asked: quantityView(asked, scale),
    distance: distance === null ? null : quantityView(distance, scale),
  };
}
