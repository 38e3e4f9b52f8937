import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { CatalogueError } from "./errors.ts";
import type { Problem } from "./errors.ts";
import {
  agenciesFile,
  assetKindsFile,
  catalogueFile,
  divisionsFile,
  featuresFile,
  industrySectionsFile,
  lendersFile,
  pricingFile,
  productsFile,
  productTypesFile,
  schemasFile,
  unitsFile,
} from "./shapes.ts";
import type { SchemaRow } from "./shapes.ts";
import { scorecardFile } from "./scorecard/shape.ts";
import type { Scorecard } from "./scorecard/types.ts";

/** Every file of the catalogue, each right in itself; whether they agree with each other is not yet known. */
export interface CatalogueFiles {
  readonly about: z.output<typeof catalogueFile>;
  readonly units: z.output<typeof unitsFile>;
  readonly agencies: z.output<typeof agenciesFile>;
  readonly assetKinds: z.output<typeof assetKindsFile>;
  readonly divisions: z.output<typeof divisionsFile>;
  readonly industrySections: z.output<typeof industrySectionsFile>;
  /** Keyed by the file's name without `.json`: an agency's code, or `subject`. */
  readonly schemas: ReadonlyMap<string, readonly SchemaRow[]>;
  readonly features: z.output<typeof featuresFile>;
  readonly productTypes: z.output<typeof productTypesFile>;
  readonly lenders: z.output<typeof lendersFile>;
  readonly products: z.output<typeof productsFile>;
  readonly pricing: z.output<typeof pricingFile>;
  /** Keyed by the file's name without `.json`: family and version, `platform-v1`. */
  readonly scorecards: ReadonlyMap<string, Scorecard>;
}

/** Reads all files below `dir`. Throws a CatalogueError with every problem of every file. */
export function readCatalogueFiles(dir: string, options: { products: boolean } = { products: true }): CatalogueFiles {
  const problems: Problem[] = [];
  const read = <Shape extends z.ZodType>(file: string, shape: Shape) => readFile(dir, file, shape, problems);
  const files = {
    about: read("catalogue.json", catalogueFile),
    units: read("units.json", unitsFile),
    agencies: read("agencies.json", agenciesFile),
    assetKinds: read("asset-kinds.json", assetKindsFile),
    divisions: read("divisions.json", divisionsFile),
    industrySections: read("industry-sections.json", industrySectionsFile),
    schemas: new Map(
      namesIn(dir, "schemas", problems).map((name) => [name, read(`schemas/${name}.json`, schemasFile)]),
    ),
    features: read("features.json", featuresFile),
    productTypes: read("product-types.json", productTypesFile),
    lenders: read("lenders.json", lendersFile),
    products: options.products ? read("products.json", productsFile) : [],
    pricing: read("pricing.json", pricingFile),
    scorecards: new Map(
      namesIn(dir, "scorecards", problems).map((name) => [name, read(`scorecards/${name}.json`, scorecardFile)]),
    ),
  };
  if (problems.length > 0) throw new CatalogueError(problems);
  return files;
}

/** Names of a folder's JSON files, without their ending. */
function namesIn(dir: string, folder: string, problems: Problem[]): string[] {
  try {
    const names = readdirSync(join(dir, folder)).filter((name) => name.endsWith(".json"));
    return names.map((name) => name.slice(0, -".json".length)).sort();
  } catch (error) {
    problems.push({ file: folder, pointer: "", rule: `cannot be read: ${messageOf(error)}` });
    return [];
  }
}

/** On a problem, what it returns is never used: the caller throws once all files have been looked at. */
function readFile<Shape extends z.ZodType>(dir: string, file: string, shape: Shape, problems: Problem[]) {
  const refuse = (pointer: string, rule: string) => void problems.push({ file, pointer, rule });
  const content = readJson(join(dir, file), (rule) => refuse("", rule));
  const result = shape.safeParse(content);
  if (content !== undefined) {
    for (const { path, message } of result.error?.issues ?? []) refuse(pointerOf(path), message);
  }
  return result.data as z.output<Shape>;
}

function readJson(path: string, refuse: (rule: string) => void): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    refuse(`cannot be read: ${messageOf(error)}`);
    return undefined;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    refuse(`is not JSON: ${messageOf(error)}`);
    return undefined;
  }
}

/** RFC 6901. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
