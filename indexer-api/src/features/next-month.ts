import { monthsBetween } from "./calendar.ts";

/**
 * The first second after `asOf` at which more whole months have passed since `start` than at `asOf`, or at which `start`
 * itself is reached. Both unix seconds; a month that lacks the day is over before it is whole.
 */
export function nextMonth(start: bigint, asOf: bigint): bigint {
  if (start > asOf) return start;
  const from = new Date(Number(start) * 1000);
  const months = Number(monthsBetween(start, asOf)) + 1;
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const isShort = from.getUTCDate() > daysInMonth;
  return BigInt((isShort ? Date.UTC(year, month + 1, 1) : Date.UTC(year, month, from.getUTCDate())) / 1000);
}
