import type { Human } from "../../../catalogue/index.ts";
import type { Random } from "../random.ts";
import type { Traits } from "../traits.ts";

/** Values by fact id, as people write them; null or missing: not stated. */
export type Values = Readonly<Record<string, Human | null>>;

/** One statement before it is encoded. */
export interface Draft {
  readonly values: Values;
  /** Registry number of the item, for schemas of items. */
  readonly item?: string;
  /** Unix seconds; drawn by how often the agency publishes, unless given. */
  readonly observedAt?: number;
}

/**
 * What an agency states of a company under one schema: values, several drafts, or nothing when it does not know the
 * company.
 * @param random a stream of its own for each company and schema
 * @param today 00:00 UTC of the chain's day, unix seconds
 */
export type Author = (company: Traits, random: Random, today: number) => Values | readonly Draft[] | undefined;

/** Authors by schema name. */
export type Authors = Readonly<Record<string, Author>>;
