import { encodeBytes32String } from "ethers";
import { z } from "zod";
export { applicationId as loanId, assetId, uscc as entity } from "../http/parameters.ts";

/** Parts of the bodies of `POST /v1/prepare/{step}`. Amounts and ids are decimal text, as in all answers. */

const MAX_56 = 2n ** 56n - 1n;
const MAX_40 = 2n ** 40n - 1n;
const SHORT_TEXT = /^[\x20-\x7e]{1,31}$/;

function whole(rule: string, min: bigint, max: bigint) {
  return z
    .string("must be a whole number as text")
    .regex(/^(0|[1-9]\d{0,29})$/, rule)
    .transform((text) => BigInt(text))
    .refine((value) => value >= min && value <= max, rule);
}

/** @param max the most that the contract's field holds */
export function fen(description: string, { min = 1n, max = MAX_56 } = {}) {
  return whole(`must be a whole number of fen from ${min} to ${max}, as text`, min, max).meta({
    type: "string",
    description: `${description}, in fen, as decimal text.`,
    example: "100000000",
  });
}

export const feeFen = fen("Fee owed on disbursement", { min: 0n, max: MAX_40 });

export const productId = whole("must be the number of a product on the chain, as text", 1n, 2n ** 32n - 1n).meta({
  type: "string",
  description: "Number of the product on the chain: `onChain.productId` of /v1/products.",
  example: "1",
});

export const unixSeconds = whole("must be unix seconds as text", 0n, MAX_40).meta({
  type: "string",
  description: "Unix seconds as decimal text.",
  example: "1583020800",
});

export function small(rule: string, max: number) {
  return z
    .int(`must be a whole number ${rule}`)
    .min(0, "must not be negative")
    .max(max, `must be at most ${max}`)
    .transform((value) => BigInt(value));
}

export const tenorMonths = small("of months", 360).meta({ type: "integer", description: "In months.", example: 12 });
export const rateBps = small("of basis points", 65_535).meta({
  type: "integer",
  description: "Annual rate in basis points.",
  example: 435,
});

/** A 32-byte hash, or a short text that the chain keeps as it is. */
export const reference = z
  .string()
  .transform((text, context) => {
    if (/^0x[0-9a-fA-F]{64}$/.test(text)) return text.toLowerCase();
    if (SHORT_TEXT.test(text)) return encodeBytes32String(text);
    context.addIssue("must be 0x and 64 hex digits, or 1 to 31 printable ASCII characters");
    return z.NEVER;
  })
  .meta({
    type: "string",
    description: "A hash of the document, or 1 to 31 printable ASCII characters that name it. Everybody can read it.",
    example: "transfer 20200301-17",
  });
