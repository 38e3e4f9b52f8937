import {
  BIGINT,
  type DuckDBAppender,
  DuckDBDataChunk,
  type DuckDBType,
  INTEGER,
  SMALLINT,
  TINYINT,
  UINTEGER,
  USMALLINT,
  UTINYINT,
} from "@duckdb/node-api";
import { type Columns, type NumberArray, unknownIn, valueAt } from "../../../indexer-api/src/engine/columns.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import { unpackSet } from "../../../indexer-api/src/engine/values.ts";

/** Rows that DuckDB takes at a time. */
const CHUNK = 2_048;
/** Stands for an unknown number, below all others: a NULL would cost DuckDB more. */
const UNKNOWN_BIGINT = -(2n ** 62n);

/**
 * How DuckDB holds a feature: numbers and days as they are, a label as the one bit of its place, none while unknown, a
 * set as bits of what holds and, above them, of what is unknown; in the narrowest type. Then no value is NULL, and every
 * criterion on labels is one test of bits.
 */
export interface PeerColumn {
  readonly name: string;
  readonly type: DuckDBType;
  /** Of a number: the least that is known. */
  readonly leastKnown: string;
  readonly at: (row: number) => number | bigint;
}

export function peerColumns(features: readonly FeatureSpec[], columns: Columns): PeerColumn[] {
  return features.map((feature, index) => {
    const array = columns.arrays[index] as (typeof columns.arrays)[number];
    const base = { name: `x${index}`, leastKnown: "" };
    switch (feature.kind) {
      case "label": {
        const at = (row: number) => (array[row] === 0 ? 0 : 2 ** ((array[row] as number) - 1));
        return { ...base, type: typeFor(feature.labels.length + 1), at };
      }
      case "set":
        return { ...base, type: typeFor(2 * feature.labels.length), at: (row) => bitsOf(valueAt(array, row), feature) };
      default:
        return { ...base, ...(array instanceof Float64Array ? bigints(array) : integers(array as NumberArray)) };
    }
  });
}

const INTEGERS: Readonly<Record<number, DuckDBType>> = { 1: TINYINT, 2: SMALLINT, 4: INTEGER };

function integers(array: NumberArray) {
  const type = INTEGERS[array.BYTES_PER_ELEMENT] as DuckDBType;
  return { type, leastKnown: String(unknownIn(array) + 1), at: (row: number) => array[row] as number };
}

function bigints(array: Float64Array) {
  const at = (row: number) => {
    const value = array[row] as number;
    return Number.isNaN(value) ? UNKNOWN_BIGINT : BigInt(value);
  };
  return { type: BIGINT, leastKnown: String(UNKNOWN_BIGINT + 1n), at };
}

/** The labels of a set and, above them, the same many that are unknown. */
function bitsOf(packed: number, { labels }: FeatureSpec): number {
  const { holds, unknown } = unpackSet(packed);
  return holds + unknown * 2 ** labels.length;
}

function typeFor(bits: number): DuckDBType {
  if (bits <= 8) return UTINYINT;
  if (bits <= 16) return USMALLINT;
  if (bits <= 32) return UINTEGER;
  throw new RangeError(`${bits} bits: the benchmark's DuckDB has columns of 32`);
}

export function appendRows(appender: DuckDBAppender, columns: readonly PeerColumn[], companies: number): void {
  const chunk = DuckDBDataChunk.create(columns.map(({ type }) => type));
  for (let from = 0; from < companies; from += CHUNK) {
    const rows = Math.min(CHUNK, companies - from);
    chunk.rowCount = rows;
    for (const [index, { at }] of columns.entries()) {
      const vector = chunk.getColumnVector(index);
      for (let row = 0; row < rows; row++) vector.setItem(row, at(from + row));
      vector.flush();
    }
    appender.appendDataChunk(chunk);
  }
  appender.flushSync();
  appender.closeSync();
}
