/** A calendar month as one number, so that months can be counted: year times 12 plus month (January is 0). */
export type Month = number;

/** The month of a `YYYY-MM-DD` date. */
export function monthOf(date: string): Month {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

/** `2020-02` */
export function formatMonth(month: Month): string {
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
}

/** First second of a month, UTC, in unix seconds. */
export function monthStart(month: Month): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / 1000;
}

/** The last day of a month, `YYYY-MM-DD`. */
export function lastDay(month: Month): string {
  return new Date((monthStart(month + 1) - 86_400) * 1000).toISOString().slice(0, 10);
}

/** The last month that is wholly over at a time in unix seconds, UTC. */
export function lastFullMonth(unixSeconds: number): Month {
  const date = new Date(unixSeconds * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth() - 1;
}
