import { CodecError, decodeField, formatDecimal, NOT_STATED } from "../../../catalogue/index.ts";
import type { CompiledScorecard, Field, Human, Schema, ScoreInput } from "../../../catalogue/index.ts";
import type { CompiledInput, Place } from "../../../catalogue/scorecard/compile.ts";
import type { Absence } from "../../../catalogue/scorecard/evaluate.ts";
import type { MissingFact } from "../features/facts.ts";
import { endOf } from "./sources.ts";
import type { SourceState } from "./sources.ts";

/** One input of a model for one company. */
export interface InputExplanation {
  readonly input: ScoreInput;
  readonly value: bigint | Absence;
  readonly facts: readonly FactTerm[];
}

/** A fact that an input is made of. */
export interface FactTerm {
  readonly field: Field;
  readonly schema: Schema;
  readonly side: "numerator" | "denominator";
  readonly sign: 1 | -1;
  /** Null when it is not stated or there is no current statement. */
  readonly chain: bigint | null;
  /** Null as well when the chain integer is none that the field allows. */
  readonly human: Human | null;
  /** Why there is no value; null when there is one. */
  readonly missing: MissingFact | null;
  /** The last second, unix seconds, at which what the company took back itself counts against it; null otherwise. */
  readonly takenBackUntil: bigint | null;
}

/** A number of an input as people read it. */
export interface HumanNumber {
  readonly text: string;
  /** Null for a plain ratio, a label, or a yes or no. */
  readonly unit: string | null;
}

const YEAR_DAYS = 365n;

export function explainInput(
  { input, numerator, denominator }: CompiledInput,
  value: bigint | Absence,
  sources: readonly SourceState[],
): InputExplanation {
  const terms = (places: readonly Place[], side: FactTerm["side"]) => places.map((place) => term(place, side, sources));
  return { input, value, facts: [...terms(numerator, "numerator"), ...terms(denominator, "denominator")] };
}

/**
 * A value of an input in the units of its facts; null where they have no common one. A ratio's multiplier tells its
 * decimals by its zeros, and what is left of it the unit: 10000 is a plain ratio, 3650000 are days of a year.
 */
export function humanNumber(compiled: CompiledScorecard, input: CompiledInput, value: bigint): HumanNumber | null {
  const { operation } = input.input;
  if (operation === "days since") return { text: value.toString(), unit: "days" };
  const fields = [...input.numerator, ...input.denominator].map((place) => fieldAt(compiled, place));
  const [first] = fields;
  if (!first || fields.some(({ displayUnit, scale }) => displayUnit !== first.displayUnit || scale !== first.scale)) {
    return null;
  }
  if (operation === "ratio") return ratio(input.multiplier, value);
  if (fields.length === 1) return single(first, input.numerator[0] as Place, value);
  return isNumber(first) ? { text: formatDecimal(value, first.scale), unit: unitOf(first) } : null;
}

/** A ratio has none, whatever the catalogue calls it. */
function unitOf({ type, displayUnit }: Field): string | null {
  return type === "ratio" ? null : displayUnit;
}

/**
 * The names of what lies in a bin of an input that is one label, or a yes or no.
 * @param from lowest value, null: no bound
 * @param below every value is below, null: no bound
 * @returns null for every other input
 */
export function labelsBetween(
  compiled: CompiledScorecard,
  input: CompiledInput,
  from: bigint | null,
  below: bigint | null,
): { en: string; zh: string }[] | null {
  const [only, ...others] = input.numerator;
  const field = only && fieldAt(compiled, only);
  if (!field || others.length > 0 || only.sign !== 1 || input.input.operation !== "value") return null;
  const labels = field.type === "bool" ? NO_AND_YES : field.type === "enum" ? labelsOf(field) : null;
  return labels?.filter((_, index) => index >= (from ?? 0n) && (below === null || index < below)) ?? null;
}

const NO_AND_YES = [
  { en: "no", zh: "否" },
  { en: "yes", zh: "是" },
];

function labelsOf({ values }: Field): { en: string; zh: string }[] {
  return (values ?? []).map(({ nameEn, nameZh }) => ({ en: nameEn, zh: nameZh }));
}

function ratio(multiplier: bigint, value: bigint): HumanNumber | null {
  const decimals = /0*$/.exec(multiplier.toString())?.[0].length ?? 0;
  const whole = multiplier / 10n ** BigInt(decimals);
  if (whole !== 1n && whole !== YEAR_DAYS) return null;
  return { text: formatDecimal(value, decimals), unit: whole === 1n ? null : "days" };
}

function single(field: Field, { sign }: Place, value: bigint): HumanNumber | null {
  if (isNumber(field)) return { text: formatDecimal(value, field.scale), unit: unitOf(field) };
  const human = sign === 1 ? humanOf(field, value) : null;
  return human === null ? null : { text: typeof human === "boolean" ? (human ? "yes" : "no") : human, unit: null };
}

function isNumber({ type }: Field): boolean {
  return type === "amount" || type === "count" || type === "ratio";
}

function term(
  { source, field: index, sign }: Place,
  side: FactTerm["side"],
  sources: readonly SourceState[],
): FactTerm {
  const { schema, standing, statement, newest, takenBack } = sources[source] as SourceState;
  const field = schema.fields[index] as Field;
  const value = statement?.values[index] ?? NOT_STATED;
  const missing = standing !== "current" ? standing : value === NOT_STATED ? ("not stated" as const) : null;
  return {
    ...{ field, schema, side, sign },
    chain: missing === null ? value : null,
    human: missing === null ? humanOf(field, value) : null,
    missing: missing && { fact: field.id, reason: missing },
    takenBackUntil: takenBack && newest ? endOf(newest) : null,
  };
}

function fieldAt({ sources }: CompiledScorecard, { source, field }: Place): Field {
  return sources[source]?.fields[field] as Field;
}

function humanOf(field: Field, chain: bigint): Human | null {
  try {
    return decodeField(field, chain);
  } catch (error) {
    if (error instanceof CodecError) return null;
    throw error;
  }
}
