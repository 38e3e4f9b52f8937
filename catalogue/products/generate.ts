import type { Feature, Lender, ProductRow, ProductType } from "../types.ts";
import { criteriaFor } from "./criteria.ts";
import { shuffle } from "./draw.ts";
import { brandsFor, productNames } from "./names.ts";
import { amountRange, rateRange, tenorRange } from "./ranges.ts";

export interface Ingredients {
  readonly productTypes: readonly ProductType[];
  readonly lenders: readonly Lender[];
  readonly features: readonly Feature[];
}

/** All development products: of each type as many as it says, dealt out to the lenders of the right kinds in turn. */
export function generateProducts({ productTypes, lenders, features }: Ingredients): ProductRow[] {
  const featureById = new Map(features.map((feature) => [feature.id, feature]));
  return productTypes.flatMap((type) => {
    const dealt = lendersInTurn(type, lenders);
    return brandsFor(type)
      .slice(0, type.count)
      .map((brand, index) => {
        const lender = dealt[index % dealt.length] as Lender;
        return product(type, index + 1, lender, brand, featureById);
      });
  });
}

function product(
  type: ProductType,
  number: number,
  lender: Lender,
  brand: { nameEn: string; nameZh: string },
  features: ReadonlyMap<string, Feature>,
): ProductRow {
  const id = `${type.id}-${String(number).padStart(3, "0")}`;
  return {
    id,
    type: type.id,
    lender: lender.code,
    ...productNames(lender, brand, type),
    amountFen: amountRange(id, type),
    tenorMonths: tenorRange(id, type),
    annualRateBps: rateRange(id, type),
    security: type.security,
    collateralKinds: type.collateralKinds,
    settlement: number <= type.tokenSettled ? "token" : "off_chain",
    amountFormula: type.amountFormula,
    criteria: criteriaFor(id, type, lender, features),
  };
}

/** Lenders other than banks come first: of a type that both offer, they would else get nothing when it has few products. */
function lendersInTurn(type: ProductType, lenders: readonly Lender[]): Lender[] {
  const eligible = shuffle(
    `${type.id}/lenders`,
    lenders.filter(({ kind }) => type.lenderKinds.includes(kind)),
  );
  if (eligible.length === 0) throw new RangeError(`${type.id}: no lender of kind ${type.lenderKinds.join(", ")}`);
  return [...eligible.filter(({ kind }) => kind !== "bank"), ...eligible.filter(({ kind }) => kind === "bank")];
}
