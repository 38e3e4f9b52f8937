import { z } from "zod";
import { parseUscc } from "../../../catalogue/index.ts";

/** A unified social credit code in its written form, whatever the case it was given in. */
export const uscc = z
  .string()
  .transform((text, context) => {
    try {
      return parseUscc(text);
    } catch (error) {
      context.addIssue((error as Error).message);
      return z.NEVER;
    }
  })
  .meta({
    type: "string",
    description: "Unified social credit code (GB 32100-2015): 18 characters, of which the last checks the others.",
    example: "9144030071526726XG",
  });

export const attestationId = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.string().regex(/^0x[0-9a-f]{54}$/, "must be 0x and 54 hex digits: the first 27 bytes of the record's hash"))
  .meta({
    type: "string",
    description: "Attestation id: the first 27 bytes of keccak256 of the record.",
    example: `0x${"5a".repeat(27)}`,
  });

export const assetId = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.string().regex(/^0x[0-9a-f]{64}$/, "must be 0x and 64 hex digits"))
  .meta({ type: "string", description: "Asset id, which is also the token's.", example: `0x${"a5".repeat(32)}` });

/** The chain numbers with 64 bits without a sign; it will never get to where PostgreSQL's bigint ends. */
const MAX_INT64 = 2n ** 63n - 1n;
const APPLICATION_ID = "must be the number of a case: a whole number above 0";

/** Cases are numbered from 1, and a case keeps its number when it becomes a loan. */
export const applicationId = z
  .string("must be a whole number as text")
  .regex(/^[1-9]\d{0,18}$/, APPLICATION_ID)
  .transform((text) => BigInt(text))
  .refine((id) => id <= MAX_INT64, APPLICATION_ID)
  .meta({ type: "string", description: "Number of the case, as decimal text.", example: "1" });

export const NOTHING = z.strictObject({});
