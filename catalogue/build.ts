import { buildAsset, buildAssetKinds, buildDeclaration } from "./build-assets.ts";
import type { CatalogueFiles } from "./files.ts";
import { deepFreeze, frozenMap } from "./frozen.ts";
import { schemaIdOf, SUBJECT_NUMBER } from "./schema-id.ts";
import type { FeatureRow, FieldRow, SchemaRow } from "./shapes.ts";
import type { Access, AssetKind, Catalogue, FactLocation, Feature, Field, Schema, Unit } from "./types.ts";

const SECONDS_PER_DAY = 86_400;

/** Puts checked files together. */
export function buildCatalogue(files: CatalogueFiles): Catalogue {
  const units = new Map(files.units.map((unit) => [unit.unit, unit]));
  const schemas = buildSchemas(files, units);
  const features = files.features.features.map((row) => buildFeature(row, files, units));
  const { agencies, lenders } = files;
  const assetKinds = buildAssetKinds(files);
  const assetKindByCode = frozenMap(assetKinds, (kind) => kind.code);
  const products = files.products.map((row) => ({
    ...row,
    collateralBits: bitsOf(row.collateralKinds, assetKindByCode),
  }));
  return deepFreeze({
    ...files.about,
    units: files.units,
    agencies,
    registers: files.assetKinds.registers,
    assetKinds,
    schemas,
    features,
    requestProperties: files.features.requestProperties as Catalogue["requestProperties"],
    productTypes: files.productTypes,
    products,
    lenders,
    pricing: files.pricing,
    scorecards: [...files.scorecards.values()].sort(
      (a, b) => (a.family < b.family ? -1 : a.family > b.family ? 1 : 0) || a.version - b.version,
    ),
    divisions: files.divisions,
    industrySections: files.industrySections,
    agencyByCode: frozenMap(agencies, (agency) => agency.code),
    assetKindByCode,
    assetKindByNumber: frozenMap(assetKinds, (kind) => kind.number),
    schemaByName: frozenMap(schemas, (schema) => schema.name),
    schemaById: frozenMap(schemas, (schema) => schema.id),
    factById: frozenMap(locateFacts(schemas), ({ field }) => field.id),
    featureById: frozenMap(features, (feature) => feature.id),
    featureByNumber: frozenMap(features, (feature) => feature.number),
    productById: frozenMap(products, (product) => product.id),
    lenderByCode: frozenMap(lenders, (lender) => lender.code),
  });
}

/** In the order of the agencies' numbers, the subject's own schemas last. */
function buildSchemas(files: CatalogueFiles, units: ReadonlyMap<string, Unit>): Schema[] {
  const agencies = [...files.agencies].sort((a, b) => a.number - b.number);
  const build = (issuer: string, number: number) =>
    (files.schemas.get(issuer) ?? []).map((row) => ({
      ...buildSchema(row, issuer, number, units),
      asset: buildAsset(row, files),
      declaration: buildDeclaration(row, files),
    }));
  return [...agencies.flatMap(({ code, number }) => build(code, number)), ...build("subject", SUBJECT_NUMBER)];
}

function buildSchema(row: SchemaRow, agency: string, agencyNumber: number, units: ReadonlyMap<string, Unit>) {
  return {
    ...row,
    id: schemaIdOf(row.name, agencyNumber),
    version: Number(row.name.slice(row.name.lastIndexOf(".v") + 2)),
    agency,
    agencyNumber,
    validitySeconds: row.validityDays * SECONDS_PER_DAY,
    resolver: row.asset ? ("SoftAssets" as const) : null,
    fields: row.fields.map((field) => buildField(field, row.access, units)),
  };
}

/** A field with what its unit and its schema say about it. */
export function buildField(row: FieldRow, access: Access, units: ReadonlyMap<string, Unit>): Field {
  return { ...row, ...displayOf(row.unit, units), access } as Field;
}

function buildFeature(row: FeatureRow, files: CatalogueFiles, units: ReadonlyMap<string, Unit>): Feature {
  const { valuesFrom, ...rest } = row;
  const listed = valuesFrom && files[valuesFrom].map(({ code, nameEn, nameZh }) => ({ label: code, nameEn, nameZh }));
  return { ...rest, ...(listed && { values: listed }), ...displayOf(row.unit, units) } as Feature;
}

function displayOf(unit: string | null, units: ReadonlyMap<string, Unit>) {
  const known = unit === null ? undefined : units.get(unit);
  return { displayUnit: known?.displayUnit ?? null, scale: known?.scale ?? 0 };
}

function bitsOf(kinds: readonly string[], byCode: ReadonlyMap<string, AssetKind>): number {
  return kinds.reduce((bits, code) => bits | (1 << (byCode.get(code)?.number ?? 0)), 0);
}

/** Oldest version first, so that in a map the newest one stays. */
function locateFacts(schemas: readonly Schema[]): FactLocation[] {
  return [...schemas]
    .sort((a, b) => a.version - b.version)
    .flatMap((schema) => schema.fields.map((field, index) => ({ schema, field, index })));
}
