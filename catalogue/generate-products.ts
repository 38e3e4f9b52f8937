import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { buildCatalogue } from "./build.ts";
import { readCatalogueFiles } from "./files.ts";
import { CATALOGUE_DIR } from "./load.ts";
import { generateProducts } from "./products/generate.ts";

const HELP = `Writes catalogue/products.json: development products made from product-types.json, lenders.json and
features.json. The same files always give the same products.

  node catalogue/generate-products.ts            write the file
  node catalogue/generate-products.ts --check    say whether the file is what would be written; exit code 1 if not
`;

/** The text of products.json that belongs to the other files in `dir`. */
export async function productsText(dir: string): Promise<string> {
  const products = generateProducts(buildCatalogue(readCatalogueFiles(dir, { products: false })));
  const rows = products.map((product) => ({ ...product, amountFen: asText(product.amountFen) }));
  const text = JSON.stringify(rows, thresholdAsNumber);
  return format(text, { ...(await resolveConfig(join(CATALOGUE_DIR, "products.json"))), parser: "json" });
}

/** Amounts are text in JSON. */
function asText({ min, max }: { min: bigint; max: bigint }) {
  return { min: min.toString(), max: max.toString() };
}

/** Thresholds are JSON numbers; none comes near the largest safe integer. */
function thresholdAsNumber(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

async function main(): Promise<void> {
  const options = { check: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const path = join(CATALOGUE_DIR, "products.json");
  const text = await productsText(CATALOGUE_DIR);
  if (!values.check) {
    writeFileSync(path, text);
    console.log("wrote catalogue/products.json");
  } else if (readFileSync(path, "utf8") !== text) {
    console.error(
      "catalogue/products.json is not what generate-products.ts makes: run node catalogue/generate-products.ts",
    );
    process.exitCode = 1;
  }
}

if (import.meta.main) await main();
