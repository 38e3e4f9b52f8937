import { z } from "zod";

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

/** How many items of a list; a string, as it comes in a query. */
export const limit = z
  .string()
  .regex(/^\d+$/, `must be a whole number from 1 to ${MAX_LIMIT}`)
  .transform(Number)
  .pipe(z.number().min(1, "must be at least 1").max(MAX_LIMIT, `must be at most ${MAX_LIMIT}`))
  .default(DEFAULT_LIMIT)
  .meta({
    type: "integer",
    minimum: 1,
    maximum: MAX_LIMIT,
    description: `How many at most; ${DEFAULT_LIMIT} unless given.`,
  });

/** Where a list goes on, when the list is ordered by a text of the given form. */
export function after(form: RegExp) {
  return z
    .string()
    .max(66, "is not a page.next of this list")
    .regex(form, "is not a page.next of this list")
    .optional()
    .meta({ description: "page.next of the page before." });
}

export const page = z
  .strictObject({
    limit: z.int(),
    next: z
      .string()
      .nullable()
      .meta({ description: "Ask with `after` set to this for what follows; null at the end." }),
  })
  .meta({ id: "Page" });

/** A page of a list. */
export interface Paged<T> {
  items: T[];
  page: z.output<typeof page>;
}

/** Cuts a page out of rows that were asked for with one more than `size`, which tells whether anything follows. */
export function paged<T>(rows: readonly T[], size: number, keyOf: (row: T) => string): Paged<T> {
  const items = rows.slice(0, size);
  const last = items.at(-1);
  return { items, page: { limit: size, next: rows.length > size && last !== undefined ? keyOf(last) : null } };
}
