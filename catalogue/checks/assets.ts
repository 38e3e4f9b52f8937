import { MAX_KIND_LABELS } from "../build-assets.ts";
import type { CatalogueFiles } from "../files.ts";
import { ASSET_ID_KIND } from "../registry-forms.ts";
import type { AssetRow, FieldRow, SchemaRow } from "../shapes.ts";
import type { Report } from "./report.ts";
import { reportDuplicates } from "./report.ts";

/** Largest amount of an asset on the chain: uint56. */
const MAX_VALUE_FEN = 2n ** 56n - 1n;

export function checkAssetKinds({ assetKinds: { registers, kinds } }: CatalogueFiles, report: Report): void {
  for (const [name, entries] of Object.entries({ registers, kinds })) {
    const under: Report = (pointer, rule) => report(`/${name}${pointer}`, rule);
    reportDuplicates<(typeof entries)[number]>(entries, "number", ({ number }) => String(number), under);
    reportDuplicates<(typeof entries)[number]>(entries, "code", ({ code }) => code, under);
  }
  for (const [index, { register }] of kinds.entries()) {
    if (!registers.some(({ code }) => code === register)) {
      report(`/kinds/${index}/register`, `"${register}" is not among the registers`);
    }
  }
}

/** That SoftAssets finds what it needs in the schema's statements, and can trust what it finds. */
export function checkAsset(schema: SchemaRow, files: CatalogueFiles, report: Report): void {
  const { asset, fields } = schema;
  if (!asset) return;
  if (asset.value !== null) checkValue(typed(fields, asset.value, "amount", "/value", report), report);
  if (asset.effect === "values") {
    if (schema.item?.kind !== ASSET_ID_KIND)
      report("", `what values an asset must be about an item of kind "${ASSET_ID_KIND}"`);
    return;
  }
  checkNumber(schema, asset, report);
  checkKinds(asset, fields, files, report);
  typed(fields, asset.due, "date", "/due", report);
  if (!asset.status) return;
  const status = typed(fields, asset.status.fact, "enum", "/status/fact", report);
  const { inForce } = asset.status;
  if (status && !status.values?.some(({ label }) => label === inForce)) {
    report("/status/inForce", `"${inForce}" is no label of ${status.id}`);
  }
}

type Registering = Extract<AssetRow, { effect: "registers" }>;

function checkNumber({ item, fields }: SchemaRow, asset: Registering, report: Report): void {
  if (item?.kind !== asset.register) {
    report(
      "/register",
      `"${asset.register}" must be the kind of the schema's item, ${item ? `"${item.kind}"` : "null"}`,
    );
  }
  const number = typed(fields, asset.number, "code", "/number", report);
  if (!number || !item) return;
  if (number.pattern !== item.pattern) report("/number", `${number.id} must have the item's pattern ${item.pattern}`);
  if (!allowsOnlyDigitsAndLetters(item.pattern)) {
    report(
      "/number",
      `the pattern ${item.pattern} must allow nothing but 0-9 and A-Z, written so that this can be seen`,
    );
  }
}

function checkKinds(
  { register, kind }: Registering,
  fields: readonly FieldRow[],
  files: CatalogueFiles,
  report: Report,
) {
  if (typeof kind === "string") {
    checkKind(kind, register, files, "/kind", report);
    return;
  }
  for (const [label, code] of Object.entries(kind.kinds)) {
    if (code !== null) checkKind(code, register, files, `/kind/kinds/${label}`, report);
  }
  const labels = typed(fields, kind.fact, "enum", "/kind/fact", report)?.values?.map(({ label }) => label);
  if (!labels) return;
  if (labels.length > MAX_KIND_LABELS) {
    report("/kind/fact", `${kind.fact} has ${labels.length} labels: the chain has room for ${MAX_KIND_LABELS}`);
  }
  const named = Object.keys(kind.kinds);
  if (labels.toSorted().join() !== named.toSorted().join()) {
    report("/kind/kinds", `must name each label of ${kind.fact}: ${labels.join(", ")}`);
  }
}

function checkKind(code: string, register: string, { assetKinds }: CatalogueFiles, pointer: string, report: Report) {
  const known = assetKinds.kinds.find((kind) => kind.code === code);
  if (!known) report(pointer, `"${code}" is not in asset-kinds.json`);
  else if (known.register !== register)
    report(pointer, `"${code}" is of register "${known.register}", not "${register}"`);
}

/** What the chain cannot keep must be refused before it is signed. */
function checkValue(field: FieldRow | undefined, report: Report): void {
  if (!field) return;
  if (field.unit !== "fen") report("/value", `${field.id} must be in fen`);
  if (field.min !== 0n || field.max === undefined || field.max > MAX_VALUE_FEN) {
    report("/value", `${field.id} must have min 0 and a max of at most ${MAX_VALUE_FEN}`);
  }
}

/** The schema's field of that id, which must have that type. */
function typed(fields: readonly FieldRow[], fact: string, type: FieldRow["type"], pointer: string, report: Report) {
  const field = fields.find(({ id }) => id === fact);
  if (field?.type === type) return field;
  report(
    pointer,
    field ? `${fact} must be a field of type ${type}, not ${field.type}` : `"${fact}" is no field of the schema`,
  );
  return undefined;
}

/** Whether a pattern is made of digits, capital letters, their classes, counts, and alternatives in brackets alone. */
function allowsOnlyDigitsAndLetters(pattern: string): boolean {
  const body = pattern
    .slice(1, -1)
    .replaceAll(/\[(\\d|[0-9]-[0-9]|A-Z|[0-9A-Z])+\]|\\d/g, "0")
    .replaceAll(/\{\d+(,\d+)?\}/g, "");
  const outside = body.replaceAll(/\([^()]*\)/g, "");
  return /^[0-9A-Z()|?]*$/.test(body) && !outside.includes("|");
}
