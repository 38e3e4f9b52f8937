import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";

import { CsvError, parse } from "csv-parse";
import xz from "xz-decompress";

import type { Attributes } from "./ratio.ts";

/** Years of the files: year 5 is the last report before the label's year, year 1 the fifth last. */
export const YEARS = [1, 3, 5] as const;
export type Year = (typeof YEARS)[number];

/** One company's report. */
export interface PolishRow {
  readonly line: number;
  readonly attribute: Attributes;
  readonly bad: boolean;
  /** Equal for rows with equal numbers. */
  readonly key: string;
}

/** A folder or file that cannot be used; the message names file, line, column and rule. */
export class ScoreDataError extends Error {
  override readonly name = "ScoreDataError";
}

const LABEL = "bankrupt";

/**
 * The file of a year: `year1.csv.xz` or `year1.csv`, in the folder or in its folder `polish`.
 * @throws ScoreDataError when there is none
 */
export async function polishFile(folder: string, year: Year): Promise<string> {
  const names = [`year${year}.csv.xz`, `year${year}.csv`];
  for (const place of [folder, join(folder, "polish")]) {
    for (const name of names) {
      const path = join(place, name);
      if ((await stat(path).catch(() => undefined))?.isFile()) return path;
    }
  }
  throw new ScoreDataError(
    `${names.join(" or ")} is neither in the folder ${folder} nor in its folder polish` +
      " (score:validate looks only for the years of --years)",
  );
}

/**
 * Reads a year's rows. Columns are found by name, in any order; others are ignored; an empty cell is a missing value.
 * @param attributes numbers of the columns `Attr<number>` that are needed
 * @throws ScoreDataError naming file, line and column for a column that is missing or a cell that is no number
 */
export async function readPolishRows(path: string, attributes: readonly number[]): Promise<PolishRow[]> {
  const file = basename(path);
  const records = await recordsOf(path);
  const header = records[0]?.record;
  if (header === undefined) throw new ScoreDataError(`${file} is empty: a header is needed`);
  const columns = new Map(attributes.map((attribute) => [attribute, columnOf(file, header, `Attr${attribute}`)]));
  const label = columnOf(file, header, LABEL);
  const rows = records.slice(1).map(({ record, info: { lines: line } }) => {
    if (record.length !== header.length) {
      throw new ScoreDataError(
        `${file} line ${line}: has ${record.length} cells where the header has ${header.length}`,
      );
    }
    const values = new Map(
      [...columns].map(([attribute, at]) => [attribute, numberAt(file, line, header, record, at)]),
    );
    const attribute = (number: number) => values.get(number) ?? NaN;
    return { line, attribute, bad: labelAt(file, line, record[label]), key: record.join() };
  });
  if (rows.length === 0) throw new ScoreDataError(`${file} has a header and no rows`);
  return rows;
}

/** SHA-256 of the file as it lies on the disk, in hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}

/**
 * SHA-256 of the companies themselves: the same whatever the order of rows and columns, the ends of lines, the packing and
 * the way numbers are written.
 * @param attributes numbers of the attributes that count
 */
export function digestOfRows(rows: readonly PolishRow[], attributes: readonly number[]): string {
  const inOrder = [...new Set(attributes)].sort((a, b) => a - b);
  const lines = rows.map(({ attribute, bad }) => [...inOrder.map(attribute), bad].join());
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex");
}

interface ParsedRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

async function recordsOf(path: string): Promise<ParsedRecord[]> {
  if ((await stat(path)).size === 0) return [];
  const source = createReadStream(path);
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true });
  // A stream's own errors do not travel along a pipe.
  source.on("error", (error) => parser.destroy(error));
  if (path.endsWith(".xz")) {
    const text = Readable.fromWeb(new xz.XzReadableStream(Readable.toWeb(source)) as ReadableStream);
    text.on("error", (error) => parser.destroy(error));
    text.pipe(parser);
  } else source.pipe(parser);
  try {
    const records: ParsedRecord[] = [];
    for await (const record of parser as AsyncIterable<ParsedRecord>) records.push(record);
    return records;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const packed = path.endsWith(".xz") && !(error instanceof CsvError);
    const what = packed ? "unpacked: it is damaged, or was not packed by xz" : "read as CSV";
    throw new ScoreDataError(`${basename(path)} cannot be ${what} (${reason})`);
  }
}

function columnOf(file: string, header: readonly string[], name: string): number {
  const at = header.indexOf(name);
  if (at === -1) throw new ScoreDataError(`${file} line 1: the header lacks the column ${name}`);
  return at;
}

function numberAt(
  file: string,
  line: number,
  header: readonly string[],
  record: readonly string[],
  at: number,
): number {
  const cell = record[at] ?? "";
  const value = cell === "" ? NaN : Number(cell);
  if (cell !== "" && !Number.isFinite(value)) {
    throw new ScoreDataError(`${file} line ${line}, column ${header[at]}: "${cell}" must be a number or empty`);
  }
  return value;
}

function labelAt(file: string, line: number, cell: string | undefined): boolean {
  if (cell === "1" || cell === "0") return cell === "1";
  throw new ScoreDataError(`${file} line ${line}, column ${LABEL}: "${cell ?? ""}" must be 0 or 1`);
}
