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

export const NOTHING = z.strictObject({});
