import { z } from "zod";
import type { Catalogue, Criterion, Product } from "../../../catalogue/index.ts";
import { integer, names } from "./common.ts";
import { quantity, quantityView } from "./feature.ts";

const months = z.strictObject({ min: z.int(), max: z.int() });

export const productSummary = z
  .strictObject({
    id: z.string().meta({ example: "tax_loan-001" }),
    type: z.string(),
    ...names,
    lender: z.strictObject({ code: z.string(), ...names, kind: z.string(), uscc: z.string() }),
    amountFen: z.strictObject({ min: integer, max: integer }),
    tenorMonths: months,
    annualRateBps: months,
    security: z.string(),
    amountFormula: z.string(),
  })
  .meta({ id: "ProductSummary" });

export const criterion = z
  .strictObject({
    feature: z.string(),
    ...names,
    operator: z.enum([">=", "<=", "between", "==", "in", "not in", "any of", "none of"]),
    threshold: quantity,
    unit: z.string().nullable(),
    displayUnit: z.string().nullable(),
  })
  .meta({ id: "Criterion" });

export const product = productSummary
  .extend({ typeNames: z.strictObject(names), criteria: z.array(criterion) })
  .meta({ id: "Product" });

export function productSummaryView(of: Product, { lenderByCode }: Catalogue): z.output<typeof productSummary> {
  const lender = lenderByCode.get(of.lender);
  if (!lender) throw new Error(`product ${of.id}: there is no lender "${of.lender}"`);
  const { id, type, nameEn, nameZh, tenorMonths, annualRateBps, security, amountFormula } = of;
  return {
    ...{ id, type, nameEn, nameZh, security, amountFormula },
    lender: { code: lender.code, nameEn: lender.nameEn, nameZh: lender.nameZh, kind: lender.kind, uscc: lender.uscc },
    amountFen: { min: of.amountFen.min.toString(), max: of.amountFen.max.toString() },
    tenorMonths: { ...tenorMonths },
    annualRateBps: { ...annualRateBps },
  };
}

export function productView(of: Product, catalogue: Catalogue): z.output<typeof product> {
  const type = catalogue.productTypes.find(({ id }) => id === of.type);
  return {
    ...productSummaryView(of, catalogue),
    typeNames: { nameEn: type?.nameEn ?? of.type, nameZh: type?.nameZh ?? of.type },
    criteria: of.criteria.map((one) => criterionView(one, catalogue)),
  };
}

export function criterionView({ feature: id, operator, value }: Criterion, { featureById }: Catalogue) {
  const feature = featureById.get(id);
  if (!feature) throw new Error(`there is no feature "${id}"`);
  const { nameEn, nameZh, unit, displayUnit } = feature;
  return { feature: id, nameEn, nameZh, operator, threshold: quantityView(value, feature), unit, displayUnit };
}
