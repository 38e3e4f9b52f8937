import type { Catalogue } from "../../catalogue/index.ts";
import { CONNECTIONS } from "../chain/ledger.ts";
import { ratesLeft } from "./advance-rates.ts";
import type { Inspection } from "./check.ts";
import { connectedTo } from "./connections.ts";
import { assetSchemas, declarationSchemas, ruleOf } from "./definitions.ts";

/** What differs in what lending rests on: asset schemas, declaration rules, who obeys whom, and advance rates. */
export async function lendingDifferences(inspection: Inspection): Promise<string[]> {
  const differences = await Promise.all([
    assetSchemaDifferences(inspection),
    ruleDifferences(inspection),
    connectionDifferences(inspection),
    rateDifferences(inspection),
  ]);
  return differences.flat();
}

/** Looks at every schema that was ever defined for assets, and at every one that ought to have been. */
async function assetSchemaDifferences({ contracts, record, catalogue }: Inspection): Promise<string[]> {
  const { SoftAssets } = contracts;
  const wanted = assetSchemas(catalogue);
  const [stored, defined] = await Promise.all([
    Promise.all(wanted.map(({ schema }) => SoftAssets.assetSchemaOf(schema.id))),
    SoftAssets.queryFilter(SoftAssets.filters.AssetSchemaDefined(), record.startBlock),
  ]);
  const meant = new Set(wanted.map(({ schema }) => schema.id));
  const others = defined.map(({ args }) => args.schemaId).filter((id) => !meant.has(id));
  return [
    ...wanted.flatMap(({ schema, asset }, index) => {
      if (stored[index]!.effect === 0n) return [`What schema ${schema.name} does to assets is not defined.`];
      return memberDifferences(`The asset schema of ${schema.name}`, stored[index]!, asset);
    }),
    ...others.map((id) => `Schema ${nameOf(catalogue, id)} does something to assets, but nothing was meant.`),
  ];
}

/** The same for schemas whose statements others answer to. */
async function ruleDifferences({ contracts, record, catalogue }: Inspection): Promise<string[]> {
  const { Declarations } = contracts;
  const wanted = declarationSchemas(catalogue);
  const [stored, defined] = await Promise.all([
    Promise.all(wanted.map(({ schema }) => Declarations.ruleOf(schema.id))),
    Declarations.queryFilter(Declarations.filters.DeclarationRuleDefined(), record.startBlock),
  ]);
  const meant = new Set(wanted.map(({ schema }) => schema.id));
  const others = defined.map(({ args }) => args.schemaId).filter((id) => !meant.has(id));
  return [
    ...wanted.flatMap(({ schema, declaration }, index) => {
      if (!stored[index]!.defined) return [`Who answers to schema ${schema.name} is not defined.`];
      return memberDifferences(`The declaration rule of ${schema.name}`, stored[index]!, ruleOf(declaration));
    }),
    ...others.map((id) => `Schema ${nameOf(catalogue, id)} has a declaration rule, but none was meant.`),
  ];
}

async function connectionDifferences({ contracts, record }: Inspection): Promise<string[]> {
  const differences = await Promise.all(
    CONNECTIONS.map(async (connection) => {
      const [contract, obeyed] = connection;
      const live = await connectedTo(contracts, connection, record.startBlock);
      if (live === undefined) return [`${contract} obeys no ${obeyed} yet.`];
      const wanted = record.contracts[obeyed].address;
      if (live.toLowerCase() === wanted.toLowerCase()) return [];
      return [`${contract} obeys the ${obeyed} ${live}, but the record has ${wanted}.`];
    }),
  );
  return differences.flat();
}

async function rateDifferences({ contracts, record, catalogue }: Inspection): Promise<string[]> {
  const left = await ratesLeft(contracts, catalogue, record.startBlock);
  return left.map(
    ({ kind, liveBps }) =>
      `The advance rate of ${kind.code} is ${liveBps} basis points, but ${kind.advanceBps} were meant, and no regulator has decided otherwise.`,
  );
}

/** Members of a struct that are not what was meant. */
function memberDifferences(subject: string, live: object, wanted: object): string[] {
  const stored = live as Record<string, unknown>;
  return Object.entries(wanted)
    .filter(([member, value]) => String(stored[member]) !== String(value))
    .map(
      ([member, value]) => `${subject} has the ${member} ${String(stored[member])}, but ${String(value)} was meant.`,
    );
}

function nameOf({ schemaById }: Catalogue, id: string): string {
  return schemaById.get(id)?.name ?? id;
}
