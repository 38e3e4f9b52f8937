import { ZeroAddress } from "ethers";
import type { Schema } from "../../catalogue/index.ts";
import type { ISchemas } from "../../build/typechain/contracts/attestation/Schemas.ts";
import type { Inspection } from "./check.ts";
import { MODES, resolverOf } from "./definitions.ts";
import { lendingDifferences } from "./check-lending.ts";
import { scorecardDifferences } from "./check-scorecards.ts";

/** What differs between the catalogue and what the chain has of it: agencies, schemas, what lending needs, scorecards. */
export async function definitionDifferences(inspection: Inspection): Promise<string[]> {
  const differences = await Promise.all([
    agencyDifferences(inspection),
    schemaDifferences(inspection),
    lendingDifferences(inspection),
    scorecardDifferences(inspection),
  ]);
  return [...differences.flat(), ...recordDifferences(inspection)];
}

async function agencyDifferences({ contracts, record, catalogue }: Inspection): Promise<string[]> {
  const registry = contracts.AttestationRegistry;
  const events = await registry.queryFilter(registry.filters.AgencyDefined(), record.startBlock);
  const defined = new Map(events.map(({ args }) => [Number(args.agencyId), args]));
  const known = new Set(catalogue.agencies.map(({ number }) => number));
  return [
    ...catalogue.agencies.flatMap(({ number, ...wanted }) => {
      const live = defined.get(number);
      if (!live) return [`Agency ${number} (${wanted.code}) is not defined.`];
      return (["code", "nameEn", "nameZh"] as const)
        .filter((property) => live[property] !== wanted[property])
        .map(
          (property) =>
            `Agency ${number} has the ${property} "${live[property]}", but "${wanted[property]}" was meant.`,
        );
    }),
    ...[...defined]
      .filter(([number]) => !known.has(number))
      .map(([number, live]) => `Agency ${number} (${live.code}) is defined, but the catalogue has no such agency.`),
  ];
}

async function schemaDifferences({ contracts, record, catalogue }: Inspection): Promise<string[]> {
  const registry = contracts.AttestationRegistry;
  const [events, stored, resolvers] = await Promise.all([
    registry.queryFilter(registry.filters.SchemaDefined(), record.startBlock),
    Promise.all(catalogue.schemas.map(({ id }) => registry.schemaOf(id))),
    Promise.all(catalogue.schemas.map((schema) => resolverOf(contracts, schema))),
  ]);
  const fieldsById = new Map(events.map(({ args }) => [args.schemaId, [...args.fields]]));
  return [
    ...catalogue.schemas.flatMap((schema, index) =>
      oneSchema({ schema, resolver: resolvers[index]! }, stored[index]!, fieldsById.get(schema.id)),
    ),
    ...events
      .filter(({ args }) => !catalogue.schemaById.has(args.schemaId))
      .map(({ args }) => `Schema ${args.name} is defined, but the catalogue has no such schema.`),
  ];
}

function oneSchema(
  { schema: wanted, resolver }: { schema: Schema; resolver: string },
  live: ISchemas.SchemaStructOutput,
  fields: string[] | undefined,
): string[] {
  const subject = `Schema ${wanted.name}`;
  if (live.mode === 0n) return [`${subject} is not defined.`];
  const wantedFields = wanted.fields.map(({ id }) => id);
  const named = (address: string) => (address === ZeroAddress ? "none" : address);
  const differences: (string | false)[] = [
    live.fieldCount !== BigInt(wantedFields.length) &&
      `${subject} has ${live.fieldCount} fields, but ${wantedFields.length} were meant.`,
    live.validitySeconds !== BigInt(wanted.validitySeconds) &&
      `${subject} is valid for ${live.validitySeconds} seconds, but ${wanted.validitySeconds} were meant.`,
    live.mode !== MODES[wanted.mode] && `${subject} has the mode ${live.mode}, but ${MODES[wanted.mode]} was meant.`,
    live.resolver !== resolver &&
      `${subject} has the resolver ${named(live.resolver)}, but ${named(resolver)} was meant.`,
    fields?.join() !== wantedFields.join() &&
      `${subject} was defined with the fields ${fields?.join(", ")}, but ${wantedFields.join(", ")} were meant.`,
  ];
  return differences.filter((difference) => difference !== false);
}

/** Subgraph and API believe the record. */
function recordDifferences({ record, catalogue }: Inspection): string[] {
  const differences: string[] = [];
  if (record.catalogueVersion !== catalogue.version) {
    differences.push(
      `The record was written for catalogue ${record.catalogueVersion}, but this one is ${catalogue.version}.`,
    );
  }
  for (const { name, id } of catalogue.schemas) {
    if (record.schemas[name] !== id)
      differences.push(`The record has ${record.schemas[name] ?? "no id"} for schema ${name}, but its id is ${id}.`);
  }
  for (const { code, number } of catalogue.agencies) {
    if (record.agencies[code] !== number)
      differences.push(
        `The record has ${record.agencies[code] ?? "no number"} for agency ${code}, but its number is ${number}.`,
      );
  }
  return differences;
}
