/**
 * The first second from which so many whole calendar months have passed since `start`, days by UTC; the counterpart of
 * `monthsBetween`, solved for its second argument. Where a month lacks the day, it is whole once that month is over.
 * @param start unix seconds
 * @returns unix seconds
 */
export function monthsAfter(start: bigint, months: bigint): bigint {
  const from = new Date(Number(start) * 1000);
  const [year, month, day] = [from.getUTCFullYear(), from.getUTCMonth() + Number(months), from.getUTCDate()];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const reached = day > lastOfMonth ? Date.UTC(year, month + 1, 1) : Date.UTC(year, month, day);
  return BigInt(reached / 1000);
}
