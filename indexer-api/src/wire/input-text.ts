import type { CompiledScorecard, Field } from "../../../catalogue/index.ts";
import type { CompiledInput } from "../../../catalogue/scorecard/compile.ts";
import type { Bounds } from "../scoring/cells.ts";
import { humanNumber, labelsBetween } from "../scoring/inputs.ts";

/** The same for people, in both languages. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** Display units that are written beside a number. What else is counted, the name of the characteristic says. */
export const UNIT_WORDS: Readonly<Record<string, Words>> = {
  CNY: { en: "CNY", zh: "元" },
  "CNY/month": { en: "CNY a month", zh: "元/月" },
  USD: { en: "USD", zh: "美元" },
  kWh: { en: "kWh", zh: "千瓦时" },
  m3: { en: "m³", zh: "立方米" },
  kg: { en: "kg", zh: "千克" },
  mu: { en: "mu", zh: "亩" },
  days: { en: "days", zh: "天" },
  months: { en: "months", zh: "个月" },
};

const YEAR_DAYS = 365n;
/** Of days that are a quotient: as few decimals as keep the two ends of a bin apart. */
const DAY_DECIMALS = [0, 1, 2, 4];

/** A value of an input; null where its facts have no common unit. */
export function valueText(value: bigint, input: CompiledInput, card: CompiledScorecard): Words | null {
  const label = labelsBetween(card, input, value, value + 1n);
  if (label !== null) return label[0] ?? null;
  if (isQuotientOfDays(value, input, card)) return withUnit(plain(rounded(value, input, card, 1)), "days");
  return numberText(value, input, card);
}

/** What lies in a bin. */
export function binText(
  { undefined: isUndefined, from, below }: Bounds,
  input: CompiledInput,
  card: CompiledScorecard,
): Words {
  if (isUndefined) {
    return input.input.operation === "ratio"
      ? { en: "undefined: the denominator is 0", zh: "无法计算：分母为0" }
      : { en: "cannot occur", zh: "不会出现" };
  }
  const labels = labelsBetween(card, input, from, below);
  if (labels !== null) return joined(labels);
  if (isCounted(input, card)) return countText(from, below, input, card);
  const isFromZero = leastOf(input, card) === 0n;
  if (isFromZero && (from ?? 0n) <= 0n && below === 1n) return endText(0n, input, card);
  return between(
    isFromZero && from === 1n ? aboveNothing(input, card) : lowerEnd(from, below, input, card),
    below === null ? null : upperEnd(from, below, input, card),
  );
}

function joined(labels: readonly Words[]): Words {
  if (labels.length === 0) return { en: "no label", zh: "无此选项" };
  return { en: labels.map(({ en }) => en).join(", "), zh: labels.map(({ zh }) => zh).join("、") };
}

/** Whole numbers have a last one before the next bin. */
function countText(from: bigint | null, below: bigint | null, input: CompiledInput, card: CompiledScorecard): Words {
  const first = from ?? leastOf(input, card);
  const last = below === null ? null : below - 1n;
  const text = (value: bigint) => endText(value, input, card);
  if (first === null) return last === null ? any() : atMost(text(last));
  if (last === null) return orMore(text(first));
  if (last <= first) return text(last);
  const { en, zh } = text(last);
  const start = plain(first.toString());
  return { en: `${start} to ${en}`, zh: `${start}至${zh}` };
}

function between(from: Words | null, below: Words | null): Words {
  if (from === null || below === null) return from ?? below ?? any();
  return { en: `${from.en}, ${below.en}`, zh: `${from.zh}，${below.zh}` };
}

function lowerEnd(from: bigint | null, below: bigint | null, input: CompiledInput, card: CompiledScorecard) {
  if (from === null) return null;
  const { en, zh } = endText(from, input, card, below);
  return { en: `from ${en}`, zh: `不低于${zh}` };
}

function upperEnd(from: bigint | null, below: bigint, input: CompiledInput, card: CompiledScorecard): Words {
  const { en, zh } = endText(below, input, card, from);
  return { en: `below ${en}`, zh: `低于${zh}` };
}

