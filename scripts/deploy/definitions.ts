import { ZeroAddress } from "ethers";
import type { IDeclarations } from "../../build/typechain/contracts/attestation/IDeclarations.ts";
import {
  type Catalogue,
  type OnChainAssetSchema,
  onChainAssetSchema,
  type Schema,
  type SchemaDeclaration,
} from "../../catalogue/index.ts";
import type { LedgerContracts } from "../chain/contracts.ts";
import type { Call } from "../chain/send.ts";
import { missingConnections } from "./connections.ts";
import { throughManager } from "./through-manager.ts";

/** The chain's number for each mode of a schema; 0 stands for none. */
export const MODES = { stream: 1n } as const;

/**
 * The calls of a steward that define what the catalogue has and the chain has not. Agencies come first, because schemas
 * need them, and what schemas do last, because it needs the schemas; a statement made in between is refused.
 * @param fromBlock no event of the ledger is older
 */
export async function missingDefinitions(
  contracts: LedgerContracts,
  catalogue: Catalogue,
  fromBlock: number,
): Promise<Call[]> {
  const calls = await Promise.all([
    missingAgencies(contracts, catalogue),
    missingConnections(contracts, fromBlock),
    missingSchemas(contracts, catalogue),
    missingAssetSchemas(contracts, catalogue),
    missingRules(contracts, catalogue),
  ]);
  return calls.flat();
}

/**
 * The calls of governance that give schemas the resolver that the catalogue says: those that were defined when an older
 * catalogue named none.
 */
export async function missingResolvers(contracts: LedgerContracts, catalogue: Catalogue): Promise<string[]> {
  const stored = await Promise.all(catalogue.schemas.map(({ id }) => contracts.AttestationRegistry.schemaOf(id)));
  const wanted = await Promise.all(catalogue.schemas.map((schema) => resolverOf(contracts, schema)));
  return catalogue.schemas
    .filter((_, index) => stored[index]!.mode !== 0n && stored[index]!.resolver !== wanted[index])
    .map(({ name, resolver }) => `make ${resolver ?? "nothing"} the resolver of schema ${name}`);
}

/** Address of the contract that gives a schema's statements effect; zero when they have none. */
export async function resolverOf(contracts: LedgerContracts, { resolver }: Schema): Promise<string> {
  return resolver === null ? ZeroAddress : contracts[resolver].getAddress();
}

/** Who may answer to a schema's statements, as the chain keeps it. */
export function ruleOf({ counterpartyAt, confirmersBits }: SchemaDeclaration): IDeclarations.RuleStruct {
  return { defined: true, counterpartyAt, confirmers: confirmersBits };
}

/** The catalogue's schemas that register or value assets, with what the chain is told of them. */
export function assetSchemas({ schemas }: Catalogue): readonly { schema: Schema; asset: OnChainAssetSchema }[] {
  return schemas.flatMap((schema) => {
    const asset = onChainAssetSchema(schema);
    return asset === null ? [] : [{ schema, asset }];
  });
}

/** The catalogue's schemas whose statements others answer to. */
export function declarationSchemas({
  schemas,
}: Catalogue): readonly { schema: Schema; declaration: SchemaDeclaration }[] {
  return schemas.flatMap((schema) =>
    schema.declaration === null ? [] : [{ schema, declaration: schema.declaration }],
  );
}

async function missingAgencies(contracts: LedgerContracts, { agencies }: Catalogue): Promise<Call[]> {
  const registry = contracts.AttestationRegistry;
  const defined = await Promise.all(agencies.map(({ number }) => registry.agencyExists(number)));
  const missing = agencies.filter((_, index) => !defined[index]);
  return Promise.all(
    missing.map(({ number, code, nameEn, nameZh }) => {
      const data = registry.interface.encodeFunctionData("defineAgency", [number, code, nameEn, nameZh]);
      return throughManager(contracts, "AttestationRegistry", `define agency ${code}`, data);
    }),
  );
}

async function missingSchemas(contracts: LedgerContracts, { schemas }: Catalogue): Promise<Call[]> {
  const registry = contracts.AttestationRegistry;
  const stored = await Promise.all(schemas.map(({ id }) => registry.schemaOf(id)));
  const missing = schemas.filter((_, index) => stored[index]!.mode === 0n);
  return Promise.all(
    missing.map(async (schema) => {
      const { name, agencyNumber, mode, validitySeconds } = schema;
      const fieldIds = schema.fields.map((field) => field.id);
      const resolver = await resolverOf(contracts, schema);
      const parameters = [name, agencyNumber, fieldIds, MODES[mode], validitySeconds, resolver] as const;
      const data = registry.interface.encodeFunctionData("defineSchema", [...parameters]);
      return throughManager(contracts, "AttestationRegistry", `define schema ${name}`, data);
    }),
  );
}

async function missingAssetSchemas(contracts: LedgerContracts, catalogue: Catalogue): Promise<Call[]> {
  const { SoftAssets } = contracts;
  const wanted = assetSchemas(catalogue);
  const stored = await Promise.all(wanted.map(({ schema }) => SoftAssets.assetSchemaOf(schema.id)));
  const missing = wanted.filter((_, index) => stored[index]!.effect === 0n);
  return Promise.all(
    missing.map(({ schema, asset }) => {
      const parameters = [schema.id, asset] as const;
      const data = SoftAssets.interface.encodeFunctionData("defineAssetSchema", [...parameters]);
      return throughManager(contracts, "SoftAssets", `define what schema ${schema.name} does to assets`, data);
    }),
  );
}

async function missingRules(contracts: LedgerContracts, catalogue: Catalogue): Promise<Call[]> {
  const { Declarations } = contracts;
  const wanted = declarationSchemas(catalogue);
  const stored = await Promise.all(wanted.map(({ schema }) => Declarations.ruleOf(schema.id)));
  const missing = wanted.filter((_, index) => !stored[index]!.defined);
  return Promise.all(
    missing.map(({ schema, declaration: { counterpartyAt, confirmersBits } }) => {
      const parameters = [schema.id, counterpartyAt, confirmersBits] as const;
      const data = Declarations.interface.encodeFunctionData("defineRule", [...parameters]);
      return throughManager(contracts, "Declarations", `define who answers to schema ${schema.name}`, data);
    }),
  );
}
