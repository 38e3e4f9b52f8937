import { AbiCoder, keccak256, ZeroHash } from "ethers";
import type { ProductRow } from "../data/products.ts";
import type { FieldError } from "../http/problem.ts";
import type { Offer } from "../lending/loan.ts";
import { CALLS } from "./contracts.ts";
import { money, moment, months, plain, rate } from "./readable.ts";
import type { Readable } from "./readable.ts";
import { refusal } from "./step.ts";

/** The rules of `Applications.sol`. */
export const APPLICATION_SECONDS = 60n * 86_400n;
export const MAX_PLEDGES = 20;
const FEE_DIVISOR = 10n;

/** An offer as it is before the chain has seen it. */
export type Terms = Omit<Offer, "offerHash">;

/** As `ILoanDesk.Offer`. */
export function offerStruct({ guarantor, collateral, ...rest }: Terms) {
  return {
    ...{ amountFen: rest.amountFen, feeFen: rest.feeFen, tenorMonths: rest.tenorMonths, rateBps: rest.rateBps },
    ...{ overdueRateBps: rest.overdueRateBps, validUntil: rest.validUntil, guaranteedFen: rest.guaranteedFen },
    guarantor: guarantor ?? ZeroHash,
    collateral: collateral.map(({ assetId, securedFen }) => ({ assetId, securedFen })),
  };
}

/** What guarantors promise for: `keccak256(abi.encode(Offer))`. */
export function offerHashOf(terms: Terms): string {
  const type = CALLS.LoanDesk.getFunction("offer")?.inputs[1];
  if (!type) throw new Error("the LoanDesk has no offer(uint64, Offer)");
  return keccak256(AbiCoder.defaultAbiCoder().encode([type], [offerStruct(terms)]));
}

/** The highest annual rate after the due day: half as much again. */
export function highestOverdueRate(rateBps: bigint): bigint {
  return (rateBps * 3n) / 2n;
}

export function offerFields(terms: Terms, nameOf: (entityId: string) => string): Readable[] {
  const { guarantor } = terms;
  return [
    money(["amountFen", "Principal", "本金"], terms.amountFen),
    money(["feeFen", "Fee, owed on disbursement", "费用（放款时计收）"], terms.feeFen),
    months(["tenorMonths", "Tenor", "期限"], terms.tenorMonths),
    rate(["rateBps", "Interest rate", "利率"], terms.rateBps),
    rate(["overdueRateBps", "Interest rate when overdue", "逾期利率"], terms.overdueRateBps),
    moment(["validUntil", "Offer valid until", "报价有效期至"], terms.validUntil),
    ...(guarantor === null
      ? []
      : [
          plain(["guarantor", "Guarantor", "担保人"], guarantor, nameOf(guarantor)),
          money(["guaranteedFen", "Guaranteed amount", "担保金额"], terms.guaranteedFen),
        ]),
    ...terms.collateral.map(({ assetId, securedFen }, index) =>
      money([`collateral[${index}]`, `Pledge of asset ${assetId}`, `质押资产${assetId}`], securedFen),
    ),
    plain(["offerHash", "Hash of the offer", "报价哈希"], offerHashOf(terms)),
  ];
}

/** Where an application or offer lies outside what the product allows. */
export function outsideProduct(
  { amountFen, tenorMonths }: Pick<Terms, "amountFen" | "tenorMonths">,
  product: Pick<ProductRow, "amountFen" | "tenorMonths">,
): FieldError[] {
  return [
    ...outside("amountFen", amountFen, product.amountFen),
    ...outside("tenorMonths", tenorMonths, product.tenorMonths),
  ];
}

/** Everything in an offer that the chain refuses whatever else happens. */
export function offerRefusals(terms: Terms, product: ProductRow, borrower: string, now: bigint): FieldError[] {
  const { rateBps, overdueRateBps, feeFen, amountFen, validUntil, collateral } = terms;
  const assetIds = collateral.map(({ assetId }) => assetId);
  return [
    ...outsideProduct(terms, product),
    ...outside("rateBps", rateBps, product.annualRateBps),
    ...outside("overdueRateBps", overdueRateBps, { min: rateBps, max: highestOverdueRate(rateBps) }),
    ...outside("feeFen", feeFen, { min: 0n, max: amountFen / FEE_DIVISOR }),
    ...outside("validUntil", validUntil, { min: now, max: now + APPLICATION_SECONDS }),
    ...guaranteeRefusals(terms, borrower, product.lender),
    ...(assetIds.length > MAX_PLEDGES
      ? [refusal("collateral", BigInt(assetIds.length), `must name ${MAX_PLEDGES} assets at most`)]
      : []),
    ...(new Set(assetIds).size < assetIds.length
      ? [refusal("collateral", assetIds.join(), "must name each asset once")]
      : []),
  ];
}

function guaranteeRefusals(
  { guarantor, guaranteedFen, amountFen }: Terms,
  borrower: string,
  lender: string,
): FieldError[] {
  if (guarantor === borrower) return [refusal("guarantor", guarantor, "must not be the company itself")];
  if (guarantor === lender) return [refusal("guarantor", guarantor, "must not be the lender itself")];
  if ((guarantor === null) !== (guaranteedFen === 0n)) {
    return [refusal("guaranteedFen", guaranteedFen, "must be given together with guarantor, or neither")];
  }
  return outside("guaranteedFen", guaranteedFen, { min: 0n, max: 2n * amountFen });
}

export function outside(field: string, value: bigint, { min, max }: { min: bigint; max: bigint }): FieldError[] {
  return value >= min && value <= max ? [] : [refusal(field, value, `must be from ${min} to ${max}`)];
}
