const SECONDS_PER_DAY = 86_400;
/** More months than lie between any two days that a calendar of four digits has. */
const MOST_MONTHS = 12n * 10_000n;

/**
 * The last second from which at least so many whole calendar months have passed at `asOf`; nothing counts from later
 * than `asOf` itself. A month is whole on the same day of the month; where that day does not exist, it is whole once the
 * month is over. The counterpart of `monthsBetween` in `features/calendar.ts`, solved for its first argument.
 * @param asOf unix seconds
 * @returns unix seconds, -Infinity when no day is that long ago
 */
export function latestStart(months: bigint, asOf: bigint): number {
  const now = Number(asOf);
  if (months <= 0n) return now;
  if (months > MOST_MONTHS) return -Infinity;
  const today = new Date(now * 1000);
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth() - Number(months)];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Date.UTC(year, month, Math.min(today.getUTCDate(), lastOfMonth)) / 1000;
  return day + SECONDS_PER_DAY - 1;
}
