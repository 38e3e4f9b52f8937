import type { Feature } from "../../../catalogue/index.ts";
import { latestStart } from "../engine/ages.ts";
import { featureSpecsOf } from "../engine/features.ts";
import type { FeatureSpec } from "../engine/features.ts";
import { FIRST_DAY, packSet, WIDE } from "../engine/values.ts";
import type { CompanyValues } from "../engine/values.ts";

/** A value that breaks a rule, by the id of its feature. */
export interface WrongFact {
  readonly feature: string;
  readonly value: unknown;
  readonly rule: string;
}

/** Takes one value of a request's body. @returns what stands for it in `raw`, a number beyond doubles, or the rule broken */
type Take = (value: unknown, asOf: bigint) => number | bigint | string;

const NUMBER = "must be a whole number: decimal text with 78 digits at most, or a JSON number below 2^53";
const WHOLE = /^-?\d{1,78}$/;
/** So many characters of a whole number are exact in a double. */
const EXACT_CHARACTERS = 15;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** A thousand years. */
const MOST_MONTHS = 12_000;
const AGE = `must be a date as YYYY-MM-DD, or whole months from 0 to ${MOST_MONTHS}`;
const FIRST_SECOND = Number(FIRST_DAY);
const SIX_DIGITS = /^\d{6}$/;
const SHOWN_LABELS = 30;
const NO_WIDE: ReadonlyMap<number, bigint> = new Map();

/**
 * Features as companies state them in a request, by id: numbers in the chain unit, as decimal text or JSON numbers; an age
 * as the day from which it counts or in whole months; labels; of a set the list of labels that hold (the others do not),
 * or `{ holds, unknown }`. Absent or null: unknown. Written by hand, because it runs once for every line of a batch.
 */
export class OwnFacts {
  readonly #takers: ReadonlyMap<string, { readonly place: number; readonly take: Take }>;
  readonly #unknown: Float64Array;

  constructor(features: readonly Feature[]) {
    const specs = featureSpecsOf({ features });
    this.#takers = new Map(
      specs.map((spec, place) => [spec.id, { place, take: takerOf(spec, features[place] as Feature) }]),
    );
    this.#unknown = Float64Array.from(specs, ({ kind, labels }) =>
      kind === "set" ? packSet({ holds: 0, unknown: 2 ** labels.length - 1 }) : Number.NaN,
    );
  }

  /**
   * @param given an object of a parsed body
   * @param asOf unix seconds, for ages
   * @param wrong what breaks a rule is added here
   */
  read(given: Readonly<Record<string, unknown>>, asOf: bigint, wrong: WrongFact[]): CompanyValues {
    const raw = this.#unknown.slice();
    let wide: Map<number, bigint> | undefined;
    for (const feature in given) {
      const value = given[feature];
      const taker = this.#takers.get(feature);
      if (taker === undefined)
        wrong.push({ feature, value, rule: "there is no such feature; /v1/features lists them" });
      else if (value !== null) {
        const taken = taker.take(value, asOf);
        if (typeof taken === "number") raw[taker.place] = taken;
        else if (typeof taken === "string") wrong.push({ feature, value, rule: taken });
        else {
          raw[taker.place] = taken < 0n ? -WIDE : WIDE;
          (wide ??= new Map()).set(taker.place, taken);
        }
      }
    }
    return { raw, wide: wide ?? NO_WIDE };
  }
}

function takerOf(spec: FeatureSpec, { type }: Feature): Take {
  switch (spec.kind) {
    case "number":
      return takeNumber;
    case "age":
      return takeAge();
    case "label":
      return takeLabel(spec, type === "code" && spec.labels.every((label) => SIX_DIGITS.test(label)));
    case "set":
      return takeSet(spec);
  }
}

function takeNumber(value: unknown): number | bigint | string {
  // Adding nought makes nought of negative nought.
  if (typeof value === "number") return Number.isSafeInteger(value) ? value + 0 : NUMBER;
  if (typeof value !== "string" || !WHOLE.test(value)) return NUMBER;
  if (value.length <= EXACT_CHARACTERS) return Number(value) + 0;
  const exact = BigInt(value);
  return exact < BigInt(WIDE) && exact > -BigInt(WIDE) ? Number(exact) : exact;
}

/** Months are taken as the last day from which they have passed; each is looked up once for a moment. */
function takeAge(): Take {
  const startOf = new Map<number, number>();
  let known: bigint | undefined;
  return (value, asOf) => {
    if (typeof value === "string" && DAY.test(value)) return takeDay(value, asOf);
    const months = typeof value === "string" && WHOLE.test(value) ? Number(value) : value;
    if (typeof months !== "number" || !Number.isInteger(months) || months < 0 || months > MOST_MONTHS) return AGE;
    if (known !== asOf) startOf.clear();
    known = asOf;
    const start = startOf.get(months) ?? latestStart(BigInt(months), asOf);
    startOf.set(months, start);
    return start;
  };
}

function takeDay(text: string, asOf: bigint): number | string {
  const milliseconds = Date.parse(text);
  // A 30th of February would be read as a day of March; every month has 28 days.
  if (Number.isNaN(milliseconds) || (text.slice(8) > "28" && dayText(milliseconds) !== text)) {
    return "must be a day that exists, as YYYY-MM-DD";
  }
  const seconds = milliseconds / 1000;
  if (seconds < FIRST_SECOND) return `must not lie before ${dayText(FIRST_SECOND * 1000)}`;
  if (seconds <= Number(asOf)) return seconds;
  return `must not lie after ${dayText(Number(asOf) * 1000)}, the day of the chain's time`;
}

function dayText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** @param others whether codes of six digits that are not on the list are codes too: of a place elsewhere */
function takeLabel({ labels }: FeatureSpec, others: boolean): Take {
  const placeOf = new Map<unknown, number>(labels.map((label, place) => [label, place]));
  const rule = others ? "must be a code of six digits" : `must be ${oneOf(labels)}`;
  return (value) => {
    const place = placeOf.get(value);
    if (place !== undefined) return place;
    return others && typeof value === "string" && SIX_DIGITS.test(value) ? labels.length : rule;
  };
}

function takeSet({ labels }: FeatureSpec): Take {
  const bitOf = new Map<unknown, number>(labels.map((label, place) => [label, 1 << place]));
  const rule = `must be a list, or {"holds": list, "unknown": list}, of labels, each ${oneOf(labels)}`;
  const bits = (list: unknown): number => {
    if (!Array.isArray(list)) return Number.NaN;
    let sum = 0;
    for (const label of list) sum |= bitOf.get(label) ?? 0;
    return list.every((label) => bitOf.has(label)) ? sum : Number.NaN;
  };
  return (value) => {
    if (Array.isArray(value)) return packedOr(rule, bits(value), 0);
    if (typeof value !== "object" || value === null) return rule;
    const { holds = [], unknown = [], ...rest } = value as { holds?: unknown; unknown?: unknown };
    return Object.keys(rest).length > 0 ? rule : packedOr(rule, bits(holds), bits(unknown));
  };
}

function packedOr(rule: string, holds: number, unknown: number): number | string {
  if (Number.isNaN(holds + unknown)) return rule;
  return (holds & unknown) === 0
    ? packSet({ holds, unknown })
    : "must not have a label that holds and is unknown at once";
}

function oneOf(labels: readonly string[]): string {
  const more = labels.length > SHOWN_LABELS ? ` and ${labels.length - SHOWN_LABELS} more; see /v1/features` : "";
  return `one of ${labels.slice(0, SHOWN_LABELS).join(", ")}${more}`;
}
