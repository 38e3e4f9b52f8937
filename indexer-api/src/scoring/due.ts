import type { Place } from "../../../catalogue/scorecard/compile.ts";
import type { Assessment } from "./assess.ts";
import { endOf } from "./sources.ts";
import type { SourceState } from "./sources.ts";

const DAY = 86_400n;

/**
 * The first second after now at which a score may differ though nothing was attested or revoked: a statement no longer
 * counts, or so many days have passed since a date that it moves into another bin. Null when that never comes.
 */
export function dueAt({ compiled, sources, expiresAt, score }: Assessment, asOf: bigint): bigint | null {
  const moments = expiresAt === null ? [] : [expiresAt + 1n];
  for (const { takenBack, newest } of sources) if (takenBack && newest) moments.push(endOf(newest) + 1n);
  for (const { input, cuts } of compiled.characteristics.flatMap(({ axes }) => axes)) {
    const dated = compiled.inputs[input];
    const days = score.inputs[input];
    if (dated?.input.operation !== "days since" || typeof days !== "bigint") continue;
    const next = cuts.find((cut) => cut > days);
    if (next !== undefined) moments.push(reaches(next, dateOf(dated.numerator, sources)));
  }
  const ahead = moments.filter((moment) => moment > asOf);
  return ahead.reduce<bigint | null>((first, one) => (first === null || one < first ? one : first), null);
}

/** When whole days since `date`, truncated toward zero, come to `days`. */
function reaches(days: bigint, date: bigint): bigint {
  return days > 0n ? date + days * DAY : date + (days - 1n) * DAY + 1n;
}

function dateOf(places: readonly Place[], sources: readonly SourceState[]): bigint {
  const factAt = ({ source, field }: Place) => sources[source]?.statement?.values[field] ?? 0n;
  return places.reduce((sum, place) => sum + BigInt(place.sign) * factAt(place), 0n);
}