function aboveNothing(input: CompiledInput, card: CompiledScorecard): Words {
  const { en, zh } = endText(0n, input, card);
  return { en: `above ${en}`, zh: `高于${zh}` };
}

const any = (): Words => ({ en: "any", zh: "不限" });
const atMost = ({ en, zh }: Words): Words => ({ en: `${en} or fewer`, zh: `不超过${zh}` });
const orMore = ({ en, zh }: Words): Words => ({ en: `${en} or more`, zh: `${zh}及以上` });

/** An end of a bin. @param other the other end, that the two are not written alike */
function endText(value: bigint, input: CompiledInput, card: CompiledScorecard, other: bigint | null = null): Words {
  if (input.input.operation === "days since") return ageText(value, other);
  if (!isQuotientOfDays(value, input, card))
    return numberText(value, input, card) ?? { en: `${value}`, zh: `${value}` };
  const text = (days: bigint, decimals: number) => rounded(days, input, card, decimals);
  const decimals = DAY_DECIMALS.find(
    (many) => Number(text(value, many)) !== 0 && (other === null || text(value, many) !== text(other, many)),
  );
  const { en, zh } = withUnit(plain(text(value, decimals ?? 4)), "days");
  return value === 0n ? { en, zh } : { en: `about ${en}`, zh: `约${zh}` };
}

/** Whole years where both ends of a bin are. */
function ageText(days: bigint, other: bigint | null): Words {
  const isYears = days !== 0n && [days, other ?? 0n].every((end) => end % YEAR_DAYS === 0n);
  if (!isYears) return withUnit(plain(days.toString()), "days");
  const years = days / YEAR_DAYS;
  return { en: years === 1n ? "1 year" : `${years} years`, zh: `${years}年` };
}

function numberText(value: bigint, input: CompiledInput, card: CompiledScorecard): Words | null {
  const human = humanNumber(card, input, value);
  return human && withUnit(plain(human.text), human.unit);
}

function withUnit(text: string, unit: string | null): Words {
  const words = unit === null ? undefined : UNIT_WORDS[unit];
  if (words === undefined) return { en: text, zh: text };
  const isOne = text === "1" && (unit === "days" || unit === "months");
  return { en: `${text} ${isOne ? words.en.slice(0, -1) : words.en}`, zh: `${text}${words.zh}` };
}

/** Without zeros that say nothing, and with thousands apart: `1200000.00` is `1,200,000`. */
function plain(text: string): string {
  const [whole = "", decimals = ""] = text.split(".");
  const rest = decimals.replace(/0+$/, "");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest === "" ? "" : `.${rest}`);
}

function rounded(value: bigint, input: CompiledInput, card: CompiledScorecard, decimals: number): string {
  return Number(humanNumber(card, input, value)?.text).toFixed(decimals);
}

function isQuotientOfDays(value: bigint, input: CompiledInput, card: CompiledScorecard): boolean {
  return input.input.operation === "ratio" && humanNumber(card, input, value)?.unit === "days";
}

function isCounted(input: CompiledInput, card: CompiledScorecard): boolean {
  return input.input.operation === "value" && fieldsOf(input, card).every(({ type }) => type === "count");
}

/** The least that a sum of facts can be by their own rules; null: no bound, or no sum. */
function leastOf(input: CompiledInput, card: CompiledScorecard): bigint | null {
  const isSum = input.input.operation === "value" && input.numerator.every(({ sign }) => sign === 1);
  if (!isSum) return null;
  return fieldsOf(input, card).reduce<bigint | null>(
    (sum, { min }) => (sum === null || min === undefined ? null : sum + min),
    0n,
  );
}

function fieldsOf({ numerator, denominator }: CompiledInput, { sources }: CompiledScorecard): Field[] {
  return [...numerator, ...denominator].map(({ source, field }) => sources[source]?.fields[field] as Field);
}
