import type { Catalogue, Fee, Pricing, ProductRow } from "../../../../catalogue/index.ts";
import { churnTables } from "./churn.ts";
import type { ChurnTable } from "./churn.ts";
import { PPM_PER_BPS, tableByDefault } from "./default-probability.ts";

/** What the ranking needs of a product; the catalogue's Product and the API's LedgerProduct are assignable. */
export type RankProduct = Pick<
  ProductRow,
  "id" | "type" | "lender" | "amountFen" | "tenorMonths" | "annualRateBps" | "security"
> &
  Partial<Pick<ProductRow, "amountFormula">>;

/** How a product finances. Loans come before the others: a fee for a bond is not comparable with interest. */
export const INSTRUMENTS = ["loan", "bond", "equity"] as const;
export type Instrument = (typeof INSTRUMENTS)[number];

/** What something is called. */
export interface Names {
  readonly nameEn: string;
  readonly nameZh: string;
}

/** Products and assumptions in the form that ranks quickly. Arrays are by slot unless said otherwise. */
export interface PreparedRanking {
  readonly pricing: Pricing;
  /** By slot; undefined where a slot is free. */
  readonly products: readonly (RankProduct | undefined)[];
  /** Place of the product's id among all ids in the order of their UTF-16 code units: decides ties. */
  readonly idPlace: Int32Array;
  /** Place in `INSTRUMENTS`. */
  readonly instrument: Uint8Array;
  /** Place in `securities` of what the product needs. */
  readonly security: Uint16Array;
  /** Labels of securities that products need; the first is that of needing none. */
  readonly securities: readonly string[];
  /** Names of securities, by label. */
  readonly securityNames: ReadonlyMap<string, Names>;
  /** `TERMS` numbers for each slot, at the places below. */
  readonly terms: Float64Array;
  /** What its security costs: all fees together, `FEE_TERMS` numbers for each tier of the amount, tiers ascending. */
  readonly feeTiers: readonly Float64Array[];
  readonly lossGivenDefaultBps: Float64Array;
  readonly fundingBps: Float64Array;
  readonly operatingBps: Float64Array;
  /** Code of the lender. */
  readonly lenders: readonly string[];
  /** By default probability in basis points: place between the least and the highest rate, 0 to 10000. */
  readonly ratePositionBps: Uint16Array;
  /** By default probability in basis points. */
  readonly approvalBps: Uint16Array;
  readonly churn: ChurnTable;
  readonly referenceFen: number;
  readonly applicationFixedFen: number;
  readonly applicationOncePpm: number;
}

/** Places of a product's own numbers, which lie side by side because a ranking reads them together. */
export const LEAST_FEN = 0;
export const MOST_FEN = 1;
export const SHORTEST_MONTHS = 2;
export const LONGEST_MONTHS = 3;
export const LOWEST_RATE_BPS = 4;
export const RATE_SPREAD_BPS = 5;
export const TERMS = 6;

/** Places of a tier's own numbers: where it begins, parts of the amount, and what does not depend on it. */
export const ABOVE_FEN = 0;
export const YEARLY_PPM = 1;
export const YEARLY_FIXED_FEN = 2;
export const ONCE_PPM = 3;
export const ONCE_FIXED_FEN = 4;
export const FEE_TERMS = 5;

/** What a lender of an unknown kind, or a security without a figure, is reckoned as. */
const DEFAULT_KIND = "bank";
const NO_SECURITY = "none";
const DEFAULT_SECURITY = NO_SECURITY;
const SECURITY_OFFERED = "security_offered";
const NO_FEES = new Float64Array(0);

/**
 * Brings products and assumptions into the form that `rankFor` and `marginOf` use. To be called again when a product changes.
 * @param products by slot; undefined where a slot is free
 */
