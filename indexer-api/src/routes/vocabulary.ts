import type { Catalogue, Field, Label, Schema } from "../../../catalogue/index.ts";
import { listActiveSigners, listSchemas as readSchemas } from "../data/definitions.ts";
import type { SchemaRow } from "../data/definitions.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import type { Services } from "../use-cases/services.ts";
import { agencyOfSchemaId, asOfBlock } from "../wire/common.ts";
import { listAgencies, listFeatures, listSchemas } from "./vocabulary.contract.ts";

export function agenciesEndpoint({ catalogue, ledger }: Services): Endpoint {
  return endpoint(listAgencies, () =>
    ledger.read(async (db, block) => {
      const signers = Map.groupBy(await listActiveSigners(db), ({ agencyNumber }) => agencyNumber);
      const items = catalogue.agencies.map(({ number, code, nameEn, nameZh, kind }) => ({
        ...{ number, code, nameEn, nameZh, kind },
        schemas: catalogue.schemas.filter(({ agency }) => agency === code).map(({ name }) => name),
        signers: (signers.get(number) ?? []).map(({ wallet, since }) => ({ wallet, since: since.toString() })),
      }));
      return { asOf: asOfBlock(block), items };
    }),
  );
}

export function schemasEndpoint({ catalogue, ledger }: Services): Endpoint {
  return endpoint(listSchemas, () =>
    ledger.read(async (db, block) => {
      const onChain = new Map((await readSchemas(db)).map((row) => [row.id, row]));
      const strangers = [...onChain.values()].filter(({ id }) => !catalogue.schemaById.has(id));
      const items = [
        ...catalogue.schemas.map((schema) => schemaView(schema, onChain.get(schema.id) ?? null, catalogue)),
        ...strangers.map((row) => schemaView(null, row, catalogue)),
      ];
      return { asOf: asOfBlock(block), items };
    }),
  );
}

export function featuresEndpoint({ catalogue }: Services): Endpoint {
  return endpoint(listFeatures, () => ({
    catalogueVersion: catalogue.version,
    items: catalogue.features.map(({ id, nameEn, nameZh, type, unit, displayUnit, computation, ...rest }) => ({
      ...{ id, nameEn, nameZh, type, unit, displayUnit, computation },
      operators: [...rest.operators],
      fromFacts: [...rest.fromFacts],
      values: labelsView(rest.values),
    })),
  }));
}

function schemaView(known: Schema | null, row: SchemaRow | null, catalogue: Catalogue) {
  const { id, name } = (known ?? row) as { id: string; name: string };
  return {
    ...{ id, name },
    agency: agencyOfSchemaId(id, catalogue),
    onChain: row && {
      validitySeconds: row.validitySeconds.toString(),
      fields: row.fields,
      resolver: row.resolver,
    },
    catalogue: known && catalogueView(known),
    agree: known !== null && row !== null && agree(known, row),
  };
}

function agree(known: Schema, row: SchemaRow): boolean {
  const fields = known.fields.map(({ id }) => id);
  return BigInt(known.validitySeconds) === row.validitySeconds && fields.join() === row.fields.join();
}

function catalogueView({ nameEn, nameZh, description, item, validitySeconds, update, access, fields }: Schema) {
  return {
    ...{ nameEn, nameZh, description, update, access },
    item: item && { nameEn: item.nameEn, nameZh: item.nameZh, rule: item.rule },
    validitySeconds: validitySeconds.toString(),
    fields: fields.map(fieldView),
  };
}

function fieldView({ id, nameEn, nameZh, meaning, type, unit, displayUnit, scale, polarity, values }: Field) {
  return {
    ...{ id, nameEn, nameZh, type, unit, displayUnit, scale, polarity },
    meaning: meaning ?? null,
    values: labelsView(values),
  };
}

function labelsView(labels: readonly Label[] | undefined) {
  return labels?.map(({ label, nameEn, nameZh }) => ({ label, nameEn, nameZh })) ?? null;
}
