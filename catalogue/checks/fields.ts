import type { FieldRow } from "../shapes.ts";
import type { Unit } from "../types.ts";
import { USCC_PATTERN, USCC_SYSTEM } from "../uscc.ts";
import type { Report } from "./report.ts";
import { reportDuplicates } from "./report.ts";

/** What the parts of one field must agree on. */
export function checkField(field: FieldRow, units: ReadonlyMap<string, Unit>, report: Report): void {
  checkUnit(field, units, report);
  checkLabels(field, report);
  checkCode(field, report);
  checkLimits(field, report);
}

function checkUnit({ type, unit }: FieldRow, units: ReadonlyMap<string, Unit>, report: Report): void {
  const unitless = type === "bool" || type === "enum" || type === "code";
  if (unitless) {
    if (unit !== null) report("/unit", `must be null: ${type} fields have no unit`);
    return;
  }
  const known = units.get(unit ?? "");
  if (!known) report("/unit", `${JSON.stringify(unit)} is not in units.json`);
  else if (known.type !== type) report("/unit", `"${unit}" is a unit of ${known.type} fields, not of ${type} fields`);
}

function checkLabels({ type, values }: FieldRow, report: Report): void {
  if (type === "enum" && !values) report("/values", "an enum field must list its labels");
  if (type !== "enum" && values) report("/values", `only enum fields have labels, not ${type} fields`);
  const reportLabel: Report = (pointer, rule) => report(`/values${pointer}`, rule);
  reportDuplicates(values ?? [], "label", ({ label }) => label, reportLabel);
}

function checkCode({ type, codeSystem, pattern }: FieldRow, report: Report): void {
  if (type === "code" && !codeSystem) report("/codeSystem", "a code must name the standard that defines it");
  if (type === "code" && !pattern) report("/pattern", "a code must have a pattern");
  if (codeSystem === USCC_SYSTEM && pattern !== USCC_PATTERN) {
    report("/pattern", `must be ${USCC_PATTERN} for a code of ${USCC_SYSTEM}`);
  }
  if (type !== "code" && codeSystem) report("/codeSystem", `only code fields have one, not ${type} fields`);
  if (type !== "code" && pattern) report("/pattern", `only code fields have one, not ${type} fields`);
}

function checkLimits({ type, min, max }: FieldRow, report: Report): void {
  const measured = type === "amount" || type === "count" || type === "ratio" || type === "date";
  if (!measured && min !== undefined) report("/min", `${type} fields have no limits`);
  if (!measured && max !== undefined) report("/max", `${type} fields have no limits`);
  if (type === "count" && (min === undefined || min < 0n)) report("/min", "a count must have a min of 0 or more");
  if (min !== undefined && max !== undefined && min > max) report("/min", `${min} must not be more than max ${max}`);
}
