import {
  encodeField,
  type Field,
  type Human,
  normaliseRegistryNumber,
  NOT_STATED,
  numberFactOf,
  type Schema,
} from "../../catalogue/index.ts";
import { nearest } from "./nearest.ts";

/** What a clerk writes for a value that the agency does not know. */
const UNKNOWN = ["unknown", "未知"];
const YES = ["yes", "true", "1", "是"];
const NO = ["no", "false", "0", "否"];

/** One field of a statement: what the clerk meant, and what the chain will keep. */
export interface StatedFact {
  readonly field: Field;
  /** Null when unknown. */
  readonly human: Human | null;
  readonly chain: bigint;
}

/**
 * Reads `FIELD=VALUE` for each field of a schema. A field goes by its id, the end of it (`credit_grade`), or its English
 * or Chinese name; a label by its English or Chinese name too. The number of an asset is that of the item, and is not
 * given again.
 * @param item registry number that the statement is about
 * @throws Error with one line for each problem: a field missing, given twice or not known; a value not allowed.
 */
export function parseFacts(schema: Schema, texts: readonly string[], item?: string): StatedFact[] {
  const given = new Map<Field, string>();
  const number = schema.fields.find(({ id }) => id === numberFactOf(schema));
  if (number && item !== undefined) given.set(number, normaliseRegistryNumber(schema, item));
  const problems: string[] = [];
  for (const text of texts) {
    try {
      const [field, value] = splitFact(schema, text);
      if (field === number) throw new Error(`${text}: ${field.id} is the number that --item gives`);
      if (given.has(field)) throw new Error(`${text}: ${field.id} is given twice`);
      given.set(field, value);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  const facts = schema.fields.flatMap((field): StatedFact[] => {
    const value = given.get(field);
    if (value === undefined) {
      problems.push(`${field.id} is missing: ${howToWrite(field)}, or ${field.id}=unknown`);
      return [];
    }
    try {
      const human = toHuman(field, value);
      return [{ field, human, chain: encodeField(field, human) }];
    } catch (error) {
      problems.push(`${(error as Error).message} (${howToWrite(field)})`);
      return [];
    }
  });
  if (problems.length === 0 && facts.every(({ chain }) => chain === NOT_STATED)) {
    problems.push("a statement must state at least one field");
  }
  if (problems.length > 0) throw new Error([`${schema.name}:`, ...problems.map((line) => `  ${line}`)].join("\n"));
  return facts;
}

function splitFact(schema: Schema, text: string): [Field, string] {
  const equals = text.indexOf("=");
  if (equals < 1) throw new Error(`${text}: must be FIELD=VALUE`);
  const name = text.slice(0, equals).trim();
  return [findField(schema, name), text.slice(equals + 1).trim()];
}

function findField(schema: Schema, name: string): Field {
  const lower = name.toLowerCase();
  const called = ({ id, nameEn, nameZh }: Field) => [id, nameEn.toLowerCase(), nameZh].includes(lower);
  const endsSo = ({ id }: Field) => id.endsWith(`.${lower}`) || id.endsWith(`_${lower}`);
  const exact = schema.fields.filter(called);
  const found = exact.length > 0 ? exact : schema.fields.filter(endsSo);
  if (found.length === 1) return found[0]!;
  const ids = schema.fields.map(({ id }) => id);
  const hint =
    found.length > 1
      ? `could be ${found.map(({ id }) => id).join(" or ")}`
      : `is no field of ${schema.name}: did you mean ${nearest(name, ids).join(", ")}?`;
  throw new Error(`${name}: ${hint}`);
}

function toHuman(field: Field, value: string): Human | null {
  if (UNKNOWN.includes(value.toLowerCase())) return null;
  if (field.type === "bool") {
    if (YES.includes(value.toLowerCase())) return true;
    if (NO.includes(value.toLowerCase())) return false;
  }
  if (field.type === "enum") {
    const named = field.values?.find(({ label, nameEn, nameZh }) =>
      [label, nameEn, nameZh].some((name) => name.toLowerCase() === value.toLowerCase()),
    );
    return named?.label ?? value;
  }
  return value;
}

function howToWrite(field: Field): string {
  switch (field.type) {
    case "bool":
      return `${field.id}=yes or no`;
    case "enum":
      return `${field.id}= one of ${(field.values ?? []).map(({ label, nameZh }) => `${label} ${nameZh}`).join(", ")}`;
    case "date":
      return `${field.id}= a date, YYYY-MM-DD`;
    case "code":
      return `${field.id}= a code of ${field.codeSystem ?? "its standard"}`;
    default:
      return `${field.id}= a number, in ${field.displayUnit}`;
  }
}

/** A fact as a clerk reads it again before it is signed: the value with its unit or Chinese label. */
export function showFact({ field, human }: StatedFact): string {
  if (human === null) return "unknown";
  if (typeof human === "boolean") return human ? "yes" : "no";
  const label = field.values?.find((value) => value.label === human);
  if (label) return `${label.label} (${label.nameEn}, ${label.nameZh})`;
  return field.displayUnit === null || field.type === "date" ? human : `${human} ${field.displayUnit}`;
}
