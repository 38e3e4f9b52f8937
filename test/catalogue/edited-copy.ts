import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { CATALOGUE_DIR } from "../../catalogue/load.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Sets what a JSON pointer leads to; `undefined` takes the key away. `from` copies another place of the file. */
export type Edit = readonly [pointer: string, value: Json | undefined | { readonly from: string }];

/** A copy of the catalogue's JSON files that a test may spoil; it goes when the test file ends. */
export function copyOfCatalogue(): string {
  const dir = mkdtempSync(join(tmpdir(), "lingnan-catalogue-"));
  after(() => rmSync(dir, { recursive: true }));
  cpSync(CATALOGUE_DIR, dir, { recursive: true, filter: (path) => !path.endsWith(".ts") });
  return dir;
}

/** Edits one file of a copy. */
export function editFile(dir: string, file: string, edits: readonly Edit[]): void {
  const path = join(dir, file);
  const content = JSON.parse(readFileSync(path, "utf8")) as Json;
  for (const [pointer, value] of edits) apply(content, pointer, value);
  writeFileSync(path, JSON.stringify(content));
}

function apply(content: Json, pointer: string, value: Edit[1]): void {
  const keys = pointer.split("/").slice(1);
  const parent = keys.slice(0, -1).reduce(child, content);
  const last = keys.at(-1) ?? "";
  if (value === undefined) delete (parent as Record<string, Json>)[last];
  else (parent as Record<string, Json>)[last] = isReference(value) ? resolve(content, value.from) : value;
}

function resolve(content: Json, pointer: string): Json {
  return structuredClone(pointer.split("/").slice(1).reduce(child, content));
}

function child(node: Json, key: string): Json {
  const next = (node as Record<string, Json | undefined>)[key];
  if (next === undefined) throw new Error(`the file has nothing at ${key}: has the catalogue changed?`);
  return next;
}

function isReference(value: Json | { readonly from: string }): value is { from: string } {
  return typeof value === "object" && value !== null && Object.keys(value).join() === "from";
}
