import type { CatalogueFiles } from "../files.ts";
import { REGISTRY_KINDS } from "../registry-number.ts";
import { schemaIdOf, SUBJECT_NUMBER } from "../schema-id.ts";
import type { SchemaRow } from "../shapes.ts";
import { checkAsset } from "./assets.ts";
import { checkDeclaration } from "./declarations.ts";
import { checkField } from "./fields.ts";
import type { Report } from "./report.ts";
import { reportDuplicates } from "./report.ts";
import { checkVersions } from "./versions.ts";

/** Prefix of the schemas and facts that a company states about itself. */
const SUBJECT_PREFIX = "company";

export function checkSchemas(files: CatalogueFiles, reportTo: (issuer: string) => Report): void {
  const units = new Map(files.units.map((unit) => [unit.unit, unit]));
  const issuers = new Set([...files.agencies.map(({ code }) => code), "subject"]);
  for (const [issuer, schemas] of files.schemas) {
    const report = reportTo(issuer);
    if (!issuers.has(issuer)) report("", `no agency has the code "${issuer}"`);
    const prefix = issuer === "subject" ? SUBJECT_PREFIX : issuer;
    reportDuplicates(schemas, "name", ({ name }) => name, report);
    for (const [index, schema] of schemas.entries()) {
      const at = `/${index}`;
      checkPrefix(schema, prefix, (pointer, rule) => report(at + pointer, rule));
      checkItem(schema, (pointer, rule) => report(at + pointer, rule));
      checkAsset(schema, files, (pointer, rule) => report(`${at}/asset${pointer}`, rule));
      checkDeclaration(schema, issuer, files, (pointer, rule) => report(`${at}/declaration${pointer}`, rule));
      for (const [position, field] of schema.fields.entries()) {
        checkField(field, units, (pointer, rule) => report(`${at}/fields/${position}${pointer}`, rule));
      }
    }
    checkVersions(schemas, report);
    checkIds(schemas, report);
  }
}

function checkPrefix({ name, fields }: SchemaRow, prefix: string, report: Report): void {
  if (!name.startsWith(`${prefix}.`)) report("/name", `"${name}" must start with "${prefix}."`);
  for (const [position, { id }] of fields.entries()) {
    if (!id.startsWith(`${prefix}.`)) report(`/fields/${position}/id`, `"${id}" must start with "${prefix}."`);
  }
  reportDuplicates(
    fields,
    "id",
    ({ id }) => id,
    (pointer, rule) => report(`/fields${pointer}`, rule),
  );
}

function checkItem({ item }: SchemaRow, report: Report): void {
  if (item && !REGISTRY_KINDS.includes(item.kind)) {
    report("/item/kind", `"${item.kind}" has no rule in registry-forms.ts: ${REGISTRY_KINDS.join(", ")}`);
  }
}

/** Two bytes of a hash are few: two names of an agency may share them, and then one must be changed. */
function checkIds(schemas: readonly SchemaRow[], report: Report): void {
  const nameById = new Map<string, string>();
  for (const [index, { name }] of schemas.entries()) {
    // The agency's number is the other half of the id, and the same for all schemas of a file.
    const id = schemaIdOf(name, SUBJECT_NUMBER);
    const other = nameById.get(id) ?? name;
    if (other !== name) report(`/${index}/name`, `"${name}" would have the same schema id as "${other}": rename it`);
    nameById.set(id, other);
  }
}
