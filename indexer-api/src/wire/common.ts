import { z } from "zod";
import type { Agency, Catalogue, Issuer } from "../../../catalogue/index.ts";
import { explain } from "../access/policy.ts";
import type { AccessPolicy } from "../access/policy.ts";
import type { Block } from "../data/follow-state.ts";

/** Shapes that many responses share, and how they are made. */

export const integer = z
  .string()
  .regex(/^-?\d+$/)
  .meta({ description: "Integer as decimal text.", example: "150000" });
export const hexData = z.string().regex(/^0x[0-9a-fA-F]*$/);
export const time = integer.meta({
  description: "Unix seconds as decimal text, as on the chain.",
  example: "1583020800",
});
export const names = { nameEn: z.string(), nameZh: z.string() };

export const asOf = z
  .strictObject({ block: integer, blockHash: hexData, time })
  .meta({ id: "AsOf", description: "The block up to which everything is known; its time decides what has expired." });

export function asOfBlock({ number, hash, time: unixSeconds }: Block): z.output<typeof asOf> {
  return { block: number.toString(), blockHash: hash, time: unixSeconds.toString() };
}

export const access = z
  .strictObject({ policy: z.enum(["public", "development"]), note: z.string() })
  .meta({ id: "AccessPolicy", description: "What this service may show." });

export function accessOf(policy: AccessPolicy): z.output<typeof access> {
  return explain(policy);
}

export const agencyRef = z
  .strictObject({ number: z.int(), code: z.string(), ...names })
  .meta({ id: "AgencyRef", description: "Who issues; number 0 and code `subject`: the company itself." });

const SUBJECT = { number: 0, code: "subject", nameEn: "The company itself", nameZh: "企业本身" };

export function agencyOf(issuer: Issuer, { agencyByCode }: Catalogue): z.output<typeof agencyRef> {
  const agency = agencyByCode.get(issuer);
  return agency ? refOf(agency) : SUBJECT;
}

/** By the number that begins a schema's id, for schemas that the catalogue does not know. */
export function agencyOfSchemaId(schemaId: string, { agencies }: Catalogue): z.output<typeof agencyRef> {
  const number = parseInt(schemaId.slice(2, 6), 16);
  const agency = agencies.find((known) => known.number === number);
  if (agency) return refOf(agency);
  return number === 0 ? SUBJECT : { number, code: "unknown", nameEn: `Agency ${number}`, nameZh: `机构${number}` };
}

function refOf({ number, code, nameEn, nameZh }: Agency): z.output<typeof agencyRef> {
  return { number, code, nameEn, nameZh };
}
