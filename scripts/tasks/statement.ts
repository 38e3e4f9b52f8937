import { readFileSync } from "node:fs";
import { isHexString, keccak256, ZeroHash } from "ethers";
import { type Catalogue, entityIdOf, itemKeyOf, NO_ITEM, parseUscc, type Schema } from "../../catalogue/index.ts";
import { nearest } from "./nearest.ts";

/** What a statement is about. */
export interface Subject {
  readonly uscc: string;
  readonly entityId: string;
  readonly itemKey: string;
}

/** @throws Error that suggests the nearest names when there is no such schema. */
export function findSchema(catalogue: Catalogue, name: string): Schema {
  const schema = catalogue.schemaByName.get(name);
  if (schema) return schema;
  const suggestions = nearest(name, catalogue.schemaByName.keys());
  throw new Error(`--schema ${name}: there is no such schema: did you mean ${suggestions.join(", ")}?`);
}

/** @throws Error naming the option when the code is malformed, or an item is missing or not wanted. */
export function findSubject(schema: Schema, company: string, item: string | undefined): Subject {
  const uscc = labelled("--company", () => parseUscc(company));
  return { uscc, entityId: entityIdOf(uscc), itemKey: labelled("--item", () => itemKey(schema, item)) };
}

function itemKey(schema: Schema, item: string | undefined): string {
  if (!schema.item) {
    if (item === undefined) return NO_ITEM;
    throw new Error(`${item}: a company has one statement of ${schema.name}, which needs no item`);
  }
  if (item === undefined)
    throw new Error(`is missing: ${schema.name} needs the ${schema.item.nameEn} (${schema.item.nameZh})`);
  return itemKeyOf(schema, item);
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/;
const MAX_UINT32 = 0xffffffff;

/**
 * Unix seconds of a day (00:00 UTC) or of a moment with its time zone.
 * @throws Error naming the option for anything else, also for days that no calendar has.
 */
export function parseMoment(option: string, text: string): number {
  const written = DAY.test(text) ? `${text}T00:00:00Z` : text;
  const seconds = MOMENT.test(written) ? Math.floor(Date.parse(written) / 1000) : NaN;
  // Date.parse rolls 31 February over into March; in its own time zone, a real day comes back as it was written.
  const day = written.slice(0, 10);
  const real = !Number.isNaN(Date.parse(day)) && new Date(Date.parse(day)).toISOString().startsWith(day);
  if (Number.isNaN(seconds) || !real || seconds < 1 || seconds > MAX_UINT32) {
    throw new Error(`${option} ${text}: must be a day such as 2026-11-01 or a moment such as 2026-11-01T08:30:00Z`);
  }
  return seconds;
}

/**
 * The hash that is given, or that of the file that is named; zero when there is no evidence.
 * @throws Error naming the option when there is no such file.
 */
export function findEvidence(evidence: string | undefined): string {
  if (evidence === undefined) return ZeroHash;
  if (isHexString(evidence, 32)) return evidence;
  try {
    return keccak256(readFileSync(evidence));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Error(`--evidence ${evidence}: must be a file that can be read (${reason}), or 0x and 64 hex digits`, {
      cause: error,
    });
  }
}

function labelled<T>(option: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${option} ${(error as Error).message}`, { cause: error });
  }
}

/** A moment on the chain as people read it. */
export function showTime(unixSeconds: number | bigint): string {
  return `${new Date(Number(unixSeconds) * 1000).toISOString().slice(0, 19)}Z`;
}
