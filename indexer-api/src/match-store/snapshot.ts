import { crc32 } from "node:zlib";
import { isDeepStrictEqual } from "node:util";
import { Columns } from "../engine/columns.ts";
import type { ColumnArray } from "../engine/columns.ts";
import type { FeatureSpec } from "../engine/features.ts";
import { WIDE } from "../engine/values.ts";

/**
 * All companies of an engine as bytes, little-endian:
 *
 * | bytes | what |
 * | --- | --- |
 * | 8 | `LNMATCH` and the version of this format |
 * | 4 | length of the header |
 * | header | JSON: `SnapshotHeader`, and type and bytes of each section |
 * | 4 | CRC-32 of all before |
 * | for each section: | a column by feature, then scores, then codes |
 * | its bytes | rows ascending |
 * | 4 | CRC-32 of them |
 * | 36 | mark, as text |
 * | 4 | CRC-32 of it |
 *
 * and nothing behind. A CRC-32 finds every flipped bit and every burst of up to 32; what is cut short is missing.
 */
export interface SnapshotHeader {
  /** Of the ledger and subgraph that the companies are of. */
  readonly identity: string;
  /** Of the rows: see `match_state`. */
  readonly generation: string;
  readonly features: readonly FeatureSpec[];
  readonly companies: number;
  /** Every change up to this one is in it; of later ones some may be, and half of some: all of them are to be made again. */
  readonly change: bigint;
}

export interface Snapshot extends SnapshotHeader {
  readonly columns: Columns;
  /** By row; -1 without a score. */
  readonly scores: Int16Array;
  /** Three words by row: see `UsccIndex`. */
  readonly codes: Uint32Array;
  /** All that is in it is in the history of this mark: see `match_marks`. */
  readonly mark: string;
}

/** The bytes are no snapshot, or not all of one, or not those that were written. */
export class SnapshotError extends Error {
  constructor(problem: string) {
    super(`match snapshot: ${problem}`);
    this.name = "SnapshotError";
  }
}

/** Fills an array from where it ended last. @returns how many bytes there were; less than asked for at the end */
export type ReadBytes = (into: Uint8Array) => Promise<number>;

const MAGIC = Buffer.from("LNMATCH\x03");
const CRC_BYTES = 4;
const LENGTH_BYTES = 4;
/** Of a UUID as text. */
const MARK_BYTES = 36;
const LONGEST_HEADER = 2 ** 26;
const CHUNK_BYTES = 2 ** 22;
/** Room behind the rows that were read, in parts of them, so that the next new company does not move them all. */
const SPARE = 64;

type ArrayType =
  "Int8Array" | "Int16Array" | "Int32Array" | "Float64Array" | "Uint8Array" | "Uint16Array" | "Uint32Array";

interface WrittenHeader extends Omit<SnapshotHeader, "change"> {
  readonly change: string;
  /** Exact numbers beyond doubles: place of the feature, row, digits. */
  readonly wide: readonly (readonly [place: number, row: number, digits: string])[];
  readonly sections: readonly { readonly type: ArrayType; readonly bytes: number }[];
}

/** What `readHeader` found, for `readBody`. */
export interface ReadHeader extends SnapshotHeader {
  readonly written: WrittenHeader;
}

/**
 * The bytes of a snapshot, piece by piece. Companies may change between two pieces: those changes are later than
 * `change`, and are made again when it is read; the mark is asked for last and speaks of them too. A piece is valid until the next one is asked for.
 */
export function* snapshotBytes(snapshot: Snapshot): Generator<Uint8Array> {
  const sections = sectionsOf(snapshot);
  yield* headerBytes(snapshot, sections);
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (const section of sections) {
    const bytes = bytesOf(section);
    let crc = 0;
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const part = bytes.subarray(at, at + CHUNK_BYTES);
      // What is summed up must be what is written, whatever changes meanwhile.
      chunk.set(part);
      const copy = chunk.subarray(0, part.length);
      crc = crc32(copy, crc);
      yield copy;
    }
    yield uint32(crc);
  }
  const mark = Buffer.from(snapshot.mark);
  yield mark;
  yield uint32(crc32(mark));
}

function* headerBytes(
  { identity, generation, features, companies, change, columns }: Omit<Snapshot, "mark">,
  sections: readonly Section[],
): Generator<Uint8Array> {
  const header: WrittenHeader = {
    ...{ identity, generation, features, companies, change: change.toString() },
    wide: columns.wide.flatMap((values, place) =>
      [...values].filter(([row]) => row < companies).map(([row, value]) => [place, row, value.toString()] as const),
    ),
    sections: sections.map((section) => ({ type: typeOf(section), bytes: section.byteLength })),
  };
  const json = Buffer.from(JSON.stringify(header));
  const bytes = Buffer.concat([MAGIC, uint32(json.length), json]);
  yield bytes;
  yield uint32(crc32(bytes));
}

