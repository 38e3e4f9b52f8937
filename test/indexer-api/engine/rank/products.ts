import fc from "fast-check";
import { loadCatalogue } from "../../../../catalogue/index.ts";
import type { RankProduct } from "../../../../indexer-api/src/engine/rank/prepare.ts";
import { prepareRanking } from "../../../../indexer-api/src/engine/rank/prepare.ts";
import type { RankQuestion } from "../../../../indexer-api/src/engine/rank/question.ts";

export const catalogue = loadCatalogue();

/** A plain bank loan, with what a test wants to be different. */
export function product(changes: Partial<RankProduct> & { readonly id: string }): RankProduct {
  return {
    type: "credit_loan",
    lender: "kapok",
    amountFen: { min: 10_000_000n, max: 500_000_000n },
    tenorMonths: { min: 6, max: 24 },
    annualRateBps: { min: 400, max: 800 },
    security: "none",
    ...changes,
  };
}

export function question(changes: Partial<RankQuestion> = {}): RankQuestion {
  return { request: {}, defaultBps: 314, history: null, ...changes };
}

/** Bits of all slots. */
export function all(count: number): Uint32Array {
  const bits = new Uint32Array(Math.ceil(count / 32) + 1);
  for (let slot = 0; slot < count; slot++) bits[slot >> 5] = (bits[slot >> 5] as number) | (1 << (slot & 31));
  return bits;
}

export function prepared(products: readonly (RankProduct | undefined)[]) {
  return prepareRanking(products, catalogue);
}

/** The three products of docs/ranking.md. */
export const EXAMPLE: readonly RankProduct[] = [
  product({ id: "credit" }),
  product({
    ...{
      id: "guaranteed",
      type: "guaranteed",
      lender: "lingnan_first",
      security: "guarantor",
      amountFormula: "per guarantee",
    },
    amountFen: { min: 10_000_000n, max: 1_000_000_000n },
    tenorMonths: { min: 6, max: 36 },
    annualRateBps: { min: 350, max: 550 },
  }),
  product({
    ...{ id: "mortgage", type: "real_estate", lender: "pearl_estuary", security: "real_estate" },
    amountFen: { min: 20_000_000n, max: 2_000_000_000n },
    tenorMonths: { min: 12, max: 120 },
    annualRateBps: { min: 300, max: 500 },
  }),
];

const securities = catalogue.pricing.lossGivenDefault.map(({ security }) => security);

function range(min: number, max: number) {
  return fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => ({
    min: Math.min(a, b),
    max: Math.max(a, b),
  }));
}

const anyProduct = fc.record({
  type: fc.constantFrom(...catalogue.productTypes.map(({ id }) => id)),
  lender: fc.constantFrom(...catalogue.lenders.map(({ code }) => code), "stranger"),
  amountFen: range(1, 2 ** 40).map(({ min, max }) => ({ min: BigInt(min), max: BigInt(max) })),
  tenorMonths: range(1, 360),
  annualRateBps: range(0, 3600),
  security: fc.constantFrom(...securities),
});

/** Products with ids of their own, in an order that is not that of the ids. */
export function someProducts(most: number): fc.Arbitrary<RankProduct[]> {
  return fc
    .uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 4 }), anyProduct), {
      ...{ minLength: 1, maxLength: most },
      selector: ([id]) => id,
    })
    .map((pairs) => pairs.map(([id, rest]) => ({ id, ...rest })));
}

export const someQuestion: fc.Arbitrary<RankQuestion> = fc.record({
  request: fc.record(
    {
      amountFen: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
      tenorMonths: fc.integer({ min: 1, max: 1200 }),
      securityOffered: fc.subarray(securities),
    },
    { requiredKeys: [] },
  ),
  defaultBps: fc.option(fc.integer({ min: 0, max: 10_000 })),
  history: fc.constant(null),
});
