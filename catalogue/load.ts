import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { buildCatalogue } from "./build.ts";
import { checkCatalogue } from "./checks/index.ts";
import { CatalogueError } from "./errors.ts";
import { readCatalogueFiles } from "./files.ts";
import type { Catalogue } from "./types.ts";

/** The folder of the project's own catalogue. */
export const CATALOGUE_DIR: string = dirname(fileURLToPath(import.meta.url));

/**
 * Reads and checks the whole catalogue. Throws a CatalogueError that has one line for each problem; a catalogue that
 * loads has none.
 * @param dir folder of the JSON files; the project's own by default
 */
export function loadCatalogue(dir: string = CATALOGUE_DIR): Catalogue {
  const files = readCatalogueFiles(dir);
  const problems = checkCatalogue(files);
  if (problems.length > 0) throw new CatalogueError(problems);
  return buildCatalogue(files);
}
