import type { CompanyValues } from "../engine/values.ts";
import { bytesOf, hexOf } from "./hex.ts";
import type { Queryable } from "./follow-state.ts";
import { hasMark } from "./match-state.ts";

/** The features of one company in the engine's form. Times are unix seconds. */
export interface FeatureRow {
  /** Row of the engine. */
  readonly row: number;
  /** Entity id. */
  readonly subject: string;
  /** Null for a company that is attested about and not registered. */
  readonly uscc: string | null;
  readonly values: CompanyValues;
  /** Total by the platform's scorecard; null without a grade. */
  readonly score: number | null;
  readonly dueAt: bigint | null;
  /** Time of the block as of which it was computed last. */
  readonly asOf: bigint;
  readonly change: bigint;
}

interface DatabaseRow {
  row: number;
  subject: Buffer;
  uscc: string | null;
  features: (number | null)[];
  wide: Record<string, string> | null;
  score: number | null;
  due_at: bigint | null;
  as_of: bigint;
  change: bigint;
}

/** The rows of those of the companies that have one, by entity id. */
export async function featureRows(db: Queryable, subjects: readonly string[]): Promise<Map<string, FeatureRow>> {
  const { rows } = await db.query<DatabaseRow>(
    `SELECT row, subject, uscc, features, wide, score, due_at, as_of, change
     FROM company_features WHERE subject = ANY ($1)`,
    [subjects.map(bytesOf)],
  );
  return new Map(rows.map(rowOf).map((row) => [row.subject, row]));
}

function rowOf({ features, wide, due_at, as_of, subject, ...row }: DatabaseRow): FeatureRow {
  const raw = Float64Array.from(features, (value) => value ?? Number.NaN);
  return { ...row, subject: hexOf(subject), values: { raw, wide: wideOf(wide) }, dueAt: due_at, asOf: as_of };
}

function wideOf(wide: Readonly<Record<string, string>> | null): Map<number, bigint> {
  return new Map(Object.entries(wide ?? {}).map(([place, digits]) => [Number(place), BigInt(digits)]));
}

/** Of a row, which company it is. */
export async function companiesAt(
  db: Queryable,
  rows: readonly number[],
): Promise<Map<number, { entityId: string; uscc: string | null }>> {
  const found = await db.query<Pick<DatabaseRow, "row" | "subject" | "uscc">>(
    "SELECT row, subject, uscc FROM company_features WHERE row = ANY ($1::integer[])",
    [rows],
  );
  return new Map(found.rows.map(({ row, subject, uscc }) => [row, { entityId: hexOf(subject), uscc }]));
}

export async function rowOfEntity(db: Queryable, entityId: string): Promise<number | undefined> {
  const { rows } = await db.query<{ row: number }>("SELECT row FROM company_features WHERE subject = $1", [
    bytesOf(entityId),
  ]);
  return rows[0]?.row;
}

/** Many rows at once, as the engine takes them. */
export interface FeatureBlock {
  readonly rows: readonly number[];
  readonly usccs: readonly (string | null)[];
  readonly values: readonly CompanyValues[];
  readonly scores: readonly (number | null)[];
  /** The last change among them; null when there are none. */
  readonly lastChange: bigint | null;
  /** What rows are of now: see `MatchState`. */
  readonly generation: string;
  /** What was read is in the history of this mark. */
  readonly mark: string;
  /** Whether the database has the mark at which the reader read before. */
  readonly hasMark: boolean;
}

/** Which rows to read: how many features they have, and the mark at which was read what the reader holds already. */
export interface BlockReader {
  readonly width: number;
  readonly mark: string;
}

/** Rows from `first` on, ascending, at most `limit`. */
export function featureBlock(db: Queryable, first: number, limit: number, reader: BlockReader): Promise<FeatureBlock> {
  return readBlock(db, "WHERE row >= $1 AND row < $1 + $2::integer", "row", [first, limit], reader);
}

/** Rows whose last change is behind `change`, in the order of changes, at most `limit`. */
export function changedFeatures(
  db: Queryable,
  change: bigint,
  limit: number,
  reader: BlockReader,
): Promise<FeatureBlock> {
  return readBlock(db, "WHERE change > $1 ORDER BY change LIMIT $2", "change", [change, limit], reader);
}

const UNKNOWN_SCORE = -1;
/** Of companies, all is null when there are no rows. */
interface BlockRow {
  numbers: Buffer | null;
  features: Buffer;
  scores: Buffer;
  usccs: string;
  wide: Record<string, Record<string, string>> | null;
  change: bigint;
  generation: string;
  mark: string;
  hasMark: boolean;
}

/**
 * PostgreSQL puts all rows of a block into one: what a driver does for each row costs ten times what the row does.
 * Numbers come in its binary form (big-endian), codes as lines, an empty one standing for none.
 */
