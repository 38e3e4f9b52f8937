import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import type { Judged, ProductMatch } from "../matching/match.ts";
import type { RequestMismatch } from "../matching/request.ts";
import type { Failed, Unknown } from "../matching/verdict.ts";
import type { LedgerProduct } from "../use-cases/products.ts";
import { hexData, names } from "./common.ts";
import { missingFact, missingView, quantity, quantityView } from "./feature.ts";
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

export const eligible = productSummary.extend({ criteria: z.int() }).meta({ id: "EligibleProduct" });

export const refused = productSummary
  .extend({ met: z.int(), failed: z.array(failure), mismatches: z.array(mismatch), unknown: z.array(open) })
  .meta({ id: "RefusedProduct" });

export const undecided = productSummary
  .extend({ met: z.int(), unknown: z.array(open) })
  .meta({ id: "UndecidedProduct" });

export const unreadable = productSummary.extend({ criteriaProblem: z.string() }).meta({ id: "UnreadableProduct" });

export function unreadableView(product: LedgerProduct): z.output<typeof unreadable> {
  return { ...productSummaryView(product), criteriaProblem: product.criteriaProblem ?? "" };
}

export function eligibleView({ product, met }: ProductMatch<LedgerProduct>): z.output<typeof eligible> {
  return { ...productSummaryView(product), criteria: met };
}

export function refusedView(match: ProductMatch<LedgerProduct>, catalogue: Catalogue): z.output<typeof refused> {
  return {
    ...undecidedView(match, catalogue),
    failed: match.failed.map((one) => failureView(one, catalogue)),
    mismatches: match.mismatches.map((one) => mismatchView(one, catalogue)),
  };
}

export function undecidedView(
  { product, met, unknown }: ProductMatch<LedgerProduct>,
  catalogue: Catalogue,
): z.output<typeof undecided> {
  return {
    ...productSummaryView(product),
    met,
    unknown: unknown.map((one) => openView(one, catalogue)),
  };
}

function failureView({ criterion, feature, verdict, evidence }: Judged<Failed>, catalogue: Catalogue) {
  // Between two places on a scale of labels there are whole steps, not units.
  const scale = { scale: feature.type === "number" ? feature.scale : 0 };
  return {
    ...criterionView(criterion, catalogue),
    actual: quantityView(verdict.actual, feature),
    distance: verdict.distance === null ? null : quantityView(verdict.distance, scale),
    evidence: [...evidence],
  };
}

function openView({ criterion, verdict }: Judged<Unknown>, catalogue: Catalogue) {
  return {
    ...criterionView(criterion, catalogue),
    missing: verdict.missing.map((missing) => missingView(missing, catalogue)),
  };
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
