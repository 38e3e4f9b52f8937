import { type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, INTEGER } from "@duckdb/node-api";
import type { CompiledScorecard } from "../../../catalogue/index.ts";
import { SPECIAL } from "../../../catalogue/scorecard/bulk-column.ts";
import { MAX_TOTAL } from "../../../catalogue/scorecard/types.ts";
import { type Digest, MIXED_MODULUS, TOTAL_WEIGHT } from "./digest.ts";

const THREADS = 2;
/** Rows that DuckDB takes at a time. */
const CHUNK = 2_048;
const { unknown, undefined: none } = SPECIAL.int32;

/** The same columns in an in-memory DuckDB with two threads. */
export class DuckDbPeer {
  readonly #connection: DuckDBConnection;
  readonly #statement: string;

  private constructor(connection: DuckDBConnection, compiled: CompiledScorecard) {
    this.#connection = connection;
    this.#statement = statementOf(compiled);
  }

  static async load(compiled: CompiledScorecard, columns: readonly Int32Array[]): Promise<DuckDbPeer> {
    const instance = await DuckDBInstance.create(":memory:", { threads: String(THREADS) });
    const connection = await instance.connect();
    await append(connection, columns);
    return new DuckDbPeer(connection, compiled);
  }

  /** Scores all companies into a table, as the other side does into arrays. */
  async score(): Promise<void> {
    await this.#connection.run(this.#statement);
  }

  async digest(grades: number): Promise<Digest> {
    const counts = Array.from({ length: grades }, (_, grade) => `count(*) FILTER (grade = ${grade + 1})`);
    const mixed = `sum((total * ${TOTAL_WEIGHT} + grade)::BIGINT * (rowid % ${MIXED_MODULUS}))`;
    const [row] = await this.#rows(`SELECT sum(total), ${mixed}, ${counts.join(", ")} FROM scored`);
    const [totals, mixedSum, ...each] = (row ?? []).map(Number);
    return { totals: totals as number, mixed: mixedSum as number, grades: each };
  }

  /** Total and grade of every `step`th company. */
  async sample(step: number): Promise<number[][]> {
    const rows = await this.#rows(`SELECT rowid, total, grade FROM scored WHERE rowid % ${step} = 0 ORDER BY rowid`);
    return rows.map((row) => row.map(Number));
  }

  close(): void {
    this.#connection.closeSync();
  }

  async #rows(query: string): Promise<unknown[][]> {
    return (await this.#connection.runAndReadAll(query)).getRows();
  }
}

async function append(connection: DuckDBConnection, columns: readonly Int32Array[]): Promise<void> {
  await connection.run(`CREATE TABLE raw (${columns.map((_, index) => `x${index} INTEGER`).join(", ")})`);
  const appender = await connection.createAppender("raw");
  const chunk = DuckDBDataChunk.create(columns.map(() => INTEGER));
  const companies = columns[0]?.length ?? 0;
  for (let from = 0; from < companies; from += CHUNK) {
    const rows = Math.min(CHUNK, companies - from);
    chunk.rowCount = rows;
    for (const [index, column] of columns.entries()) {
      const vector = chunk.getColumnVector(index);
      for (let row = 0; row < rows; row++) vector.setItem(row, column[from + row] as number);
      vector.flush();
    }
    appender.appendDataChunk(chunk);
  }
  appender.flushSync();
  appender.closeSync();
}

/**
 * One CASE for each characteristic, its bounds ascending: of the forms that were tried (bounds descending, nested as a
 * search tree, sums of comparisons, narrower types) none was clearly faster. The known weight is not asked of it.
 */
function statementOf({ card, characteristics }: CompiledScorecard): string {
  const points = characteristics.map(({ characteristic: { cells, unknownPoints, withheldPoints }, axes }) => {
    const bounds = [unknown, none, none + 1, ...(axes[0]?.cuts ?? []).map(Number)];
    return caseOf(`x${axes[0]?.input}`, bounds, [withheldPoints, unknownPoints, ...cells]);
  });
  const lowest = card.grades.slice(1).map(({ fromPoints }) => fromPoints);
  const grade = caseOf(
    "total",
    lowest,
    [...card.grades.keys()].map((index) => index + 1),
  );
  return `CREATE OR REPLACE TABLE scored AS
    SELECT total, (${grade})::TINYINT AS grade
    FROM (SELECT greatest(0, least(${MAX_TOTAL}, ${card.basePoints} + ${points.join(" + ")}))::SMALLINT AS total FROM raw)`;
}

/** `values` has one more than `bounds`. */
function caseOf(column: string, bounds: readonly number[], values: readonly number[]): string {
  const arms = bounds.map((bound, index) => `WHEN ${column} < ${bound} THEN ${values[index]}`);
  return `CASE ${arms.join(" ")} ELSE ${values.at(-1)} END`;
}
