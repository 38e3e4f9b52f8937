import { z } from "zod";
import { entityIdOf } from "../../../catalogue/index.ts";
import type { Catalogue, Criterion } from "../../../catalogue/index.ts";
import type { LedgerProduct } from "../use-cases/products.ts";
import { hexData, integer, names, time } from "./common.ts";
import { quantity, quantityView } from "./feature.ts";

const months = z.strictObject({ min: z.int(), max: z.int() });

export const productSummary = z
  .strictObject({
    id: z.string().meta({
      example: "tax_loan-001",
      description: "The lender's code on the chain for what the catalogue lists; `chain-` and its number for the rest.",
    }),
    type: z.string(),
    ...names,
    lender: z.strictObject({ code: z.string(), ...names, kind: z.string(), uscc: z.string(), entityId: hexData }),
    amountFen: z.strictObject({ min: integer, max: integer }),
    tenorMonths: months,
    annualRateBps: months,
    security: z.string(),
    collateralKinds: z.array(z.string()).meta({ description: "Codes of the asset kinds that may be pledged." }),
    amountFormula: z.string(),
    onChain: z
      .strictObject({
        productId: integer,
        version: integer,
        retired: z.boolean(),
        settlementToken: hexData.nullable().meta({ description: "Null when money moves off the chain." }),
        publishedAt: time,
      })
      .nullable()
      .meta({ description: "Null while the lender has not published it; then nobody can apply." }),
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
  .extend({
    typeNames: z.strictObject(names),
    criteria: z.array(criterion),
    criteriaProblem: z
      .string()
      .nullable()
      .meta({ description: "Why the criteria on the chain cannot be read; then `criteria` is empty." }),
  })
  .meta({ id: "Product" });

export function productSummaryView(of: LedgerProduct): z.output<typeof productSummary> {
  const { id, type, nameEn, nameZh, tenorMonths, annualRateBps, security, amountFormula, lenderRef } = of;
  return {
    ...{ id, type, nameEn, nameZh, security, amountFormula },
    lender: {
      ...{ code: lenderRef.code, nameEn: lenderRef.nameEn, nameZh: lenderRef.nameZh, kind: lenderRef.kind },
      ...{ uscc: lenderRef.uscc, entityId: of.onChain?.lender ?? entityIdOf(lenderRef.uscc) },
    },
    amountFen: { min: of.amountFen.min.toString(), max: of.amountFen.max.toString() },
    tenorMonths: { ...tenorMonths },
    annualRateBps: { ...annualRateBps },
    collateralKinds: [...of.collateralKinds],
    onChain: onChainView(of),
  };
}

function onChainView({ onChain }: LedgerProduct): z.output<typeof productSummary>["onChain"] {
  if (onChain === null) return null;
  const { productId, version, retired, settlementToken, publishedAt } = onChain;
  return {
    ...{ retired, settlementToken },
    productId: productId.toString(),
    version: version.toString(),
    publishedAt: publishedAt.toString(),
  };
}

export function productView(of: LedgerProduct, catalogue: Catalogue): z.output<typeof product> {
  const type = catalogue.productTypes.find(({ id }) => id === of.type);
  return {
    ...productSummaryView(of),
    typeNames: { nameEn: type?.nameEn ?? of.type, nameZh: type?.nameZh ?? of.type },
    criteria: of.criteria.map((one) => criterionView(one, catalogue)),
    criteriaProblem: of.criteriaProblem,
  };
}

export function criterionView({ feature: id, operator, value }: Criterion, { featureById }: Catalogue) {
  const feature = featureById.get(id);
  if (!feature) throw new Error(`there is no feature "${id}"`);
  const { nameEn, nameZh, unit, displayUnit } = feature;
  return { feature: id, nameEn, nameZh, operator, threshold: quantityView(value, feature), unit, displayUnit };
}
