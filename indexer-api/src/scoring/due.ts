import type { Explanation } from "./explain.ts";

const DAY = 86_400n;

/**
 * The first second after now at which a score may differ though nothing was attested or revoked: a statement no longer
 * counts, or so many days have passed since a date that it moves into another bin. Null when that never comes.
 */
export function dueAt({ compiled, characteristics, expiresAt, score }: Explanation, asOf: bigint): bigint | null {
  const moments = expiresAt === null ? [] : [expiresAt + 1n];
  for (const { compiled: one, inputs } of characteristics) {
    for (const [axis, { input, cuts }] of one.axes.entries()) {
      const compiledInput = compiled.inputs[input];
      const days = score.inputs[input];
      if (compiledInput?.input.operation !== "days since" || typeof days !== "bigint") continue;
      const next = cuts.find((cut) => cut > days);
      if (next !== undefined) moments.push(reaches(next, dateOf(inputs[axis]?.facts ?? [])));
    }
  }
  const ahead = moments.filter((moment) => moment > asOf);
  return ahead.reduce<bigint | null>((first, one) => (first === null || one < first ? one : first), null);
}

/** When whole days since `date`, truncated toward zero, come to `days`. */
function reaches(days: bigint, date: bigint): bigint {
  return days > 0n ? date + days * DAY : date + (days - 1n) * DAY + 1n;
}

function dateOf(facts: readonly { sign: 1 | -1; chain: bigint | null }[]): bigint {
  return facts.reduce((sum, { sign, chain }) => sum + BigInt(sign) * (chain ?? 0n), 0n);
}