async function readBlock(
  db: Queryable,
  condition: string,
  order: "row" | "change",
  parameters: readonly [unknown, unknown],
  { width, mark: before }: BlockReader,
): Promise<FeatureBlock> {
  const all = (each: string) => `string_agg(${each}, ''::bytea ORDER BY ${order})`;
  const { rows } = await db.query<BlockRow>(
    `SELECT ${all("int4send(row)")} AS numbers, ${all("array_send(features)")} AS features,
       ${all(`int2send(coalesce(score, ${UNKNOWN_SCORE}::smallint))`)} AS scores,
       string_agg(coalesce(uscc, ''), E'\\n' ORDER BY ${order}) AS usccs,
       json_object_agg(row, wide) FILTER (WHERE wide IS NOT NULL) AS wide, max(change) AS change,
       (SELECT generation FROM match_state) AS generation, (SELECT mark FROM match_state) AS mark,
       ${hasMark("$3")} AS "hasMark"
     FROM (SELECT * FROM company_features ${condition}) AS block`,
    [...parameters, before],
  );
  const found = rows[0];
  if (found === undefined) throw new Error("company_features: an aggregate without a row");
  const { generation, mark, hasMark: isContinued } = found;
  const state = { generation, mark, hasMark: isContinued };
  if (found.numbers === null) return { ...NO_ROWS, ...state };
  const { numbers, features, scores, usccs, wide, change } = found;
  const rowNumbers = Array.from({ length: numbers.length / 4 }, (_, index) => numbers.readInt32BE(index * 4));
  return {
    rows: rowNumbers,
    usccs: usccs.split("\n").map((uscc) => (uscc === "" ? null : uscc)),
    values: readArrays(features, rowNumbers.length, width).map((raw, index) => {
      const exact = wide?.[String(rowNumbers[index])];
      return { raw, wide: exact === undefined ? NO_WIDE : wideOf(exact) };
    }),
    scores: rowNumbers.map((_, index) => {
      const score = scores.readInt16BE(index * 2);
      return score === UNKNOWN_SCORE ? null : score;
    }),
    lastChange: change,
    ...state,
  };
}

const NO_ROWS = { rows: [], usccs: [], values: [], scores: [], lastChange: null };
const NO_WIDE: ReadonlyMap<number, bigint> = new Map();

/** Of `array_send`: dimensions, whether there are nulls, type; length and first place of the dimension. */
const ARRAY_HEADER = 20;
const LENGTH_AT = 12;

/**
 * Reads arrays of doubles that stand one behind the other as `array_send` writes them.
 * @throws RangeError when one has not as many elements as there are features.
 */
function readArrays(bytes: Buffer, count: number, width: number): Float64Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // One array for all: thousands of small ones are what takes the time.
  const numbers = new Float64Array(count * width);
  let at = 0;
  return Array.from({ length: count }, (_, row) => {
    const length = view.getInt32(at + LENGTH_AT);
    if (length !== width) throw new RangeError(`company_features: a row has ${length} features, there are ${width}`);
    at += ARRAY_HEADER;
    const values = numbers.subarray(row * width, (row + 1) * width);
    for (let place = 0; place < width; place++) {
      const isNull = view.getInt32(at) < 0;
      values[place] = isNull ? Number.NaN : view.getFloat64(at + 4);
      at += isNull ? 4 : 12;
    }
    return values;
  });
}

// What the follower writes.

/** Stores rows, each in place of what was there of its company. */
export async function storeFeatureRows(db: Queryable, rows: readonly FeatureRow[]): Promise<void> {
  await db.query(
    `INSERT INTO company_features (row, subject, uscc, features, wide, score, due_at, as_of, change)
     SELECT number, subject, uscc, features::double precision[], wide, score, due_at, as_of, change
     FROM unnest($1::integer[], $2::bytea[], $3::text[], $4::text[], $5::jsonb[], $6::smallint[], $7::bigint[],
       $8::bigint[], $9::bigint[])
       AS block (number, subject, uscc, features, wide, score, due_at, as_of, change)
     ON CONFLICT (row) DO UPDATE SET uscc = excluded.uscc, features = excluded.features, wide = excluded.wide,
       score = excluded.score, due_at = excluded.due_at, as_of = excluded.as_of, change = excluded.change`,
    [
      rows.map(({ row }) => row),
      rows.map(({ subject }) => bytesOf(subject)),
      rows.map(({ uscc }) => uscc),
      rows.map(({ values: { raw } }) => `{${Array.from(raw, literal).join()}}`),
      rows.map(({ values: { wide } }) => jsonOf(wide)),
      rows.map(({ score }) => score),
      rows.map(({ dueAt }) => dueAt),
      rows.map(({ asOf }) => asOf),
      rows.map(({ change }) => change),
    ],
  );
}

function literal(value: number): string {
  return Number.isNaN(value) ? "NULL" : String(value);
}

function jsonOf(wide: ReadonlyMap<number, bigint>): string | null {
  if (wide.size === 0) return null;
  return JSON.stringify(Object.fromEntries([...wide].map(([place, value]) => [place, value.toString()])));
}
