import { NOT_STATED } from "../../../catalogue/index.ts";
import type { CompiledInput, CompiledScorecard, Place } from "../../../catalogue/scorecard/compile.ts";
import type { Random } from "./differential-random.ts";

/** A company's statements: for each source the values of its fields, or nothing. */
export type Company = (bigint[] | null)[];

/** A company made to lie at an edge: the input that it must have, unless that lies beyond 48 bits. */
export interface EdgeCompany {
  readonly values: Company;
  readonly input: number;
  readonly wanted: bigint;
}

const SECONDS_PER_DAY = 86_400n;
const EXTREMES = [255n, 128n, 127n, 64n, 53n, 47n, 32n, 31n].flatMap((bits) => {
  const power = 2n ** bits;
  return bits === 255n ? [power - 1n, -(power - 1n)] : [power - 1n, power, power + 1n, 1n - power, -power, -power - 1n];
});

/** Nothing known; nothing stated; all nought; each extreme everywhere. */
export function uniformCompanies({ sources }: CompiledScorecard): Company[] {
  const all = [NOT_STATED, 0n, 1n, -1n, ...EXTREMES];
  return [sources.map(() => null), ...all.map((value) => sources.map(({ fields }) => fields.map(() => value)))];
}

/** Facts of every size, with gaps. */
export function randomCompany({ sources }: CompiledScorecard, random: Random, asOf: bigint): Company {
  const gaps = random.pick([0, 5, 40]);
  return sources.map(({ fields }) => {
    return random.chance(gaps) ? null : fields.map(() => (random.chance(gaps / 2) ? NOT_STATED : fact(random, asOf)));
  });
}

function fact(random: Random, asOf: bigint): bigint {
  const kind = random.int(1, 20);
  if (kind <= 3) return 0n;
  if (kind <= 8) return BigInt(random.int(-3, 40));
  if (kind <= 10) return asOf - random.big(29);
  if (kind === 11) return random.pick(EXTREMES);
  if (kind === 12) return random.big(254);
  return random.big(48);
}

/** For every cut of every axis: a company just below it, one at it and one just above. */
export function* edgeCompanies(compiled: CompiledScorecard, random: Random, asOf: bigint): Generator<EdgeCompany> {
  for (const { input, cuts } of compiled.characteristics.flatMap(({ axes }) => axes)) {
    for (const wanted of cuts.flatMap((cut) => [cut - 1n, cut, cut + 1n])) {
      const values = randomCompany(compiled, random, asOf);
      if (solve(compiled.inputs[input] as CompiledInput, values, wanted, random, asOf, compiled)) {
        yield { values, input, wanted };
      }
    }
  }
}

/**
 * Changes the facts of an input so that it comes to a number.
 * @returns false when it cannot be done: a ratio of two sums of the same facts
 */
function solve(
  { input, numerator, denominator, multiplier }: CompiledInput,
  values: Company,
  wanted: bigint,
  random: Random,
  asOf: bigint,
  { sources }: CompiledScorecard,
): boolean {
  for (const { source, field } of [...numerator, ...denominator]) {
    values[source] ??= (sources[source]?.fields ?? []).map(() => 0n);
    values[source][field] = BigInt(random.int(-9, 9));
  }
  if (input.operation === "value") return settle(numerator, [], values, wanted);
  if (input.operation === "days since") {
    // Within the day: truncation goes toward the time asked about.
    const within = BigInt(random.int(0, Number(SECONDS_PER_DAY) - 1));
    return settle(numerator, [], values, asOf - wanted * SECONDS_PER_DAY - (wanted < 0n ? -within : within));
  }
  const times = BigInt(random.int(1, 5)) * random.pick([1n, -1n]);
  // Up to what truncation takes off.
  const within = random.chance(50) ? 0n : (times < 0n ? -times : times) - 1n;
  const above = wanted * times + (wanted * times < 0n ? -within : within);
  const below = multiplier * times;
  if (numerator.some((place) => !has(denominator, place))) {
    return settle(denominator, numerator, values, below) && settle(numerator, denominator, values, above);
  }
  if (denominator.every((place) => has(numerator, place))) return false;
  return settle(numerator, [], values, above) && settle(denominator, numerator, values, below);
}

/** Sets a fact so that a sum comes to a number: one that is not among others where there is one. */
function settle(places: readonly Place[], others: readonly Place[], values: Company, wanted: bigint): boolean {
  const free = places.find((place) => !has(others, place));
  const chosen = free ?? places[0];
  if (chosen === undefined) return false;
  const rest = places
    .filter((place) => place !== chosen)
    .reduce((sum, { source, field, sign }) => sum + BigInt(sign) * (values[source]?.[field] as bigint), 0n);
  (values[chosen.source] as bigint[])[chosen.field] = BigInt(chosen.sign) * (wanted - rest);
  return true;
}

function has(places: readonly Place[], { source, field }: Place): boolean {
  return places.some((place) => place.source === source && place.field === field);
}
