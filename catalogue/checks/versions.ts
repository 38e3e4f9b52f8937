import type { FieldRow, SchemaRow } from "../shapes.ts";
import type { Report } from "./report.ts";

interface Carrier {
  readonly family: string;
  readonly field: FieldRow;
}

/**
 * Statements of an old version stay on the chain, so old versions stay in the file: versions run from 1 without a gap,
 * and a fact has one home, where its type and unit never change and its labels only grow at the end.
 */
export function checkVersions(schemas: readonly SchemaRow[], report: Report): void {
  const carriers = new Map<string, Carrier>();
  const nextVersion = new Map<string, number>();
  for (const [index, { name, fields }] of schemas.entries()) {
    const [family, version] = splitName(name);
    const expected = nextVersion.get(family) ?? 1;
    if (version !== expected) report(`/${index}/name`, `"${name}" must be version ${expected} of ${family}`);
    nextVersion.set(family, version + 1);
    for (const [position, field] of fields.entries()) {
      const carrier = carriers.get(field.id);
      const at = `/${index}/fields/${position}`;
      if (carrier && carrier.family !== family)
        report(`${at}/id`, `"${field.id}" is a fact of ${carrier.family} already`);
      else if (carrier) checkSameFact(carrier.field, field, (pointer, rule) => report(at + pointer, rule));
      carriers.set(field.id, { family, field });
    }
  }
}

function splitName(name: string): [family: string, version: number] {
  const cut = name.lastIndexOf(".v");
  return [name.slice(0, cut), Number(name.slice(cut + 2))];
}

function checkSameFact(before: FieldRow, after: FieldRow, report: Report): void {
  const changed = "must stay what it was in the version before; give the fact a new id";
  if (after.type !== before.type) report("/type", changed);
  if (after.unit !== before.unit) report("/unit", changed);
  const labels = (after.values ?? []).map(({ label }) => label);
  if ((before.values ?? []).some(({ label }, index) => labels[index] !== label)) {
    report("/values", "must start with the labels of the version before, in their order");
  }
}
