import type { Product } from "./types.ts";

/** `IProductCatalogue.Terms` as ethers takes it. */
export interface OnChainTerms {
  readonly minAmountFen: bigint;
  readonly maxAmountFen: bigint;
  readonly minTenorMonths: number;
  readonly maxTenorMonths: number;
  readonly minRateBps: number;
  readonly maxRateBps: number;
  /** Bit n: assets of kind number n are accepted. */
  readonly collateralKinds: number;
}

/** The terms with which a product is published on the chain. */
export function onChainTerms({ amountFen, tenorMonths, annualRateBps, collateralBits }: Product): OnChainTerms {
  return {
    minAmountFen: amountFen.min,
    maxAmountFen: amountFen.max,
    minTenorMonths: tenorMonths.min,
    maxTenorMonths: tenorMonths.max,
    minRateBps: annualRateBps.min,
    maxRateBps: annualRateBps.max,
    collateralKinds: collateralBits,
  };
}
