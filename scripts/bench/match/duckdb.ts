import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Criterion } from "../../../catalogue/index.ts";
import type { Drawn } from "./companies.ts";
import { SUM_BITS, WEIGHT_MODULUS } from "./digest.ts";
import { appendRows, type PeerColumn, peerColumns } from "./duckdb-columns.ts";
import { testOf } from "./duckdb-tests.ts";

const THREADS = 2;
const WORD_BITS = 64;
const BYTE_BITS = 8;

/** The same companies in an in-memory DuckDB with two threads. */
export class DuckDbPeer {
  readonly #connection: DuckDBConnection;
  readonly #statement: string;
  readonly #words: number;

  private constructor(connection: DuckDBConnection, statement: string, words: number) {
    this.#connection = connection;
    this.#statement = statement;
    this.#words = words;
  }

  /** @param criteria of each product */
  static async load(
    { features, columns }: Pick<Drawn, "features" | "columns">,
    companies: number,
    criteria: readonly (readonly Criterion[])[],
    asOf: bigint,
  ): Promise<DuckDbPeer> {
    const instance = await DuckDBInstance.create(":memory:", { threads: String(THREADS) });
    const connection = await instance.connect();
    const peer = peerColumns(features, columns);
    await fill(connection, peer, companies);
    const tests = criteria.map((all) => all.map((one) => testOf(features, peer, one, asOf)).join(" AND "));
    const words = Math.max(1, Math.ceil(tests.length / WORD_BITS));
    return new DuckDbPeer(connection, statementOf(tests, words), words);
  }

  /** Matches all companies into a table of bitmaps. */
  async match(): Promise<void> {
    await this.#connection.run(this.#statement);
  }

  /** As `digestOf` comes to it. */
  async digest(): Promise<number[]> {
    const sums = Array.from({ length: this.#words * (WORD_BITS / SUM_BITS) }, (_, index) => {
      const [word, shift] = [Math.floor(index / (WORD_BITS / SUM_BITS)), (index % (WORD_BITS / SUM_BITS)) * SUM_BITS];
      return `sum(((w${word} >> ${shift}) & 65535)::BIGINT * (rowid % ${WEIGHT_MODULUS} + 1))`;
    });
    const rows = (await this.#connection.runAndReadAll(`SELECT ${sums.join(", ")} FROM matched`)).getRows();
    return (rows[0] ?? []).map(Number);
  }

  /** The bitmaps of the first companies, as the engine has them. */
  async first(companies: number): Promise<Uint32Array> {
    const query = `SELECT * FROM matched WHERE rowid < ${companies} ORDER BY rowid`;
    const rows = (await this.#connection.runAndReadAll(query)).getRows() as bigint[][];
    return new Uint32Array(BigUint64Array.from(rows.flat()).buffer);
  }
}

async function fill(connection: DuckDBConnection, columns: readonly PeerColumn[], companies: number): Promise<void> {
  const definitions = columns.map(({ name, type }) => `${name} ${type.toString()} NOT NULL`);
  await connection.run(`CREATE TABLE raw (${definitions.join(", ")})`);
  appendRows(await connection.createAppender("raw"), columns, companies);
}

/**
 * Bits by bytes, which stand together as words. Of the forms that were tried this took the least processor time: with
 * NULLs, with CASE for each product, with words in place of bytes, with AND of numbers in place of conditions it was the
 * same or up to twice as much; with IN lists, each of which becomes a join, it takes a hundred times as much.
 */
function statementOf(tests: readonly string[], words: number): string {
  const columns = Array.from({ length: words }, (_, word) => {
    const bytes = Array.from({ length: WORD_BITS / BYTE_BITS }, (_, byte) => {
      const from = word * WORD_BITS + byte * BYTE_BITS;
      return byteOf(tests.slice(from, from + BYTE_BITS), byte);
    });
    return `(${bytes.filter((byte) => byte !== null).join(" | ") || "0::UBIGINT"}) AS w${word}`;
  });
  return `CREATE OR REPLACE TABLE matched AS SELECT ${columns.join(",\n")} FROM raw`;
}

function byteOf(tests: readonly string[], byte: number): string | null {
  if (tests.length === 0) return null;
  const bits = tests.map((test, bit) => `((${test || "true"})::UTINYINT * ${2 ** bit}::UTINYINT)`);
  return `((${bits.join(" | ")})::UBIGINT * ${2n ** BigInt(byte * BYTE_BITS)}::UBIGINT)`;
}
