import type { Product } from "../../../catalogue/index.ts";
import { distanceOutside } from "./range.ts";

/** What a company asks for; absent properties are not judged. */
export interface LoanRequest {
  amountFen?: bigint | undefined;
  tenorMonths?: number | undefined;
  /** Labels of `security_offered`. A product that needs none takes any. */
  securityOffered?: readonly string[] | undefined;
}

/** Something of the request that does not fit a product. */
export interface RequestMismatch {
  property: "amount" | "tenor_months" | "security_offered";
  /** The product's closed range, or the security that it needs. */
  offered: readonly [bigint, bigint] | string;
  asked: bigint | readonly string[];
  /** Fen or months; null for security. */
  distance: bigint | null;
}

/** Where the request lies outside what the product offers; empty when it fits. */
export function requestMismatches(product: Product, request: LoanRequest): RequestMismatch[] {
  const { amountFen, tenorMonths, securityOffered } = request;
  return [
    ...outside("amount", amountFen, [product.amountFen.min, product.amountFen.max]),
    ...outside("tenor_months", tenorMonths, [BigInt(product.tenorMonths.min), BigInt(product.tenorMonths.max)]),
    ...unsecured(product, securityOffered),
  ];
}

function outside(
  property: "amount" | "tenor_months",
  value: bigint | number | undefined,
  offered: readonly [bigint, bigint],
): RequestMismatch[] {
  if (value === undefined) return [];
  const asked = BigInt(value);
  const distance = distanceOutside(asked, offered);
  return distance === 0n ? [] : [{ property, offered, asked, distance }];
}

function unsecured({ security }: Product, asked: readonly string[] | undefined): RequestMismatch[] {
  if (asked === undefined || security === "none" || asked.includes(security)) return [];
  return [{ property: "security_offered", offered: security, asked, distance: null }];
}
