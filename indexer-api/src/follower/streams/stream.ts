import type { z } from "zod";
import type { Queryable } from "../../data/follow-state.ts";

/** One kind of entity that is read from the subgraph in the order of its cursor. */
export interface Stream<Name extends string, Shape extends z.ZodObject> {
  /** The field of the subgraph's query type. */
  name: Name;
  /** What is asked of each entity beside its cursor. */
  select: string;
  shape: Shape;
  /** Stores a page. Storing a row again changes nothing, or replaces what is older. */
  store: (db: Queryable, rows: readonly (z.output<Shape> & { cursor: bigint })[]) => Promise<void>;
}

export function defineStream<const Name extends string, Shape extends z.ZodObject>(
  stream: Stream<Name, Shape>,
): Stream<Name, Shape> {
  return stream;
}

/** The bytes of `0x` hex inside SQL. */
export function bytea(expression: string): string {
  return `decode(substr(${expression}, 3), 'hex')`;
}
