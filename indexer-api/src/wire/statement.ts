import { z } from "zod";
import { NO_ITEM } from "../../../catalogue/index.ts";
import type { Catalogue } from "../../../catalogue/index.ts";
import type { VisibleFact, VisibleStatement } from "../access/policy.ts";
import type { RevocationRow } from "../data/statements.ts";
import { STANDINGS } from "../ledger/standing.ts";
import { agencyOfSchemaId, agencyRef, hexData, integer, names, time } from "./common.ts";

export const fact = z
  .strictObject({
    id: z.string().meta({ example: "tax.invoiced_sales_12m" }),
    ...names,
    type: z.enum(["amount", "count", "ratio", "bool", "enum", "date", "code"]),
    state: z.enum(["stated", "not stated", "withheld", "invalid"]).meta({
      description:
        "`withheld`: the access policy does not show it. `invalid`: the chain integer breaks the field's `rule`.",
    }),
    value: z.union([z.string(), z.boolean()]).nullable().meta({ description: "As people write it, in `displayUnit`." }),
    valueLabel: z.strictObject(names).nullable().meta({ description: "What the label of an enum means." }),
    chainValue: integer.nullable().meta({ description: "As the chain has it, in `unit`." }),
    unit: z.string().nullable(),
    displayUnit: z.string().nullable(),
    access: z.enum(["public", "consent", "restricted"]),
    polarity: z.enum(["good", "bad", "gate", "context"]),
    rule: z.string().nullable(),
  })
  .meta({ id: "Fact" });

const revocation = z
  .strictObject({ signer: hexData, reason: hexData, transaction: hexData, block: integer, time })
  .meta({ id: "Revocation" });

export const schemaRef = z
  .strictObject({
    id: hexData,
    name: z.string(),
    nameEn: z.string().nullable(),
    nameZh: z.string().nullable(),
    inCatalogue: z
      .boolean()
      .meta({ description: "False: the catalogue does not know it, so `record` is all there is." }),
  })
  .meta({ id: "SchemaRef" });

export const statement = z
  .strictObject({
    attestationId: hexData,
    schema: schemaRef,
    agency: agencyRef,
    itemKey: hexData
      .nullable()
      .meta({ description: "Hash of the item's registry number; null when there is one only." }),
    standing: z.enum(STANDINGS).meta({ description: "As of the block of this response." }),
    observedAt: time,
    expiresAt: time.meta({ description: "The last second at which it counts." }),
    attestedAt: time.meta({ description: "Time of the block that took it." }),
    block: integer,
    transaction: hexData,
    signer: hexData,
    revocation: revocation.nullable(),
    facts: z.array(fact),
    record: hexData.nullable().meta({ description: "The packed record, when the schema is not in the catalogue." }),
  })
  .meta({ id: "Statement" });

export type StatementView = z.output<typeof statement>;

/** @param only the fact to show; all of them unless given */
export function statementView(visible: VisibleStatement, catalogue: Catalogue, only?: string): StatementView {
  const { row, schema, facts } = visible;
  const shown = only === undefined ? facts : facts.filter(({ field }) => field.id === only);
  return {
    attestationId: visible.id,
    schema: schemaRefView(visible),
    agency: agencyOfSchemaId(row.schemaId, catalogue),
    itemKey: row.itemKey === NO_ITEM ? null : row.itemKey,
    standing: visible.standing,
    observedAt: row.observedAt.toString(),
    expiresAt: visible.expiresAt.toString(),
    attestedAt: row.blockTime.toString(),
    block: row.blockNumber.toString(),
    transaction: row.transaction,
    signer: row.signer,
    revocation: row.revocation && revocationView(row.revocation),
    facts: shown.map(factView),
    record: schema === null && !visible.withheld ? row.record : null,
  };
}

export function schemaRefView({ row, schema }: VisibleStatement): z.output<typeof schemaRef> {
  return {
    id: row.schemaId,
    name: row.schemaName,
    nameEn: schema?.nameEn ?? null,
    nameZh: schema?.nameZh ?? null,
    inCatalogue: schema !== null,
  };
}

function factView(stated: VisibleFact): z.output<typeof fact> {
  const { field, human, chain, broken } = stated;
  const label = field.values?.find((known) => known.label === human);
  return {
    id: field.id,
    nameEn: field.nameEn,
    nameZh: field.nameZh,
    type: field.type,
    state: stateOf(stated),
    value: human,
    valueLabel: label ? { nameEn: label.nameEn, nameZh: label.nameZh } : null,
    chainValue: chain?.toString() ?? null,
    unit: field.unit,
    displayUnit: field.displayUnit,
    access: field.access,
    polarity: field.polarity,
    rule: broken,
  };
}

function stateOf({ withheld, broken, human }: VisibleFact): z.output<typeof fact>["state"] {
  if (withheld) return "withheld";
  if (broken !== null) return "invalid";
  return human === null ? "not stated" : "stated";
}

function revocationView(row: RevocationRow): z.output<typeof revocation> {
  return {
    signer: row.signer,
    reason: row.reason,
    transaction: row.transaction,
    block: row.blockNumber.toString(),
    time: row.blockTime.toString(),
  };
}
