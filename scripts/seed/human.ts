const DAY = 86_400;

/** CNY (or USD) as the text that an amount field takes, in whole units. */
export function money(amount: number): string {
  return `${Math.round(amount)}.00`;
}

export function count(number: number): string {
  return String(Math.max(0, Math.round(number)));
}

/** A part of 1 as the text that a ratio field takes, cut to basis points. */
export function share(part: number): string {
  return (Math.floor(Math.min(1, Math.max(0, part)) * 10_000) / 10_000).toFixed(4);
}

/** The UTC date of a time in unix seconds. */
export function dateOf(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 10);
}

/** The date so many years before (or after, when negative) a time. */
export function yearsBefore(unixSeconds: number, years: number): string {
  return dateOf(unixSeconds - Math.round(years * 365.25) * DAY);
}
