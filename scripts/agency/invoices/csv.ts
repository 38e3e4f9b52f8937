import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";

import { CsvError, parse } from "csv-parse";
import xz from "xz-decompress";

import { InvoiceDataError } from "./problems.ts";

/** One record of a file: its cells in the order of the wanted columns, or what is wrong with it. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
  /** Why the cells cannot be trusted, such as a wrong number of them. */
  readonly fault?: string;
}

interface ParsedRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * Streams the records of a UTF-8 `.csv` or `.csv.xz` file, picking the wanted columns by the names in its header.
 * @throws InvoiceDataError that names the file, for one that is missing, empty, damaged, or lacks a column
 */
export async function* readCsv(path: string, columns: readonly string[]): AsyncGenerator<CsvRow> {
  const file = basename(path);
  await requireFile(path);
  let width = 0;
  let positions: number[] | undefined;
  try {
    for await (const { record, info } of records(path)) {
      if (positions === undefined) {
        width = record.length;
        positions = positionsOf(file, record, columns);
      } else {
        yield pick(record, info.lines, positions, width);
      }
    }
  } catch (error) {
    throw asDataError(file, error);
  }
  if (positions === undefined) throw new InvoiceDataError([{ file, rule: "is empty: a header is needed" }]);
}

function records(path: string): AsyncIterable<ParsedRecord> {
  const source = createReadStream(path);
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true });
  // A stream's own errors do not travel along a pipe.
  source.on("error", (error) => parser.destroy(error));
  if (!path.endsWith(".xz")) return source.pipe(parser);
  const text = Readable.fromWeb(new xz.XzReadableStream(Readable.toWeb(source)) as ReadableStream);
  text.on("error", (error) => parser.destroy(error));
  return text.pipe(parser);
}

async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new InvoiceDataError([{ file: basename(path), rule: "there is no such file" }]);
}

function positionsOf(file: string, header: readonly string[], columns: readonly string[]): number[] {
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    const rule = `the header lacks the column ${missing.join(", ")}; it has ${header.join(", ")}`;
    throw new InvoiceDataError([{ file, line: 1, rule }]);
  }
  return columns.map((column) => header.indexOf(column));
}

function pick(record: readonly string[], line: number, positions: readonly number[], width: number): CsvRow {
  const cells = positions.map((position) => record[position] ?? "");
  if (record.length === width) return { line, cells };
  return { line, cells, fault: `has ${record.length} cells: the header has ${width}` };
}

function asDataError(file: string, error: unknown): unknown {
  if (error instanceof InvoiceDataError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CsvError) {
    const line = typeof error["lines"] === "number" ? { line: error["lines"] } : {};
    return new InvoiceDataError([{ file, ...line, rule: `is no well-formed CSV: ${message}` }]);
  }
  const what = file.endsWith(".xz") ? "is no whole .xz file" : "cannot be read";
  return new InvoiceDataError([{ file, rule: `${what}: ${message}` }]);
}
