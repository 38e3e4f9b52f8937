import { NOT_STATED } from "./record.ts";
import type { Field, Human, Schema } from "./types.ts";
import { checkCharacter, USCC_SYSTEM } from "./uscc.ts";

/**
 * Between what people write and what the chain keeps, exactly and both ways.
 *
 * | type | people write | the chain keeps |
 * | --- | --- | --- |
 * | amount | decimal text in the display unit, "1234.50" | integer in the unit, 123450 fen |
 * | count | whole number as text, "12" | the integer |
 * | ratio | decimal text, "0.0825" | basis points, 825 |
 * | bool | true, false | 1, 0 |
 * | enum | the label, "B" | its position in the field's list |
 * | date | "2020-02-29" | unix seconds of 00:00 UTC |
 * | code | the code, "C3921" | its ASCII bytes as one big-endian integer |
 *
 * An unknown value is null on one side and `NOT_STATED` on the other. Numbers are text because a float cannot hold them
 * all; a value with more decimals than the scale is refused, never rounded.
 */

const DAY = 86_400n;
const FIRST_DAY = -62_135_596_800n; // 0001-01-01
const LAST_DAY = 253_402_214_400n; // 9999-12-31
const MAX_INT256 = 2n ** 255n - 1n;
const DECIMAL = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;
const CODE = /^[\x21-\x7e]{1,31}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A value that its field does not allow. */
export class CodecError extends Error {
  readonly field: string;
  readonly value: string;
  readonly rule: string;

  constructor(field: string, value: unknown, rule: string) {
    const shown = typeof value === "bigint" ? value.toString() : (JSON.stringify(value) ?? "undefined");
    super(`${field}: ${shown}: ${rule}`);
    this.name = "CodecError";
    this.field = field;
    this.value = shown;
    this.rule = rule;
  }
}

/** The chain integer of a human value. Throws a CodecError naming field, value and rule. */
export function encodeField(field: Field, human: Human | null): bigint {
  if (human === null) return NOT_STATED;
  const chain = field.type === "bool" ? encodeBool(field, human) : encodeText(field, asText(field, human));
  assertAllowed(field, chain, human);
  return chain;
}

/** The human value of a chain integer, null for `NOT_STATED`. Throws a CodecError for what no tool should have signed. */
export function decodeField(field: Field, chain: bigint): Human | null {
  if (chain === NOT_STATED) return null;
  assertAllowed(field, chain, chain);
  switch (field.type) {
    case "amount":
    case "count":
    case "ratio":
      return formatDecimal(chain, field.scale);
    case "bool":
      return chain === 1n;
    case "enum":
      return labelsOf(field)[Number(chain)] as string;
    case "date":
      return new Date(Number(chain) * 1000).toISOString().slice(0, 10);
    case "code":
      return textOfCode(chain);
  }
}

/**
 * The values of one statement in the order of the schema's fields. A fact that is missing or null is not stated.
 * Throws a CodecError for a fact that the schema does not have, or a record that states nothing.
 */
export function encodeValues(schema: Schema, record: Readonly<Record<string, Human | null>>): bigint[] {
  const known = new Set(schema.fields.map((field) => field.id));
  for (const [fact, value] of Object.entries(record)) {
    if (!known.has(fact)) throw new CodecError(fact, value, `is no field of ${schema.name}`);
  }
  const values = schema.fields.map((field) => encodeField(field, record[field.id] ?? null));
  if (values.every((value) => value === NOT_STATED)) {
    throw new CodecError(schema.name, record, "a statement must state at least one field");
  }
  return values;
}

/** The facts of one statement. Throws a RangeError when the number of values is not the schema's. */
export function decodeValues(schema: Schema, values: readonly bigint[]): Record<string, Human | null> {
  if (values.length !== schema.fields.length) {
    throw new RangeError(`${schema.name} has ${schema.fields.length} fields: ${values.length} values given`);
  }
  return Object.fromEntries(
    schema.fields.map((field, index) => [field.id, decodeField(field, values[index] as bigint)]),
  );
}