/** @throws SnapshotError */
export async function readHeader(read: ReadBytes): Promise<ReadHeader> {
  const start = await exactly(read, MAGIC.length + LENGTH_BYTES);
  if (!start.subarray(0, MAGIC.length - 1).equals(MAGIC.subarray(0, -1))) throw new SnapshotError("is none");
  const version = start[MAGIC.length - 1];
  if (version !== MAGIC.at(-1)) throw new SnapshotError(`is of version ${version}, this is ${MAGIC.at(-1)}`);
  const length = start.readUInt32LE(MAGIC.length);
  if (length > LONGEST_HEADER) throw new SnapshotError(`header of ${length} bytes, more than ${LONGEST_HEADER}`);
  const json = await exactly(read, length);
  await checkCrc(read, crc32(json, crc32(start)), "header");
  const written = JSON.parse(json.toString()) as WrittenHeader;
  const { identity, generation, features, companies, change } = written;
  return { identity, generation, features, companies, change: BigInt(change), written };
}

/**
 * The rest, straight into memory that threads share. @param read goes on behind the header
 * @throws SnapshotError
 */
export async function readBody(read: ReadBytes, { written, ...header }: ReadHeader): Promise<Snapshot> {
  const { companies, features } = header;
  const capacity = companies + Math.ceil(companies / SPARE) + SPARE;
  const columns = new Columns(features, capacity, largestOf(written));
  const scores = new Int16Array(new SharedArrayBuffer(capacity * Int16Array.BYTES_PER_ELEMENT)).fill(-1);
  const filled = { ...header, columns, scores, codes: new Uint32Array(companies * 3) };
  const sections = sectionsOf(filled);
  const expected = sections.map((section) => ({ type: typeOf(section), bytes: section.byteLength }));
  if (!isDeepStrictEqual(expected, written.sections))
    throw new SnapshotError("its sections are not those of its features");
  for (const [place, section] of sections.entries()) {
    await readSection(read, bytesOf(section), features[place]?.id ?? "scores or codes");
  }
  const mark = await exactly(read, MARK_BYTES);
  await checkCrc(read, crc32(mark), "mark");
  if ((await read(new Uint8Array(1))) > 0) throw new SnapshotError("goes on behind its end");
  for (const [place, row, digits] of written.wide) {
    const values = columns.get(row);
    columns.set(row, { ...values, wide: new Map([...values.wide, [place, BigInt(digits)]]) });
  }
  return { ...filled, mark: mark.toString() };
}

async function readSection(read: ReadBytes, bytes: Uint8Array, name: string): Promise<void> {
  let crc = 0;
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const part = bytes.subarray(at, at + CHUNK_BYTES);
    if ((await read(part)) < part.length) throw new SnapshotError(`is cut short in ${name}`);
    crc = crc32(part, crc);
  }
  await checkCrc(read, crc, name);
}

async function checkCrc(read: ReadBytes, crc: number, name: string): Promise<void> {
  const stored = (await exactly(read, CRC_BYTES)).readUInt32LE();
  if (stored !== crc) throw new SnapshotError(`${name}: CRC-32 is ${crc}, written was ${stored}`);
}

async function exactly(read: ReadBytes, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  if ((await read(bytes)) < length) throw new SnapshotError("is cut short");
  return bytes;
}

/** A number that only an array of the type, or a wider one, holds. */
const LARGEST: Partial<Record<ArrayType, number>> = {
  Int16Array: 2 ** 15 - 1,
  Int32Array: 2 ** 31 - 1,
  Float64Array: WIDE,
};

/** By feature; columns of numbers that had become wider begin so. */
function largestOf({ sections, features }: WrittenHeader): number[] {
  return features.map((_, place) => LARGEST[sections[place]?.type as ArrayType] ?? 0);
}

type Section = ColumnArray | Int16Array | Uint32Array;

function sectionsOf({ columns, scores, codes, companies }: Omit<Snapshot, "mark">): Section[] {
  return [...columns.arrays, scores].map((array) => array.subarray(0, companies) as Section).concat(codes);
}

function typeOf(section: Section): ArrayType {
  return section.constructor.name as ArrayType;
}

function bytesOf({ buffer, byteOffset, byteLength }: Section): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
