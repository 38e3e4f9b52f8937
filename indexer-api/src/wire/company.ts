import { z } from "zod";
import { ENTITY_KINDS, ENTITY_STATUSES } from "../data/entities.ts";
import type { EntityRow } from "../data/entities.ts";
import { hexData, time } from "./common.ts";

export const company = z
  .strictObject({
    uscc: z.string().meta({ description: "Unified social credit code." }),
    entityId: hexData.meta({ description: "keccak256 of the code: the company's id on the chain." }),
    registered: z
      .boolean()
      .meta({ description: "Whether it is in the entity registry; most companies never need to be." }),
    kind: z.enum(ENTITY_KINDS).nullable(),
    status: z.enum(ENTITY_STATUSES).nullable(),
    controller: hexData.nullable().meta({ description: "The wallet that acts for it; null when it has none." }),
    proposedController: hexData.nullable().meta({ description: "The wallet that control was offered to." }),
    registeredAt: time.nullable(),
  })
  .meta({ id: "Company" });

export type CompanyView = z.output<typeof company>;

/** @param row null for a company that is not registered */
export function companyView(uscc: string, entityId: string, row: EntityRow | null): CompanyView {
  return {
    uscc,
    entityId,
    registered: row !== null,
    kind: row?.kind ?? null,
    status: row?.status ?? null,
    controller: row?.controller ?? null,
    proposedController: row?.proposedController ?? null,
    registeredAt: row === null ? null : row.registeredAt.toString(),
  };
}
