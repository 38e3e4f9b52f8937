import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import { mayShowAssetValues } from "../access/policy.ts";
import type { AccessPolicy } from "../access/policy.ts";
import type { EntityRow } from "../data/entities.ts";
import { LIEN_STATES, OBSTACLE_CODES } from "../lending/collateral.ts";
import type { HeldLien, Pledgeable } from "../use-cases/collateral.ts";
import { hexData, integer, names, time } from "./common.ts";

export const entityRef = z
  .strictObject({
    entityId: hexData,
    uscc: z.string().nullable().meta({ description: "Null for an entity that is not registered." }),
    kind: z.string().nullable(),
    controller: hexData.nullable(),
  })
  .meta({ id: "EntityRef" });

export function entityRefView(entityId: string, entities: ReadonlyMap<string, EntityRow>): z.output<typeof entityRef> {
  const row = entities.get(entityId);
  return { entityId, uscc: row?.uscc ?? null, kind: row?.kind ?? null, controller: row?.controller ?? null };
}

const fen = integer.nullable().meta({ description: "In fen; null when not known, or withheld." });

export const lien = z
  .strictObject({
    assetId: hexData,
    applicationId: integer.meta({ description: "The case that it secures." }),
    state: z.enum(LIEN_STATES),
    rank: z.int().nullable().meta({ description: "From 1 without gaps; null once it has ended." }),
    lender: entityRef.nullable(),
    securedFen: integer.meta({ description: "The most that it secures." }),
    valueFen: fen.meta({ description: "The asset's value when it was pledged, in fen; null when withheld." }),
    advanceBps: z.int(),
    pledgedAt: time,
    endedAt: time.nullable(),
  })
  .meta({ id: "Lien" });

export const asset = z
  .strictObject({
    assetId: hexData,
    kind: z.strictObject({ code: z.string(), ...names }),
    register: z.strictObject({ code: z.string() }).nullable(),
    number: z.string().meta({ description: "In its register, in the one written form." }),
    holder: entityRef,
    schema: z.string().nullable().meta({ description: "Of the statement that it rests on." }),
    status: z.strictObject({ inForce: z.boolean(), revoked: z.boolean(), encumbered: z.boolean() }),
    dueAt: time.nullable().meta({ description: "Due date or end of term." }),
    observedAt: time,
    knownUntil: time.meta({ description: "The last second at which the statement is new enough for a pledge." }),
    valuesWithheld: z.boolean().meta({ description: "Whether the access policy withholds the values." }),
    faceValueFen: fen,
    appraisal: z.strictObject({ valueFen: fen, until: time, appraiser: entityRef.nullable() }).nullable(),
    valueFen: fen.meta({ description: "What a lender may lend on now, in fen; null when not known, or withheld." }),
    advanceBps: z.int().meta({ description: "Share of the value that liens may secure now." }),
    securedFen: integer.meta({ description: "What live liens secure." }),
    availableFen: fen.meta({ description: "What a further pledge could secure now, in fen; null when withheld." }),
    obstacles: z
      .array(z.strictObject({ code: z.enum(OBSTACLE_CODES), en: z.string(), zh: z.string() }))
      .meta({ description: "Why it cannot be pledged now; empty when it can." }),
    liens: z.array(lien).meta({ description: "Live ones by rank, then those that have ended." }),
    tokenOwner: hexData.nullable().meta({ description: "The wallet that has its token." }),
    registeredAt: time,
  })
  .meta({ id: "Asset" });

export type AssetView = z.output<typeof asset>;

export interface AssetContext {
  catalogue: Catalogue;
  policy: AccessPolicy;
  entities: ReadonlyMap<string, EntityRow>;
}

export function assetView(found: Pledgeable, context: AssetContext): AssetView {
  const { asset: known, liens, availability, advanceBps } = found;
  const { catalogue, policy, entities } = context;
  const shown = mayShowAssetValues(policy, catalogue, known.schemaId);
  const { assetId, number, inForce, revoked, encumbered, tokenOwner } = known;
  return {
    ...{ assetId, number, tokenOwner },
    ...kindView(known.kind, catalogue),
    holder: entityRefView(known.holder, entities),
    schema: catalogue.schemaById.get(known.schemaId)?.name ?? null,
    status: { inForce, revoked, encumbered },
    dueAt: text(known.dueAt),
    observedAt: known.observedAt.toString(),
    knownUntil: known.knownUntil.toString(),
    valuesWithheld: !shown,
    ...(shown ? valuesView(found, entities) : WITHHELD),
    advanceBps: Number(advanceBps),
    securedFen: availability.securedFen.toString(),
    obstacles: [...availability.obstacles],
    liens: liens.map((one) => lienView(one, shown, entities)),
    registeredAt: known.registeredAt.toString(),
  };
}

const WITHHELD = { faceValueFen: null, appraisal: null, valueFen: null, availableFen: null };

function valuesView({ asset: known, availability }: Pledgeable, entities: AssetContext["entities"]) {
  const { appraisedUntil, appraisedFen, appraiser, faceValueFen } = known;
  return {
    faceValueFen: text(faceValueFen),
    appraisal:
      appraisedUntil === null
        ? null
        : {
            valueFen: text(appraisedFen),
            until: appraisedUntil.toString(),
            appraiser: appraiser === null ? null : entityRefView(appraiser, entities),
          },
    valueFen: text(availability.valueFen),
    availableFen: availability.availableFen.toString(),
  };
}

function kindView(code: string, { assetKindByCode }: Catalogue): Pick<AssetView, "kind" | "register"> {
  const kind = assetKindByCode.get(code);
  return {
    kind: { code, nameEn: kind?.nameEn ?? code, nameZh: kind?.nameZh ?? code },
    register: kind ? { code: kind.register } : null,
  };
}

/** @param shown whether values may be shown */
export function lienView(
  held: HeldLien,
  shown: boolean,
  entities: ReadonlyMap<string, EntityRow>,
): z.output<typeof lien> {
  const { assetId, state, rank, lender } = held;
  return {
    ...{ assetId, state, rank },
    applicationId: held.loanId.toString(),
    lender: lender === null ? null : entityRefView(lender, entities),
    securedFen: held.securedFen.toString(),
    valueFen: shown ? held.valueFen.toString() : null,
    advanceBps: Number(held.advanceBps),
    pledgedAt: held.pledgedAt.toString(),
    endedAt: text(held.endedAt),
  };
}

function text(value: bigint | null): string | null {
  return value?.toString() ?? null;
}