export function prepareRanking(
  products: readonly (RankProduct | undefined)[],
  { pricing, lenderByCode, requestProperties }: Pick<Catalogue, "pricing" | "lenderByCode" | "requestProperties">,
): PreparedRanking {
  const bySlot = (of: (product: RankProduct) => number) =>
    Float64Array.from(products, (product) => (product === undefined ? 0 : of(product)));
  const feeTiersOf = feeTiersBySecurity(pricing);
  const securities = [...new Set([NO_SECURITY, ...products.map((product) => product?.security ?? NO_SECURITY)])];
  const codes = new Map(securities.map((security, code) => [security, code]));
  const labels = requestProperties.find(({ id }) => id === SECURITY_OFFERED)?.values ?? [];
  const costsOf = ({ lender }: RankProduct) => lenderCosts(pricing, lenderByCode.get(lender)?.kind);
  return {
    ...{ pricing, products },
    idPlace: idPlaces(products),
    instrument: Uint8Array.from(products, (product) => INSTRUMENTS.indexOf(instrumentOf(pricing, product))),
    security: Uint16Array.from(products, (product) => codes.get(product?.security ?? NO_SECURITY) as number),
    securities,
    securityNames: new Map(labels.map(({ label, nameEn, nameZh }) => [label, { nameEn, nameZh }])),
    terms: Float64Array.from(products.flatMap(termsOf)),
    feeTiers: products.map((product) => (product && feeTiersOf.get(product.security)) ?? NO_FEES),
    lossGivenDefaultBps: bySlot(({ security }) => lossGivenDefault(pricing, security)),
    fundingBps: bySlot((product) => (instrumentOf(pricing, product) === "bond" ? 0 : costsOf(product).fundingBps)),
    operatingBps: bySlot((product) => costsOf(product).operatingBps),
    lenders: products.map((product) => product?.lender ?? ""),
    ratePositionBps: tableByDefault(pricing.ratePosition.points),
    approvalBps: tableByDefault(pricing.approval.points),
    churn: churnTables(pricing.churn),
    referenceFen: Number(pricing.reference.amountFen),
    applicationFixedFen: Number(pricing.application.fixedFen),
    applicationOncePpm: pricing.application.onceBps * PPM_PER_BPS,
  };
}

/** Lenders write their terms on the chain themselves: an amount or a tenor of 0 counts as 1. */
function termsOf(product: RankProduct | undefined): number[] {
  if (product === undefined) return Array.from({ length: TERMS }, () => 0);
  const { amountFen, tenorMonths, annualRateBps } = product;
  return [
    ...[Math.max(1, Number(amountFen.min)), Math.max(1, Number(amountFen.max))],
    ...[Math.max(1, tenorMonths.min), Math.max(1, tenorMonths.max)],
    ...[annualRateBps.min, annualRateBps.max - annualRateBps.min],
  ];
}

function idPlaces(products: readonly (RankProduct | undefined)[]): Int32Array {
  const places = new Int32Array(products.length);
  const ids = products.flatMap((product, slot) => (product ? [{ id: product.id, slot }] : []));
  ids.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  for (const [place, { slot }] of ids.entries()) places[slot] = place;
  return places;
}

function instrumentOf({ instruments }: Pricing, product: RankProduct | undefined): Instrument {
  return instruments.find(({ type }) => type === product?.type)?.instrument ?? "loan";
}

function feeTiersBySecurity({ fees }: Pricing): Map<string, Float64Array> {
  const securities = new Set(fees.map(({ security }) => security));
  return new Map([...securities].map((one) => [one, feeTiersOf(fees.filter(({ security }) => security === one))]));
}

/** Fees of one security added up, from each amount on at which one of them changes. */
function feeTiersOf(fees: readonly Fee[]): Float64Array {
  const begins = new Set(fees.flatMap(({ tiers }) => tiers.map(({ aboveFen }) => Number(aboveFen))));
  const tiers = [...begins]
    .sort((a, b) => a - b)
    .map((aboveFen) => {
      const tier = [aboveFen, 0, 0, 0, 0];
      for (const { charged, tiers: own } of fees) {
        const found = own.findLast((one) => Number(one.aboveFen) <= aboveFen);
        const [ppmAt, fixedAt] = charged === "once" ? [ONCE_PPM, ONCE_FIXED_FEN] : [YEARLY_PPM, YEARLY_FIXED_FEN];
        tier[ppmAt] = (tier[ppmAt] as number) + (found?.bps ?? 0) * PPM_PER_BPS;
        tier[fixedAt] = (tier[fixedAt] as number) + Number(found?.fixedFen ?? 0n);
      }
      return tier;
    });
  return Float64Array.from(tiers.flat());
}

function lossGivenDefault({ lossGivenDefault: known }: Pricing, security: string): number {
  const found =
    known.find((one) => one.security === security) ?? known.find((one) => one.security === DEFAULT_SECURITY);
  return found?.bps ?? 0;
}

function lenderCosts({ lenderCosts: known }: Pricing, kind: string | undefined) {
  const found = known.find((one) => one.kind === kind) ?? known.find((one) => one.kind === DEFAULT_KIND);
  return found ?? { fundingBps: 0, operatingBps: 0 };
}
