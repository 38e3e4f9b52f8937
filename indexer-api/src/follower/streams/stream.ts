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

/** How a value gets into its column: bytes come as `0x` hex, JSON as text, numbers that need more than 64 bits as text. */
export type ColumnType = "bytea" | "text" | "bigint" | "integer" | "numeric" | "boolean" | "jsonb";

export interface Column<Row> {
  type: ColumnType;
  of: (row: Row) => unknown;
}

/**
 * Stores rows of a stream whose entities are rows of one table as they come.
 * @param key columns by which a row is known; a row that is known already is replaced when the new one has a later cursor
 */
export function storeIn<Row extends { cursor: bigint }>(
  table: string,
  key: readonly string[],
  columns: Readonly<Record<string, Column<Row>>>,
): (db: Queryable, rows: readonly Row[]) => Promise<void> {
  const all = Object.entries({
    ...columns,
    cursor: { type: "bigint", of: ({ cursor }: Row) => cursor },
  });
  const names = all.map(([name]) => name);
  const arrays = all.map(([, { type }], index) => `$${index + 1}::${type === "bytea" ? "text" : type}[]`);
  const values = all.map(([name, { type }]) => (type === "bytea" ? bytea(`row.${name}`) : `row.${name}`));
  const changed = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
  const sql = `
    INSERT INTO ${table} (${names.join(", ")})
    SELECT ${values.join(", ")} FROM unnest(${arrays.join(", ")}) AS row (${names.join(", ")})
    ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${changed.join(", ")} WHERE ${table}.cursor < excluded.cursor`;
  return async (db, rows) => {
    await db.query(
      sql,
      all.map(([, { of }]) => rows.map(of)),
    );
  };
}

/** The bytes of `0x` hex inside SQL. */
export function bytea(expression: string): string {
  return `decode(substr(${expression}, 3), 'hex')`;
}