/** Decimal text with exactly `scale` decimals: 123450 at scale 2 is "1234.50". */
export function formatDecimal(chain: bigint, scale: number): string {
  const sign = chain < 0n ? "-" : "";
  const digits = (chain < 0n ? -chain : chain).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  return scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-scale)}`;
}

function encodeBool(field: Field, human: Human): bigint {
  if (typeof human !== "boolean") throw new CodecError(field.id, human, "must be true or false");
  return human ? 1n : 0n;
}

function asText(field: Field, human: Human): string {
  if (typeof human !== "string") throw new CodecError(field.id, human, `must be text (${field.type})`);
  return human;
}

function encodeText(field: Field, text: string): bigint {
  switch (field.type) {
    case "enum":
      return encodeLabel(field, text);
    case "date":
      return encodeDate(field, text);
    case "code":
      return encodeCode(field, text);
    default:
      return encodeDecimal(field, text);
  }
}

function encodeDecimal(field: Field, text: string): bigint {
  const match = DECIMAL.exec(text);
  if (!match) throw new CodecError(field.id, text, "must be a decimal number such as 12 or -0.5, without separators");
  const [, sign, whole, decimals = ""] = match;
  if (decimals.length > field.scale) {
    throw new CodecError(field.id, text, `must have at most ${field.scale} decimals (${field.unit})`);
  }
  return BigInt(`${sign}${whole}${decimals.padEnd(field.scale, "0")}`);
}

function encodeLabel(field: Field, text: string): bigint {
  const labels = labelsOf(field);
  const index = labels.indexOf(text);
  if (index < 0) throw new CodecError(field.id, text, `must be one of ${labels.join(", ")}`);
  return BigInt(index);
}

function encodeDate(field: Field, text: string): bigint {
  const time = DATE.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  // Date.parse rolls 31 April over into May; only a real day comes back as it was written.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new CodecError(field.id, text, "must be a calendar date written YYYY-MM-DD");
  }
  return BigInt(time / 1000);
}

function encodeCode(field: Field, text: string): bigint {
  if (!CODE.test(text))
    throw new CodecError(field.id, text, "must be 1 to 31 printable ASCII characters without space");
  return BigInt(`0x${Buffer.from(text, "ascii").toString("hex")}`);
}

function textOfCode(chain: bigint): string {
  const hex = chain.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex").toString("latin1");
}

function labelsOf(field: Field): string[] {
  return (field.values ?? []).map(({ label }) => label);
}

/** The rules that hold for a chain integer, whichever way it came. */
function assertAllowed(field: Field, chain: bigint, shown: unknown): void {
  const refuse = (rule: string) => {
    throw new CodecError(field.id, shown, rule);
  };
  if (chain <= NOT_STATED || chain > MAX_INT256) refuse("must fit int256, whose lowest value means not stated");
  if (field.min !== undefined && chain < field.min) refuse(`must be at least ${limit(field, field.min)}`);
  if (field.max !== undefined && chain > field.max) refuse(`must be at most ${limit(field, field.max)}`);
  switch (field.type) {
    case "bool":
      if (chain !== 0n && chain !== 1n) refuse("must be 0 or 1");
      break;
    case "enum":
      if (chain < 0n || chain >= BigInt(labelsOf(field).length)) refuse("must be the position of a label");
      break;
    case "date":
      if (chain % DAY !== 0n || chain < FIRST_DAY || chain > LAST_DAY)
        refuse("must be 00:00 UTC of a day to year 9999");
      break;
    case "code":
      assertCode(field, chain, refuse);
  }
}

function assertCode(field: Field, chain: bigint, refuse: (rule: string) => void): void {
  const text = chain > 0n ? textOfCode(chain) : "";
  if (!CODE.test(text)) refuse("must be the bytes of 1 to 31 printable ASCII characters");
  if (field.pattern !== undefined && !new RegExp(field.pattern).test(text)) {
    refuse(`must be a code of ${field.codeSystem}, which matches ${field.pattern}`);
  }
  if (field.codeSystem === USCC_SYSTEM) assertUscc(text, refuse);
}

/** Nobody could answer for a company whose code is mistyped. */
function assertUscc(text: string, refuse: (rule: string) => void): void {
  const expected = checkCharacter(text.slice(0, -1));
  if (!text.endsWith(expected)) refuse(`must end with its check character, ${expected}`);
}

function limit(field: Field, chain: bigint): string {
  return field.type === "date"
    ? String(chain)
    : `${formatDecimal(chain, field.scale)} ${field.displayUnit ?? ""}`.trim();
}
