/**
 * Days as the chain counts them for interest and terms: whole days since 1970-01-01 by China Standard Time (UTC+8). The
 * same numbers as `contracts/lending/Calendar.sol`.
 */

const DAY_SECONDS = 86_400n;
const OFFSET_SECONDS = 8n * 3_600n;

/** The Beijing day on which a time falls. */
export function dayOf(unixSeconds: bigint): bigint {
  return (unixSeconds + OFFSET_SECONDS) / DAY_SECONDS;
}

/** Unix seconds of the first second after the day. */
export function endOfDay(day: bigint): bigint {
  return (day + 1n) * DAY_SECONDS - OFFSET_SECONDS;
}

/** A day as `YYYY-MM-DD`. */
export function dateOfDay(day: bigint): string {
  return new Date(Number(day * DAY_SECONDS) * 1_000).toISOString().slice(0, 10);
}

/** A time in Beijing as `YYYY-MM-DD HH:mm`. */
export function beijingTime(unixSeconds: bigint): string {
  const text = new Date(Number(unixSeconds + OFFSET_SECONDS) * 1_000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}
