/**
 * Whole calendar months from one day to a later one, both unix seconds, days by UTC as everywhere on the chain. A month
 * is whole on the same day of the month; the 31st is never reached in a shorter month, whose last day completes nothing.
 */
export function monthsBetween(from: bigint, to: bigint): bigint {
  const [start, end] = [dateOf(from), dateOf(to)];
  const months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  return BigInt(end.getUTCDate() < start.getUTCDate() ? months - 1 : months);
}

function dateOf(unixSeconds: bigint): Date {
  return new Date(Number(unixSeconds) * 1000);
}
