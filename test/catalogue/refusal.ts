import assert from "node:assert/strict";
import { CatalogueError, loadCatalogue } from "../../catalogue/index.ts";
import { copyOfCatalogue, editFile } from "./edited-copy.ts";
import type { Edit } from "./edited-copy.ts";

/** A catalogue that breaks a rule. */
export interface Broken {
  readonly rule: string;
  readonly file: string;
  readonly edits: readonly Edit[];
  /** One of the lines that the error must have. */
  readonly line: string;
}

/** That the loader refuses a copy so edited, and says so in that line. */
export function assertRefused({ file, edits, line }: Broken): void {
  const dir = copyOfCatalogue();
  editFile(dir, file, edits);
  const lines = refusal(dir).split("\n");
  assert.ok(lines.includes(line), `wanted\n  ${line}\ngot\n  ${lines.join("\n  ")}`);
}

/** What the loader says against the catalogue in a folder. */
export function refusal(dir: string): string {
  try {
    loadCatalogue(dir);
  } catch (error) {
    assert.ok(error instanceof CatalogueError);
    return error.message;
  }
  assert.fail("the broken catalogue was loaded");
}
